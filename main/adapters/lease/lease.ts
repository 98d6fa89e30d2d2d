/**
 * The `Lease` port on files in `<root>/.classeur/`. No server but the share itself, no clock but the share's.
 *
 * Taking. `lease-<n>` is created exclusively, which even network file systems decide on the server: of two contenders
 * one gets the number. The holder is whoever created the highest number; to take over is to create the next one.
 * The highest is never deleted, also when it is released: a number that came back could be created a second time by a
 * contender that was slow. Lower ones are deleted by the holder.
 *
 * Holding. A heartbeat rewrites the holder's own file and then lists the folder: it is confirmed when no higher number
 * stands there. It counts from the moment it began.
 *
 * The arithmetic. A, the holder, may send for 30 s after its last confirmed heartbeat began, and a request under way
 * then may last 30 s more: A is silent 60 s after that moment at the latest. B takes over when the share's clock is
 * 90 s past the last write to A's file, and that write came after the heartbeat began: 30 s remain for a share whose
 * clock is read coarsely and for lists that a network client answers from memory (NFS keeps them up to 60 s, but a
 * client that has not looked for 90 s has nothing left to answer from).
 *   One race is left: A, asleep for 89 s, writes just after B has read A's time and lists just before B creates its
 * number. A is then confirmed. So B, after creating, reads A's file once more: where it changed, B holds the number but
 * stays silent until 90 s after that write (`quietUntil`, kept in B's record for whoever takes over from B). Where it
 * did not change, every later heartbeat of A lists after B's creation and sees it.
 *
 * At once. A released lease, one of this same data folder (whose lock we hold), and one whose process on this host is
 * certainly dead are taken over without waiting.
 *
 * Clock jumps. Time of sleep is missing from the monotonic clock and present in the wall clock. When the two have moved
 * apart by more than 5 s since the last confirmed heartbeat began, nothing is sent until the next one.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Clock, Lease, LeaseState } from '../../core/ports.ts';
import { dataCopyName } from '../journal/journal.ts';
import { makeOwnFolder, ownFolder } from '../own-folder/own-folder.ts';
import { isAnotherAgentIn, isCloudRoot } from './cloud-root.ts';
import { generations, type Generation, type Generations } from './generations.ts';
import {
  isDeadHere,
  sameDataFolder,
  theseProcesses,
  thisHolder,
  type Holder,
  type ProcessTable,
} from './holder.ts';
import { formerlyKept, type LeaseRecord } from './record.ts';

export const staleAfterMs = 90_000;
export const workFor = 30_000;
const jumpMs = 5_000;
/** On a cloud root, how often others are looked for while the lease is ours. */
const lookAroundMs = 60_000;
/** How long a release waits for a share that hangs. */
const releaseWithinMs = 2_000;
/** On a cloud drive each heartbeat is an upload, and nobody judges by it: seldom is enough. */
const cloudBeatMs = 600_000;

export interface LeaseOptions {
  readonly root: string;
  /** The data folder. */
  readonly data: string;
  readonly agentId: string;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly processes?: ProcessTable;
  /** Who we are; by default this process. */
  readonly holder?: Holder;
  /** The lease's files; by default those in the root. */
  readonly files?: Generations;
}

interface Held {
  readonly n: number;
  readonly record: LeaseRecord;
  /** Shown while we are still silent for its sake. */
  readonly before: string;
}

interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

