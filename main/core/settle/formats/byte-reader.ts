/** Random access to a file's bytes, and the small reading helpers that the formats share. */

/** `read` returns fewer bytes than asked only at the end of the file. Offsets and lengths in bytes. */
export interface ByteReader {
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

const blockSize = 64 * 1024;

/** Reads through blocks of 64 KB, the last one kept: walking a file in small steps stays cheap. */
export function buffered(reader: ByteReader): ByteReader {
  let start = 0;
  let block: Uint8Array = new Uint8Array(0);
  return {
    size: reader.size,
    async read(offset, length) {
      if (offset >= start && offset + length <= start + block.length)
        return block.subarray(offset - start, offset - start + length);
      if (length > blockSize) return reader.read(offset, length);
      start = offset;
      block = (await reader.read(offset, blockSize)).slice();
      return block.subarray(0, length);
    },
  };
}

/** A view over bytes for reading numbers. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** True where `text` (one byte a character) stands at `at`. */
export function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  if (at < 0 || at + text.length > bytes.length) return false;
  for (let index = 0; index < text.length; index += 1)
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}

/** Where `text` first stands at or after `from`; -1 where it does not. */
export function findText(bytes: Uint8Array, text: string, from = 0): number {
  const first = text.charCodeAt(0);
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1))
    if (hasText(bytes, at, text)) return at;
  return -1;
}

/** Where `text` last stands; -1 where it does not. */
export function findLastText(bytes: Uint8Array, text: string): number {
  const first = text.charCodeAt(0);
  let from = bytes.length - text.length;
  while (from >= 0) {
    const at = bytes.lastIndexOf(first, from);
    if (at === -1 || hasText(bytes, at, text)) return at;
    from = at - 1;
  }
  return -1;
}

/** One byte a character: for the ASCII that formats are made of. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

export function allZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
