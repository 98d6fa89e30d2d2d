/**
 * Opens the ledger of a data folder. The process that holds the folder's lock owns it and may mend it; others work
 * beside it, read it, or take a copy in memory.
 */
import { randomUUID } from 'node:crypto';
import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Ledger } from '../../core/ports.ts';
import { checkApart, type Checked } from './check-apart.ts';
import { copyAside, isDamaged, moveAside } from './damage.ts';
import { openDriver, readOnlyAddress, sqliteCode, type Driver } from './driver.ts';
import { LedgerUnavailable } from './ledger-unavailable.ts';
import { currentVersion, empty, migrate, versionOf } from './migrate.ts';
import { soundText } from './sound-text.ts';
import type { Retention } from './retention.ts';
import { sqliteLedger, type Glances } from './sqlite-ledger.ts';

export interface LedgerOptions {
  /** The data folder. */
  readonly folder: string;
  /**
   * `own`: the agent, which holds the data folder's lock: makes, migrates and mends.
   * `beside`: another process that posts while an agent may be running: never mends.
   * `read`: writes nothing, not even files beside the ledger; changes are refused.
   * `scratch`: a copy in memory that may be changed, and is forgotten on closing: nothing is written.
   * Where there is no ledger yet, all but `own` get an empty one in memory.
   */
  readonly mode: 'own' | 'beside' | 'read' | 'scratch';
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Who gives answers in this process; by default the account it runs under. */
  readonly account?: string;
  /**
   * For the owner: the program that checks the file (`check-worker.ts`, built) while it is opened and read. Whoever gives
   * it must hear `damaged` before acting on what was read. Without it the file is checked before it is opened.
   */
  readonly checkWorker?: string;
}

export interface OpenedLedger {
  readonly ledger: Ledger & Retention & Glances;
  /** `new` and `after-damage`: what was filed before must be proven by the journals and by Lucca. */
  readonly born: 'new' | 'existing' | 'after-damage';
  /** Whether the file, as it was found, is damaged: then it is to be closed, and opened again without `checkWorker`. */
  readonly damaged: Promise<boolean>;
  /** Id of the agent whose ledger this is, as in its facts. */
  agentId(): Promise<string>;
  /**
   * For the owner, once the ledger turned out to be damaged when it was read: a copy is laid aside, and the ledger
   * begins anew in the file that is open.
   */
  beginAnew(): Promise<void>;
}

/** Throws `LedgerUnavailable` where the file cannot be used as asked. */
export async function openLedger(options: LedgerOptions): Promise<OpenedLedger> {
  const account = options.account ?? accountName();
  try {
    const { driver, born, checked = unchecked } = await open(options);
    const damaged = checked.then((found) => found.damaged);
    const receiptsChecked = checked.then(({ receipts }) => receipts);
    // Whoever asks hears of it.
    damaged.catch(() => undefined);
    receiptsChecked.catch(() => undefined);
    return {
      ledger: sqliteLedger(driver, account, receiptsChecked),
      born,
      damaged,
      agentId: () => Promise.resolve(agentIdIn(driver)),
      beginAnew: () => beginAnew(driver, options),
    };
  } catch (error) {
    throw asUnavailable(error);
  }
}

/** The file was looked through before it was opened. */
const unchecked: Promise<Checked> = Promise.resolve({ damaged: false, receipts: 'unchecked' });

async function open(
  options: LedgerOptions,
): Promise<{ driver: Driver; born: OpenedLedger['born']; checked?: Promise<Checked> }> {
  const path = join(options.folder, 'ledger.db');
  const exists = existsSync(path) && statSync(path).size > 0;
  if (options.mode === 'own') {
    if (exists && options.checkWorker !== undefined && isCurrent(path)) {
      const checked = await openWhileChecked(path, options.checkWorker);
      if (checked !== null) return checked;
    }
    const damaged = exists && isDamaged(path);
    if (damaged) moveAside(options.folder, (options.now ?? Date.now)());
    ownerOnly(path);
    const driver = openDriver(path, 'write');
    const begun = await prepareOwn(driver, options);
    shrink(driver);
    return { driver, born: damaged || begun === 'anew' ? 'after-damage' : exists ? 'existing' : 'new' };
  }
  if (!exists) return { driver: await emptyInMemory(), born: 'new' };
  if (options.mode === 'beside') {
    const driver = openDriver(path, 'write');
    await prepareForWriting(driver);
    return { driver, born: 'existing' };
  }
  // A write-ahead log means that pages of the ledger may stand there only, and that somebody may be writing.
  const live = existsSync(`${path}-wal`);
  if (options.mode === 'read') {
    const driver = openDriver(path, live ? 'read' : 'frozen');
    const version = versionOf(driver);
    refuseNewer(version);
    if (version === currentVersion) return { driver, born: 'existing' };
    driver.close();
  }
  return { driver: await copyInMemory(readOnlyAddress(path, live ? 'unseen' : 'frozen')), born: 'existing' };
}

