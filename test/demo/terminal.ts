/** Calm lines on a terminal: a time, a sign, what happened. Colours only where they are wanted and shown. */
const shades = { dim: 2, bold: 1, green: 32, yellow: 33, red: 31, cyan: 36 } as const;
export type Shade = keyof typeof shades;

const coloured = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;

export function paint(text: string, shade: Shade): string {
  return coloured ? `\u001b[${shades[shade]}m${text}\u001b[0m` : text;
}

export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

const widthOf = (text: string) => Array.from(text.normalize('NFC')).length;

export const pad = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Cuts in the middle, so that both the beginning and the extension of a file's name stay. */
export function shorten(text: string, width: number): string {
  const letters = Array.from(text.normalize('NFC'));
  if (letters.length <= width) return text;
  const tail = Math.floor((width - 1) / 3);
  return `${letters.slice(0, width - 1 - tail).join('')}…${letters.slice(-tail).join('')}`;
}

export function clock(): string {
  return new Date().toTimeString().slice(0, 8);
}

export interface Cell {
  readonly text: string;
  readonly shade?: Shade;
  readonly right?: boolean;
}

/** Columns as wide as their widest cell. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const widths = head.map((title, column) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[column]?.text ?? ''))),
  );
  say(
    `  ${paint(
      head
        .map((title, column) => pad(title, widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
      'dim',
    )}`,
  );
  for (const row of rows) {
    const cells = row.map(({ text, shade, right }, column) => {
      const space = ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(text)));
      const shown = shade === undefined ? text : paint(text, shade);
      return right === true ? space + shown : shown + space;
    });
    say(`  ${cells.join('   ').trimEnd()}`);
  }
}
