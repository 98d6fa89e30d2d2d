/** Employees' records: what the configured fields hold. Nothing else of the answer is looked at. */
import type { EmployeeId, EmployeeRecord, FieldValue } from '../../../core/model.ts';
import type { RecordQuery } from '../../../core/ports.ts';
import { itemsOf, member, payloadOf, wholeNumber } from './json.ts';
import { fieldValues, fileIn } from './values.ts';

function fieldsParameter({ picture }: RecordQuery): string {
  return picture ? 'extendedData,id,picture' : 'extendedData,id';
}

/** `GET /api/v3/users?id=…`: a list of ids ([DOC]). Without `paging` the default page may be ten ([SRC]). */
export function recordsPath(query: RecordQuery): string {
  const ids = query.employeeIds.join(',');
  return `/api/v3/users?id=${ids}&fields=${fieldsParameter(query)}&formerEmployees=true&paging=0,${Math.max(1, query.employeeIds.length)}`;
}

/** Employees that the answer shows; one that is missing from it does not exist, or may not be seen. */
export function parseRecords(
  json: unknown,
  query: RecordQuery,
  now: number,
): readonly EmployeeRecord[] | null {
  const items = itemsOf(json);
  if (items === null) return null;
  return items.flatMap((item) => {
    const id = wholeNumber(member(item, 'id'));
    if (id === null || !query.employeeIds.includes(id as EmployeeId)) return [];
    return [recordOf(item, id as EmployeeId, query, now)];
  });
}

/** `PUT /api/v3/users/{id}?fields=…` ([DOC] seed 000): what is shown after the write. */
export function writePath(employeeId: EmployeeId, query: RecordQuery): string {
  return `/api/v3/users/${employeeId}?fields=${fieldsParameter(query)}`;
}

/** Null where the answer is no record, or another employee's. */
export function parseRecord(
  json: unknown,
  employeeId: EmployeeId,
  query: RecordQuery,
  now: number,
): EmployeeRecord | null {
  const payload = payloadOf(json);
  const item: unknown = itemsOf(json)?.[0] ?? payload;
  const id = wholeNumber(member(item, 'id'));
  const isRecord = id === employeeId || (id === null && member(item, 'extendedData') !== undefined);
  return isRecord ? recordOf(item, employeeId, query, now) : null;
}

function recordOf(item: unknown, employeeId: EmployeeId, query: RecordQuery, now: number): EmployeeRecord {
  const extendedData = member(item, 'extendedData');
  const fields: Record<string, readonly FieldValue[]> = {};
  for (const field of query.fields) {
    const raw = member(extendedData, field) ?? member(item, field);
    const shown = raw !== undefined || member(extendedData, field) === null;
    if (shown) fields[field] = fieldValues(raw);
  }
  return {
    employeeId,
    picture: query.picture ? fileIn(member(item, 'picture')) : null,
    fields,
    readAt: now,
  };
}
