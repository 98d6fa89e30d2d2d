/**
 * Whether each receipt can be read. Later, when one is looked up in the middle of a plan, nothing could be done about it:
 * a ledger that is damaged begins anew when it is opened.
 */
import { isUtf8 } from 'node:buffer';
import type { Driver } from './driver.ts';
import { breathe } from './serial.ts';

/** Receipts that one look covers: some milliseconds. */
const atOnce = 10_000;

export async function areReceiptsSound(driver: Driver): Promise<boolean> {
  const ids = ['identity', 'document_id', 'sha256', 'file_id', 'replaced_file_id'];
  const texts = ids.map((id) => `iif(typeof(${id}) = 'text', ${id}, '')`).join(' || ');
  const sql = `SELECT CAST(group_concat(name || ${texts}, '/') AS BLOB) AS texts, max(seq) AS last,
      total(NOT EXISTS (SELECT 1 FROM folders WHERE folders.id = folder)) AS astray
    FROM (SELECT * FROM receipts WHERE seq > ? ORDER BY seq LIMIT ${atOnce})`;
  for (let after = 0; ;) {
    const { last, texts: all, astray } = driver.all(sql, [after])[0] ?? {};
    if (typeof last !== 'number') return true;
    if (astray !== 0 || (all instanceof ArrayBuffer && !isUtf8(all))) return false;
    after = last;
    await breathe();
  }
}
