/**
 * How files come to be in an office: a scanner never writes one at a stroke. Each way here was seen in the field;
 * see the docs of `ways`. All of them end with the same bytes at `to`.
 */
import { open, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

export const ways = [
  /** One write: a program that has the file in memory. */
  'whole',
  /** Open throughout, in pieces: a network scanner over SMB or FTP. */
  'grown',
  /** Closed after each piece and opened again to go on: Canon and Fujitsu sheet feeders. */
  'reopened',
  /** A whole PDF after each page, over the one before: 1, then 1 and 2, then 1, 2 and 3. */
  'page-by-page',
  /** An empty file first, the scan later: Lexmark, and printers that warm up. */
  'empty-first',
  /** The final size at once, all zeros, then filled: its size never changes. */
  'preallocated',
  /** Under a temporary name beside it, then renamed. */
  'temp-rename',
  /** As Explorer copies: final size at once, filled, and at last the time of the original. */
  'copy',
] as const;
export type Way = (typeof ways)[number];

export interface SaveOptions {
  readonly how: Way;
  readonly to: string;
  /** The whole file after each page; the last one is what remains. Only `page-by-page` writes the others. */
  readonly states: readonly Uint8Array[];
  /** Into how many pieces it is cut (default 4). */
  readonly pieces?: number;
  /** Pause after each piece or page, milliseconds (default 100). */
  readonly pauseMs?: number;
  /** What a pause is (default: to wait). Tests look at the file in it. */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
  /** Time of the original, for `copy` (default: three days ago). */
  readonly mtime?: Date;
}

export function isWay(text: string): text is Way {
  return (ways as readonly string[]).includes(text);
}

function cut(bytes: Uint8Array, pieces: number): readonly Uint8Array[] {
  const size = Math.max(1, Math.ceil(bytes.length / Math.max(1, pieces)));
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
    bytes.subarray(n * size, (n + 1) * size),
  );
}

/** Saves a file. Its folder must be there. Rejects for what the file system rejects, and leaves what it wrote. */
export async function save(options: SaveOptions): Promise<void> {
  const { how, to, states, pieces = 4 } = options;
  const pause = () => (options.pause ?? sleep)(options.pauseMs ?? 100);
  const bytes = states.at(-1);
  if (bytes === undefined) throw new Error('Nothing to save.');
  const parts = cut(bytes, pieces);
  switch (how) {
    case 'whole':
      return writeFile(to, bytes);
    case 'grown':
      return grow(to, parts, pause);
    case 'reopened':
      await writeFile(to, '');
      for (const part of parts) {
        await writeFile(to, part, { flag: 'a' });
        await pause();
      }
      return;
    case 'page-by-page':
      for (const state of states) {
        await writeFile(to, state);
        if (state !== bytes) await pause();
      }
      return;
    case 'empty-first':
      await writeFile(to, '');
      await pause();
      return writeFile(to, bytes);
    case 'preallocated':
      return fill(to, bytes, parts, pause);
    case 'temp-rename': {
      const temporary = `${to}.tmp`;
      await rm(temporary, { force: true });
      await grow(temporary, parts, pause);
      return rename(temporary, to);
    }
    case 'copy': {
      const time = options.mtime ?? new Date(Date.now() - 3 * 86_400_000);
      await fill(to, bytes, parts, pause);
      return utimes(to, time, time);
    }
  }
}

async function grow(to: string, parts: readonly Uint8Array[], pause: () => Promise<unknown>): Promise<void> {
  const file = await open(to, 'w');
  try {
    for (const part of parts) {
      await file.writeFile(part);
      await pause();
    }
  } finally {
    await file.close();
  }
}

async function fill(
  to: string,
  bytes: Uint8Array,
  parts: readonly Uint8Array[],
  pause: () => Promise<unknown>,
): Promise<void> {
  await writeFile(to, '');
  await truncate(to, bytes.length);
  const file = await open(to, 'r+');
  try {
    let at = 0;
    for (const part of parts) {
      await pause();
      await file.write(part, 0, part.length, at);
      at += part.length;
    }
  } finally {
    await file.close();
  }
}
