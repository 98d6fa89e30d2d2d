/**
 * A clock that was ahead and is put right. Times that were written meanwhile lie in a future that is none: nothing
 * may wait for them, and nothing that was read then is newer than now.
 */
import type { World } from './agent-world.ts';
import type { DocumentRecord } from './model.ts';
import type { LedgerChange } from './ports.ts';

/** Small corrections of the clock are not worth a word. */
const jumpMs = 2_000;
/** How long something is still waited for whose time cannot be told from one of the wrong clock. */
const doubtMs = 60_000;

/** Brings times of the wrong clock into the time of the right one. */
interface Correction {
  /** Of what has been. */
  readonly past: (at: number) => number;
  /** Of what is waited for. */
  readonly until: (at: number) => number;
}

/** The changes that bring all times back to `now`; none where the clock went on as clocks do. */
export function clockPutRight(world: World, lastSeen: number): readonly LedgerChange[] {
  const { memory, ports } = world;
  const now = ports.clock.now();
  const ahead = lastSeen - now;
  if (ahead <= jumpMs) return [];
  const right: Correction = {
    past: (at) => (at > now ? Math.min(at - ahead, now) : at),
    until: (at) => (at > lastSeen ? at - ahead : Math.min(at, now + doubtMs)),
  };
  world.records.clear();
  world.notShown.clear();
  world.definitions.readAt = -Infinity;
  const { backoffUntil, throttledUntil, directoryAskedAt, learntAt } = memory.facts;
  const changes: LedgerChange[] = [
    {
      kind: 'facts',
      facts: {
        backoffUntil: right.until(backoffUntil),
        throttledUntil: right.until(throttledUntil),
        directoryAskedAt: right.past(directoryAskedAt),
        learntAt: right.past(learntAt),
      },
    },
  ];
  for (const request of memory.requests.values()) {
    const { startedAt, answeredAt } = request;
    changes.push({
      kind: 'request',
      request: {
        ...request,
        startedAt: right.past(startedAt),
        answeredAt: answeredAt === null ? null : right.past(answeredAt),
      },
    });
  }
  if (memory.directory !== null && memory.directory.readAt > now)
    changes.push({ kind: 'directory', directory: { ...memory.directory, readAt: 0 } });
  for (const document of memory.live.values())
    changes.push({ kind: 'document', document: inRightTime(document, right) });
  return changes;
}

function inRightTime(document: DocumentRecord, { past, until }: Correction): DocumentRecord {
  const times = {
    quietSince: past(document.quietSince),
    stateAt: past(document.stateAt),
    seenAt: past(document.seenAt),
  };
  if (document.state === 'waiting') return { ...document, ...times, until: until(document.until) };
  if (document.state === 'filed' && document.changed !== null)
    return { ...document, ...times, changed: { ...document.changed, since: past(document.changed.since) } };
  return { ...document, ...times };
}

/** The latest moment that the ledger tells of as past: what a start compares its clock with. */
export function latestKnown({ memory }: World): number {
  let latest = Math.max(memory.directory?.readAt ?? 0, memory.facts.directoryAskedAt);
  for (const { startedAt, answeredAt } of memory.requests.values())
    latest = Math.max(latest, startedAt, answeredAt ?? 0);
  for (const { seenAt, stateAt } of memory.live.values()) latest = Math.max(latest, seenAt, stateAt);
  return latest;
}
