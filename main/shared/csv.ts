/** Text in columns that a spreadsheet opens without running anything in it. */

/**
 * One line, without its end. A cell that a spreadsheet would take for a formula is told to be text.
 * `separator`: a comma for programs, a semicolon where a double click must open it in a French office.
 */
export function csvLine(cells: readonly (string | number | null)[], separator: ',' | ';' = ','): string {
  return cells
    .map((cell) => (typeof cell === 'string' ? quoted(defused(cell), separator) : String(cell ?? '')))
    .join(separator);
}

/** Spreadsheets take a cell for a formula by its first character; a tab or an end of line before it changes nothing. */
function defused(text: string): string {
  return /^\s*[=+\-@]/.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text;
}

function quoted(text: string, separator: string): string {
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
