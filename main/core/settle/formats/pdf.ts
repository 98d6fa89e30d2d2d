/** PDF (ISO 32000-1 §7.5): header within 1 KB, `%%EOF` near the end, `startxref` pointing into the file. */
import { findLastText, findText, latin1 } from './byte-reader.ts';
import type { ByteReader } from './byte-reader.ts';

const tailLength = 8 * 1024;

export async function checkPdf(reader: ByteReader): Promise<string | null> {
  const head = await reader.read(0, Math.min(2048, reader.size));
  const start = findText(head, '%PDF-');
  if (start === -1 || start > 1024) return 'pdf-header';

  // A file made for fast web view names its own length: shorter is cut.
  const linearized = /\/Linearized\b[^>]*?\/L\s+(\d{1,12})\b/.exec(latin1(head));
  if (linearized?.[1] !== undefined && reader.size - start < Number(linearized[1]))
    return 'pdf-shorter-than-said';

  const tailStart = Math.max(0, reader.size - tailLength);
  const tail = await reader.read(tailStart, reader.size - tailStart);
  const end = findLastText(tail, '%%EOF');
  if (end === -1) return 'pdf-end';
  // Something follows the end: junk is tolerated, the beginning of an update that is being appended is not.
  if (/\d+\s+\d+\s+obj\b/.test(latin1(tail.subarray(end + 5)))) return 'pdf-update-under-way';

  // Writers that leave `startxref` out, or write 0, made a whole file all the same; viewers mend it.
  const before = tail.subarray(0, end);
  const mark = findLastText(before, 'startxref');
  if (mark === -1) return null;
  const number = /^startxref\s+(\d{1,15})\b/.exec(latin1(before.subarray(mark)));
  return Number(number?.[1] ?? 0) >= tailStart + mark ? 'pdf-startxref' : null;
}
