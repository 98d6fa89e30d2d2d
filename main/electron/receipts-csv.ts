/** Receipts as a file that a spreadsheet opens by a double click: semicolons, a byte order mark, defused cells. */
import type { Words } from '../shared/messages/format.ts';
import { targetWords } from '../shared/messages/state-words.ts';
import type { ReceiptView } from '../shared/status.ts';

/** A cell that a spreadsheet would take for a formula gets an apostrophe in front; the rest is quoted where needed. */
export function cell(value: string): string {
  const safe = /^\s*[=+\-@]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Head and lines, chunk by chunk; any number of receipts goes through. */
export async function* receiptsAsCsv(
  pages: AsyncIterable<readonly ReceiptView[]>,
  words: Words,
): AsyncGenerator<string> {
  yield `\uFEFF${words.say('history.export.columns')}\r\n`;
  for await (const page of pages) {
    yield page.map((receipt) => `${line(receipt, words)}\r\n`).join('');
  }
}

function line(receipt: ReceiptView, words: Words): string {
  return [
    receipt.person?.name ?? '',
    receipt.person === null ? '' : String(receipt.person.id),
    targetWords(receipt.targetName, words),
    receipt.fileName,
    receipt.folder,
    String(receipt.size),
    receipt.filedAt,
    receipt.fileId,
    receipt.sha256,
    words.say(`receipt.proof.${receipt.proof}`),
  ]
    .map(cell)
    .join(';');
}
