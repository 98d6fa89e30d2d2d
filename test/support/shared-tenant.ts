/** Real gates of several agents before one tenant in virtual time, beside an integration that sends what it likes. */
import { createGateway, type Gateway } from '../../main/core/agent-gateway.ts';
import { openMemory, type Memory } from '../../main/core/agent-memory.ts';
import type { Outcome } from '../../main/core/ports.ts';
import type { Urgency } from '../../main/core/urgency.ts';
import { emptyDisk, memoryLedger, type MemoryDisk } from './memory-ledger.ts';
import { chanceOf } from './sim/random.ts';
import { VirtualClock } from './sim/clock.ts';

export interface TenantOptions {
  readonly seed: number;
  /** Requests in any window. */
  readonly limit: number;
  /** How the tenant counts: any 60 seconds, or each minute of the clock. */
  readonly window: 'sliding' | 'fixed';
  readonly retryAfter: boolean;
  /** Between a request and its answer, in milliseconds. */
  readonly answerMs: readonly [number, number];
}

/** A request that reached the tenant. */
export interface Seen {
  readonly who: string;
  /** The same for every try. */
  readonly wish: string;
  readonly at: number;
  readonly throttled: boolean;
}

const windowMs = 60_000;

export class SharedTenant {
  readonly clock = new VirtualClock();
  readonly seen: Seen[] = [];
  readonly #options: TenantOptions;
  readonly #chance;
  #counted: number[] = [];

  constructor(options: TenantOptions) {
    this.#options = options;
    this.#chance = chanceOf(options.seed);
  }

  /** One that has the tenant's rules before it and none of our own. */
  integration(who: string, perMinute: number): void {
    const every = windowMs / perMinute;
    const next = (number: number): void => {
      this.#arrive(who, `${who} ${String(number)}`);
      this.clock.after(every, () => next(number + 1));
    };
    this.clock.after(this.#chance.next() * every, () => next(1));
  }

  /** An agent's gate, on a disk that may have been another's. */
  async agent(who: string, limit: number, disk: MemoryDisk = emptyDisk()): Promise<TenantAgent> {
    const ledger = memoryLedger(disk);
    const memory = await openMemory(ledger, () => undefined);
    const { clock } = this;
    const gateway = createGateway({
      clock: { now: clock.now, monotonic: clock.now, after: clock.after, localDay: () => '2026-11-02' },
      random: { next: () => this.#chance.next(), uuid: () => `${who}-${String(this.#chance.int(0, 1e12))}` },
      memory,
      transact: (build) => memory.write(build()),
      lease: { mayWork: true },
      limit,
    });
    return new TenantAgent(who, gateway, memory, (wish) => this.#answer(who, wish));
  }

  async #answer(who: string, wish: string): Promise<Outcome<null>> {
    const { retryAfter, answerMs } = this.#options;
    const freeAt = this.#arrive(who, wish);
    await this.clock.sleep(this.#chance.int(...answerMs));
    if (freeAt === null) return { kind: 'applied', value: null };
    const seconds = Math.ceil((freeAt - this.clock.now()) / 1_000);
    return { kind: 'throttled', retryAfterMs: retryAfter ? Math.max(1, seconds) * 1_000 : null };
  }

  /** Null: let in. Else when a place is free. */
  #arrive(who: string, wish: string): number | null {
    const { limit, window } = this.#options;
    const now = this.clock.now();
    const until = (at: number): number =>
      window === 'sliding' ? at + windowMs : (Math.floor(at / windowMs) + 1) * windowMs;
    this.#counted = this.#counted.filter((at) => until(at) > now);
    const throttled = this.#counted.length >= limit;
    this.seen.push({ who, wish, at: now, throttled });
    if (throttled) return until(this.#counted[this.#counted.length - limit] ?? now);
    this.#counted.push(now);
    return null;
  }
}

export class TenantAgent {
  readonly who: string;
  readonly gateway: Gateway;
  readonly memory: Memory;
  readonly #send: (wish: string) => Promise<Outcome<null>>;

  constructor(who: string, gateway: Gateway, memory: Memory, send: (wish: string) => Promise<Outcome<null>>) {
    this.who = who;
    this.gateway = gateway;
    this.memory = memory;
    this.#send = send;
  }

  /** Sends one wish until it is done. False where nothing leaves any more. */
  async wish(name: string, urgency: Urgency): Promise<boolean> {
    for (;;) {
      const outcome = await this.gateway.call(() => this.#send(`${this.who} ${name}`), { urgency });
      if (outcome.kind !== 'throttled') return outcome.kind === 'applied';
    }
  }

  /** A backlog without end: so many at once. */
  backlog(atOnce: number): void {
    let number = 0;
    const lane = async (): Promise<void> => {
      while (await this.wish(`backlog ${String(++number)}`, 'backlog'));
    };
    for (let lanes = 0; lanes < atOnce; lanes += 1) void lane();
  }
}
