/**
 * The gate that every request passes: fresh scans before backlog, each in the order of asking, when the budget, its
 * pace and `Retry-After` let one go.
 *
 * Invariant (law 8): a request is in the ledger before it leaves and counts until 60 s after its answer.
 */
import type { Memory } from './agent-memory.ts';
import { budget, forgettable } from './budget/budget.ts';
import {
  allowance,
  afterThrottle,
  paceAfter,
  paceAllows,
  paceGivenBack,
  startOfPace,
  type Lesson,
} from './budget/pace.ts';
import type { Clock, Lease, LedgerChange, Random, RequestEntry } from './ports.ts';
import type { Urgency } from './urgency.ts';

export type Refused = 'stopped' | 'lease' | 'key';

/** Ids of requests that now count, at most as many as were asked for; or why none may leave. */
export type Admitted = { readonly ids: string[] } | { readonly refused: Refused };

export interface Throttled {
  readonly retryAfterMs: number | null;
}

export interface Gate {
  enter(count: number, urgency: Urgency): Promise<Admitted>;
  /** What refuses everything at this moment. */
  refusal(): Refused | null;
  /**
   * A request was answered, or given up; its place counts for another minute. `throttled`: Lucca refused it as one too
   * many, so nothing leaves for so long, and less leaves from then on.
   */
  answered(id: string, throttled: Throttled | null): Promise<void>;
  /** Places that were not used after all. */
  giveBack(ids: readonly string[]): Promise<void>;
  /** Requests in any minute that this agent takes now. */
  allowed(): number;
  stop(): void;
}

export interface GateInput {
  readonly clock: Clock;
  readonly random: Random;
  readonly lease: Pick<Lease, 'mayWork'>;
  readonly memory: Memory;
  readonly transact: (build: () => readonly LedgerChange[]) => Promise<void>;
  /** Requests in any 60 seconds, as the settings say. */
  readonly limit: number;
}

interface Wish {
  readonly count: number;
  readonly urgency: Urgency;
  readonly resolve: (admitted: Admitted) => void;
  readonly reject: (error: unknown) => void;
}

/** Where Lucca gives no `Retry-After`: a whole window. */
const throttleMs = 60_000;
const longestSleepMs = 60_000;
const forgetEveryMs = 1_000;

