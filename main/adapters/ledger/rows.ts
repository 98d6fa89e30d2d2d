/**
 * Rows of documents and receipts to words and back: the only file that knows how their columns are ordered. Long tables
 * are read as JSON arrays that SQLite makes (a third of the time of reading cells one by one), so a row is a tuple here.
 */
import { reasonOf } from '../../core/document.ts';
import type { Decisions, DocumentId, DocumentRecord, FileId, Receipt, TargetKey } from '../../core/model.ts';
import type { DocumentGlimpse } from '../../core/ports.ts';
import { compact, compactOrNull, readable, whole, wholeOrNull } from './compact-ids.ts';
import type { Driver, SqlValue } from './driver.ts';
import {
  folderNumber,
  placeColumn,
  splitPath,
  textAt,
  wordNumber,
  type Places,
  type PlacesAs,
} from './places.ts';

type Tuple = readonly unknown[];

export const flag = (value: boolean): number => (value ? 1 : 0);
/** The ledger keeps whole milliseconds; `Infinity` stays what it is. */
export const time = (value: number): number => Math.round(value);
const json = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);

export const documentColumns = [
  'id',
  'folder',
  'name',
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

/** Whole milliseconds as SQLite writes them fastest. Not for a time that may be `Infinity`. */
const whenever = (column: string): string => `CAST(${column} AS INTEGER)`;
const marks = { unproven: 1, backlog: 2, reuploaded: 4, gone: 8, put_away_due: 16 } as const;
const changedMark = 32;

/** SQL of what `documentOf` reads, in its order. What hardly a document has stands in a list of its own, or is NULL. */
export const documentCells = (places: PlacesAs): string =>
  [
    ...[readable('id'), placeColumn[places].folder('folder'), 'name', 'size', 'mtime', 'file_key'],
    ...['quiet_since', 'seen_at', 'state_at'].map(whenever),
    ...['employee_id', placeColumn[places].word('target')],
    ...[readable('sha256'), placeColumn[places].word('content_type'), readable('file_id')],
    ...[Object.entries(marks).map(([column, mark]) => `${mark} * ${column}`)].map((all) => all.join(' + ')),
    ...['state', 'reason'],
    `iif(attempts = 0 AND coalesce(decisions, replaces, until, resume, changed) IS NULL, NULL,
      json_array(attempts, decisions, replaces, until, resume, changed))`,
  ].join(', ');

/** The reason of a state that has one. */
export function decisionsText(document: DocumentRecord): string | null {
  return Object.keys(document.decisions).length === 0 ? null : JSON.stringify(document.decisions);
}

/** Notes the document's folder and words, where they are new. */
export function documentRow(driver: Driver, document: DocumentRecord): SqlValue[] {
  const { folder, name } = splitPath(document.path);
  return [
    compact('document', document.id),
    folderNumber(driver, folder),
    name,
    document.signature.size,
    String(document.signature.mtimeMs),
    document.signature.fileKey,
    time(document.quietSince),
    time(document.seenAt),
    time(document.stateAt),
    document.employeeId,
    wordNumber(driver, document.target),
    compactOrNull('hash', document.inspection?.sha256 ?? null),
    wordNumber(driver, document.inspection?.contentType ?? null),
    compactOrNull('file', document.fileId),
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
export function documentOf(row: Tuple, { folders, words }: Places): DocumentRecord {
  const sha256 = wholeOrNull('hash', row[11]);
  const marked = row[14] as number;
  const state = row[15] as DocumentRecord['state'];
  const more = row[17] as Tuple | null;
  const document: Record<string, unknown> = {
    id: whole('document', row[0] as string),
    path: textAt(row[1], folders) + (row[2] as string),
    signature: { size: row[3], mtimeMs: Number(row[4]), fileKey: row[5] },
    quietSince: row[6],
    seenAt: row[7],
    stateAt: row[8],
    employeeId: row[9],
    target: row[10] === null ? null : textAt(row[10], words),
    inspection: sha256 === null ? null : { sha256, contentType: textAt(row[12], words) },
    fileId: wholeOrNull('file', row[13]),
    unproven: (marked & marks.unproven) !== 0,
    backlog: (marked & marks.backlog) !== 0,
    decisions: parsed(more?.[1]) ?? {},
    attempts: more?.[0] ?? 0,
    reuploaded: (marked & marks.reuploaded) !== 0,
    replaces: parsed(more?.[2]),
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
      document['gone'] = (marked & marks.gone) !== 0;
      document['changed'] = parsed(more?.[5]);
      document['putAwayDue'] = (marked & marks.put_away_due) !== 0;
      break;
    case 'waiting':
      document['reason'] = row[16];
      document['until'] = more?.[3];
      document['resume'] = more?.[4];
      break;
    case 'attention':
      document['reason'] = row[16];
      document['resume'] = more?.[4];
      break;
    case 'ignored':
      document['reason'] = row[16];
      break;
    default:
      throw new Error(`the ledger holds a document in an unknown state: ${String(state)}`);
  }
  return document as unknown as DocumentRecord;
}

/** SQL of what `glimpseOf` reads, in its order. */
export const glimpseCells: string = [
  ...[
    readable('id'),
    'folder',
    'name',
    'size',
    'mtime',
    'file_key',
    whenever('state_at'),
    readable('file_id'),
  ],
  ...[
    'target',
    'iif(coalesce(decisions, replaces, changed) IS NULL, NULL, json_array(decisions, replaces, changed))',
  ],
  ...['state', 'reason'],
  `${marks.gone} * gone + ${marks.put_away_due} * put_away_due + ${changedMark} * (changed IS NOT NULL)`,
].join(', ');

/** What is not kept is parsed all the same: one that could not be read must be found now, not in the middle of a plan. */
export function glimpseOf(row: Tuple, { folders, words }: Places): DocumentGlimpse {
  const marked = row[12] as number;
  const [decisions] = ((row[9] ?? []) as Tuple).map(parsed) as [Partial<Decisions> | null] | [];
  return {
    id: whole('document', row[0] as string) as DocumentId,
    folder: textAt(row[1], folders),
    name: row[2] as string,
    signature: { size: row[3] as number, mtimeMs: Number(row[4]), fileKey: row[5] as string },
    stateAt: row[6] as number,
    fileId: wholeOrNull('file', row[7]) as FileId | null,
    target: row[8] === null ? null : (textAt(row[8], words) as TargetKey),
    chosenTarget: decisions?.target ?? null,
    state: row[10] as DocumentRecord['state'],
    reason: row[11] as string | null,
    gone: (marked & marks.gone) !== 0,
    changed: (marked & changedMark) !== 0,
    putAwayDue: (marked & marks.put_away_due) !== 0,
  };
}

export const receiptColumns = [
  'identity',
  'document_id',
  'employee_id',
  'target',
  'sha256',
  'size',
  'folder',
  'name',
  'file_id',
  'value_id',
  'filed_at',
  'proof',
  'replaced_file_id',
  'read_back',
] as const;

/** SQL of what `receiptOf` reads, in its order. */
export const receiptCells = (places: PlacesAs): string =>
  [
    ...[readable('identity'), readable('document_id'), 'employee_id', placeColumn[places].word('target')],
    ...[readable('sha256'), 'size', placeColumn[places].folder('folder'), 'name', readable('file_id')],
    ...['value_id', whenever('filed_at'), "iif(read_back, 'bytes', proof)", readable('replaced_file_id')],
  ].join(', ');

/** `folder`: the number of the folder that its path begins with. */
export function receiptRow(driver: Driver, receipt: Receipt, folder: number): SqlValue[] {
  return [
    compact('hash', receipt.identity),
    compact('document', receipt.documentId),
    receipt.employeeId,
    wordNumber(driver, receipt.target),
    compact('hash', receipt.sha256),
    receipt.size,
    folder,
    splitPath(receipt.path).name,
    compact('file', receipt.fileId),
    receipt.valueId,
    time(receipt.filedAt),
    receipt.proof === 'bytes' ? 'answer' : receipt.proof,
    compactOrNull('file', receipt.replacedFileId),
    Number(receipt.proof === 'bytes'),
  ];
}

export function receiptOf(row: Tuple, { folders, words }: Places): Receipt {
  return {
    identity: whole('hash', row[0] as string),
    documentId: whole('document', row[1] as string),
    employeeId: row[2],
    target: textAt(row[3], words),
    sha256: whole('hash', row[4] as string),
    size: row[5],
    path: textAt(row[6], folders) + (row[7] as string),
    fileId: whole('file', row[8] as string),
    valueId: row[9],
    filedAt: row[10],
    proof: row[11],
    replacedFileId: wholeOrNull('file', row[12]),
  } as Receipt;
}

/** Text of a JSON column; the ledger wrote it itself. */
export function parsed(text: unknown): unknown {
  return typeof text === 'string' ? (JSON.parse(text) as unknown) : null;
}