export async function openLease(options: LeaseOptions): Promise<Lease> {
  const { root, data, agentId, clock } = options;
  const self = options.holder ?? (await thisHolder(agentId, data));
  const processes = options.processes ?? theseProcesses;
  const files = options.files ?? generations(ownFolder(root), agentId);
  const inCloud = isCloudRoot(root, options.env ?? process.env);

  let held: Held | null = null;
  let confirmed: Moment | null = null;
  let running: Promise<LeaseState> | null = null;
  let lookedAround = -Infinity;

  const moment = (): Moment => ({ monotonic: clock.monotonic(), wall: clock.now() });

  async function beatOnce(): Promise<LeaseState> {
    const began = moment();
    // A root that is away ends the beat here, and takes nothing that time itself does not take.
    await makeOwnFolder(root);
    if (inCloud && (held === null || began.monotonic - lookedAround >= lookAroundMs)) {
      if (await isAnotherAgentIn(root, self, join(data, dataCopyName), began.wall)) {
        held = confirmed = null;
        return { kind: 'refused', why: 'cloud-root' };
      }
      lookedAround = began.monotonic;
    }
    if (held !== null) {
      const state = await keep(held, began);
      if (state !== null) return state;
      held = confirmed = null;
    }
    return contend(began);
  }

  /** Null when the lease is no longer ours. */
  async function keep(mine: Held, began: Moment): Promise<LeaseState | null> {
    const beat: LeaseRecord = { ...mine.record, beats: mine.record.beats + 1, at: began.wall };
    const due = !inCloud || began.wall - mine.record.at >= cloudBeatMs || began.wall < mine.record.at;
    if (due && !(await files.rewrite(mine.n, beat))) return null;
    if ((await files.list()).at(-1) !== mine.n) return null;
    held = due ? { ...mine, record: beat } : mine;
    return confirm(held, began);
  }

  async function contend(began: Moment): Promise<LeaseState> {
    const highest = (await files.list()).at(-1) ?? 0;
    const found = highest === 0 ? null : await files.read(highest);
    // Gone between the two: somebody with a higher number is tidying up. The next beat sees it.
    if (highest > 0 && found === null) return { kind: 'elsewhere', host: '' };
    const free = found === null || isFree(found);
    const now = free ? 0 : await files.clock();
    if (!free && now - found.mtimeMs < staleAfterMs) return elsewhere(found);

    const record: LeaseRecord = {
      holder: self,
      nonce: randomUUID(),
      beats: 0,
      at: began.wall,
      released: false,
      // Should we die before the race is looked into, whoever follows waits it out.
      quietUntil: free ? (found?.record?.quietUntil ?? 0) : now + staleAfterMs,
      formerly: formerAgents(found),
    };
    const n = highest + 1;
    const created = await files.create(n, record);
    const top = (await files.list()).at(-1) ?? 0;
    if (!created || top !== n) return elsewhere(top === 0 ? null : await files.read(top));
    const mine: Held = { n, record, before: found?.record?.holder.host ?? '' };
    held = free ? mine : await silentIfItMoved(mine, highest, found);
    return confirm(held, began);
  }

  /** The race of the header: `found` was judged stale, and may have been written to since. */
  async function silentIfItMoved(mine: Held, older: number, found: Generation): Promise<Held> {
    const again = await files.read(older);
    const moved =
      again !== null &&
      again.record?.released !== true &&
      (again.mtimeMs !== found.mtimeMs || again.record?.beats !== found.record?.beats);
    const inherited = found.record?.quietUntil ?? 0;
    const quietUntil = moved ? Math.max(inherited, again.mtimeMs + staleAfterMs) : inherited;
    const record = { ...mine.record, quietUntil };
    await files.rewrite(mine.n, record);
    return { ...mine, record };
  }

  async function confirm(mine: Held, began: Moment): Promise<LeaseState> {
    if (mine.record.quietUntil > 0) {
      if ((await files.clock()) < mine.record.quietUntil) return { kind: 'elsewhere', host: mine.before };
      held = { ...mine, record: { ...mine.record, quietUntil: 0 } };
    }
    confirmed = began;
    for (const n of await files.list()) if (n < mine.n) await files.remove(n);
    return { kind: 'held' };
  }

  function isFree({ record }: Generation): boolean {
    if (record === null) return false;
    return (
      record.released || sameDataFolder(record.holder, self) || isDeadHere(record.holder, self, processes)
    );
  }

  function formerAgents(found: Generation | null): readonly string[] {
    const record = found?.record;
    if (record === null || record === undefined || record.holder.host !== self.host) return [];
    const ids = [...record.formerly, record.holder.agentId].filter((id) => id !== agentId);
    return [...new Set(ids)].slice(-formerlyKept);
  }

  function elsewhere(found: Generation | null): LeaseState {
    return { kind: 'elsewhere', host: found?.record?.holder.host ?? '' };
  }

  return {
    beat() {
      // A share that hangs holds up one beat, not a queue of them.
      running ??= beatOnce()
        .catch((): LeaseState => ({ kind: 'unavailable' }))
        .finally(() => {
          running = null;
        });
      return running;
    },
    get mayWork() {
      if (confirmed === null) return false;
      const now = moment();
      const passed = now.monotonic - confirmed.monotonic;
      const jumped = Math.abs(now.wall - confirmed.wall - passed) > jumpMs;
      // A clock that jumps back must not bring the right to work back with it.
      if (jumped) confirmed = null;
      return !jumped && passed < workFor;
    },
    async release() {
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, releaseWithinMs).unref())]);
      const mine = held;
      held = confirmed = null;
      try {
        if (mine !== null) await files.rewrite(mine.n, { ...mine.record, released: true, at: clock.now() });
        await files.removeClock();
      } catch {
        // The root is not there: the lease runs out by itself.
      }
    },
  };
}
