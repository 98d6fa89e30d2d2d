/** Records: the extensions of employees, of the configured definitions alone. */
import type { EmployeeId, EmployeeRecord, FieldValue } from '../../../core/model.ts';
import type { CancelSignal, Outcome, RecordQuery } from '../../../core/ports.ts';
import { fieldValue } from './values.ts';
import { idOf, pageOf } from './session.ts';
import type { Page, Session } from './session.ts';
import { member } from '../v3/json.ts';

/** More than any sane record holds: a listing that never ends is not read on. */
const mostPages = 50;

export async function readRecords(
  session: Session,
  query: RecordQuery,
  signal: CancelSignal,
  now: () => number,
): Promise<Outcome<readonly EmployeeRecord[]>> {
  const found: unknown[] = [];
  let cursor: string | null = null;
  if (query.fields.length > 0)
    for (let read = 0; ; read += 1) {
      if (read >= mostPages) return failed('endless-listing');
      if (read > 0 && !((await signal.another?.()) ?? true)) return { kind: 'unreachable', code: 'stopped' };
      const answer: Outcome<Page> = await session.ask({
        method: 'GET',
        path: extensionsPath(query, cursor),
        effect: 'read',
        parse: pageOf,
        signal,
      });
      if (answer.kind === 'refused') return unreadable(answer);
      if (answer.kind !== 'applied') return answer;
      // A tenant that does not know the filter shows everybody's: that is not read on, nor looked at (law 11).
      if (answer.value.items.some((item) => !isAskedFor(item, query))) return failed('filter-not-honoured');
      found.push(...answer.value.items);
      if (answer.value.next === null || answer.value.next === cursor) break;
      cursor = answer.value.next;
    }
  const readAt = now();
  return {
    kind: 'applied',
    value: query.employeeIds.map((employeeId) => recordOf(employeeId, query, found, session.origin, readAt)),
  };
}

function extensionsPath({ employeeIds, fields }: RecordQuery, cursor: string | null): string {
  const definitions = fields.map(encodeURIComponent).join(',');
  const page = cursor === null ? '' : `&page=${encodeURIComponent(cursor)}`;
  return `employee-extensions?employee.id=${employeeIds.join(',')}&extensionDefinition.id=${definitions}&limit=100&include=links${page}`;
}

/** A listing that may not be read says nothing of any employee: only the key's own refusals are passed on. */
function unreadable(
  answer: Extract<Outcome<never>, { kind: 'refused' }>,
): Outcome<readonly EmployeeRecord[]> {
  const { refusal, status } = answer;
  if (refusal.kind === 'unauthorized' || refusal.kind === 'forbidden') return answer;
  return { kind: 'failed', status, code: status === 400 ? 'filter-refused' : 'extensions-not-open' };
}

const failed = (code: string): Outcome<never> => ({ kind: 'failed', status: 200, code });

function isAskedFor(item: unknown, { employeeIds, fields }: RecordQuery): boolean {
  return (
    employeeIds.some((id) => String(id) === employeeIdOf(item)) &&
    fields.some((field) => field.toLowerCase() === definitionOf(item))
  );
}

export function employeeIdOf(extension: unknown): string {
  return idOf(member(extension, 'employee'));
}

/** In lower case. */
export function definitionOf(extension: unknown): string {
  return idOf(member(extension, 'extensionDefinition')).toLowerCase();
}

/** A field without an extension is empty: nothing else is said of what does not stand there. */
function recordOf(
  employeeId: EmployeeId,
  query: RecordQuery,
  found: readonly unknown[],
  origin: string,
  readAt: number,
): EmployeeRecord {
  const its = found.filter((item) => employeeIdOf(item) === String(employeeId));
  const fields: Record<string, readonly FieldValue[]> = {};
  for (const field of query.fields)
    fields[field] = its
      .filter((item) => definitionOf(item) === field.toLowerCase())
      .map((item) => fieldValue(item, origin));
  return { employeeId, picture: null, fields, readAt };
}
