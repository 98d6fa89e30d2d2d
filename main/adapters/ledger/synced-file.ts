/**
 * A file that somebody else writes to, brought to disk without holding up anybody: callers that wait meanwhile share
 * the next syncing. SQLite's write-ahead log is synced so, where its own syncing would stop the whole process for it.
 */
import { close, fdatasync, open } from 'node:fs';
import { promisify } from 'node:util';
import { codeOf } from '../own-folder/own-folder.ts';

export interface SyncedFile {
  /** Something was written that is not on disk yet. */
  changed(): void;
  /** Resolves once all that was written before this call is on disk. Rejects with the file system's error. */
  synced(): Promise<void>;
  close(): void;
}

const openFile = promisify(open);
const syncData = promisify(fdatasync);

/** Opened for writing: Windows flushes nothing else. Null where there is no such file: nothing was written to it. */
async function openThere(path: string): Promise<number | null> {
  try {
    return await openFile(path, 'r+');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

export function syncedFile(path: string): SyncedFile {
  let descriptor: number | null = null;
  let closed = false;
  /** Counts what was written, and how much of that is on disk. */
  let [written, onDisk] = [0, 0];
  let underWay: { covers: number; readonly end: Promise<void> } | null = null;

  async function sync(): Promise<void> {
    descriptor ??= await openThere(path);
    // Whoever is heard in this turn of the event loop comes along.
    await new Promise((resolve) => setImmediate(resolve));
    const until = written;
    if (underWay !== null) underWay.covers = until;
    if (descriptor !== null) await syncData(descriptor);
    onDisk = Math.max(onDisk, until);
  }

  function letGo(): void {
    if (descriptor !== null) close(descriptor, () => undefined);
    descriptor = null;
  }

  function next(): Promise<void> {
    const end = sync().finally(() => {
      underWay = null;
      if (closed) letGo();
    });
    // Until the file is synced, whatever is written is covered.
    underWay = { covers: Infinity, end };
    return end;
  }

  return {
    changed() {
      written += 1;
    },
    async synced() {
      const wanted = written;
      while (onDisk < wanted && !closed) {
        const joined: Promise<void> = underWay === null ? next() : underWay.end;
        if ((underWay?.covers ?? 0) >= wanted) return joined;
        // What is under way began before our writing: its failure is not ours, and the next one covers us.
        await joined.catch(() => undefined);
      }
    },
    close() {
      closed = true;
      if (underWay === null) letGo();
    },
  };
}
