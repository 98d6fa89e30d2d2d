/** Opens a file of the tree for reading: never through a link, only where it is still the file that was scanned. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sameSignature } from '../../core/document.ts';
import type { Signature } from '../../core/model.ts';
import { codeOf, failureOf } from './failure.ts';
import type { FileFailure } from './failure.ts';
import { signatureOf } from './signature.ts';
import type { Tree } from './tree.ts';

export type Opened =
  | { readonly kind: 'open'; readonly handle: FileHandle; readonly absolute: string; readonly device: bigint }
  | { readonly kind: 'changed'; readonly signature: Signature }
  | { readonly kind: FileFailure };

/** libuv's UV_FS_O_EXLOCK: on Windows, share mode 0. Node does not export it. */
const exclusive = 0x10000000;
export const readOnly =
  constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK);

export async function openFile(tree: Tree, path: string, signature: Signature): Promise<Opened> {
  const absolute = tree.absolute(path);
  const device = await tree.device();
  if (absolute === null || device === null) return { kind: 'gone' };
  let handle: FileHandle | null = null;
  try {
    if (!(await tree.holds(dirname(absolute)))) return { kind: 'gone' };
    if (process.platform === 'win32' && (await heldByAnother(absolute))) return { kind: 'locked' };
    handle = await open(absolute, readOnly);
    const stats = await handle.stat({ bigint: true });
    if (!stats.isFile()) {
      await handle.close();
      return { kind: 'gone' };
    }
    const now = signatureOf(stats, device);
    if (sameSignature(now, signature)) return { kind: 'open', handle, absolute, device };
    await handle.close();
    return { kind: 'changed', signature: now };
  } catch (error) {
    await handle?.close().catch(() => undefined);
    return { kind: failureOf(codeOf(error)) };
  }
}

/**
 * Nobody else may have the file open for this to succeed; held for an instant only, or we would be the one who stops
 * the scanner. Only a sharing violation means "locked": the rest is for the ordinary opening to say.
 */
async function heldByAnother(absolute: string): Promise<boolean> {
  try {
    const handle = await open(absolute, constants.O_RDONLY | exclusive);
    await handle.close();
    return false;
  } catch (error) {
    return codeOf(error) === 'EBUSY';
  }
}
