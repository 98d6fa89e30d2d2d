/**
 * The one file that knows which SQLite is used. Everything else of the ledger speaks to `Driver`.
 * libsql has the ways of better-sqlite3, with three of its own that are kept in here: `get()` adds a member to
 * the row (so it is never called), an unsupported value ends the whole process (so values are looked at first),
 * and a closed connection lives on while one of its statements does (so checks use `exec` alone).
 */
import Database from 'libsql';
import { pathToFileURL } from 'node:url';
import { syncedFile } from './synced-file.ts';

export type SqlValue = string | number | Uint8Array | null;
export type Row = Readonly<Record<string, unknown>>;

export interface Driver {
  /** Statements without parameters and without a result. */
  exec(sql: string): void;
  /** Runs one statement; the number of rows that it changed. */
  run(sql: string, values?: readonly SqlValue[]): number;
  all(sql: string, values?: readonly SqlValue[]): readonly Row[];
  /** `BEGIN IMMEDIATE` … `COMMIT`; rolled back when `work` throws or rejects. Not to be nested. */
  transaction<T>(work: () => T | Promise<T>): Promise<T>;
  /**
   * Resolves once all transactions that ended before are on disk, whatever becomes of the machine. Others may go on
   * meanwhile: those who wait share one syncing. Rejects with the file system's error.
   */
  flush(): Promise<void>;
  close(): void;
}

/** How a database file is opened. `frozen`: nobody writes to it, and no file is made beside it. */
export type OpenMode = 'write' | 'read' | 'frozen' | 'memory';

/** Opens the file at `path` (ignored for `memory`). Throws SQLite's own error, whose `code` is a text such as `SQLITE_BUSY`. */
export function openDriver(path: string, mode: OpenMode, busyTimeoutMs = 5_000): Driver {
  const database = new Database(address(path, mode), { timeout: busyTimeoutMs });
  const statements = new Map<string, Database.Statement>();
  const log = mode === 'write' ? syncedFile(`${path}-wal`) : null;
  let written = false;
  const prepare = (sql: string): Database.Statement => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const made = database.prepare(sql);
    statements.set(sql, made);
    return made;
  };
  return {
    exec: (sql) => {
      database.exec(sql);
    },
    run(sql, values = []) {
      const { changes } = prepare(sql).run(checked(values));
      written = true;
      return changes;
    },
    all: (sql, values = []) => prepare(sql).all(checked(values)) as Row[],
    async transaction(work) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = await work();
        database.exec('COMMIT');
        written = true;
        return result;
      } catch (error) {
        if (database.inTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    async flush() {
      if (log === null) return;
      if (written) {
        written = false;
        log.changed();
      }
      await log.synced();
    },
    close() {
      statements.clear();
      log?.close();
      if (!database.open) return;
      // The connection may outlive this call in its statements, so the log is folded in by hand where nobody else reads.
      try {
        if (mode === 'write') database.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // Nothing is lost: the log is read again at the next opening.
      } finally {
        database.close();
      }
    },
  };
}

/** SQLite's code of an error, `''` for what is not an error of SQLite. */
export function sqliteCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/**
 * `file:` address of a database for connections that only read; also understood by `ATTACH`. `unseen`: not even the
 * index of the write-ahead log is touched; while such a connection is open, its process cannot write to the database.
 */
export function readOnlyAddress(path: string, mode: 'read' | 'unseen' | 'frozen'): string {
  const query = { read: 'mode=ro', unseen: 'mode=ro&readonly_shm=1', frozen: 'mode=ro&immutable=1' }[mode];
  return `${pathToFileURL(path).href}?${query}`;
}

function address(path: string, mode: OpenMode): string {
  if (mode === 'memory') return ':memory:';
  return mode === 'write' ? path : readOnlyAddress(path, mode);
}

function checked(values: readonly unknown[]): unknown[] {
  for (const value of values) {
    if (
      value !== null &&
      typeof value !== 'string' &&
      typeof value !== 'number' &&
      !(value instanceof Uint8Array)
    )
      throw new TypeError(`SQLite cannot hold a ${typeof value}`);
  }
  return [...values];
}
