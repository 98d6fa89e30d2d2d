/** The ledger read whole, and the pieces of it that views ask for. */
import type {
  DocumentId,
  DocumentRecord,
  EmployeeId,
  InboxEntry,
  Receipt,
  TargetKey,
} from '../../core/model.ts';
import type { Ledger, LedgerState } from '../../core/ports.ts';
import type { Driver, SqlValue } from './driver.ts';
import {
  bindingOf,
  documentColumns,
  documentOf,
  employeeColumns,
  employeeOf,
  factsOf,
  fieldOf,
  orphanOf,
  parsed,
  proofOf,
  receiptColumns,
  receiptOf,
  requestOf,
  targetOf,
} from './rows.ts';
import { searchText } from './search-text.ts';
import { breathe } from './serial.ts';

/** Rows that are turned into words before others have their turn: some ten milliseconds of work. */
const chunk = 2_000;

/** Reads everything, in one transaction, without holding up the rest of the process. */
export async function readState(driver: Driver): Promise<LedgerState> {
  driver.exec('BEGIN');
  try {
    const facts = driver.all('SELECT * FROM facts')[0];
    if (facts === undefined) throw new Error('the ledger has no facts');
    const documents: DocumentRecord[] = await readLong(driver, 'documents', documentColumns, documentOf);
    const receipts: Receipt[] = await readLong(driver, 'receipts', receiptColumns, receiptOf);
    const employees = await readLong(driver, 'employees', employeeColumns, employeeOf);
    const readAt = facts['directory_read_at'];
    return {
      facts: factsOf(facts),
      documents,
      receipts,
      bindings: driver.all('SELECT * FROM bindings ORDER BY folder').map(bindingOf),
      directory: typeof readAt === 'number' ? { employees, readAt } : null,
      targets: driver.all('SELECT * FROM targets ORDER BY key').map(targetOf),
      fields: driver.all('SELECT * FROM fields ORDER BY seq').map(fieldOf),
      requests: driver.all('SELECT * FROM requests ORDER BY started_at, id').map(requestOf),
      orphans: driver.all('SELECT * FROM orphans ORDER BY seq').map(orphanOf),
      proofs: driver.all('SELECT * FROM proofs ORDER BY at, identity').map(proofOf),
      journals: Object.fromEntries(
        driver.all('SELECT * FROM journals ORDER BY name').map((row) => [row['name'], row['taken']]),
      ) as Record<string, number>,
    };
  } finally {
    driver.exec('COMMIT');
  }
}

async function readLong<T>(
  driver: Driver,
  table: string,
  columns: readonly string[],
  toWord: (row: readonly unknown[]) => T,
): Promise<T[]> {
  const result: T[] = [];
  const sql = `SELECT json_group_array(json_array(${columns.join(', ')})) AS page, max(seq) AS last
    FROM (SELECT * FROM ${table} WHERE seq > ? ORDER BY seq LIMIT ${chunk})`;
  for (let after = 0; ;) {
    const row = driver.all(sql, [after])[0];
    if (typeof row?.['last'] !== 'number') return result;
    after = row['last'];
    for (const tuple of JSON.parse(String(row['page'])) as unknown[][]) result.push(toWord(tuple));
    await breathe();
  }
}

const receiptArray = `json_array(${receiptColumns.join(', ')}) AS row`;
const toReceipt = (row: Readonly<Record<string, unknown>>): Receipt =>
  receiptOf(JSON.parse(String(row['row'])) as unknown[]);

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
  const row = driver.all('SELECT rows FROM rows_seen WHERE employee_id = ? AND target = ?', [
    employeeId,
    target,
  ])[0];
  return row === undefined ? null : (parsed(row['rows']) as Awaited<ReturnType<Ledger['rowsSeen']>>);
}

export function readInbox(driver: Driver): InboxEntry[] {
  return driver
    .all('SELECT id, at, message FROM inbox ORDER BY id')
    .map((row) => ({ id: row['id'], at: row['at'], message: parsed(row['message']) }) as InboxEntry);
}
