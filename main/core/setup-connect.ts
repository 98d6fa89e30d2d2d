/** First run: why there is no connection, as one of a closed list, and what a key may not do. */
import type { ConnectFailure, KeyFinding } from '../shared/setup-contract.ts';
import { placesOf } from './setup-kinds.ts';
import type { Employee, FieldDefinition } from './model.ts';
import type { Outcome } from './ports.ts';

/** Why Lucca could not be read, in the one word that the window has a sentence for. */
export function failureOf(outcome: Exclude<Outcome<unknown>, { kind: 'applied' }>): ConnectFailure {
  switch (outcome.kind) {
    case 'refused':
      if (outcome.refusal.kind === 'unauthorized') return 'key-refused';
      return outcome.refusal.kind === 'forbidden' ? 'not-permitted' : 'not-found';
    case 'throttled':
      return 'busy';
    case 'unreachable':
      return unreachable(outcome.code);
    case 'failed':
      // A whole answer that is none of Lucca's, or no answer at all.
      if (outcome.status >= 200 && outcome.status < 300) return 'not-found';
      return outcome.status === 0 ? unreachable(outcome.code) : 'trouble';
    case 'unknown':
      return 'trouble';
  }
}

function unreachable(code: string): ConnectFailure {
  if (code === 'captive-portal') return 'web-page';
  if (code === 'redirected') return 'not-found';
  if (code === 'proxy-authentication') return 'proxy';
  if (code === 'ENOTFOUND') return 'unknown-host';
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_|EPROTO/.test(code)) return 'tls';
  return 'offline';
}

/**
 * What the key may not do. `fields` null: their list may not be read. What a closed section hides is not in any list:
 * that is said, not guessed. `today`: calendar day, `YYYY-MM-DD`.
 */
export function findingsOf(
  employees: readonly Employee[],
  fields: readonly FieldDefinition[] | null,
  today: string,
): readonly KeyFinding[] {
  const findings: KeyFinding[] = [];
  if (fields === null) findings.push({ what: 'fields-unseen' });
  else {
    const places = placesOf(fields);
    const open = places.filter((place) => !place.readOnly);
    const n = new Set(open.map((place) => place.field)).size;
    findings.push(n === 0 ? { what: 'no-fields' } : { what: 'fields', n });
    const closed = [...new Set(places.filter((place) => place.readOnly).map((place) => place.name))];
    if (closed.length > 0) findings.push({ what: 'read-only', names: closed });
  }
  const left = employees.some((one) => one.contractEnd !== null && one.contractEnd.slice(0, 10) < today);
  if (!left) findings.push({ what: 'former-hidden' });
  return findings;
}
