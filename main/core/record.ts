/** What an employee's record says of one target. Pure; read by the planner and by filing alike. */
import type { EmployeeRecord, FieldValue, FileId, FileLink, Target, ValueId } from './model.ts';

/** The values that a record shows in a target's field; empty ones left out. The picture counts as one. */
export function valuesOf(record: EmployeeRecord, target: Target): readonly FieldValue[] {
  if (target.kind === 'picture') {
    return record.picture === null
      ? []
      : [{ valueId: null, files: { '': record.picture }, raw: null, empty: false }];
  }
  return (record.fields[target.field] ?? []).filter((value) => !value.empty);
}

/** The file of a value in a target: in its sub-field where it has one. */
export function fileOf(value: FieldValue, target: Target): FileId | null {
  return value.files[subField(target)] ?? null;
}

/** The files that stand in a target. */
export function filesOf(record: EmployeeRecord, target: Target): readonly FileId[] {
  return valuesOf(record, target)
    .map((value) => fileOf(value, target))
    .filter((fileId) => fileId !== null);
}

/**
 * The value that a new document would write over in a target that takes one. A composite value without a
 * file in the target's sub-field is not in the way: the file joins it.
 */
export function occupant(record: EmployeeRecord, target: Target): FieldValue | null {
  const values = valuesOf(record, target);
  if (target.kind === 'picture' || target.file === null) return values[0] ?? null;
  return values.find((value) => fileOf(value, target) !== null) ?? null;
}

/** Where a file id stands in a target, if it does. */
export function findFile(
  record: EmployeeRecord,
  target: Target,
  fileId: FileId,
): { readonly valueId: ValueId | null } | null {
  const value = valuesOf(record, target).find((one) => fileOf(one, target) === fileId);
  return value === undefined ? null : { valueId: value.valueId };
}

/** Where a file that stands in a target is given back; null where the record does not say. */
export function linkOf(record: EmployeeRecord, target: Target, fileId: FileId): FileLink | null {
  const value = valuesOf(record, target).find((one) => fileOf(one, target) === fileId);
  return value?.links?.[subField(target)] ?? null;
}

/** True where the record does not show the target's field at all. */
export function isHidden(record: EmployeeRecord, target: Target): boolean {
  return target.kind === 'field' && record.fields[target.field] === undefined;
}

function subField(target: Target): string {
  return target.kind === 'field' ? (target.file ?? '') : '';
}
