/**
 * Every request to Lucca passes here: it enters by the gate, is abandoned with the lease or at the end, and what its
 * answer says of the way to Lucca is kept.
 */
import { createGate, type Admitted, type GateInput, type Throttled } from './agent-gate.ts';
import type { CancelSignal, Outcome } from './ports.ts';
import type { Urgency } from './urgency.ts';

export interface Gateway {
  /**
   * Waits for its turn, sends, and keeps count. Never throws for what the network does. With a reservation
   * it goes at once while one of its places is left. Unless said otherwise it is as urgent as a fresh scan.
   */
  call<T>(
    send: (signal: CancelSignal) => Promise<Outcome<T>>,
    how?: { readonly reservation?: Reservation; readonly urgency?: Urgency },
  ): Promise<Outcome<T>>;
  /**
   * Waits until so many requests may leave, and keeps their places: what one of them reads is still so when the
   * next one writes. To be given back.
   */
  reserve(count: number, urgency: Urgency): Promise<Reservation>;
  /** Requests a minute that this agent takes of what the tenant allows. */
  allowed(): number;
  /** Another key was given: what is under way with the one before proves nothing of it. */
  keyChanged(): void;
  /** From now on nothing leaves; what is under way is abandoned. */
  stop(): void;
}

/** Places of the budget that are kept for requests to come. */
export interface Reservation {
  readonly ids: string[];
  giveBack(): Promise<void>;
}

const leaseCheckMs = 1_000;

export function createGateway(input: GateInput): Gateway {
  const { clock, memory, lease } = input;
  const gate = createGate(input);
  const cancels = new Set<() => void>();
  /** How often another key was given. */
  let keys = 0;

  /** A place that is kept, or the next one that is free. */
  async function admit(reservation: Reservation | undefined, urgency: Urgency): Promise<Admitted> {
    const kept = reservation?.ids.shift();
    if (kept === undefined) return gate.enter(1, urgency);
    const refused = gate.refusal();
    return refused === null ? { ids: [kept] } : { refused };
  }

  async function send<T>(
    first: string,
    run: (signal: CancelSignal) => Promise<Outcome<T>>,
    { reservation, urgency = 'fresh' }: { readonly reservation?: Reservation; readonly urgency?: Urgency },
  ): Promise<Outcome<T>> {
    const listeners = new Set<() => void>();
    let aborted = false;
    let id = first;
    const signal: CancelSignal = {
      get aborted() {
        return aborted;
      },
      async another() {
        await gate.answered(id, null);
        // A ledger that cannot take it stops the rest, too: what was done so far must still be told.
        const next = await admit(reservation, urgency).catch((): Admitted => ({ refused: 'stopped' }));
        if ('refused' in next) return false;
        [id = ''] = next.ids;
        return !aborted;
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
    let throttled: Throttled | null = null;
    try {
      const outcome = await run(signal);
      if (outcome.kind === 'throttled') throttled = outcome;
      else if (outcome.kind === 'unknown') throttled = outcome.throttled ?? null;
      return outcome;
    } finally {
      stopWatching();
      cancels.delete(abort);
      await gate.answered(id, throttled);
    }
  }

  return {
    allowed: () => gate.allowed(),
    async reserve(count, urgency) {
      const places = await gate.enter(count, urgency);
      const ids = 'ids' in places ? places.ids : [];
      return {
        ids,
        giveBack: () => gate.giveBack(ids.splice(0)),
      };
    },
    async call(run, how = {}) {
      const { reservation, urgency = 'fresh' } = how;
      const rest = memory.facts.throttledUntil - clock.now();
      // What was read would be old by the time that the write may leave.
      if (reservation !== undefined && rest > 0) return { kind: 'throttled', retryAfterMs: rest };
      const admitted = await admit(reservation, urgency);
      if ('refused' in admitted)
        return admitted.refused === 'key'
          ? { kind: 'refused', refusal: { kind: 'unauthorized' }, status: 401 }
          : { kind: 'unreachable', code: admitted.refused };
      const [id = ''] = admitted.ids;
      const key = keys;
      const outcome = await send(id, run, how);
      if (outcome.kind !== 'refused' || outcome.refusal.kind !== 'unauthorized') return outcome;
      // It left with the key before: that says nothing of the present one.
      if (key !== keys) return { kind: 'failed', status: outcome.status, code: 'old-key' };
      // At once, before the next one in the queue is let go with the same key.
      await input.transact(() => [{ kind: 'facts', facts: { keyRefused: true } }]);
      return outcome;
    },
    keyChanged() {
      keys += 1;
    },
    stop() {
      gate.stop();
      for (const cancel of [...cancels]) cancel();
    },
  };
}
