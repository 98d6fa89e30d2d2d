/**
 * A write as requests: there is no bulk update ([DOC]), so each row is an extension of its own, created by POST or
 * changed by PATCH. Both paths are inferred: Lucca's own document keeps their examples and scopes, and leaves the
 * operations out.
 *
 * Invariant (law 3): what is returned as known not applied is so for every row. Once one of them was done, anything
 * but success of all is `unknown`, and settled by reading.
 */
import type { EmployeeRecord } from '../../../core/model.ts';
import type {
  CancelSignal,
  FieldWrite,
  Outcome,
  RecordQuery,
  RecordWrite,
  Refusal,
  ValueWrite,
} from '../../../core/ports.ts';
import type { HttpRequest } from '../v3/http.ts';
import { jsonBody } from '../v3/json-body.ts';
import { fileIdsOf } from '../v3/write.ts';
import { definitionOf, employeeIdOf, readRecords } from './extensions.ts';
import type { Session } from './session.ts';
import { changedMeanwhile, readStandingRow } from './standing-row.ts';
import type { StandingRow } from './standing-row.ts';
import { fieldValue, valueOf } from './values.ts';

/** A row that is sent: made where it has no id yet, changed where it has one. */
interface Row {
  readonly field: FieldWrite;
  readonly row: ValueWrite;
}

interface RowRequest {
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly body: unknown;
  readonly condition?: HttpRequest['condition'];
}

/** The portrait is not written by this generation ([DOC] employees are read-only). */
const noPicture: Outcome<never> = { kind: 'refused', refusal: { kind: 'forbidden' }, status: 0 };

/** The agent is stopping. Nothing was sent yet: the document stays where it stands; or some rows were. */
const stopped: Outcome<never> = { kind: 'unreachable', code: 'stopped' };
const interrupted: Outcome<never> = { kind: 'unknown', code: 'interrupted' };

export interface WriteOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A row is read before it is changed, and changed only while it stands as it was read (`If-Match`). */
  readonly etags: boolean;
}

export async function writeRecord(
  session: Session,
  write: RecordWrite,
  query: RecordQuery,
  signal: CancelSignal,
  { now, etags }: WriteOptions,
): Promise<Outcome<EmployeeRecord>> {
  if (write.picture !== null) return noPicture;
  let asked = 0;
  let done = 0;
  const step = async <T>(ask: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const mayLeave = asked === 0 || ((await signal.another?.()) ?? true);
    if (!mayLeave) return done === 0 ? stopped : interrupted;
    asked += 1;
    const answer = await ask();
    return answer.kind === 'applied' || done === 0 ? answer : partly(answer);
  };
  const expected = ({ field, row }: Row) => ({ employeeId: write.employeeId, field: field.field, row });
  for (const row of rowsOf(write)) {
    const request = await requestFor(row, write, (path) =>
      etags ? step(() => readStandingRow(session, path, expected(row), signal)) : null,
    );
    if (request.kind !== 'applied') return request;
    const answer = await step(() => sendRow(session, request.value, row, write, signal));
    if (answer.kind !== 'applied') return answer;
    done += 1;
  }
  // What else stands in the field, only a reading shows: rows that are gone must be noticed (law 5).
  const reading = await step(() => readRecords(session, query, signal, now));
  if (reading.kind !== 'applied') return reading;
  const record = reading.value.find((one) => one.employeeId === write.employeeId);
  return record === undefined ? { kind: 'unknown', code: 'malformed' } : { kind: 'applied', value: record };
}

function partly(answer: Exclude<Outcome<unknown>, { kind: 'applied' }>): Outcome<never> {
  const code = 'code' in answer ? answer.code : 'partly-done';
  if (answer.kind !== 'throttled') return { kind: 'unknown', code };
  return { kind: 'unknown', code, throttled: { retryAfterMs: answer.retryAfterMs } };
}

function rowsOf(write: RecordWrite): readonly Row[] {
  return write.fields.flatMap((field) =>
    field.rows
      // A row that is only sent back stands by itself here: nothing that others write can cost it.
      .filter(
        ({ valueId, fileId, values }) =>
          valueId === null || fileId !== null || Object.keys(values).length > 0,
      )
      .map((row) => ({ field, row })),
  );
}

/** `standing` reads what is at a path; null where nobody asks. */
async function requestFor(
  { field, row }: Row,
  { employeeId }: RecordWrite,
  standing: (path: string) => Promise<Outcome<StandingRow>> | null,
): Promise<Outcome<RowRequest>> {
  if (row.valueId === null) {
    const body = {
      employee: { id: String(employeeId) },
      extensionDefinition: { id: field.field },
      value: valueOf(field, row),
    };
    return { kind: 'applied', value: { method: 'POST', path: 'employee-extensions', body } };
  }
  const path = `employee-extensions/${row.valueId}`;
  const read = await standing(path);
  if (read === null)
    return { kind: 'applied', value: { method: 'PATCH', path, body: { value: valueOf(field, row) } } };
  if (read.kind !== 'applied') return read;
  const { etag, value } = read.value;
  const body = { value: valueOf(field, { ...row, again: { value } }) };
  const condition = etag === '' ? {} : { condition: { 'if-match': etag } };
  return { kind: 'applied', value: { method: 'PATCH', path, body, ...condition } };
}

async function sendRow(
  session: Session,
  { method, path, body, condition }: RowRequest,
  row: Row,
  write: RecordWrite,
  signal: CancelSignal,
): Promise<Outcome<true>> {
  const answer = await session.ask<true>({
    method,
    path,
    body: jsonBody(body),
    effect: 'write',
    parse: (json) => (showsRow(json, row, write) ? true : null),
    fileIds: fileIdsOf(write),
    ...(condition === undefined ? {} : { condition }),
    signal,
  });
  if (answer.kind !== 'refused') return answer;
  if (answer.status === 412 && condition !== undefined) return changedMeanwhile;
  return { ...answer, refusal: refusalOf(answer.refusal, answer.status, method) };
}

/** The answer is this employee's extension of this definition, with the file in its place. */
function showsRow(json: unknown, { field, row }: Row, { employeeId }: RecordWrite): boolean {
  if (employeeIdOf(json) !== String(employeeId)) return false;
  if (definitionOf(json) !== field.field.toLowerCase()) return false;
  return row.fileId === null || fieldValue(json).files[field.file ?? ''] === row.fileId;
}

/** An address that is not there says that writing is not open; an extension that is not there has gone. */
function refusalOf(refusal: Refusal, status: number, method: 'POST' | 'PATCH'): Refusal {
  if (status === 405 || (status === 404 && method === 'POST')) return { kind: 'forbidden' };
  return status === 404 || status === 412 ? { kind: 'invalid', status, unknownFileId: null } : refusal;
}
