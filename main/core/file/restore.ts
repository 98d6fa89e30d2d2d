/**
 * File: rows that a write cost are put back.
 *
 * Invariant (law 5): rows of a multi-valued field that were there before are there after. A tenant that replaces
 * the list of rows is noticed by its answer, or, where that was lost, by what the ledger saw before the write.
 * What is put back goes with all that stands there at that moment, read just before.
 */
import type { EmployeeRecord, FieldValue, FileId, Target } from '../model.ts';
import type { Outcome, RecordQuery, RecordWrite, RowInDoubt, ValueWrite } from '../ports.ts';
import { again } from './write-plan.ts';

/** A row that was there before a write. The ledger keeps its ids and no more (law 11). */
export interface RowSeen extends RowInDoubt {
  /** The whole of it, while the process lives that read it. */
  readonly value?: FieldValue | undefined;
  /** Of a row of our own: what stood beside its file, as the settings say. */
  readonly values?: Readonly<Record<string, string | null>> | undefined;
}

export type Restored =
  | { readonly kind: 'restored'; readonly record: EmployeeRecord }
  /** Lucca or the employee was not reached, or the answer was lost: to be tried again. */
  | { readonly kind: 'later' }
  /** Lucca does not take them back. */
  | { readonly kind: 'refused' };

/** A reading and a write with nothing of this agent between them. */
export interface Together {
  readonly read: (query: RecordQuery) => Promise<Outcome<readonly EmployeeRecord[]>>;
  readonly write: (write: RecordWrite, query: RecordQuery) => Promise<Outcome<EmployeeRecord>>;
}

export interface RestoreInput {
  /** The employee alone. */
  readonly query: RecordQuery;
  readonly target: Extract<Target, { kind: 'field' }>;
  readonly together: <T>(work: (ports: Together) => Promise<T>) => Promise<T>;
}

/** A row to put back, and the files by which it is known. */
interface Lost {
  readonly row: ValueWrite;
  readonly files: readonly FileId[];
}

/** Puts rows back as they were read: by their old ids or, where the tenant knows these no more, as new ones. */
export async function restoreRows(lost: readonly FieldValue[], input: RestoreInput): Promise<Restored> {
  const known = lost.map((value): Lost => ({ row: again(value), files: Object.values(value.files) }));
  const byId = await put(known, input);
  if (byId.kind !== 'refused') return byId;
  return put(
    known.map(({ row, files }) => ({ row: { ...row, valueId: null }, files })),
    input,
  );
}

/** Puts back those rows of `seen` that the record lacks, with what is still known of them: their files at least. */
export async function restoreSeen(
  seen: readonly RowSeen[],
  record: EmployeeRecord,
  subFields: readonly string[],
  input: RestoreInput,
): Promise<Restored | { readonly kind: 'none-lost' }> {
  const { target } = input;
  const now = record.fields[target.field];
  // A field that is not shown at all says nothing about its rows.
  if (now === undefined) return { kind: 'none-lost' };
  const ids = new Set(now.map((value) => value.valueId));
  const files = filesShown(record, target.field);
  const blank: Record<string, null> = {};
  if (target.file !== null) for (const key of subFields) if (key !== target.file) blank[key] = null;
  const lost = seen.flatMap(({ valueId, fileId, value, values }): readonly Lost[] => {
    if (fileId === null || files.has(fileId) || (valueId !== null && ids.has(valueId))) return [];
    if (value !== undefined)
      return [{ row: { ...again(value), valueId: null }, files: Object.values(value.files) }];
    return [{ row: { valueId: null, fileId, values: { ...blank, ...values } }, files: [fileId] }];
  });
  return lost.length === 0 ? { kind: 'none-lost' } : put(lost, input);
}

/** All rows that should stand go in one write: where the list is replaced, it is replaced by the whole. */
function put(lost: readonly Lost[], { query, target, together }: RestoreInput): Promise<Restored> {
  const { field, file } = target;
  const [employeeId] = query.employeeIds;
  return together(async ({ read, write }) => {
    const reading = await read(query);
    if (reading.kind !== 'applied') return { kind: 'later' };
    const record = reading.value.find((one) => one.employeeId === employeeId);
    // Who has left for a moment is waited for, as with any write in doubt.
    if (record === undefined) return { kind: 'later' };
    const missing = lost.filter((one) => !stands(one, record, field));
    if (missing.length === 0) return { kind: 'restored', record };
    const standing = (record.fields[field] ?? []).filter((value) => !value.empty).map(again);
    const rows = [...missing.map(({ row }) => row), ...standing];
    const fields = [{ field, file, multiple: true, rows }];
    const outcome = await write({ employeeId: record.employeeId, picture: null, fields }, query);
    if (outcome.kind === 'refused') {
      const { kind } = outcome.refusal;
      return { kind: kind === 'unauthorized' || kind === 'not-found' ? 'later' : 'refused' };
    }
    if (outcome.kind !== 'applied') return { kind: 'later' };
    const shown = filesShown(outcome.value, field);
    const back = missing.every(({ files }) => files.every((fileId) => shown.has(fileId)));
    return back ? { kind: 'restored', record: outcome.value } : { kind: 'refused' };
  });
}

function stands({ row, files }: Lost, record: EmployeeRecord, field: string): boolean {
  const shown = filesShown(record, field);
  if (files.length > 0) return files.every((fileId) => shown.has(fileId));
  return (record.fields[field] ?? []).some(
    (value) => value.valueId !== null && value.valueId === row.valueId,
  );
}

function filesShown(record: EmployeeRecord, field: string): ReadonlySet<FileId> {
  return new Set((record.fields[field] ?? []).flatMap((value) => Object.values(value.files)));
}
