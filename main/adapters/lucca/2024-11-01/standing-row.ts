/**
 * A row that is about to be changed, as it stands at that moment: its value and its ETag, so that the change is done on
 * just that and on nothing else (`If-Match`). One request a row, where the settings ask for it (`tenant.etags`).
 */
import type { EmployeeId } from '../../../core/model.ts';
import type { CancelSignal, Outcome, ValueWrite } from '../../../core/ports.ts';
import { member } from '../v3/json.ts';
import { definitionOf, employeeIdOf } from './extensions.ts';
import type { Session } from './session.ts';
import { fieldValue } from './values.ts';

export interface StandingRow {
  /** `` where Lucca gives none: the change is then sent without a condition, as it is where nobody asks. */
  readonly etag: string;
  readonly value: unknown;
}

/** Known not done. The document waits, its record is read again, and what to do is decided on what stands then. */
export const changedMeanwhile: Outcome<never> = { kind: 'failed', status: 412, code: 'changed-meanwhile' };

/** What a row must be to be changed: somebody's, in a field, with the files that the write was decided on. */
export interface ExpectedRow {
  readonly employeeId: EmployeeId;
  readonly field: string;
  readonly row: ValueWrite;
}

/** @returns `changedMeanwhile` where it is another row, or other files stand there. */
export async function readStandingRow(
  session: Session,
  path: string,
  { employeeId, field, row }: ExpectedRow,
  signal: CancelSignal,
): Promise<Outcome<StandingRow>> {
  const answer = await session.ask<StandingRow & { readonly its: boolean }>({
    method: 'GET',
    path,
    effect: 'read',
    parse(json, etag) {
      if (!('value' in Object(json))) return null;
      const its = employeeIdOf(json) === String(employeeId) && definitionOf(json) === field.toLowerCase();
      return { etag, value: member(json, 'value') ?? null, its };
    },
    signal,
  });
  // It went since the record was read.
  if (answer.kind === 'refused' && answer.refusal.kind === 'not-found') return changedMeanwhile;
  if (answer.kind !== 'applied') return answer;
  const { its, value } = answer.value;
  const same = its && filesIn(value) === filesIn(member(row.again, 'value'));
  return same ? answer : changedMeanwhile;
}

function filesIn(value: unknown): string {
  return JSON.stringify(Object.entries(fieldValue({ value }).files).sort());
}
