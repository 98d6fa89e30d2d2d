/**
 * The ledger read whole, and the pieces of it that views ask for.
 *
 * SQLite does not look at what its texts are made of, and libsql ends the whole process at the first byte that is not
 * UTF-8: a ledger so damaged would kill the agent at every start. So every text that may hold anything is read as
 * bytes, and looked at before it is a text. Invariant: no text of the ledger leaves SQLite in another way.
 */
import type {
  DocumentRecord,
  Employee,
  EmployeeId,
  FileId,
  InboxEntry,
  Receipt,
  TargetKey,
  TargetKnowledge,
} from '../../core/model.ts';
import type {
  Ledger,
  LedgerFacts,
  LedgerLookUp,
  LedgerPages,
  LedgerState,
  ReceiptKey,
} from '../../core/ports.ts';
import type { Checked } from './check-apart.ts';
import { compact, readable, whole, type IdKind } from './compact-ids.ts';
import type { Driver, Row, SqlValue } from './driver.ts';
import { LedgerUnavailable } from './ledger-unavailable.ts';
import { noPlaces, textAt, type Places } from './places.ts';
import {
  documentCells,
  documentOf,
  glimpseCells,
  glimpseOf,
  parsed,
  receiptCells,
  receiptOf,
} from './rows.ts';
import { breathe } from './serial.ts';
import {
  bindingOf,
  employeeColumns,
  employeeOf,
  factsOf,
  fieldOf,
  orphanOf,
  proofOf,
  requestOf,
  tables,
  targetOf,
} from './short-tables.ts';
import { areReceiptsSound } from './sound-receipts.ts';
import { soundText } from './sound-text.ts';

/** Rows that are read before others have their turn: some ten milliseconds of work. */
const chunk = 500;

/**
 * Reads everything, in one transaction, without holding up the rest of the process. `receiptsChecked`: what
 * somebody else says of the receipts, which are then not looked at here.
 */
