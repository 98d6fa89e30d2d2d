/** RTF 1.9.1: whole when the brace that closes the first one is there. */
import { hasText } from './byte-reader.ts';
import type { ByteReader } from './byte-reader.ts';

const step = 32 * 1024;
const backslash = 0x5c;
const open = 0x7b;
const close = 0x7d;
const binary = /^\\bin(\d{1,10}) ?/;

export async function checkRtf(reader: ByteReader): Promise<string | null> {
  if (!hasText(await reader.read(0, 5), 0, '{\\rtf')) return 'rtf-header';
  let depth = 0;
  let offset = 0;
  while (offset < reader.size) {
    const bytes = await reader.read(offset, step);
    let at = 0;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === open) depth += 1;
      else if (byte === close) {
        depth -= 1;
        if (depth === 0) return null;
      } else if (byte === backslash) {
        // `\{` is a character, and `\binN` is followed by N bytes that mean nothing here.
        const word = String.fromCharCode(...(await reader.read(offset + at, 20)));
        const raw = binary.exec(word);
        at += raw === null ? 1 : raw[0].length - 1 + Number(raw[1]);
      }
    }
    offset += at;
  }
  return 'rtf-end';
}
