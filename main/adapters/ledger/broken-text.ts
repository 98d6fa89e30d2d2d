/**
 * Whether a ledger holds text that is none. SQLite does not look at what its texts are made of, and libsql ends the
 * whole process at the first byte that is not UTF-8: a ledger so damaged would kill the agent at every start.
 */
import { isUtf8 } from 'node:buffer';
import { openDriver, sqliteCode, type Driver } from './driver.ts';
import { currentVersion, migrate, versionOf } from './migrate.ts';

/** Columns that are JSON: what does not parse would stop every reading of the ledger. */
const json: Readonly<Record<string, readonly string[]>> = {
  documents: ['decisions', 'replaces', 'changed'],
  facts: ['unlooked'],
  fields: ['sub_fields'],
  inbox: ['message'],
  rows_seen: ['rows'],
  targets: ['sub_fields'],
};

/**
 * `path`: a ledger that nobody else has open. Looked at from a connection of its own, in memory: the file is let go of
 * with `DETACH`, which Windows demands before it may be renamed. Names of tables and columns are those of our own
 * migrations, never those in the file. Throws what `isDamaged` throws.
 */
export async function holdsBrokenText(path: string): Promise<boolean> {
  const driver = openDriver('', 'memory');
  try {
    driver.exec(`ATTACH '${path.replaceAll("'", "''")}' AS disk`);
    const version = versionOf(driver, 'disk');
    if (version < 1 || version > currentVersion) return false;
    await migrate(driver, version);
    const tables = driver.all(
      "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    );
    return tables.some(({ name }) => isBroken(driver, String(name)));
  } catch (error) {
    // A table or a column that is not there.
    if (sqliteCode(error) === 'SQLITE_ERROR') return true;
    throw error;
  } finally {
    try {
      driver.exec('DETACH disk');
    } finally {
      driver.close();
    }
  }
}

function isBroken(driver: Driver, table: string): boolean {
  const columns = driver.all(`SELECT name, type FROM pragma_table_info('${table}', 'main')`);
  const known = new Set(columns.map(({ name }) => String(name)));
  const texts = columns
    .filter(({ type }) => type === 'TEXT')
    .map(({ name }) => `coalesce("${String(name)}", '')`);
  if (texts.length > 0 && holdsBrokenBytes(driver, table, texts)) return true;
  return (json[table] ?? [])
    .filter((column) => known.has(column))
    .some((column) => {
      const bad = `SELECT count(*) AS bad FROM disk."${table}" WHERE NOT json_valid("${column}")`;
      return driver.all(bad)[0]?.['bad'] !== 0;
    });
}

/** Rows at once: a ledger of many years is not held in memory whole. */
const atOnce = 5_000;

function holdsBrokenBytes(driver: Driver, table: string, texts: readonly string[]): boolean {
  const last = Number(driver.all(`SELECT coalesce(max(rowid), 0) AS last FROM disk."${table}"`)[0]?.['last']);
  // As bytes, many rows in one: what is put together of whole texts is whole, a blank between them keeps it so.
  const all = `CAST(group_concat(${texts.join(` || ' ' || `)}, ' ') AS BLOB)`;
  for (let from = 1; from <= last; from += atOnce) {
    const rows = `rowid BETWEEN ${from} AND ${from + atOnce - 1}`;
    const bytes = driver.all(`SELECT ${all} AS bytes FROM disk."${table}" WHERE ${rows}`)[0]?.['bytes'];
    if (bytes instanceof ArrayBuffer && !isUtf8(bytes)) return true;
  }
  return false;
}
