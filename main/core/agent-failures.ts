/** From what Lucca or the network said to what becomes of a document. One table for all remote calls. */
import type { AttentionReason } from '../shared/reasons.ts';
import { backoff } from './budget/backoff.ts';
import type { DocumentRecord, StateOfWork } from './model.ts';
import type { LedgerChange, Outcome } from './ports.ts';
import type { World } from './agent-world.ts';
import { unknownRestMs } from './plan/plan.ts';
import { asking, withoutState } from './plan/transitions.ts';

type NotApplied = Exclude<Outcome<unknown>, { kind: 'applied' }>;

/** Refusals that a person must settle, by what was refused. */
function questionFor(outcome: Extract<NotApplied, { kind: 'refused' }>): AttentionReason | 'signed-out' {
  switch (outcome.refusal.kind) {
    case 'unauthorized':
      return 'signed-out';
    case 'forbidden':
      return 'not-permitted';
    case 'too-large':
      return 'too-large';
    case 'type':
      return 'type-refused';
    case 'not-found':
      return 'employee-unknown';
    case 'invalid':
      return 'rejected';
  }
}

/** Offline and failing hosts share one backoff, kept in the ledger: a restart does not hammer. */
function comeBackLater(world: World): LedgerChange {
  const { memory, ports, options } = world;
  const now = ports.clock.now();
  const { backoffUntil } = memory.facts;
  // Requests that were under way together fail together: that is one failure, not several in a row.
  if (backoffUntil > now) return { kind: 'facts', facts: { backoffUntil } };
  const failures = memory.facts.failures + 1;
  const wait = backoff(failures, ports.random.next(), options.backoffCapMs);
  return { kind: 'facts', facts: { failures, backoffUntil: now + wait } };
}

function isOurs(outcome: NotApplied): boolean {
  return outcome.kind === 'unreachable' && (outcome.code === 'lease' || outcome.code === 'stopped');
}

/** What an outcome says of the way to Lucca, whatever it was for. */
function worldFacts(world: World, outcome: NotApplied): LedgerChange[] {
  return outcome.kind === 'unreachable' && !isOurs(outcome) ? [comeBackLater(world)] : [];
}

/** A reading failed: no document is to blame, and none is asked about; it is tried again, ever more seldom. */
export function afterReadingFailed(world: World, outcome: NotApplied): readonly LedgerChange[] {
  const facts = worldFacts(world, outcome);
  // That a key was refused the gateway has said, as long as it is the present one.
  const keyRefused = outcome.kind === 'refused' && outcome.refusal.kind === 'unauthorized';
  if (facts.length > 0 || isOurs(outcome) || outcome.kind === 'throttled' || keyRefused) return facts;
  return [comeBackLater(world)];
}

/** The changes after a call for `document` that did not succeed. `resume`: where it goes on later. */
export function afterFailure(
  world: World,
  document: DocumentRecord,
  outcome: NotApplied,
  resume: StateOfWork,
): readonly LedgerChange[] {
  const { ports, options } = world;
  const now = ports.clock.now();
  const facts = worldFacts(world, outcome);
  const attempts = document.attempts + 1;
  const pause = backoff(attempts, ports.random.next(), options.backoffCapMs);
  const waiting = (
    reason: Extract<DocumentRecord, { state: 'waiting' }>['reason'],
    until: number,
    counts: boolean,
  ): readonly LedgerChange[] => [
    ...facts,
    {
      kind: 'document',
      document: {
        ...withoutState(document),
        attempts: counts ? attempts : document.attempts,
        state: 'waiting',
        reason,
        until,
        resume,
        stateAt: now,
      },
    },
  ];
  switch (outcome.kind) {
    case 'refused': {
      const question = questionFor(outcome);
      if (question === 'signed-out') return waiting('signed-out', now + pause, false);
      const asked = asking(document, question, now);
      // Gone, and what became of a write is still to be read: as soon as they are back.
      const inDoubt =
        resume === 'attaching' && question === 'employee-unknown' && asked.state === 'attention';
      return [...facts, { kind: 'document', document: inDoubt ? { ...asked, resume } : asked }];
    }
    case 'throttled':
      return waiting('throttled', Math.max(world.memory.facts.throttledUntil, now), false);
    case 'unreachable': {
      if (outcome.code === 'lease') return waiting('lease', now + 5_000, false);
      if (outcome.code === 'stopped') return [{ kind: 'document', document: parked(document, resume) }];
      const until = facts.flatMap((change) =>
        change.kind === 'facts' ? [change.facts.backoffUntil ?? now] : [],
      )[0];
      return waiting('offline', until ?? now, false);
    }
    case 'failed':
      return waiting('lucca-error', now + pause, true);
    case 'unknown':
      return waiting('lucca-error', now + Math.max(pause, unknownRestMs), true);
  }
}

/** After a call that Lucca answered as it should: the way is open again. */
export function afterSuccess(world: World): readonly LedgerChange[] {
  const { failures, keyRefused, backoffUntil } = world.memory.facts;
  if (failures === 0 && !keyRefused && backoffUntil === 0) return [];
  return [{ kind: 'facts', facts: { failures: 0, keyRefused: false, backoffUntil: 0 } }];
}

/** Stopped in the middle: it stands where the next start will take it up. */
function parked(document: DocumentRecord, resume: StateOfWork): DocumentRecord {
  return { ...withoutState(document), state: resume };
}
