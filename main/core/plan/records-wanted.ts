/** Plan: whose records are read, and when. Pure. */
import type { DocumentRecord, EmployeeId, TargetKey } from '../model.ts';
import { urgencyOf } from '../urgency.ts';
import type { Candidate } from './calibrate.ts';
import type { PlanContext } from './context.ts';

/** Where rows may be learnt: so many employees are looked at before a person is asked. */
const employeesTried = 200;

/** Targets on which somebody to learn on may still be found among those whose records are not read yet. */
export function stillSought(
  asking: readonly Candidate[],
  unread: ReadonlyMap<EmployeeId, readonly DocumentRecord[]>,
): ReadonlySet<TargetKey> {
  const looked = new Map<TargetKey, Set<EmployeeId>>();
  for (const { employeeId, target } of asking) {
    const employees = looked.get(target.key) ?? new Set();
    looked.set(target.key, employees.add(employeeId));
  }
  const left = new Set([...unread.values()].flatMap((documents) => documents.map(({ target }) => target)));
  const enough = (key: TargetKey): boolean => (looked.get(key)?.size ?? 0) >= employeesTried;
  return new Set([...looked.keys()].filter((key) => left.has(key) && !enough(key)));
}

/**
 * Whose records are read next (law 11: only those with something to file, and no sooner than needed: a reading grows
 * old). At once for fresh scans and for what is uploaded already; for backlog when what may go runs out.
 */
export function recordsWanted(
  unread: ReadonlyMap<EmployeeId, readonly DocumentRecord[]>,
  mayGo: number,
  ahead: PlanContext['readAhead'],
): readonly EmployeeId[] {
  const rank = (documents: readonly DocumentRecord[]): number => {
    if (urgencyOf(documents) === 'fresh') return 0;
    return documents.some(({ fileId }) => fileId !== null) ? 1 : 2;
  };
  const all = [...unread].map(([id, documents]) => ({ id, rank: rank(documents), count: documents.length }));
  all.sort((a, b) => a.rank - b.rank || a.count - b.count || a.id - b.id);
  const urgent = all.filter((one) => one.rank < 2);
  const wanted = urgent.map(({ id }) => id);
  if (mayGo >= ahead.atLeast) return wanted;
  let documents = 0;
  for (const { id, count } of all.slice(urgent.length)) {
    if (wanted.length >= ahead.employees || documents >= ahead.documents) break;
    wanted.push(id);
    documents += count;
  }
  return wanted;
}