/** Null where it is to be checked before it can be opened. */
async function openWhileChecked(
  path: string,
  program: string,
): Promise<{ driver: Driver; born: 'existing'; checked: Promise<Checked> } | null> {
  const checked = checkApart(path, program);
  let driver: Driver | null = null;
  try {
    driver = openDriver(path, 'write');
    // SQLite opens what may not be written all the same. Such a file is left as it is, its mode too.
    driver.exec('BEGIN IMMEDIATE; ROLLBACK');
    ownerOnly(path);
    await prepareForWriting(driver);
    shrink(driver);
    return { driver, born: 'existing', checked };
  } catch (error) {
    driver?.close();
    // Whoever moves the file aside must be the only one that has it open.
    await checked.catch(() => undefined);
    if (/^SQLITE_(READONLY|CANTOPEN|BUSY|LOCKED|FULL|PERM)/.test(sqliteCode(error))) throw error;
    return null;
  }
}

/** A file that a migration would change is checked before. */
function isCurrent(path: string): boolean {
  try {
    const driver = openDriver(path, 'read');
    try {
      return versionOf(driver) === currentVersion;
    } finally {
      driver.close();
    }
  } catch {
    return false;
  }
}

/** A migration reads what it changes, and may be the first to see that it is damaged. */
async function prepareOwn(driver: Driver, options: LedgerOptions): Promise<'anew' | 'prepared'> {
  try {
    await prepareForWriting(driver);
    return 'prepared';
  } catch (error) {
    const cause = asUnavailable(error);
    if (!(cause instanceof LedgerUnavailable) || cause.why !== 'damaged') throw error;
    await beginAnew(driver, options);
    return 'anew';
  }
}

/** Pages that are worth a rewriting of the file: a megabyte. */
const manyPages = 250;

/**
 * Gives the system back what a migration or a forgetting has left empty: SQLite would keep it for later. Where that
 * cannot be done now, the next start does it.
 */
function shrink(driver: Driver): void {
  const count = (pragma: string): number => Number(driver.all(`PRAGMA ${pragma}`)[0]?.[pragma]);
  const free = count('freelist_count');
  if (free < manyPages || free < count('page_count') / 2) return;
  try {
    driver.exec('PRAGMA busy_timeout = 0; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // No room on the disk, or somebody is reading.
  } finally {
    driver.exec('PRAGMA busy_timeout = 5000');
  }
}

async function beginAnew(driver: Driver, options: LedgerOptions): Promise<void> {
  if (options.mode !== 'own') throw new LedgerUnavailable('damaged');
  copyAside(driver, options.folder, (options.now ?? Date.now)());
  await empty(driver);
  await migrate(driver);
  beginFacts(driver);
}

function agentIdIn(driver: Driver): string {
  return soundText(driver.all('SELECT CAST(agent_id AS BLOB) AS id FROM facts')[0]?.['id']);
}

async function prepareForWriting(driver: Driver): Promise<void> {
  refuseNewer(versionOf(driver));
  const logged = driver.all('PRAGMA journal_mode = WAL')[0]?.['journal_mode'] === 'wal';
  // A confirmed change survives a power cut, not just a crash: `flush` syncs the log (where there is one; NORMAL leaves
  // that to us) without holding up the process. `secure_delete`: what is deleted is overwritten.
  driver.exec(`PRAGMA synchronous = ${logged ? 'NORMAL' : 'FULL'}; PRAGMA foreign_keys = ON`);
  driver.all('PRAGMA secure_delete = ON');
  driver.all('PRAGMA temp_store = MEMORY');
  driver.all('PRAGMA fullfsync = ON');
  driver.all('PRAGMA busy_timeout = 5000');
  await migrate(driver);
  beginFacts(driver);
}

function beginFacts(driver: Driver): void {
  driver.run('INSERT OR IGNORE INTO facts (only_row, ledger_id, agent_id) VALUES (1, ?, ?)', [
    randomUUID(),
    randomUUID(),
  ]);
}

async function emptyInMemory(): Promise<Driver> {
  const driver = openDriver('', 'memory');
  await migrate(driver);
  beginFacts(driver);
  return driver;
}

/** The copy starts at the file's own version and is then migrated, as the file itself would be. */
async function copyInMemory(address: string): Promise<Driver> {
  const driver = openDriver('', 'memory');
  driver.exec(`ATTACH '${address.replaceAll("'", "''")}' AS disk`);
  const version = versionOf(driver, 'disk');
  refuseNewer(version);
  await migrate(driver, version);
  const tables = driver.all(
    "SELECT name FROM disk.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  );
  for (const { name } of tables)
    driver.exec(`INSERT INTO main."${String(name)}" SELECT * FROM disk."${String(name)}"`);
  driver.exec('DETACH disk');
  await migrate(driver);
  return driver;
}

function refuseNewer(version: number): void {
  if (version > currentVersion) throw new LedgerUnavailable('newer');
}

/**
 * SQLite gives the files beside the ledger the ledger's own mode. The file is opened only where it is missing: closing
 * it would give up every lock that this process has on it (POSIX).
 */
function ownerOnly(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  else if (process.platform !== 'win32') chmodSync(path, 0o600);
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // An account without an entry in the system's list, as containers have.
    return String(process.getuid?.() ?? 'unknown');
  }
}

function asUnavailable(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(error))) return new LedgerUnavailable('damaged', error);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return new LedgerUnavailable('busy', error);
  if (
    /^(SQLITE_(CANTOPEN|READONLY|FULL|PERM|IOERR)|EACCES|EPERM|EROFS|ENOSPC|EBUSY|ENOENT|ENOTDIR)/.test(code)
  )
    return new LedgerUnavailable('unwritable', error);
  return error;
}
