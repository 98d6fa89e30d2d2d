/**
 * File: from documents to one write, and from Lucca's answer to what it proves.
 *
 * Pure. Invariants: the only file ids that leave are those of the ledger; *filed* is said only of ids that
 * the record shows (law 1); rows that were there before and are not there after are noticed (law 5).
 */
import type {
  DocumentId,
  DocumentRecord,
  EmployeeId,
  EmployeeRecord,
  FieldValue,
  FileId,
  Target,
  TargetKey,
  ValueId,
} from '../model.ts';
import type { FieldWrite, RecordWrite, ValueWrite } from '../ports.ts';

/** A document ready to be attached. `values`: what its other sub-fields get. */
export interface Attachment {
  readonly document: DocumentRecord;
  readonly fileId: FileId;
  readonly target: Target;
  readonly values: Readonly<Record<string, string | null>>;
  /** A person or the route allowed what stands there to be replaced. */
  readonly mayReplace: boolean;
}

/** Where a file id stands in a target, if it does. */
export function findFile(
  record: EmployeeRecord,
  target: Target,
  fileId: FileId,
): { readonly valueId: ValueId | null } | null {
  if (target.kind === 'picture') return record.picture === fileId ? { valueId: null } : null;
  const value = (record.fields[target.field] ?? []).find((one) => one.files[target.file ?? ''] === fileId);
  return value === undefined ? null : { valueId: value.valueId };
}

/** True where the record does not show the target's field at all. */
export function isHidden(record: EmployeeRecord, target: Target): boolean {
  return target.kind === 'field' && record.fields[target.field] === undefined;
}

/** What stands in a single-valued target and is not this document's: nothing is written over it unasked. */
export function standingInTheWay(before: EmployeeRecord, attachment: Attachment): FieldValue | null {
  const { target } = attachment;
  if (attachment.mayReplace) return null;
  if (target.kind === 'picture') {
    return before.picture === null ? null : { valueId: null, files: { '': before.picture }, raw: null, empty: false };
  }
  if (target.multiple) return null;
  return (before.fields[target.field] ?? []).find((value) => !value.empty) ?? null;
}

/** The file that a write of this document replaces, for the receipt. */
export function replacedFile(before: EmployeeRecord, attachment: Attachment): FileId | null {
  const { target, document } = attachment;
  if (target.kind === 'picture') return before.picture;
  if (!target.multiple) {
    const value = (before.fields[target.field] ?? []).find((one) => !one.empty);
    return value?.files[target.file ?? ''] ?? null;
  }
  return rowToReplace(before, target, document) === null ? null : (document.replaces?.fileId ?? null);
}

function rowToReplace(
  before: EmployeeRecord,
  target: Extract<Target, { kind: 'field' }>,
  document: DocumentRecord,
): FieldValue | null {
  const { replaces } = document;
  if (replaces === null || document.decisions.whenFilled !== 'replace') return null;
  return (
    (before.fields[target.field] ?? []).find((value) => value.files[target.file ?? ''] === replaces.fileId) ?? null
  );
}

/** One write for all documents of one employee. `subFields`: those known of a field, sent as null where unnamed. */
export function composeWrite(
  employeeId: EmployeeId,
  attachments: readonly Attachment[],
  before: EmployeeRecord,
  subFields: (target: TargetKey) => readonly string[],
): RecordWrite {
  const fields = new Map<string, { write: FieldWrite; rows: ValueWrite[] }>();
  let picture: FileId | null = null;
  for (const attachment of attachments) {
    const { target, document, fileId } = attachment;
    if (target.kind === 'picture') {
      picture = fileId;
      continue;
    }
    const standing = before.fields[target.field] ?? [];
    let entry = fields.get(target.field);
    if (entry === undefined) {
      const rows: ValueWrite[] = [];
      // A tenant that replaces rows gets all of them back.
      if (target.multiple && target.rows === 'resend') for (const value of standing) rows.push(again(value));
      entry = { rows, write: { field: target.field, file: target.file, multiple: target.multiple, rows } };
      fields.set(target.field, entry);
    }
    const values: Record<string, string | null> = {};
    if (target.file !== null) {
      for (const key of subFields(target.key)) if (key !== target.file) values[key] = null;
      Object.assign(values, attachment.values);
    }
    const replaced = target.multiple
      ? rowToReplace(before, target, document)
      : // A value that exists is updated by its id, one that is empty but has an id too.
        (standing.find((value) => !value.empty) ?? standing.find((value) => value.valueId !== null) ?? null);
    const row: ValueWrite = { valueId: replaced?.valueId ?? null, fileId, values };
    const resent = entry.rows.findIndex((one) => one.valueId !== null && one.valueId === row.valueId);
    if (resent >= 0) entry.rows[resent] = row;
    else entry.rows.push(row);
  }
  return { employeeId, picture, fields: [...fields.values()].map((entry) => entry.write) };
}

function again(value: FieldValue): ValueWrite {
  return { valueId: value.valueId, fileId: null, values: {}, again: value.raw };
}

/** Rows of a multi-valued field that a reading showed and a later one does not, those replaced on purpose apart. */
export function lostRows(
  before: EmployeeRecord,
  after: EmployeeRecord,
  field: string,
  replaced: ReadonlySet<ValueId>,
): readonly FieldValue[] {
  const now = after.fields[field];
  // A field that the answer does not show at all says nothing about its rows.
  if (now === undefined) return [];
  const ids = new Set(now.map((value) => value.valueId));
  const files = new Set(now.flatMap((value) => Object.values(value.files)));
  return (before.fields[field] ?? []).filter((value) => {
    if (value.empty) return false;
    if (value.valueId !== null) return !ids.has(value.valueId) && !replaced.has(value.valueId);
    return Object.values(value.files).some((fileId) => !files.has(fileId));
  });
}

/** All rows that should stand: those of the answer as they are, those lost as they were read. */
export function composeRestore(
  employeeId: EmployeeId,
  field: string,
  file: string | null,
  lost: readonly FieldValue[],
  after: EmployeeRecord,
): RecordWrite {
  const rows = [...lost, ...(after.fields[field] ?? []).filter((value) => !value.empty)].map(again);
  return { employeeId, picture: null, fields: [{ field, file, multiple: true, rows }] };
}

/** Sub-fields that the rows of a field showed. */
export function subFieldsSeen(record: EmployeeRecord, field: string): readonly string[] {
  const keys = new Set<string>();
  for (const value of record.fields[field] ?? []) {
    if (typeof value.raw !== 'object' || value.raw === null) continue;
    const inner = (value.raw as { value?: unknown }).value;
    if (typeof inner === 'object' && inner !== null)
      for (const key of Object.keys(inner)) if (key.startsWith('e_')) keys.add(key);
  }
  return [...keys];
}

export type AttachResult =
  | {
      readonly kind: 'filed';
      readonly id: DocumentId;
      readonly valueId: ValueId | null;
      readonly proof: 'answer' | 'read';
      readonly replacedFileId: FileId | null;
    }
  /** Known not applied, or not known: the document goes back or waits. */
  | { readonly kind: 'back'; readonly id: DocumentId; readonly to: 'uploaded' | 'attaching' | 'ready'; readonly failed: boolean }
  | {
      readonly kind: 'ask';
      readonly id: DocumentId;
      readonly reason: 'field-filled' | 'not-permitted' | 'rejected' | 'field-unknown';
    };
