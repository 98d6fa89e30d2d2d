/** Rows of the short tables to words and back. */
import type {
  Binding,
  Employee,
  FieldDefinition,
  JournalLine,
  Orphan,
  TargetKnowledge,
} from '../../core/model.ts';
import type { LedgerFacts, RequestEntry } from '../../core/ports.ts';
import type { IdKind } from './compact-ids.ts';
import type { Row, SqlValue } from './driver.ts';
import { flag, parsed } from './rows.ts';

type Tuple = readonly unknown[];

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

interface Columns {
  /** Read as bytes, to be looked at before they are texts. */
  readonly texts: readonly string[];
  readonly ids: Readonly<Record<string, IdKind>>;
  readonly others: readonly string[];
}

/** Columns of the short tables. */
export const tables = {
  facts: {
    texts: ['ledger_id', 'agent_id', 'unlooked'],
    ids: {},
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
  bindings: { texts: ['folder', 'made_by'], ids: {}, others: ['employee_id', 'at'] },
  targets: { texts: ['key', 'rows', 'sub_fields'], ids: {}, others: ['stopped'] },
  fields: { texts: ['field', 'name', 'sub_fields'], ids: {}, others: ['multiple', 'holds_file'] },
  requests: { texts: ['id'], ids: {}, others: ['started_at', 'answered_at'] },
  orphans: { texts: [], ids: { file_id: 'file', sha256: 'hash' }, others: ['at'] },
  proofs: { texts: ['event'], ids: { identity: 'hash', file_id: 'file' }, others: ['at'] },
  journals: { texts: ['name'], ids: {}, others: ['taken'] },
  inbox: { texts: ['message'], ids: {}, others: ['id', 'at'] },
  rows_seen: { texts: ['rows'], ids: {}, others: [] },
  life: { texts: ['steps'], ids: {}, others: ['since'] },
} as const satisfies Record<string, Columns>;

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
