/** Reads a quiet file once: is it free, whole, unchanged, and what are its bytes. */
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { nameOf, sameSignature } from '../../core/document.ts';
import type { Inspection, Sha256, Signature, TreePath } from '../../core/model.ts';
import type { InspectionResult } from '../../core/ports.ts';
import { checkWhole, kindOf } from '../../core/settle/formats/index.ts';
import type { ByteReader } from '../../core/settle/formats/index.ts';
import { codeOf, failureOf } from './failure.ts';
import { openFile } from './open-file.ts';
import { signatureOf } from './signature.ts';
import { headLength, sniffContentType } from './sniff.ts';
import type { Tree } from './tree.ts';

const chunkLength = 1024 * 1024;
/** Files up to this size are read once and looked at in memory: an ordinary scan, of which many come together. */
const smallLength = 1024 * 1024;

export async function inspect(tree: Tree, path: TreePath, signature: Signature): Promise<InspectionResult> {
  const opened = await openFile(tree, path, signature);
  if (opened.kind !== 'open') return opened;
  const { handle, device } = opened;
  try {
    if (signature.size === 0) return { kind: 'empty' };
    const name = nameOf(path);
    const fromDisk = readerOf(handle, signature.size);
    const whole = signature.size <= smallLength ? await fromDisk.read(0, signature.size) : null;
    const reader = whole === null ? fromDisk : readerIn(whole);
    const head = (await reader.read(0, headLength)).slice();
    const kind = kindOf(name, head);
    const inspection: Inspection = {
      sha256: whole === null ? await hashOf(handle, signature.size) : hashIn(whole),
      contentType: await sniffContentType(name, head, kind),
    };
    const wholeness = await checkWhole(kind, reader);
    const now = signatureOf(await handle.stat({ bigint: true }), device);
    if (!sameSignature(now, signature)) return { kind: 'changed', signature: now };
    return { kind: wholeness.kind === 'whole' ? 'whole' : 'incomplete', inspection, signature };
  } catch (error) {
    return { kind: failureOf(codeOf(error)) };
  } finally {
    await handle.close().catch(() => undefined);
  }
}

async function hashOf(handle: FileHandle, size: number): Promise<Sha256> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(Math.min(chunkLength, size));
  let at = 0;
  while (at < size) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, size - at), at);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  return hash.digest('hex') as Sha256;
}

function hashIn(bytes: Uint8Array): Sha256 {
  return createHash('sha256').update(bytes).digest('hex') as Sha256;
}

/** Fewer bytes than the signature says are all that there is: it became shorter, and the last look says so. */
function readerIn(bytes: Uint8Array): ByteReader {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}

function readerOf(handle: FileHandle, size: number): ByteReader {
  return {
    size,
    async read(offset, length) {
      const wanted = Math.max(0, Math.min(length, size - offset));
      const buffer = Buffer.allocUnsafe(wanted);
      let done = 0;
      while (done < wanted) {
        const { bytesRead } = await handle.read(buffer, done, wanted - done, offset + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return buffer.subarray(0, done);
    },
  };
}
