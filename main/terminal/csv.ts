/** Comma-separated text that a spreadsheet opens without running anything in it. */

/** One line, without its end. A cell that a spreadsheet would take for a formula is told to be text. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return cells.map((cell) => quoted(typeof cell === 'string' ? defused(cell) : String(cell ?? ''))).join(',');
}

/** Spreadsheets take a cell for a formula by its first character; a tab or an end of line before it changes nothing. */
function defused(text: string): string {
  return /^[\s]*[=+\-@]/.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
