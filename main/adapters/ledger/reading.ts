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
} from '../../core/model.ts';
import type { Ledger, LedgerPages, LedgerState, LifeStep } from '../../core/ports.ts';
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
const chunk = 1_000;

/** Reads everything, in one transaction, without holding up the rest of the process. */
export async function readState(driver: Driver, pages?: LedgerPages): Promise<LedgerState> {
  driver.exec('BEGIN');
  try {
    const documents: DocumentRecord[] = [];
    const receipts: Receipt[] = [];
    const employees: Employee[] = [];
    const [facts] = readTable(driver, 'facts');
    if (facts === undefined) throw new Error('the ledger has no facts');
    await readLong(driver, 'receipts', receiptColumns, receiptOf, (page) =>
      pages === undefined ? receipts.push(...page) : pages.receipts(page),
    );
    await readLong(driver, 'documents', documentColumns, documentOf, (page) =>
      pages === undefined ? documents.push(...page) : pages.documents(page),
    );
    await readLong(driver, 'employees', employeeColumns, employeeOf, (page) => employees.push(...page));
    const readAt = facts['directory_read_at'];
    return {
      facts: factsOf(facts),
      documents,
      receipts,
      bindings: readTable(driver, 'bindings', 'ORDER BY folder').map(bindingOf),
      directory: typeof readAt === 'number' ? { employees, readAt } : null,
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
  table: string,
  columns: readonly string[],
  toWord: (row: readonly unknown[]) => T,
  take: (page: readonly T[]) => void,
): Promise<void> {
  const sql = `SELECT CAST(json_group_array(json_array(${columns.join(', ')})) AS BLOB) AS page, max(seq) AS last
    FROM (SELECT * FROM ${table} WHERE seq > ? ORDER BY seq LIMIT ${chunk})`;
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

/** Receipts whose path was erased by retention are proof only, and not shown. */
export function readReceipts(
  driver: Driver,
  query: Parameters<Ledger['receipts']>[0],
): { items: Receipt[]; total: number } {
  const text = searchText(query.text);
  const where = `erased = 0 AND (?1 = '' OR instr(search, ?1) > 0
    OR employee_id IN (SELECT value FROM json_each(?2)))`;
  const values: SqlValue[] = [text, JSON.stringify(query.employeeIds)];
  const total = Number(
    driver.all(`SELECT count(*) AS total FROM receipts WHERE ${where}`, values)[0]?.['total'],
  );
  const items = driver
    .all(
      `SELECT ${receiptArray} FROM receipts WHERE ${where} ORDER BY filed_at DESC, seq DESC LIMIT ?3 OFFSET ?4`,
      [...values, query.limit, query.offset],
    )
    .map(toReceipt);
  return { items, total };
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

export function readInbox(driver: Driver): InboxEntry[] {
  return readTable(driver, 'inbox', 'ORDER BY id').map(
    (row) => ({ id: row['id'], at: row['at'], message: parsed(row['message']) }) as InboxEntry,
  );
}

export function readLife(driver: Driver, id: DocumentId): LifeStep[] {
  return readTable(driver, 'life', 'WHERE document_id = ? ORDER BY seq', [id]).map(lifeStepOf);
}
