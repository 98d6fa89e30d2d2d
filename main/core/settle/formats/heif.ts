/** HEIC and its family (ISO 14496-12 §4.2): boxes, one after the other, exactly to the end of the file. */
import { allZero, hasText, viewOf } from './byte-reader.ts';
import type { ByteReader } from './byte-reader.ts';

export async function checkHeif(reader: ByteReader): Promise<string | null> {
  let at = 0;
  let hasMeta = false;
  let hasData = false;
  while (at < reader.size) {
    const head = await reader.read(at, 16);
    if (head.length < 8) return at === 0 ? 'heif-header' : 'heif-end';
    if (at === 0 && !hasText(head, 4, 'ftyp')) return 'heif-header';
    if (hasText(head, 4, 'meta') || hasText(head, 4, 'moov')) hasMeta = true;
    if (hasText(head, 4, 'mdat')) hasData = true;
    // Bytes behind the last box: some phones append their own.
    if (!/^[\w ©]{4}$/.test(String.fromCharCode(...head.subarray(4, 8))))
      return hasMeta && hasData ? null : 'heif-structure';
    let length = viewOf(head).getUint32(0);
    if (length === 0) return hasMeta && hasData ? endOf(reader) : 'heif-end'; // to the end of the file
    if (length === 1) {
      if (head.length < 16) return 'heif-end';
      length = Number(viewOf(head).getBigUint64(8));
    }
    if (length < 8) return 'heif-structure';
    if (at + length > reader.size) return 'heif-end';
    at += length;
  }
  return hasMeta && hasData ? endOf(reader) : 'heif-end';
}

/** Coded pictures do not end in a kilobyte of nothing; space taken in advance does. */
async function endOf(reader: ByteReader): Promise<string | null> {
  if (reader.size < 64 * 1024) return null;
  return allZero(await reader.read(reader.size - 1024, 1024)) ? 'heif-end' : null;
}
