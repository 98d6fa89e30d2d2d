/** A file as `multipart/form-data`: streamed, its length known before the first byte. */
import { randomBytes } from 'node:crypto';
import type { HttpBody } from './http.ts';

export interface FilePart {
  /** Default: none, as in the legacy example. */
  readonly partName?: string;
  readonly fileName: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Bytes of the file handed to the connection so far. */
  readonly onProgress: (sentBytes: number) => void;
}

/** Small enough that a slow line shows progress well within the time without any; a quick one gets larger ones. */
const chunkLength = { first: 64 * 1024, most: 512 * 1024 };
const quickMs = 50;

/**
 * One part, its name empty unless said otherwise, as in Lucca's example ([DOC] seed 000). The file's name as browsers write it (WHATWG
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
      `Content-Disposition: form-data; name="${part.partName ?? ''}"; filename="${fileName}"\r\n` +
      `Content-Type: ${part.contentType}\r\n\r\n`,
    'utf8',
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`, 'utf8');

  async function* chunks(): AsyncGenerator<Uint8Array> {
    let sent = 0;
    let largest = chunkLength.first;
    // What frames the file goes with its first and last bytes: a small one leaves in a packet or two of its own.
    let ahead: readonly Uint8Array[] = [head];
    for await (const bytes of part.bytes) {
      for (let at = 0; at < bytes.length;) {
        const chunk = bytes.subarray(at, at + largest);
        at += chunk.length;
        if (sent + chunk.length > part.size) throw new FileDiffers();
        const last = sent + chunk.length === part.size;
        const asked = performance.now();
        yield joined([...ahead, chunk, ...(last ? [tail] : [])]);
        ahead = [];
        sent += chunk.length;
        part.onProgress(sent);
        largest =
          performance.now() - asked < quickMs ? Math.min(largest * 2, chunkLength.most) : chunkLength.first;
      }
    }
    if (sent !== part.size) throw new FileDiffers();
    if (part.size === 0) yield joined([head, tail]);
  }

  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    length: head.length + part.size + tail.length,
    chunks: chunks(),
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
}

/** The file changed while it was sent. The body stops short of its length, so no server takes it for whole. */
class FileDiffers extends Error {
  readonly code = 'document-changed';
  constructor() {
    super('The file holds another number of bytes than it did when it was opened');
  }
}
