/** Receipts as a file that a spreadsheet opens by a double click: semicolons, a byte order mark, defused cells. */
import { csvLine } from '../shared/csv.ts';
import type { Words } from '../shared/messages/format.ts';
import { targetWords } from '../shared/messages/state-words.ts';
import type { ReceiptView } from '../shared/status.ts';

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
  return csvLine(
    [
      receipt.person?.name ?? '',
      receipt.person?.id ?? null,
      targetWords(receipt.targetName, words),
      receipt.fileName,
      receipt.folder,
      receipt.size,
      receipt.filedAt,
      receipt.fileId,
      receipt.sha256,
      words.say(`receipt.proof.${receipt.proof}`),
    ],
    ';',
  );
}
