/**
 * A typewriter face of 5 by 7 dots, enough for a scan that a person can read on the screen.
 * Each glyph is seven rows from the top, each row five dots as one digit to the base 32.
 */
const glyphs: Readonly<Record<string, string>> = {
  A: 'ehhvhhh', B: 'uhhuhhu', C: 'ehggghe', D: 'uhhhhhu', E: 'vgguggv', F: 'vgguggg', G: 'ehgnhhf',
  H: 'hhhvhhh', I: 'e44444e', J: '72222ic', K: 'hikokih', L: 'ggggggv', M: 'hrllhhh', N: 'hppljjh',
  O: 'ehhhhhe', P: 'uhhuggg', Q: 'ehhhlid', R: 'uhhukih', S: 'fgge11u', T: 'v444444', U: 'hhhhhhe',
  V: 'hhhhha4', W: 'hhhllla', X: 'hha4ahh', Y: 'hha4444', Z: 'v1248gv',
  a: '00e1fhf', b: 'ggmphhu', c: '00egghe', d: '11djhhf', e: '00ehvge', f: '698s888', g: '0fhhf1e',
  h: 'ggmphhh', i: '40c444e', j: '20622ic', k: 'ggikoki', l: 'c44444e', m: '00qllhh', n: '00mphhh',
  o: '00ehhhe', p: '00uhugg', q: '00djf11', r: '00mpggg', s: '00ege1u', t: '88s8896', u: '00hhhjd',
  v: '00hhha4', w: '00hhlla', x: '00ha4ah', y: '00hhf1e', z: '00v248v',
  0: 'ehjlphe', 1: '4c4444e', 2: 'eh1248v', 3: 'v2421he', 4: '26aiv22', 5: 'vgu11he', 6: '68guhhe',
  7: 'v124888', 8: 'ehhehhe', 9: 'ehhf12c',
  ' ': '0000000', '.': '00000cc', ',': '0000c48', ':': '0cc0cc0', '-': '000v000', "'": '4480000',
  '/': '01248g0', '(': '2488842', ')': '8422248', '°': '6996000', '%': 'op248j3', '+': '044v440',
}; // prettier-ignore

/** Two rows above the letter, and one below, by combining mark. */
const marks: Readonly<Record<string, { readonly above?: string; readonly below?: string }>> = {
  '\u0300': { above: '84' },
  '\u0301': { above: '24' },
  '\u0302': { above: '4a' },
  '\u0303': { above: 'dm' },
  '\u0308': { above: '0a' },
  '\u030c': { above: 'a4' },
  '\u0327': { below: '4' },
};

const spelt: Readonly<Record<string, string>> = {
  œ: 'oe', Œ: 'OE', æ: 'ae', Æ: 'AE', ß: 'ss', ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D',
  '’': "'", '‘': "'", '–': '-', '—': '-', '\u00a0': ' ', '\u202f': ' ',
}; // prettier-ignore

const unknown = 'vhhhhhv';
/** Rows of a cell: two for a mark above, seven for the letter, one for a mark below. */
export const cellRows = 10;
export const cellColumns = 6;

const rowOf = (digit: string) => Number.parseInt(digit, 32);

/** The dots of a text: one cell of `cellRows` rows (bit 4 is the leftmost dot) for each letter. */
export function cellsOf(text: string): readonly (readonly number[])[] {
  const plain = Array.from(text, (letter) => spelt[letter] ?? letter).join('');
  const cells: number[][] = [];
  for (const letter of plain.normalize('NFD')) {
    const mark = marks[letter];
    const last = cells.at(-1);
    if (mark !== undefined && last !== undefined) {
      if (mark.above !== undefined) Array.from(mark.above, rowOf).forEach((dots, row) => (last[row] = dots));
      if (mark.below !== undefined) last[9] = rowOf(mark.below);
    } else if (!/\p{M}/u.test(letter)) {
      cells.push([0, 0, ...Array.from(glyphs[letter] ?? unknown, rowOf), 0]);
    }
  }
  return cells;
}
