/**
 * Rows to words and back: the only file that knows how the ledger's columns are ordered. Long tables are read as JSON
 * arrays that SQLite makes (a third of the time of reading cells one by one), so a row is a tuple here.
 */
import { reasonOf } from '../../core/document.ts';
import type {
  Binding,
  DocumentRecord,
  Employee,
  FieldDefinition,
  JournalLine,
  Orphan,
  Receipt,
  TargetKnowledge,
} from '../../core/model.ts';
import type { LedgerFacts, LifeStep, RequestEntry } from '../../core/ports.ts';
import type { Row, SqlValue } from './driver.ts';

type Tuple = readonly unknown[];

const flag = (value: boolean): number => (value ? 1 : 0);
/** The ledger keeps whole milliseconds; `Infinity` stays what it is. */
const time = (value: number): number => Math.round(value);
const json = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);

export const documentColumns = [
  'id',
  'path',
  'size',
  'mtime',
  'file_key',
  'quiet_since',
  'seen_at',
  'state_at',
  'employee_id',
  'target',
  'sha256',
  'content_type',
  'file_id',
  'unproven',
  'backlog',
  'decisions',
  'attempts',
  'reuploaded',
  'replaces',
  'state',
  'reason',
  'until',
  'resume',
  'gone',
  'changed',
  'put_away_due',
] as const;

/** The reason of a state that has one. */
export function decisionsText(document: DocumentRecord): string | null {
  return Object.keys(document.decisions).length === 0 ? null : JSON.stringify(document.decisions);
}

export function documentRow(document: DocumentRecord): SqlValue[] {
  return [
    document.id,
    document.path,
    document.signature.size,
    String(document.signature.mtimeMs),
    document.signature.fileKey,
    time(document.quietSince),
    time(document.seenAt),
    time(document.stateAt),
    document.employeeId,
    document.target,
    document.inspection?.sha256 ?? null,
    document.inspection?.contentType ?? null,
    document.fileId,
    flag(document.unproven),
    flag(document.backlog),
    decisionsText(document),
    document.attempts,
    flag(document.reuploaded),
    json(document.replaces),
    document.state,
    reasonOf(document),
    document.state === 'waiting' ? time(document.until) : null,
    'resume' in document ? document.resume : null,
    flag(document.state === 'filed' && document.gone),
    document.state === 'filed' ? json(document.changed) : null,
    flag(document.state === 'filed' && document.putAwayDue),
  ];
}

/** The schema's own checks guarantee that a state comes with just its members. Added one by one: spreading costs ten times that. */
export function documentOf(row: Tuple): DocumentRecord {
  const state = row[19] as DocumentRecord['state'];
  const document: Record<string, unknown> = {
    id: row[0],
    path: row[1],
    signature: { size: row[2], mtimeMs: Number(row[3]), fileKey: row[4] },
    quietSince: row[5],
    seenAt: row[6],
    stateAt: row[7],
    employeeId: row[8],
    target: row[9],
    inspection: row[10] === null ? null : { sha256: row[10], contentType: row[11] },
    fileId: row[12],
    unproven: row[13] === 1,
    backlog: row[14] === 1,
    decisions: parsed(row[15]) ?? {},
    attempts: row[16],
    reuploaded: row[17] === 1,
    replaces: parsed(row[18]),
    state,
  };
  switch (state) {
    case 'settling':
    case 'ready':
    case 'uploading':
    case 'uploaded':
    case 'attaching':
      break;
    case 'filed':
      document['gone'] = row[23] === 1;
      document['changed'] = parsed(row[24]);
      document['putAwayDue'] = row[25] === 1;
      break;
    case 'waiting':
      document['reason'] = row[20];
      document['until'] = row[21];
      document['resume'] = row[22];
      break;
    case 'attention':
      document['reason'] = row[20];
      document['resume'] = row[22];
      break;
    case 'ignored':
      document['reason'] = row[20];
      break;
    default:
      throw new Error(`the ledger holds a document in an unknown state: ${String(state)}`);
  }
  return document as unknown as DocumentRecord;
}

export const receiptColumns = [
  'identity',
  'document_id',
  'employee_id',
  'target',
  'sha256',
  'size',
  'path',
  'file_id',
  'value_id',
  'filed_at',
  'proof',
  'replaced_file_id',
] as const;

export function receiptRow(receipt: Receipt): SqlValue[] {
  return [
    receipt.identity,
    receipt.documentId,
    receipt.employeeId,
    receipt.target,
    receipt.sha256,
    receipt.size,
    receipt.path,
    receipt.fileId,
    receipt.valueId,
    time(receipt.filedAt),
    receipt.proof,
    receipt.replacedFileId,
  ];
}

export function receiptOf(row: Tuple): Receipt {
  return {
    identity: row[0],
    documentId: row[1],
    employeeId: row[2],
    target: row[3],
    sha256: row[4],
    size: row[5],
    path: row[6],
    fileId: row[7],
    valueId: row[8],
    filedAt: row[9],
    proof: row[10],
    replacedFileId: row[11],
  } as Receipt;
}

export const employeeColumns = [
  'id',
  'first_name',
  'last_name',
  'employee_number',
  'email',
  'login',
  'legal_entity',
  'department',
  'contract_start',
  'contract_end',
] as const;

