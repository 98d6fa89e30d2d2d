/**
 * File, second half: attach commits.
 *
 * Everything of one employee goes in one write. Invariants: the intent is in the ledger and in the journal
 * before the write leaves (law 3); a write of unknown outcome is settled by reading the record, never by
 * repeating; a write of several that is refused is split until the refused one stands alone (law 6);
 * rows that vanished are put back and the target stops (law 5).
 */
import type {
  DocumentId,
  EmployeeId,
  EmployeeRecord,
  FieldValue,
  FileId,
  TargetKey,
  ValueId,
} from '../model.ts';
import type { Outcome, RecordQuery, RecordWrite } from '../ports.ts';
import { findFile, isHidden } from '../record.ts';
import {
  composeRestore,
  composeWrite,
  inTheWay,
  lostRows,
  replacedFile,
  shareable,
  type Attachment,
} from './write-plan.ts';

/** Why a document did not get further, and where it stands now. */
export type AttachFate =
  | {
      readonly kind: 'filed';
      readonly valueId: ValueId | null;
      readonly proof: 'answer' | 'read';
      readonly replacedFileId: FileId | null;
    }
  | { readonly kind: 'ask'; readonly reason: 'field-filled' | 'not-permitted' | 'rejected' | 'field-unknown' }
  /** Lucca does not know the uploaded file any more. */
  | { readonly kind: 'upload-again' }
  /** The write answered yes, but does not show the file. */
  | { readonly kind: 'not-shown' }
  /** Nothing was done: as before, for the reason that the outcome gives. */
  | { readonly kind: 'not-applied'; readonly outcome: Failure }
  | { readonly kind: 'unknown'; readonly code: string };

export type Failure = Exclude<Outcome<unknown>, { kind: 'applied' } | { kind: 'unknown' }>;

export interface AttachPorts {
  /** A fresh reading of this employee. */
  readonly read: (query: RecordQuery) => Promise<Outcome<readonly EmployeeRecord[]>>;
  readonly write: (write: RecordWrite, query: RecordQuery) => Promise<Outcome<EmployeeRecord>>;
  /** Puts the intent on disk: journals first, then the ledger with the rows seen. False when it could not. */
  readonly intend: (attachments: readonly Attachment[], before: EmployeeRecord) => Promise<boolean>;
  readonly learn: (lesson: Lesson) => Promise<void>;
  readonly subFields: (target: TargetKey) => readonly string[];
}

export type Lesson =
  | { readonly kind: 'rows-kept'; readonly target: TargetKey }
  | { readonly kind: 'rows-replaced'; readonly target: TargetKey; readonly restored: boolean }
  | { readonly kind: 'record'; readonly record: EmployeeRecord };

export interface AttachInput {
  readonly employeeId: EmployeeId;
  readonly attachments: readonly Attachment[];
  /** The configured targets: what a reading covers. */
  readonly wanted: Pick<RecordQuery, 'fields' | 'picture'>;
  /** A write may have left before: its outcome is read first. */
  readonly recovering: boolean;
  /** The last reading, good enough where rows are only added. */
  readonly seen: EmployeeRecord | null;
}

/** Attaches, and says of each document what became of it. Documents not in the answer wait for the next write. */
export async function attach(
  input: AttachInput,
  ports: AttachPorts,
): Promise<ReadonlyMap<DocumentId, AttachFate>> {
  const fates = new Map<DocumentId, AttachFate>();
  const query: RecordQuery = { ...input.wanted, employeeIds: [input.employeeId] };
  let before = input.seen;
  if (before === null || input.recovering || input.attachments.some(needsFreshReading)) {
    const reading = await ports.read(query);
    if (reading.kind !== 'applied') {
      for (const { document } of input.attachments)
        fates.set(
          document.id,
          reading.kind === 'unknown'
            ? { kind: 'unknown', code: reading.code }
            : input.recovering
              ? { kind: 'unknown', code: 'not-read' }
              : { kind: 'not-applied', outcome: reading },
        );
      return fates;
    }
    const record = reading.value.find((one) => one.employeeId === input.employeeId);
    if (record === undefined) {
      const gone: Failure = { kind: 'refused', status: 404, refusal: { kind: 'not-found' } };
      for (const { document } of input.attachments)
        fates.set(document.id, { kind: 'not-applied', outcome: gone });
      return fates;
    }
    before = record;
    await ports.learn({ kind: 'record', record });
  }

  const open: Attachment[] = [];
  for (const attachment of input.attachments) {
    const standing = findFile(before, attachment.target, attachment.fileId);
    if (standing !== null) {
      fates.set(attachment.document.id, { kind: 'filed', ...standing, proof: 'read', replacedFileId: null });
    } else if (inTheWay(before, attachment)) {
      fates.set(attachment.document.id, { kind: 'ask', reason: 'field-filled' });
    } else open.push(attachment);
  }
  await writeAll(shareable(open), before, query, input.employeeId, ports, fates);
  return fates;
}

