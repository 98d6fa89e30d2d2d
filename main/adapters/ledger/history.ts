/** Receipts as they are shown: pages of them, newest first, searched by path and by person. */
import type { DocumentId, EmployeeId, Receipt } from '../../core/model.ts';
import type { Ledger } from '../../core/ports.ts';
import { compact } from './compact-ids.ts';
import type { Driver, Row, SqlValue } from './driver.ts';
import { noPlaces } from './places.ts';
import { receiptCells, receiptOf } from './rows.ts';
import { searchText } from './search-text.ts';
import { soundText } from './sound-text.ts';

const receiptArray = `CAST(json_array(${receiptCells('texts')}) AS BLOB) AS row`;
const toReceipt = (row: Row): Receipt => receiptOf(JSON.parse(soundText(row['row'])) as unknown[], noPlaces);

/** What a search found. Good until a receipt is added or erased. */
export interface SearchMemory {
  /** What was looked for, and the moment of the ledger, as far as others change it. */
  readonly search: string;
  /** All of them, in the order in which they are shown. */
  readonly seqs: Float64Array;
}

/**
 * Receipts whose path was erased by retention are proof only, and not shown. `shown` alone tells which they are; only
 * those of the page are read. `known`: what the last search found, where nothing has changed since.
 */
export function readReceipts(
  driver: Driver,
  query: Parameters<Ledger['receipts']>[0],
  known: SearchMemory | null,
): { items: Receipt[]; total: number; found: SearchMemory | null } {
  const text = searchText(query.text);
  const end = query.offset + query.limit;
  if (text === '') {
    const page = driver.all(`SELECT seq FROM shown ${newestFirst} LIMIT ? OFFSET ?`, [
      ...[query.limit, query.offset],
    ]);
    const total = Number(driver.all('SELECT count(*) AS total FROM shown')[0]?.['total']);
    return { items: receiptsOf(driver, page.map(seqOf)), total, found: known };
  }
  const moment = String(driver.all('PRAGMA data_version')[0]?.['data_version']);
  const search = `${moment}\n${text}\n${query.employeeIds.join()}`;
  const found = known?.search === search ? known : { search, seqs: find(driver, text, query.employeeIds) };
  const items = receiptsOf(driver, [...found.seqs.subarray(query.offset, end)]);
  return { items, total: found.seqs.length, found };
}

const newestFirst = 'ORDER BY filed_at DESC, seq DESC';
const seqOf = (row: Row): number => Number(row['seq']);

function receiptsOf(driver: Driver, seqs: readonly number[]): Receipt[] {
  const sql = `SELECT ${receiptArray} FROM (SELECT key AS place, value AS one FROM json_each(?1))
    JOIN receipts ON seq = one ORDER BY place`;
  return driver.all(sql, [JSON.stringify(seqs)]).map(toReceipt);
}

/**
 * All at once: that is one walk, and every page of the search is known afterwards. A path is found by its folder, by its
 * name, and, where the text has a slash, by the end of its folder and the begin of its name. `text` is as `searchText`
 * gives it.
 */
function find(driver: Driver, text: string, employeeIds: readonly EmployeeId[]): Float64Array {
  const conditions: string[] = [];
  const values: SqlValue[] = [];
  const folders = foldersWhere(driver, 'instr(search, ?1) > 0', text);
  if (folders !== null) {
    // First: the name of what lies in one of them need not be looked at.
    conditions.push(isIn);
    values.push(folders);
  }
  conditions.push('instr(search, ?) > 0');
  values.push(text);
  for (const { index } of text.matchAll(/\//g)) {
    const [head, tail] = [text.slice(0, index + 1), text.slice(index + 1)];
    const ending = tail === '' ? null : foldersWhere(driver, 'substr(search, -length(?1)) = ?1', head);
    if (ending === null) continue;
    conditions.push(`${isIn} AND substr(search, 1, length(?)) = ?`);
    values.push(ending, tail, tail);
  }
  if (employeeIds.length > 0) {
    conditions.push('employee_id IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify(employeeIds));
  }
  const sql = `SELECT json_group_array(seq) AS seqs
    FROM (SELECT seq FROM shown WHERE ${conditions.join(' OR ')} ${newestFirst})`;
  return Float64Array.from(JSON.parse(String(driver.all(sql, values)[0]?.['seqs'])) as number[]);
}

/** Whether the folder's place in a list of bytes is marked: faster than a list of numbers. */
const isIn = `substr(?, folder, 1) = x'01'`;

/** A mark for each folder that fits, at the place of its number; null where none does. */
function foldersWhere(driver: Driver, condition: string, value: string): Uint8Array | null {
  const sql = `SELECT json_group_array(id) AS ids, max(id) AS last FROM folders WHERE ${condition}`;
  const row = driver.all(sql, [value])[0];
  const last = row?.['last'];
  if (typeof last !== 'number') return null;
  const marks = new Uint8Array(last);
  for (const id of JSON.parse(String(row?.['ids'])) as number[]) marks[id - 1] = 1;
  return marks;
}

export function readReceiptOf(driver: Driver, id: DocumentId): Receipt | null {
  const sql = `SELECT ${receiptArray} FROM receipts WHERE document_id = ? ORDER BY filed_at DESC, seq DESC LIMIT 1`;
  const row = driver.all(sql, [compact('document', id)])[0];
  return row === undefined ? null : toReceipt(row);
}
