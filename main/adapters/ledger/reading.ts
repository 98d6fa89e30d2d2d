/**
 * The ledger read whole, and the pieces of it that views ask for.
 *
 * SQLite does not look at what its texts are made of, and libsql ends the whole process at the first byte that is not
 * UTF-8: a ledger so damaged would kill the agent at every start. So every text that may hold anything is read as
 * bytes, and looked at before it is a text. Invariant: no text of the ledger leaves SQLite in another way.
 */
import type {
  DocumentId,
  DocumentRecord,
  Employee,
  EmployeeId,
  InboxEntry,
  Receipt,
  TargetKey,
  TargetKnowledge,
} from '../../core/model.ts';
import type { Ledger, LedgerFacts, LedgerPages, LedgerState, LifeStep } from '../../core/ports.ts';
import type { Driver, Row, SqlValue } from './driver.ts';
import { LedgerUnavailable } from './ledger-unavailable.ts';
import {
  bindingOf,
  documentColumns,
  documentOf,
  employeeColumns,
  employeeOf,
  factsOf,
  fieldOf,
  lifeStepOf,
  orphanOf,
  parsed,
  proofOf,
  receiptColumns,
  receiptOf,
  requestOf,
  tables,
  targetOf,
} from './rows.ts';
import { searchText } from './search-text.ts';
import { breathe } from './serial.ts';
import { soundText } from './sound-text.ts';

/** Rows that are read before others have their turn: some ten milliseconds of work. */
const chunk = 500;

/** Reads everything, in one transaction, without holding up the rest of the process. */
export async function readState(driver: Driver, pages?: LedgerPages): Promise<LedgerState> {
  driver.exec('BEGIN');
  try {
    const documents: DocumentRecord[] = [];
    const receipts: Receipt[] = [];
    const [facts] = readTable(driver, 'facts');
    if (facts === undefined) throw new Error('the ledger has no facts');
    await readLong(driver, 'receipts WHERE', receiptColumns, receiptOf, (page) =>
      pages === undefined ? receipts.push(...page) : pages.receipts(page),
    );
    await readLong(driver, 'documents WHERE', documentColumns, documentOf, (page) =>
      pages === undefined ? documents.push(...page) : pages.documents(page),
    );
    const readAt = facts['directory_read_at'];
    return {
      facts: factsOf(facts),
      documents,
      receipts,
      bindings: readTable(driver, 'bindings', 'ORDER BY folder').map(bindingOf),
      directory: typeof readAt === 'number' ? { employees: await readEmployees(driver), readAt } : null,
      targets: readTable(driver, 'targets', 'ORDER BY key').map(targetOf),
      fields: readTable(driver, 'fields', 'ORDER BY seq').map(fieldOf),
      requests: readTable(driver, 'requests', 'ORDER BY started_at, id').map(requestOf),
      orphans: readTable(driver, 'orphans', 'ORDER BY seq').map(orphanOf),
      proofs: readTable(driver, 'proofs', 'ORDER BY at, identity').map(proofOf),
      journals: Object.fromEntries(
        readTable(driver, 'journals', 'ORDER BY name').map((row) => [row['name'], row['taken']]),
      ) as Record<string, number>,
    };
  } catch (error) {
    // A column of ours that is JSON, and none.
    throw error instanceof SyntaxError ? new LedgerUnavailable('damaged', error) : error;
  } finally {
    driver.exec('COMMIT');
  }
}

async function readLong<T>(
  driver: Driver,
  /** The table, and the begin of a condition. */
  tableWhere: string,
  columns: readonly string[],
  toWord: (row: readonly unknown[]) => T,
  take: (page: readonly T[]) => void,
): Promise<void> {
  const sql = `SELECT CAST(json_group_array(json_array(${columns.join(', ')})) AS BLOB) AS page, max(seq) AS last
    FROM (SELECT * FROM ${tableWhere} seq > ? ORDER BY seq LIMIT ${chunk})`;
  for (let after = 0; ;) {
    const row = driver.all(sql, [after])[0];
    if (typeof row?.['last'] !== 'number') return;
    after = row['last'];
    take((JSON.parse(soundText(row['page'])) as unknown[][]).map(toWord));
    await breathe();
  }
}

type Table = keyof typeof tables;

/** The rows of a short table, or some of them, by column. */
function readTable(driver: Driver, table: Table, tail = '', values: readonly SqlValue[] = []): Row[] {
  const { texts, others } = tables[table];
  const columns = [...texts.map((column) => `CAST(${column} AS BLOB) AS ${column}`), ...others];
  return driver
    .all(`SELECT ${columns.join(', ')} FROM ${table} ${tail}`, values)
    .map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [
          column,
          value instanceof ArrayBuffer ? soundText(value) : value,
        ]),
      ),
    );
}

const receiptArray = `CAST(json_array(${receiptColumns.join(', ')}) AS BLOB) AS row`;
const toReceipt = (row: Row): Receipt => receiptOf(JSON.parse(soundText(row['row'])) as unknown[]);

/** How many receipts a search found. Good until one is added or erased. */
export interface SearchMemory {
  /** What was looked for, and the moment of the ledger, as far as others change it. */
  readonly search: string;
  readonly total: number;
}

