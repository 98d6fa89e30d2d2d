/** An open document: its bytes once, in order, hashed as they are handed out. */
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { sameSignature } from '../../core/document.ts';
import type { Sha256, Signature } from '../../core/model.ts';
import type { OpenDocument } from '../../core/ports.ts';
import { codeOf } from './failure.ts';
import { signatureOf } from './signature.ts';
import { look } from './tree.ts';

const chunkLength = 256 * 1024;

/** `absolute`: where it was opened. */
export function openDocument(
  handle: FileHandle,
  absolute: string,
  signature: Signature,
  device: bigint,
): OpenDocument {
  const hash = createHash('sha256');
  let handedOut = 0;
  let begun = false;
  let closed = false;

  async function* read(): AsyncGenerator<Uint8Array> {
    if (begun) throw new Error('A document is read once');
    begun = true;
    while (handedOut < signature.size) {
      // A fresh buffer each time: whoever sends it may hold it for long.
      const chunk = Buffer.allocUnsafe(Math.min(chunkLength, signature.size - handedOut));
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, handedOut);
      if (bytesRead === 0) return; // it became shorter: `finish` says so
      const bytes = chunk.subarray(0, bytesRead);
      hash.update(bytes);
      handedOut += bytesRead;
      yield bytes;
    }
  }

  async function stillTheSame(): Promise<boolean> {
    if (handedOut !== signature.size) return false;
    try {
      if (!sameSignature(signatureOf(await handle.stat({ bigint: true }), device), signature)) return false;
    } catch (error) {
      codeOf(error);
      return false;
    }
    // Programs that save under another name and rename leave the open file as it was, and put another in its place.
    // Where nothing is, it was renamed itself.
    const there = await look(absolute);
    return !there.ok || sameSignature(signatureOf(there.stats, device), signature);
  }

  return {
    size: signature.size,
    bytes: { [Symbol.asyncIterator]: read },
    async finish() {
      return { sha256: hash.copy().digest('hex') as Sha256, unchanged: await stillTheSame() };
    },
    async close() {
      if (closed) return;
      closed = true;
      await handle.close().catch(() => undefined);
    },
  };
}
