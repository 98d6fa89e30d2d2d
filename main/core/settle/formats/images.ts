/** JPEG, PNG, GIF, BMP and RIFF (WebP): each walks its own structure to its own end. */
import { hasText, viewOf } from './byte-reader.ts';
import type { ByteReader } from './byte-reader.ts';

/**
 * ITU T.81 Annex B: segments up to the scan, then coded data up to the end-of-image marker. A thumbnail inside a
 * segment has an end marker of its own, so segments are stepped over. Bytes after the end are tolerated.
 */
export async function checkJpeg(reader: ByteReader): Promise<string | null> {
  const missing = await walkJpeg(reader);
  // An odd structure with the end mark at its very end was written to its end. A sound one that stops behind a
  // segment was not: its last mark may be the end of the thumbnail.
  if (missing !== 'jpeg-structure') return missing;
  const end = await reader.read(reader.size - 2, 2);
  return end[0] === 0xff && end[1] === 0xd9 ? null : missing;
}

async function walkJpeg(reader: ByteReader): Promise<string | null> {
  let at = 2;
  let inScan = false;
  const step = 32 * 1024;
  for (;;) {
    if (inScan) {
      const found = await nextMarker(reader, at, step);
      if (found === null) return 'jpeg-end';
      at = found;
      inScan = false;
    }
    const head = await reader.read(at, 4);
    if (head.length < 2) return 'jpeg-end';
    if (head[0] !== 0xff) return 'jpeg-structure';
    const marker = head[1] ?? 0;
    if (marker === 0xff) {
      at += 1; // filling
      continue;
    }
    if (marker === 0xd9) return null;
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    if (head.length < 4) return 'jpeg-end';
    const length = viewOf(head).getUint16(2);
    if (length < 2) return 'jpeg-structure';
    at += 2 + length;
    inScan = marker === 0xda;
  }
}

/** The next marker in coded data that is neither a stuffed byte nor a restart. */
async function nextMarker(reader: ByteReader, from: number, step: number): Promise<number | null> {
  let offset = from;
  while (offset < reader.size) {
    const bytes = await reader.read(offset, step);
    for (let at = bytes.indexOf(0xff); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
      const next = bytes[at + 1];
      if (next === undefined) break;
      if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return offset + at;
    }
    if (bytes.length < step) return null;
    offset += bytes.length - 1; // a marker may lie across two reads
  }
  return null;
}

const endSum = '\xaeB`\x82';

/** PNG (ISO 15948 §5): chunks up to IEND. */
export async function checkPng(reader: ByteReader): Promise<string | null> {
  let at = 8;
  for (;;) {
    const head = await reader.read(at, 8);
    if (head.length < 8) return 'png-end';
    const end = at + 12 + viewOf(head).getUint32(0);
    if (end > reader.size) return 'png-end';
    // The sum of the last chunk is always the same, and the very last that is written.
    if (hasText(head, 4, 'IEND')) return hasText(await reader.read(at + 8, 4), 0, endSum) ? null : 'png-end';
    if (!/^[A-Za-z]{4}$/.test(String.fromCharCode(...head.subarray(4, 8)))) return 'png-structure';
    at = end;
  }
}

/** GIF89a: blocks up to the trailer. */
export async function checkGif(reader: ByteReader): Promise<string | null> {
  const screen = await reader.read(0, 13);
  if (screen.length < 13) return 'gif-end';
  const tableLength = (flags: number) => ((flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1));
  let at = 13 + tableLength(screen[10] ?? 0);
  for (;;) {
    const head = await reader.read(at, 10);
    if (head[0] === 0x3b) return null;
    if (head[0] === 0x21) at += 2;
    else if (head[0] === 0x2c && head.length === 10) at += 10 + tableLength(head[9] ?? 0) + 1;
    else return head.length === 0 ? 'gif-end' : 'gif-structure';
    for (;;) {
      const length = (await reader.read(at, 1))[0];
      if (length === undefined) return 'gif-end';
      at += 1 + length;
      if (length === 0) break;
    }
  }
}

/** BMP: the header says how long the file is; some writers leave it 0. */
export async function checkBmp(reader: ByteReader): Promise<string | null> {
  const head = await reader.read(0, 26);
  if (!hasText(head, 0, 'BM') || head.length < 26) return 'bmp-header';
  const said = viewOf(head).getUint32(2, true);
  const pixels = viewOf(head).getUint32(10, true);
  return said > reader.size || pixels >= reader.size ? 'bmp-shorter-than-said' : null;
}

/** RIFF (WebP): the length of the rest stands after the first four bytes. */
export async function checkRiff(reader: ByteReader): Promise<string | null> {
  const head = await reader.read(0, 12);
  if (!hasText(head, 0, 'RIFF') || head.length < 12) return 'riff-header';
  return viewOf(head).getUint32(4, true) + 8 > reader.size ? 'riff-shorter-than-said' : null;
}
