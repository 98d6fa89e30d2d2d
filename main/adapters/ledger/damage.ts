/** Whether a ledger's file is whole, and what becomes of one that is not. */
import { closeSync, existsSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { openDriver, sqliteCode, type Driver } from './driver.ts';

const damageCodes = ['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_ERROR', 'SQLITE_IOERR_SHORT_READ'];

/**
 * True when SQLite finds the file damaged, or finds no ledger in it. Uses `exec` alone: the connection is then really
 * closed afterwards, which Windows demands before the file may be renamed. Throws when the file cannot be opened.
 */
export function isDamaged(path: string): boolean {
  let driver: Driver | null = null;
  try {
    driver = openDriver(path, 'write');
    driver.exec(`SELECT CASE WHEN EXISTS (SELECT 1 FROM pragma_quick_check WHERE quick_check <> 'ok')
      THEN json('damaged') END`);
    driver.exec(`SELECT CASE WHEN (SELECT user_version FROM pragma_user_version) > 0
      AND NOT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'facts') THEN json('damaged') END`);
    return false;
  } catch (error) {
    const code = sqliteCode(error);
    if (damageCodes.some((known) => code === known || code.startsWith(`${known}_`))) return true;
    throw error;
  } finally {
    driver?.close();
  }
}

/**
 * Moves `ledger.db` and what lies beside it to `ledger.damaged-<time>.db`, for whoever wants to look at it.
 * `at`: milliseconds since 1970.
 */
export function moveAside(folder: string, at: number): void {
  for (const tail of ['-wal', '-shm', '']) {
    const from = join(folder, `ledger.db${tail}`);
    if (existsSync(from)) renameSync(from, `${asidePath(folder, at)}${tail}`);
  }
}

/** The same for one that is open: its content is copied. The copy is its owner's alone from the first byte. */
export function copyAside(driver: Driver, folder: string, at: number): void {
  const path = asidePath(folder, at);
  closeSync(openSync(path, 'wx', 0o600));
  driver.exec(`VACUUM INTO '${path.replaceAll("'", "''")}'`);
}

function asidePath(folder: string, at: number): string {
  return join(folder, `ledger.damaged-${new Date(at).toISOString().replace(/[:.]/g, '-')}.db`);
}
