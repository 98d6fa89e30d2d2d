/**
 * File: rows that a write cost are put back.
 *
 * Invariant (law 5): rows of a multi-valued field that were there before are there after. A tenant that replaces
 * the list of rows is noticed by its answer, or, where that was lost, by what the ledger saw before the write.
 */
import type { EmployeeRecord, FieldValue, FileId, Target, ValueId } from '../model.ts';
import type { Outcome, RecordWrite, ValueWrite } from '../ports.ts';
import { again } from './write-plan.ts';

/** What the ledger keeps of a row that was there before a write. */
export interface RowSeen {
  readonly valueId: ValueId | null;
  readonly fileId: FileId | null;
}

export type Restored =
  | { readonly kind: 'restored'; readonly record: EmployeeRecord }
  /** Lucca was not reached, or its answer was lost: to be tried again. */
  | { readonly kind: 'later' }
  /** Lucca does not take them back. */
  | { readonly kind: 'refused' };

type FieldTarget = Extract<Target, { kind: 'field' }>;
type Write = (write: RecordWrite) => Promise<Outcome<EmployeeRecord>>;

/** Puts rows back as they were read: by their old ids or, where the tenant knows these no more, as new ones. */
export async function restoreRows(
  lost: readonly FieldValue[],
  after: EmployeeRecord,
  target: FieldTarget,
  write: Write,
): Promise<Restored> {
  const files = lost.flatMap((value) => Object.values(value.files));
  const byId = await put(lost.map(again), files, after, target, write);
  if (byId.kind !== 'refused') return byId;
  return put(
    lost.map((value) => ({ ...again(value), valueId: null })),
    files,
    after,
    target,
    write,
  );
}

/** Puts back those rows of `seen` that the record lacks, with what the ledger kept of them: their files. */
export async function restoreSeen(
  seen: readonly RowSeen[],
  record: EmployeeRecord,
  target: FieldTarget,
  subFields: readonly string[],
  write: Write,
): Promise<Restored | { readonly kind: 'none-lost' }> {
  const now = record.fields[target.field];
  // A field that is not shown at all says nothing about its rows.
  if (now === undefined) return { kind: 'none-lost' };
  const ids = new Set(now.map((value) => value.valueId));
  const files = new Set(now.flatMap((value) => Object.values(value.files)));
  const lost = seen.flatMap(({ valueId, fileId }) =>
    fileId === null || files.has(fileId) || (valueId !== null && ids.has(valueId)) ? [] : [fileId],
  );
  if (lost.length === 0) return { kind: 'none-lost' };
  const values: Record<string, null> = {};
  if (target.file !== null) for (const key of subFields) if (key !== target.file) values[key] = null;
  return put(
    lost.map((fileId) => ({ valueId: null, fileId, values })),
    lost,
    record,
    target,
    write,
  );
}

/** All rows that should stand go in one write: where the list is replaced, it is replaced by the whole. */
async function put(
  rows: readonly ValueWrite[],
  files: readonly FileId[],
  present: EmployeeRecord,
  { field, file }: FieldTarget,
  write: Write,
): Promise<Restored> {
  const standing = (present.fields[field] ?? []).filter((value) => !value.empty).map(again);
  const outcome = await write({
    employeeId: present.employeeId,
    picture: null,
    fields: [{ field, file, multiple: true, rows: [...rows, ...standing] }],
  });
  if (outcome.kind === 'refused')
    return outcome.refusal.kind === 'unauthorized' ? { kind: 'later' } : { kind: 'refused' };
  if (outcome.kind !== 'applied') return { kind: 'later' };
  const shown = new Set((outcome.value.fields[field] ?? []).flatMap((value) => Object.values(value.files)));
  return files.every((fileId) => shown.has(fileId))
    ? { kind: 'restored', record: outcome.value }
    : { kind: 'refused' };
}