export function employeeRow(employee: Employee): SqlValue[] {
  return [
    employee.id,
    employee.firstName,
    employee.lastName,
    employee.employeeNumber,
    employee.email,
    employee.login,
    employee.legalEntity,
    employee.department,
    employee.contractStart,
    employee.contractEnd,
  ];
}

export function employeeOf(row: Tuple): Employee {
  return {
    id: row[0],
    firstName: row[1],
    lastName: row[2],
    employeeNumber: row[3],
    email: row[4],
    login: row[5],
    legalEntity: row[6],
    department: row[7],
    contractStart: row[8],
    contractEnd: row[9],
  } as Employee;
}

/** Columns of the short tables: those that are texts are read as bytes. */
export const tables = {
  facts: {
    texts: ['ledger_id', 'agent_id', 'unlooked'],
    others: [
      'rooted',
      'throttled_until',
      'paused_until',
      'key_refused',
      'throttled',
      'requests',
      'orphans',
      'directory_asked_at',
      'backoff_until',
      'failures',
      'learnt_pace',
      'learnt_at',
      'directory_page',
      'directory_read_at',
    ],
  },
  bindings: { texts: ['folder', 'made_by'], others: ['employee_id', 'at'] },
  targets: { texts: ['key', 'rows', 'sub_fields'], others: ['stopped'] },
  fields: { texts: ['field', 'name', 'sub_fields'], others: ['multiple', 'holds_file'] },
  requests: { texts: ['id'], others: ['started_at', 'answered_at'] },
  orphans: { texts: ['file_id', 'sha256'], others: ['at'] },
  proofs: { texts: ['identity', 'file_id', 'event'], others: ['at'] },
  journals: { texts: ['name'], others: ['taken'] },
  inbox: { texts: ['message'], others: ['id', 'at'] },
  rows_seen: { texts: ['rows'], others: [] },
  life: { texts: ['state', 'reason'], others: ['at'] },
} as const;

/** Column of each fact that may be changed. */
export const factColumns = {
  rooted: 'rooted',
  unlooked: 'unlooked',
  throttledUntil: 'throttled_until',
  pausedUntil: 'paused_until',
  keyRefused: 'key_refused',
  throttled: 'throttled',
  requests: 'requests',
  orphans: 'orphans',
  directoryAskedAt: 'directory_asked_at',
  backoffUntil: 'backoff_until',
  failures: 'failures',
  learntPace: 'learnt_pace',
  learntAt: 'learnt_at',
  directoryPage: 'directory_page',
} as const satisfies Record<Exclude<keyof LedgerFacts, 'ledgerId' | 'agentId'>, string>;

export function factValue(value: number | boolean | readonly string[]): SqlValue {
  if (typeof value === 'object') return JSON.stringify(value);
  return typeof value === 'boolean' ? flag(value) : value;
}

export function factsOf(row: Row): LedgerFacts {
  return {
    ledgerId: row['ledger_id'],
    agentId: row['agent_id'],
    rooted: row['rooted'] === 1,
    unlooked: parsed(row['unlooked']),
    throttledUntil: row['throttled_until'],
    pausedUntil: row['paused_until'],
    keyRefused: row['key_refused'] === 1,
    throttled: row['throttled'],
    requests: row['requests'],
    orphans: row['orphans'],
    directoryAskedAt: row['directory_asked_at'],
    backoffUntil: row['backoff_until'],
    failures: row['failures'],
    learntPace: row['learnt_pace'],
    learntAt: row['learnt_at'],
    directoryPage: row['directory_page'],
  } as LedgerFacts;
}

export const bindingOf = (row: Row): Binding =>
  ({ folder: row['folder'], employeeId: row['employee_id'], by: row['made_by'], at: row['at'] }) as Binding;

export const targetOf = (row: Row): TargetKnowledge =>
  ({
    key: row['key'],
    rows: row['rows'],
    subFields: parsed(row['sub_fields']),
    stopped: row['stopped'] === 1,
  }) as TargetKnowledge;

export const fieldOf = (row: Row): FieldDefinition =>
  ({
    field: row['field'],
    name: row['name'],
    multiple: row['multiple'] === 1,
    subFields: parsed(row['sub_fields']),
    holdsFile: row['holds_file'] === 1,
  }) as FieldDefinition;

export const requestOf = (row: Row): RequestEntry =>
  ({ id: row['id'], startedAt: row['started_at'], answeredAt: row['answered_at'] }) as RequestEntry;

export const orphanOf = (row: Row): Orphan =>
  ({ fileId: row['file_id'], sha256: row['sha256'], at: row['at'] }) as Orphan;

export const proofOf = (row: Row): JournalLine =>
  ({ event: row['event'], identity: row['identity'], fileId: row['file_id'], at: row['at'] }) as JournalLine;

export const lifeStepOf = (row: Row): LifeStep =>
  ({ state: row['state'], reason: row['reason'], at: row['at'] }) as LifeStep;

/** Text of a JSON column; the ledger wrote it itself. */
export function parsed(text: unknown): unknown {
  return typeof text === 'string' ? (JSON.parse(text) as unknown) : null;
}
