/** A file as `multipart/form-data`: streamed, its length known before the first byte. */
import { randomBytes } from 'node:crypto';
import type { HttpBody } from './http.ts';

export interface FilePart {
  readonly fileName: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Bytes of the file handed to the connection so far. */
  readonly onProgress: (sentBytes: number) => void;
}

/** Small enough that a slow line shows progress well within the time without any. */
const largestChunk = 64 * 1024;

/**
 * One part with an empty name, as in Lucca's example ([DOC] seed 000). The file's name as browsers write it (WHATWG
 * HTML §4.10.21.8): UTF-8, with `"`, CR and LF escaped, and nothing else.
 * The body rejects where the file holds another number of bytes than `size`.
 */
export function multipartOf(part: FilePart): HttpBody {
  const boundary = `----Classeur${randomBytes(18).toString('hex')}`;
  const fileName = part.fileName
    .normalize('NFC')
    .replace(/\n/g, '%0A')
    .replace(/\r/g, '%0D')
    .replace(/"/g, '%22');
  const head = Buffer.from(
    `--${boundary}\r\n` +
      `Content-Disposition: form-data; name=""; filename="${fileName}"\r\n` +
      `Content-Type: ${part.contentType}\r\n\r\n`,
    'utf8',
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`, 'utf8');

  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield head;
    let sent = 0;
    for await (const bytes of part.bytes) {
      for (let at = 0; at < bytes.length; at += largestChunk) {
        const chunk = bytes.subarray(at, at + largestChunk);
        if (sent + chunk.length > part.size) throw new FileDiffers();
        yield chunk;
        sent += chunk.length;
        part.onProgress(sent);
      }
    }
    if (sent !== part.size) throw new FileDiffers();
    yield tail;
  }

  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    length: head.length + part.size + tail.length,
    chunks: chunks(),
  };
}

/** The file changed while it was sent. The body stops short of its length, so no server takes it for whole. */
class FileDiffers extends Error {
  readonly code = 'document-changed';
  constructor() {
    super('The file holds another number of bytes than it did when it was opened');
  }
}