export async function readState(
  driver: Driver,
  pages: LedgerPages | undefined,
  receiptsChecked: Promise<Checked['receipts']>,
): Promise<LedgerState> {
  driver.exec('BEGIN');
  try {
    const documents: DocumentRecord[] = [];
    const receipts: Receipt[] = [];
    const [facts] = readTable(driver, 'facts');
    if (facts === undefined) throw new Error('the ledger has no facts');
    const places = await readPlaces(driver);
    if (pages === undefined) {
      await readLong(driver, receiptsByNumber, (rows) => {
        receipts.push(...rows.map((row) => receiptOf(row, places)));
      });
      await readLong(driver, documentsByNumber, (rows) => {
        documents.push(...rows.map((row) => documentOf(row, places)));
      });
    } else {
      await readLong(driver, glimpsesByNumber, (rows) => {
        pages.documents(rows.map((row) => glimpseOf(row, places)));
      });
      const said = await receiptsChecked.catch(() => 'unchecked' as const);
      if (said === 'unsound' || (said === 'unchecked' && !(await areReceiptsSound(driver))))
        throw new LedgerUnavailable('damaged');
    }
    const readAt = facts['directory_read_at'];
    return {
      facts: factsOf(facts),
      documents,
      receipts,
      filedTargets: readTargetsFiledTo(driver, places),
      replacedFiles: readReplacedFiles(driver),
      bindings: readTable(driver, 'bindings', 'ORDER BY folder').map(bindingOf),
      directory: typeof readAt === 'number' ? { employees: await readEmployees(driver), readAt } : null,
      targets: readTable(driver, 'targets', 'ORDER BY key').map(targetOf),
      fields: readTable(driver, 'fields', 'ORDER BY seq').map(fieldOf),
      requests: readTable(driver, 'requests', 'ORDER BY started_at, id').map(requestOf),
      orphans: readTable(driver, 'orphans', 'ORDER BY seq').map(orphanOf),
      proofs: readTable(driver, 'proofs', 'ORDER BY at, proofs.identity').map(proofOf),
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

interface LongTable {
  /** The table, and the begin of a condition. */
  readonly from: string;
  readonly key: 'seq' | 'id';
  /** SQL of the cells of a row. */
  readonly cells: string;
}

const receiptsByNumber: LongTable = { from: 'receipts WHERE', key: 'seq', cells: receiptCells('numbers') };
const documentsByNumber: LongTable = { from: 'documents WHERE', key: 'seq', cells: documentCells('numbers') };
const glimpsesByNumber: LongTable = { from: 'documents WHERE', key: 'seq', cells: glimpseCells };
const openDocuments: LongTable = {
  from: "documents INDEXED BY documents_open WHERE state <> 'filed' AND",
  key: 'seq',
  cells: documentCells('texts'),
};
const employees: LongTable = { from: 'employees WHERE', key: 'seq', cells: employeeColumns.join(', ') };

/** In the order of the key. Others have their turn after each page. */
async function readLong(
  driver: Driver,
  table: LongTable,
  take: (rows: readonly (readonly unknown[])[]) => void,
): Promise<void> {
  for (const rows of pagesOf(driver, table)) {
    take(rows);
    await breathe();
  }
}

/** Where a page ends is found first: a limit around the rows would copy each of them. */
function* pagesOf(
  driver: Driver,
  { from, key, cells }: LongTable,
): Generator<readonly (readonly unknown[])[]> {
  const page = `CAST(json_group_array(json_array(${cells})) AS BLOB) AS page`;
  const end = `SELECT max(${key}) AS last FROM (SELECT ${key} FROM ${from} ${key} > ? ORDER BY ${key} LIMIT ${chunk})`;
  const within = `SELECT ${page} FROM ${from} ${key} > ? AND ${key} <= ? ORDER BY ${key}`;
  for (let after = 0; ;) {
    const last = driver.all(end, [after])[0]?.['last'];
    if (typeof last !== 'number') return;
    const row = driver.all(within, [after, last])[0];
    after = last;
    yield JSON.parse(soundText(row?.['page'])) as unknown[][];
  }
}

function readTargetsFiledTo(driver: Driver, { words }: Places): readonly TargetKey[] {
  return driver
    .all('SELECT DISTINCT target FROM receipts')
    .map((row) => textAt(Number(row['target']), words) as TargetKey);
}

function readReplacedFiles(driver: Driver): readonly FileId[] {
  return driver
    .all(
      `SELECT CAST(${readable('replaced_file_id')} AS BLOB) AS id FROM receipts WHERE replaced_file_id IS NOT NULL`,
    )
    .map((row) => whole('file', soundText(row['id'])) as FileId);
}

async function readPlaces(driver: Driver): Promise<Places> {
  const folders = new Map<number, string>();
  const words = new Map<number, string>();
  const taking = (texts: Map<number, string>) => (rows: readonly (readonly unknown[])[]) => {
    for (const [id, text] of rows) texts.set(id as number, text as string);
  };
  await readLong(driver, { from: 'folders WHERE', key: 'id', cells: 'id, path' }, taking(folders));
  await readLong(driver, { from: 'words WHERE', key: 'id', cells: 'id, word' }, taking(words));
  return { folders, words };
}

type Table = keyof typeof tables;

/** The rows of a short table, or some of them, by column. */
function readTable(driver: Driver, table: Table, tail = '', values: readonly SqlValue[] = []): Row[] {
  const { texts, others } = tables[table];
  const ids: Readonly<Record<string, IdKind>> = tables[table].ids;
  const columns = [
    ...texts.map((column) => `CAST(${column} AS BLOB) AS ${column}`),
    ...Object.keys(ids).map((column) => `CAST(${readable(column)} AS BLOB) AS ${column}`),
    ...others,
  ];
  const valueOf = (column: string, value: unknown): unknown => {
    if (!(value instanceof ArrayBuffer)) return value;
    const kind = ids[column];
    return kind === undefined ? soundText(value) : whole(kind, soundText(value));
  };
  return driver
    .all(`SELECT ${columns.join(', ')} FROM ${table} ${tail}`, values)
    .map((row) =>
      Object.fromEntries(Object.entries(row).map(([column, value]) => [column, valueOf(column, value)])),
    );
}

/** Beyond so many, reading all of them is quicker than finding each. */
const manyIds = 2_000;

/** Looks into the long tables at once, in no transaction of its own. */
export function lookUpIn(driver: Driver): LedgerLookUp {
  const one = (cells: string, from: string): string =>
    `SELECT CAST(json_group_array(json_array(${cells})) AS BLOB) AS page FROM (SELECT * FROM ${from} ORDER BY seq)`;
  const documentById = one(documentCells('texts'), 'documents WHERE id = ?1');
  const receiptsBy = (condition: string): string => one(receiptCells('texts'), `receipts WHERE ${condition}`);
  const begun = (column: string): string =>
    receiptsBy(`substr(${column}, 1, 6) = substr(?1, 1, 6) AND ${column} = ?1`);
  const receipts: Readonly<Record<ReceiptKey, { readonly kind: IdKind | null; readonly sql: string }>> = {
    identity: { kind: 'hash', sql: begun('identity') },
    sha256: { kind: 'hash', sql: begun('sha256') },
    fileId: { kind: 'file', sql: begun('file_id') },
    documentId: { kind: 'document', sql: receiptsBy('document_id = ?1') },
    employeeId: { kind: null, sql: receiptsBy('employee_id = ?1') },
  };
  const rowsOf = (sql: string, value: SqlValue): readonly (readonly unknown[])[] =>
    JSON.parse(soundText(driver.all(sql, [value])[0]?.['page'])) as unknown[][];
  const all = (): DocumentRecord[] => {
    const texts = { ...documentsByNumber, cells: documentCells('texts') };
    return [...pagesOf(driver, texts)].flatMap((rows) => rows.map((row) => documentOf(row, noPlaces)));
  };
  return {
    documents(ids) {
      if (ids.length > manyIds) {
        const wanted = new Set(ids);
        return all().filter(({ id }) => wanted.has(id));
      }
      return ids.flatMap((id) =>
        rowsOf(documentById, compact('document', id)).map((row) => documentOf(row, noPlaces)),
      );
    },
    receipts(key, value) {
      const { kind, sql } = receipts[key];
      const wanted = kind === null ? value : compact(kind, String(value));
      return rowsOf(sql, wanted).map((row) => receiptOf(row, noPlaces));
    },
  };
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
    await readLong(driver, openDocuments, (rows) =>
      open.push(...rows.map((row) => documentOf(row, noPlaces))),
    );
    const all = Number(driver.all('SELECT count(*) AS total FROM documents')[0]?.['total']);
    const targets = readTable(driver, 'targets').map(targetOf);
    return { facts: factsOf(facts), targets, open, filed: all - open.length };
  } finally {
    driver.exec('COMMIT');
  }
}

export async function readEmployees(driver: Driver): Promise<readonly Employee[]> {
  const read: Employee[] = [];
  await readLong(driver, employees, (rows) => read.push(...rows.map(employeeOf)));
  return read;
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