/**
 * Receipts whose path was erased by retention are proof only, and not shown. The index alone tells which they are; only
 * those of the page are read. `known`: what the last search found, where nothing has changed since.
 */
export function readReceipts(
  driver: Driver,
  query: Parameters<Ledger['receipts']>[0],
  known: SearchMemory | null,
): { items: Receipt[]; found: SearchMemory } {
  const text = searchText(query.text);
  const ids = JSON.stringify(query.employeeIds);
  const moment = String(driver.all('PRAGMA data_version')[0]?.['data_version']);
  const search = `${moment}\n${text}\n${ids}`;
  const all = text === '';
  const shown = `SELECT seq FROM receipts WHERE erased = 0
    ${all ? '' : 'AND (instr(search, ?1) > 0 OR employee_id IN (SELECT value FROM json_each(?2)))'}
    ORDER BY filed_at DESC, seq DESC`;
  const values: SqlValue[] = all ? [] : [text, ids];
  const page = `json_group_array(seq) AS page`;
  let total = known?.search === search ? known.total : null;
  let seqs: unknown;
  if (all || total !== null) {
    total ??= Number(driver.all('SELECT count(*) AS total FROM receipts WHERE erased = 0')[0]?.['total']);
    const [limit, offset] = [query.limit, query.offset];
    const sql = `SELECT ${page} FROM (${shown} LIMIT ${all ? '?1 OFFSET ?2' : '?3 OFFSET ?4'})`;
    seqs = driver.all(sql, [...values, limit, offset])[0]?.['page'];
  } else {
    // One walk through the index for both.
    const sql = `WITH found AS MATERIALIZED (${shown}) SELECT (SELECT count(*) FROM found) AS total,
      (SELECT ${page} FROM (SELECT seq FROM found LIMIT ?3 OFFSET ?4)) AS page`;
    const row = driver.all(sql, [...values, query.limit, query.offset])[0];
    total = Number(row?.['total']);
    seqs = row?.['page'];
  }
  const items = driver
    .all(
      `SELECT ${receiptArray} FROM (SELECT key AS place, value AS one FROM json_each(?1))
       JOIN receipts ON seq = one ORDER BY place`,
      [String(seqs)],
    )
    .map(toReceipt);
  return { items, found: { search, total } };
}

/** The ledger at a glance, without what is filed. */
export interface Overview {
  readonly facts: LedgerFacts;
  readonly targets: readonly TargetKnowledge[];
  /** Documents that are not filed. */
  readonly open: readonly DocumentRecord[];
  readonly filed: number;
}

export async function readOverview(driver: Driver): Promise<Overview> {
  driver.exec('BEGIN');
  try {
    const [facts] = readTable(driver, 'facts');
    if (facts === undefined) throw new Error('the ledger has no facts');
    const open: DocumentRecord[] = [];
    const notFiled = `documents INDEXED BY documents_open WHERE state <> 'filed' AND`;
    await readLong(driver, notFiled, documentColumns, documentOf, (page) => open.push(...page));
    const all = Number(driver.all('SELECT count(*) AS total FROM documents')[0]?.['total']);
    const targets = readTable(driver, 'targets').map(targetOf);
    return { facts: factsOf(facts), targets, open, filed: all - open.length };
  } finally {
    driver.exec('COMMIT');
  }
}

export async function readEmployees(driver: Driver): Promise<readonly Employee[]> {
  const employees: Employee[] = [];
  await readLong(driver, 'employees WHERE', employeeColumns, employeeOf, (page) => employees.push(...page));
  return employees;
}

export function readReceiptOf(driver: Driver, id: DocumentId): Receipt | null {
  const sql = `SELECT ${receiptArray} FROM receipts WHERE document_id = ? ORDER BY filed_at DESC, seq DESC LIMIT 1`;
  const row = driver.all(sql, [id])[0];
  return row === undefined ? null : toReceipt(row);
}

export function readRowsSeen(
  driver: Driver,
  employeeId: EmployeeId,
  target: TargetKey,
): Awaited<ReturnType<Ledger['rowsSeen']>> {
  const [row] = readTable(driver, 'rows_seen', 'WHERE employee_id = ? AND target = ?', [employeeId, target]);
  return row === undefined ? null : (parsed(row['rows']) as Awaited<ReturnType<Ledger['rowsSeen']>>);
}

export function readRowsInDoubt(driver: Driver): Awaited<ReturnType<Ledger['rowsInDoubt']>> {
  return driver
    .all('SELECT employee_id, CAST(target AS BLOB) AS target FROM rows_seen ORDER BY employee_id, target')
    .map((row) => ({
      employeeId: row['employee_id'] as EmployeeId,
      target: soundText(row['target']) as TargetKey,
    }));
}

export function readInbox(driver: Driver): InboxEntry[] {
  return readTable(driver, 'inbox', 'ORDER BY id').map(
    (row) => ({ id: row['id'], at: row['at'], message: parsed(row['message']) }) as InboxEntry,
  );
}

export function readLife(driver: Driver, id: DocumentId): LifeStep[] {
  return readTable(driver, 'life', 'WHERE document_id = ? ORDER BY seq', [id]).map(lifeStepOf);
}
