/**
 * A write as requests: there is no bulk update ([DOC]), so each row is an extension of its own, created by POST or
 * changed by PATCH. Both paths are inferred: Lucca's own document keeps their examples and scopes, and leaves the
 * operations out.
 *
 * Invariant (law 3): what is returned as known not applied is so for every row. Once one of them was done, anything
 * but success of all is `unknown`, and settled by reading.
 */
import type { EmployeeRecord } from '../../../core/model.ts';
import type { CancelSignal, Outcome, RecordQuery, RecordWrite, Refusal } from '../../../core/ports.ts';
import { jsonBody } from '../v3/json-body.ts';
import { fileIdsOf } from '../v3/write.ts';
import { definitionOf, employeeIdOf, readRecords } from './extensions.ts';
import type { Session } from './session.ts';
import { fieldValue, valueOf } from './values.ts';

interface RowRequest {
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly field: string;
  readonly file: string | null;
  readonly fileId: string | null;
  readonly body: unknown;
}

/** The portrait is not written by this generation ([DOC] employees are read-only). */
const noPicture: Outcome<never> = { kind: 'refused', refusal: { kind: 'forbidden' }, status: 0 };

export async function writeRecord(
  session: Session,
  write: RecordWrite,
  query: RecordQuery,
  signal: CancelSignal,
  now: () => number,
): Promise<Outcome<EmployeeRecord>> {
  if (write.picture !== null) return noPicture;
  const another = async (): Promise<boolean> => (await signal.another?.()) ?? true;
  let sent = 0;
  for (const request of rowRequests(write)) {
    if (sent > 0 && !(await another())) return { kind: 'unknown', code: 'interrupted' };
    const answer = await sendRow(session, request, write, signal);
    if (answer.kind !== 'applied') return sent === 0 ? answer : partly(answer);
    sent += 1;
  }
  // What else stands in the field, only a reading shows: rows that are gone must be noticed (law 5).
  if (sent > 0 && !(await another())) return { kind: 'unknown', code: 'interrupted' };
  const reading = await readRecords(session, query, signal, now);
  if (reading.kind !== 'applied') return sent === 0 ? reading : partly(reading);
  const record = reading.value.find((one) => one.employeeId === write.employeeId);
  return record === undefined ? { kind: 'unknown', code: 'malformed' } : { kind: 'applied', value: record };
}

function partly(answer: Exclude<Outcome<unknown>, { kind: 'applied' }>): Outcome<never> {
  const code = 'code' in answer ? answer.code : 'partly-done';
  if (answer.kind !== 'throttled') return { kind: 'unknown', code };
  return { kind: 'unknown', code, throttled: { retryAfterMs: answer.retryAfterMs } };
}

function rowRequests(write: RecordWrite): readonly RowRequest[] {
  return write.fields.flatMap((field) =>
    field.rows.flatMap((row): readonly RowRequest[] => {
      const { field: key, file } = field;
      const value = valueOf(field, row);
      const its = { field: key, file, fileId: row.fileId };
      if (row.valueId === null) {
        const body = {
          employee: { id: String(write.employeeId) },
          extensionDefinition: { id: key },
          value,
        };
        return [{ ...its, method: 'POST', path: 'employee-extensions', body }];
      }
      // A row that is only sent back stands by itself here: nothing that others write can cost it.
      if (row.fileId === null && Object.keys(row.values).length === 0) return [];
      return [{ ...its, method: 'PATCH', path: `employee-extensions/${row.valueId}`, body: { value } }];
    }),
  );
}

async function sendRow(
  session: Session,
  request: RowRequest,
  write: RecordWrite,
  signal: CancelSignal,
): Promise<Outcome<true>> {
  const { method, path, body } = request;
  const answer = await session.ask<true>({
    method,
    path,
    body: jsonBody(body),
    effect: 'write',
    parse: (json) => (showsRow(json, request, write) ? true : null),
    fileIds: fileIdsOf(write),
    signal,
  });
  if (answer.kind !== 'refused') return answer;
  return { ...answer, refusal: refusalOf(answer.refusal, answer.status, method) };
}

/** The answer is this employee's extension of this definition, with the file in its place. */
function showsRow(json: unknown, { field, file, fileId }: RowRequest, { employeeId }: RecordWrite): boolean {
  if (employeeIdOf(json) !== String(employeeId) || definitionOf(json) !== field.toLowerCase()) return false;
  return fileId === null || fieldValue(json).files[file ?? ''] === fileId;
}

/** An address that is not there says that writing is not open; an extension that is not there has gone. */
function refusalOf(refusal: Refusal, status: number, method: 'POST' | 'PATCH'): Refusal {
  if (status === 405 || (status === 404 && method === 'POST')) return { kind: 'forbidden' };
  return status === 404 || status === 412 ? { kind: 'invalid', status, unknownFileId: null } : refusal;
}
