/** Reads a document as it stands now, for somebody who wants to look at it: whole or not at all, never through a link. */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, failureOf } from './failure.ts';
import type { FileFailure } from './failure.ts';
import { readOnly } from './open-file.ts';
import { look } from './tree.ts';
import type { Tree } from './tree.ts';

export type ReadWhole =
  { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: FileFailure | 'too-large' };

export async function readWhole(tree: Tree, path: string, mostBytes: number): Promise<ReadWhole> {
  const absolute = await ordinaryFile(tree, path);
  if (absolute === null) return { kind: 'gone' };
  let handle: FileHandle | null = null;
  try {
    handle = await open(absolute, readOnly);
    const stats = await handle.stat();
    if (!stats.isFile()) return { kind: 'gone' };
    if (stats.size > mostBytes) return { kind: 'too-large' };
    const bytes = new Uint8Array(stats.size);
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return { kind: 'bytes', bytes: bytes.slice(0, filled) };
  } catch (error) {
    return { kind: failureOf(codeOf(error)) };
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

/** Where a document lies; null where there is no file of its own below the root: a link is none. */
export async function ordinaryFile(tree: Tree, path: string): Promise<string | null> {
  const absolute = tree.absolute(path);
  if (absolute === null || path === '' || !(await tree.holds(dirname(absolute)))) return null;
  const there = await look(absolute);
  return there.ok && there.stats.isFile() ? absolute : null;
}