async function writeAll(
  attachments: readonly Attachment[],
  before: EmployeeRecord,
  query: RecordQuery,
  employeeId: EmployeeId,
  ports: AttachPorts,
  fates: Map<DocumentId, AttachFate>,
): Promise<EmployeeRecord> {
  if (attachments.length === 0) return before;
  const each = (fate: AttachFate): EmployeeRecord => {
    for (const { document } of attachments) fates.set(document.id, fate);
    return before;
  };
  if (!(await ports.intend(attachments, before)))
    return each({ kind: 'not-applied', outcome: { kind: 'unreachable', code: 'lease' } });

  const outcome = await ports.write(composeWrite(employeeId, attachments, before, ports.subFields), query);
  switch (outcome.kind) {
    case 'applied':
      return confirm(attachments, before, outcome.value, query, ports, fates);
    case 'unknown':
      return each({ kind: 'unknown', code: outcome.code });
    case 'throttled':
    case 'unreachable':
    case 'failed':
      return each({ kind: 'not-applied', outcome });
    case 'refused':
      break;
  }
  const { refusal } = outcome;
  if (refusal.kind === 'unauthorized' || refusal.kind === 'not-found')
    return each({ kind: 'not-applied', outcome });
  const [only, ...others] = attachments;
  if (only !== undefined && others.length === 0) {
    if (refusal.kind === 'forbidden') return each({ kind: 'ask', reason: 'not-permitted' });
    if (refusal.kind === 'invalid' && refusal.unknownFileId === only.fileId)
      return each({ kind: 'upload-again' });
    return each({ kind: 'ask', reason: 'rejected' });
  }
  // Refused as a whole: nothing of it was done. Each half is tried until the refused one stands alone.
  const half = Math.ceil(attachments.length / 2);
  const first = await writeAll(attachments.slice(0, half), before, query, employeeId, ports, fates);
  return writeAll(attachments.slice(half), first, query, employeeId, ports, fates);
}

async function confirm(
  attachments: readonly Attachment[],
  before: EmployeeRecord,
  answer: EmployeeRecord,
  query: RecordQuery,
  ports: AttachPorts,
  fates: Map<DocumentId, AttachFate>,
): Promise<EmployeeRecord> {
  let after = answer;
  const replaced = new Set<ValueId>();
  for (const { document } of attachments) {
    const valueId = document.decisions.whenFilled === 'replace' ? document.replaces?.valueId : undefined;
    if (valueId !== undefined && valueId !== null) replaced.add(valueId);
  }
  for (const { target } of attachments) {
    if (target.kind !== 'field' || !target.multiple) continue;
    const stood = (before.fields[target.field] ?? []).filter((value) => !value.empty);
    if (stood.length === 0) continue;
    const lost = lostRows(before, after, target.field, replaced);
    if (lost.length === 0) {
      if (after.fields[target.field] !== undefined && target.rows === 'append')
        await ports.learn({ kind: 'rows-kept', target: target.key });
      continue;
    }
    const restored = await restore(lost, after, target.field, target.file, query, ports);
    if (restored !== null) after = restored;
    await ports.learn({ kind: 'rows-replaced', target: target.key, restored: restored !== null });
  }
  await ports.learn({ kind: 'record', record: after });
  for (const attachment of attachments) {
    const { document, target, fileId } = attachment;
    const standing = findFile(after, target, fileId);
    if (standing !== null) {
      const replacedFileId = replacedFile(before, attachment);
      fates.set(document.id, { kind: 'filed', ...standing, proof: 'answer', replacedFileId });
    } else if (isHidden(after, target)) fates.set(document.id, { kind: 'ask', reason: 'field-unknown' });
    else fates.set(document.id, { kind: 'not-shown' });
  }
  return after;
}

/** Puts lost rows back. The record as it stands then, or null where they could not be seen again. */
async function restore(
  lost: readonly FieldValue[],
  after: EmployeeRecord,
  field: string,
  file: string | null,
  query: RecordQuery,
  ports: AttachPorts,
): Promise<EmployeeRecord | null> {
  const { employeeId } = after;
  let outcome = await ports.write(composeRestore(employeeId, field, file, lost, after, false), query);
  if (outcome.kind === 'refused')
    outcome = await ports.write(composeRestore(employeeId, field, file, lost, after, true), query);
  if (outcome.kind !== 'applied') return null;
  const files = new Set((outcome.value.fields[field] ?? []).flatMap((value) => Object.values(value.files)));
  const back = lost.every((value) => Object.values(value.files).every((fileId) => files.has(fileId)));
  return back ? outcome.value : null;
}

/** A single value must be seen empty at the last moment, and rows sent back must be the present ones. */
function needsFreshReading({ target }: Attachment): boolean {
  return target.kind === 'picture' || !target.multiple || target.rows === 'resend';
}
