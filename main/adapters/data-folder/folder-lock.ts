/**
 * One running agent per data folder. The lock is an exclusive transaction on a small SQLite file: the system's own file
 * locks, the same on every platform, gone with the process however it ends.
 */
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { openDriver, sqliteCode } from '../ledger/driver.ts';

export interface FolderLock {
  release(): void;
}

/** `status` takes it for a moment to see whether anybody has it: that is waited out. */
const waitMs = 500;

/** Takes the lock; null when a running agent holds it. Throws the error of a folder that cannot be written. */
export function takeFolderLock(folder: string): FolderLock | null {
  const path = join(folder, 'agent.lock');
  // Only where it is missing: closing a file gives up every lock that this process has on it (POSIX).
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  const driver = openDriver(path, 'write', waitMs);
  try {
    driver.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    driver.close();
    if (sqliteCode(error).startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
  let held = true;
  return {
    release() {
      if (!held) return;
      held = false;
      driver.exec('ROLLBACK');
      driver.close();
    },
  };
}
