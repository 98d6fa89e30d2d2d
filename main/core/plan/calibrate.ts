/**
 * Plan: how a tenant treats the rows of a multi-valued target is learnt before anybody's rows are at risk.
 *
 * Pure. Invariant (law 5): while it is not known whether new rows are appended or replace the old ones,
 * rows that are not Classeur's own are never written beside unless a person said "add". It is learnt on an
 * employee whose field held nothing but Classeur's own documents, in a second write, while nothing else
 * writes that target.
 */
import { appendTo } from '../append-to.ts';
import type {
  DocumentRecord,
  EmployeeId,
  EmployeeRecord,
  Target,
  TargetKey,
  TargetKnowledge,
} from '../model.ts';
import { filesOf, valuesOf } from '../record.ts';
import { decisionsFor, type PlanContext } from './context.ts';

/** A document that may go, with what its employee's record holds. */
export interface Candidate {
  readonly document: DocumentRecord;
  readonly employeeId: EmployeeId;
  readonly target: Target;
  readonly record: EmployeeRecord;
}

export interface Calibration {
  /** The employee on whom this target is being learnt: one document a write. */
  readonly calibrating: ReadonlyMap<TargetKey, EmployeeId>;
  readonly go: readonly Candidate[];
  readonly hold: readonly Candidate[];
  /** Rows of others stand there and nobody is left to learn on: a person is asked. */
  readonly ask: readonly Candidate[];
}

export function calibrate(candidates: readonly Candidate[], context: PlanContext): Calibration {
  const go: Candidate[] = [];
  const hold: Candidate[] = [];
  const ask: Candidate[] = [];
  const calibrating = new Map<TargetKey, EmployeeId>();
  const unknown = new Map<TargetKey, Candidate[]>();
  for (const candidate of candidates) {
    if (!isUntried(candidate.target, context.knowledge.get(candidate.target.key))) go.push(candidate);
    else appendTo(unknown, candidate.target.key, candidate);
  }
  for (const [key, group] of unknown) {
    const byEmployee = new Map<EmployeeId, Candidate[]>();
    for (const candidate of group) appendTo(byEmployee, candidate.employeeId, candidate);
    const chosen = choose(byEmployee, context);
    if (chosen !== null) {
      calibrating.set(key, chosen);
      for (const candidate of group) {
        const may = rowsOf(candidate, context) !== 'foreign' || mayJoinOthers(candidate.document);
        (candidate.employeeId === chosen && may ? go : hold).push(candidate);
      }
      continue;
    }
    for (const candidate of group) {
      if (rowsOf(candidate, context) === 'none') go.push(candidate);
      else (group.some((other) => rowsOf(other, context) === 'none') ? hold : ask).push(candidate);
    }
  }
  return { calibrating, go, hold, ask };
}

/** It is not known yet whether new rows join the old ones or replace them. */
export function isUntried(target: Target, knowledge: TargetKnowledge | undefined): boolean {
  if (target.kind !== 'field' || !target.multiple || target.rows === 'resend') return false;
  return (knowledge?.rows ?? 'unknown') === 'unknown';
}

function rowsOf(candidate: Candidate, context: PlanContext): 'none' | 'own' | 'foreign' {
  if (valuesOf(candidate.record, candidate.target).length === 0) return 'none';
  const files = filesOf(candidate.record, candidate.target);
  const rows = valuesOf(candidate.record, candidate.target).length;
  const own = files.length === rows && files.every((fileId) => context.ownFiles.has(fileId));
  return own ? 'own' : 'foreign';
}

/**
 * Where a second write would put at risk nothing but Classeur's own documents, or a person said "add". Who is furthest
 * on the way goes first, then who has least to send: always the same one, or everybody would get a part of theirs.
 */
function choose(
  byEmployee: ReadonlyMap<EmployeeId, readonly Candidate[]>,
  context: PlanContext,
): EmployeeId | null {
  const learners = [...byEmployee].sort(
    ([a, ofA], [b, ofB]) => uploaded(ofB) - uploaded(ofA) || ofA.length - ofB.length || a - b,
  );
  let second: EmployeeId | null = null;
  let allowed: EmployeeId | null = null;
  for (const [employeeId, group] of learners) {
    const first = group[0];
    if (first === undefined) continue;
    const rows = rowsOf(first, context);
    if (rows === 'own') return employeeId;
    if (rows === 'none' && group.length >= 2) second ??= employeeId;
    if (rows === 'foreign' && group.some((one) => mayJoinOthers(one.document))) allowed ??= employeeId;
  }
  return second ?? allowed;
}

function uploaded(group: readonly Candidate[]): number {
  return group.filter(({ document }) => document.fileId !== null).length;
}

/** A person said to write beside what stands there. */
export function mayJoinOthers(document: DocumentRecord): boolean {
  const { whenFilled, accepted } = decisionsFor(document);
  return whenFilled === 'add' || (accepted?.includes('maybe-filed') ?? false);
}
