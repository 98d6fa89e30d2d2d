/**
 * File: from documents to one write, and from Lucca's answer to what it proves.
 *
 * Pure. Invariants: the only file ids that leave are those of the ledger; *filed* is said only of ids that
 * the record shows (law 1); rows that were there before and are not there after are noticed (law 5).
 */
import type {
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
import { fileOf, occupant, valuesOf } from '../record.ts';

/** A document ready to be attached. `values`: what its other sub-fields get. */
export interface Attachment {
  readonly document: DocumentRecord;
  readonly fileId: FileId;
  /** Ids under which, by the journals, another agent attached the same bytes here. */
  readonly alsoAs: readonly FileId[];
  readonly target: Target;
  readonly values: Readonly<Record<string, string | null>>;
  /** A person or the route allowed what stands there to be replaced. */
  readonly mayReplace: boolean;
  /** It is not known yet how the tenant treats the rows of this target. */
  readonly untried: boolean;
  /** Rows of others in the target stand in the way. */
  readonly onlyBesideOwn: boolean;
  /** Rows went missing there: nothing more is written until a person acts. */
  readonly stopped: boolean;
}

/**
 * What stands in a single-valued target and is not this document's: nothing is written over it unasked. Who said
 * "replace" of a document that changed meant the one that was filed, not what somebody has put in its place since.
 */
export function inTheWay(before: EmployeeRecord, attachment: Attachment): boolean {
  const { target, document } = attachment;
  if (target.kind === 'field' && target.multiple) return false;
  const value = occupant(before, target);
  if (value === null) return false;
  if (!attachment.mayReplace) return true;
  return document.replaces !== null && fileOf(value, target) !== document.replaces.fileId;
}

/** The file that a write of this document replaces, for the receipt. `before`: the record as it stood before it. */
export function replacedFile(before: EmployeeRecord, attachment: Attachment): FileId | null {
  const { target } = attachment;
  if (target.kind === 'field' && target.multiple)
    return rowToReplace(before, target, attachment) === null ? null : rowReplaced(attachment);
  const value = occupant(before, target);
  return value === null ? null : fileOf(value, target);
}

/** The file whose row a person let this document take, where it still stands. */
export function rowReplaced({ document }: Pick<Attachment, 'document'>): FileId | null {
  return document.decisions.whenFilled === 'replace' ? (document.replaces?.fileId ?? null) : null;
}

function rowToReplace(
  before: EmployeeRecord,
  target: Extract<Target, { kind: 'field' }>,
  attachment: Pick<Attachment, 'document'>,
): FieldValue | null {
  const fileId = rowReplaced(attachment);
  if (fileId === null) return null;
  return valuesOf(before, target).find((value) => fileOf(value, target) === fileId) ?? null;
}

/**
 * The attachments that may share a write: one target a field, and one document a single-valued target.
 * The others follow in the next.
 */
export function shareable(attachments: readonly Attachment[]): readonly Attachment[] {
  const targets = new Map<string, TargetKey>();
  return attachments.filter(({ target }) => {
    const field = target.kind === 'picture' ? 'picture' : target.field;
    const taken = targets.get(field);
    const single = target.kind === 'picture' || !target.multiple;
    if (taken !== undefined && (single || taken !== target.key)) return false;
    targets.set(field, target.key);
    return true;
  });
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
    const { target, fileId } = attachment;
    if (target.kind === 'picture') {
      picture = fileId;
      continue;
    }
    let entry = fields.get(target.field);
    if (entry === undefined) {
      const rows: ValueWrite[] = [];
      // A tenant that replaces rows gets all of them back.
      if (target.multiple && target.rows === 'resend')
        for (const value of valuesOf(before, target)) rows.push(again(value));
      entry = { rows, write: { field: target.field, file: target.file, multiple: target.multiple, rows } };
      fields.set(target.field, entry);
    }
    // A single value that exists is updated by its id, one that was emptied too.
    const standing = before.fields[target.field] ?? [];
    const updated = target.multiple
      ? rowToReplace(before, target, attachment)
      : (standing.find((value) => !value.empty) ?? standing.find((value) => value.valueId !== null) ?? null);
    const values: Record<string, string | null> = {};
    if (target.file !== null) {
      if (updated === null || updated.empty)
        for (const key of subFields(target.key)) if (key !== target.file) values[key] = null;
      // What stands beside the file already is not emptied: it may be somebody's document.
      for (const [key, value] of Object.entries(attachment.values))
        if (value !== null || updated === null || updated.empty) values[key] = value;
    }
    const row: ValueWrite =
      updated === null || updated.empty
        ? { valueId: updated?.valueId ?? null, fileId, values }
        : { valueId: updated.valueId, fileId, values, again: updated.raw };
    const resent = entry.rows.findIndex((one) => one.valueId !== null && one.valueId === row.valueId);
    if (resent >= 0) entry.rows[resent] = row;
    else entry.rows.push(row);
  }
  return { employeeId, picture, fields: [...fields.values()].map((entry) => entry.write) };
}

export function again(value: FieldValue): ValueWrite {
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
    if (value.valueId !== null && (ids.has(value.valueId) || replaced.has(value.valueId))) return false;
    // A tenant that renumbers its rows has lost none as long as their files stand.
    const its = Object.values(value.files);
    return its.length === 0 || !its.every((fileId) => files.has(fileId));
  });
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