export function createGate(input: GateInput): Gate {
  const { clock, memory, lease, limit } = input;
  const wishes: Record<Urgency, Wish[]> = { fresh: [], backlog: [] };
  /** Answers that the ledger could not take: they count all the same, and are written with the next request. */
  const unwritten = new Map<string, RequestEntry>();
  /** Admitted and not answered yet. */
  const underWay = new Set<string>();
  let pace = startOfPace;
  let stopped = false;
  /** After a 429 one request finds out whether the way is open, before others follow. */
  let probing = false;
  /** By the clock that never goes back: as in the ledger, also where that could not be written. */
  let heldUntil = -Infinity;
  let pumping = false;
  let forgotAt = -Infinity;
  let wake: (() => void) | null = null;

  const lesson = (): Lesson => ({ perMinute: memory.facts.learntPace, at: memory.facts.learntAt });
  const allowed = (): number => allowance(lesson(), limit, clock.now());
  const log = (): Iterable<RequestEntry> =>
    unwritten.size === 0 ? memory.requests.values() : new Map([...memory.requests, ...unwritten]).values();

  function refusal(): Refused | null {
    if (stopped) return 'stopped';
    if (memory.facts.keyRefused) return 'key';
    return lease.mayWork ? null : 'lease';
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        wake = null;
        resolve();
      };
      const cancel = clock.after(Math.min(ms, longestSleepMs), done);
      wake = done;
    });
  }

  const next = (): Wish | undefined => wishes.fresh[0] ?? wishes.backlog[0];

  /** Milliseconds until the wish may be granted. */
  function waitFor({ count, urgency }: Wish): number {
    const now = clock.now();
    const held = Math.max(memory.facts.throttledUntil - now, heldUntil - clock.monotonic());
    if (held > 0) return held;
    if (probing && underWay.size > 0) return Infinity;
    const most = allowed();
    const places = Math.min(count, most);
    const { left } = budget(log(), most, now);
    if (left < places) return budget(log(), most - places + 1, now).nextAt - now;
    const counted = most - left;
    return paceAllows(pace, urgency, { counted, allowed: most }) - clock.monotonic();
  }

  /** The wait after a 429, and what it teaches. Requests that were refused together are one lesson. */
  function lessonOf({ startedAt }: RequestEntry, restMs: number): LedgerChange {
    const now = clock.now();
    const counted = limit - budget(log(), limit, now).left;
    const known = startedAt < memory.facts.learntAt;
    const learnt = known ? lesson() : afterThrottle(lesson(), limit, counted, now);
    return {
      kind: 'facts',
      facts: {
        throttledUntil: Math.max(now + restMs, memory.facts.throttledUntil),
        throttled: memory.facts.throttled + 1,
        learntPace: learnt.perMinute,
        learntAt: learnt.at,
      },
    };
  }

  async function pump(): Promise<void> {
    if (pumping) return;
    pumping = true;
    try {
      for (let wish = next(); wish !== undefined; wish = next()) {
        const refused = refusal();
        if (refused !== null) {
          wishes[wish.urgency].shift();
          wish.resolve({ refused });
          continue;
        }
        const wait = Math.ceil(waitFor(wish));
        if (wait > 0) await sleep(wait);
        else {
          wishes[wish.urgency].shift();
          await admit(wish).then(wish.resolve, wish.reject);
        }
      }
    } finally {
      pumping = false;
    }
  }

  /** Forgetting looks through all that is remembered: now and then is enough. */
  function forgets(now: number): readonly LedgerChange[] {
    if (now >= forgotAt && now < forgotAt + forgetEveryMs) return [];
    forgotAt = now;
    return [{ kind: 'requests-before', answeredBefore: forgettable(now) }];
  }

  async function admit({ count }: Wish): Promise<Admitted> {
    const now = clock.now();
    const most = allowed();
    // What is read for a write must not be a minute old when that leaves: they go together, also where little is left
    // by others, and what comes next waits for both.
    const ids = Array.from({ length: Math.min(count, limit) }, () => input.random.uuid());
    const late = [...unwritten.values()];
    await input.transact(() => [
      ...late.map((request): LedgerChange => ({ kind: 'request', request })),
      ...forgets(now),
      ...ids.map((id): LedgerChange => ({
        kind: 'request',
        request: { id, startedAt: now, answeredAt: null },
      })),
      { kind: 'facts', facts: { requests: memory.facts.requests + ids.length } },
    ]);
    for (const request of late) unwritten.delete(request.id);
    for (const id of ids) underWay.add(id);
    pace = paceAfter(pace, ids.length, most, clock.monotonic());
    return { ids };
  }

  return {
    refusal,
    allowed,
    enter(count, urgency) {
      return new Promise((resolve, reject) => {
        wishes[urgency].push({ count, urgency, resolve, reject });
        wake?.();
        void pump();
      });
    },
    async answered(id, throttled) {
      const now = clock.now();
      const answered = { id, startedAt: memory.requests.get(id)?.startedAt ?? 0, answeredAt: now };
      probing = throttled !== null;
      const restMs =
        throttled === null
          ? 0
          : (throttled.retryAfterMs ?? throttleMs) + Math.round(input.random.next() * 500);
      heldUntil = Math.max(heldUntil, clock.monotonic() + restMs);
      underWay.delete(id);
      unwritten.set(id, answered);
      await input
        .transact(() => [
          { kind: 'request', request: answered },
          ...(throttled === null ? [] : [lessonOf(answered, restMs)]),
        ])
        .then(() => unwritten.delete(id))
        .catch(() => undefined);
      wake?.();
    },
    async giveBack(ids) {
      if (ids.length === 0) return;
      for (const id of ids) underWay.delete(id);
      pace = paceGivenBack(pace, ids.length, allowed());
      // As answered long ago: nothing of them left.
      await input.transact(() => [
        ...ids.map((id): LedgerChange => ({
          kind: 'request',
          request: { id, startedAt: 0, answeredAt: 0 },
        })),
        { kind: 'facts', facts: { requests: memory.facts.requests - ids.length } },
      ]);
      wake?.();
    },
    stop() {
      stopped = true;
      wake?.();
    },
  };
}
