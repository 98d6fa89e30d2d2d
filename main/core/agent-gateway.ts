/**
 * Every request to Lucca passes here: the budget, `Retry-After`, the lease and the wish to stop stand at one gate.
 *
 * Invariant (law 8): a request is in the ledger before it leaves and counts until 60 s after its answer.
 */
import { budget, forgettable } from './budget/budget.ts';
import type { Memory } from './agent-memory.ts';
import type { CancelSignal, Clock, Lease, LedgerChange, Outcome, Random, RequestEntry } from './ports.ts';

export interface Gateway {
  /**
   * Waits for its turn, sends, and keeps count. Never throws for what the network does. With a reservation
   * it goes at once while one of its places is left.
   */
  call<T>(
    send: (signal: CancelSignal) => Promise<Outcome<T>>,
    reservation?: Reservation,
  ): Promise<Outcome<T>>;
  /**
   * Waits until so many requests may leave, and keeps their places: what one of them reads is still so when the
   * next one writes. To be given back.
   */
  reserve(count: number): Promise<Reservation>;
  /** From now on nothing leaves; what is under way is abandoned. */
  stop(): void;
}

/** Places of the budget that are kept for requests to come. */
export interface Reservation {
  readonly ids: string[];
  giveBack(): Promise<void>;
}

export interface GatewayInput {
  readonly clock: Clock;
  readonly random: Random;
  readonly lease: Pick<Lease, 'mayWork'>;
  readonly memory: Memory;
  readonly transact: (build: () => readonly LedgerChange[]) => Promise<void>;
  /** Requests in any 60 seconds. */
  readonly limit: number;
}

/** Where Lucca gives no `Retry-After`: a whole window. */
const throttleMs = 60_000;
const leaseCheckMs = 1_000;

export function createGateway(input: GatewayInput): Gateway {
  const { clock, memory, lease } = input;
  const cancels = new Set<() => void>();
  const sleepers = new Set<() => void>();
  let stopped = false;
  let turn: Promise<unknown> = Promise.resolve();
  /** Answers that the ledger could not take: they count all the same, and are written with the next request. */
  const unwritten = new Map<string, RequestEntry>();

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        sleepers.delete(done);
        resolve();
      };
      const cancel = clock.after(Math.min(ms, 60_000), done);
      sleepers.add(done);
    });
  }

  function wakeAll(): void {
    for (const sleeper of [...sleepers]) sleeper();
  }

  function obstacle(): 'stopped' | 'lease' | 'key' | null {
    if (stopped) return 'stopped';
    if (memory.facts.keyRefused) return 'key';
    return lease.mayWork ? null : 'lease';
  }

  /** The moment's obstacle, or the ids of requests that now count. */
  async function acquire(
    count: number,
  ): Promise<{ ids: string[] } | { refused: 'stopped' | 'lease' | 'key' }> {
    for (;;) {
      const refused = obstacle();
      if (refused !== null) return { refused };
      const now = clock.now();
      const { throttledUntil } = memory.facts;
      const view = budget(new Map([...memory.requests, ...unwritten]).values(), input.limit - count + 1, now);
      if (throttledUntil > now) await sleep(throttledUntil - now);
      else if (view.left === 0) await sleep(view.nextAt - now);
      else {
        const ids = Array.from({ length: count }, () => input.random.uuid());
        const late = [...unwritten.values()];
        await input.transact(() => [
          ...late.map((request): LedgerChange => ({ kind: 'request', request })),
          { kind: 'requests-before', answeredBefore: forgettable(now) },
          ...ids.map((id): LedgerChange => ({
            kind: 'request',
            request: { id, startedAt: now, answeredAt: null },
          })),
          { kind: 'facts', facts: { requests: memory.facts.requests + count } },
        ]);
        for (const request of late) unwritten.delete(request.id);
        return { ids };
      }
    }
  }

  /** In the order of asking. */
  function inTurn(count: number): ReturnType<typeof acquire> {
    const place = turn.then(() => acquire(count));
    turn = place.catch(() => undefined);
    return place;
  }

  async function send<T>(
    id: string,
    run: (signal: CancelSignal) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const listeners = new Set<() => void>();
    let aborted = false;
    const signal: CancelSignal = {
      get aborted() {
        return aborted;
      },
      addEventListener: (_, listener) => listeners.add(listener),
      removeEventListener: (_, listener) => listeners.delete(listener),
    };
    const abort = (): void => {
      if (aborted) return;
      aborted = true;
      for (const listener of [...listeners]) listener();
    };
    let stopWatching = (): void => undefined;
    const watch = (): void => {
      // Another agent may take the root over: what is under way is abandoned, its outcome read later.
      if (!lease.mayWork) abort();
      else stopWatching = clock.after(leaseCheckMs, watch);
    };
    watch();
    cancels.add(abort);
    try {
      return await run(signal);
    } finally {
      stopWatching();
      cancels.delete(abort);
      const answered = { id, startedAt: memory.requests.get(id)?.startedAt ?? 0, answeredAt: clock.now() };
      unwritten.set(id, answered);
      await input
        .transact(() => [{ kind: 'request', request: answered }])
        .then(() => unwritten.delete(id))
        .catch(() => undefined);
      wakeAll();
    }
  }

  return {
    async reserve(count) {
      const places = await inTurn(Math.min(count, input.limit));
      const ids = 'ids' in places ? places.ids : [];
      return {
        ids,
        async giveBack() {
          const unused = ids.splice(0);
          if (unused.length === 0) return;
          // As answered long ago: nothing of them left.
          await input.transact(() => [
            ...unused.map((id): LedgerChange => ({
              kind: 'request',
              request: { id, startedAt: 0, answeredAt: 0 },
            })),
            { kind: 'facts', facts: { requests: memory.facts.requests - unused.length } },
          ]);
          wakeAll();
        },
      };
    },
    async call(run, reservation) {
      const rest = memory.facts.throttledUntil - clock.now();
      // What was read would be old by the time that the write may leave.
      if (reservation !== undefined && rest > 0) return { kind: 'throttled', retryAfterMs: rest };
      const kept = reservation?.ids.shift();
      const refused = obstacle();
      const admitted =
        kept === undefined ? await inTurn(1) : refused === null ? { ids: [kept] } : { refused };
      if ('refused' in admitted)
        return admitted.refused === 'key'
          ? { kind: 'refused', refusal: { kind: 'unauthorized' }, status: 401 }
          : { kind: 'unreachable', code: admitted.refused };
      const [id = ''] = admitted.ids;
      const outcome = await send(id, run);
      // At once, before the next one in the queue is let go with the same key.
      if (outcome.kind === 'refused' && outcome.refusal.kind === 'unauthorized')
        await input.transact(() => [{ kind: 'facts', facts: { keyRefused: true } }]);
      if (outcome.kind === 'throttled') {
        const rest = outcome.retryAfterMs ?? throttleMs;
        const until = clock.now() + rest + Math.round(input.random.next() * 500);
        await input.transact(() => [
          {
            kind: 'facts',
            facts: {
              throttledUntil: Math.max(until, memory.facts.throttledUntil),
              throttled: memory.facts.throttled + 1,
            },
          },
        ]);
      }
      return outcome;
    },
    stop() {
      stopped = true;
      wakeAll();
      for (const cancel of [...cancels]) cancel();
    },
  };
}
