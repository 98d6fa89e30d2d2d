/** 50 requests a minute for the whole tenant. [DOC limits] Time is the emulator's clock, in milliseconds. */
import type { Switches } from './switches.ts';

interface Counted {
  at: number;
  /** Counted at its answer, which has not been given yet: it stays until then. */
  open: boolean;
}

export type Admission =
  | { readonly kind: 'admitted'; readonly answered: (now: number) => void; readonly forget: () => void }
  /** `retryAt`: when a place is free. */
  | { readonly kind: 'throttled'; readonly retryAt: number };

export class RateLimit {
  readonly #switches: Switches;
  /** Oldest first. */
  readonly #counters = new Map<string, Set<Counted>>();

  constructor(switches: Switches) {
    this.#switches = switches;
  }

  admit(path: string, now: number): Admission {
    const { rateLimit, sharedRateCounter, rateCountedAt, countThrottled } = this.#switches;
    if (rateLimit === 0) return { kind: 'admitted', answered: () => undefined, forget: () => undefined };
    const name = sharedRateCounter === 'yes' ? 'tenant' : path.startsWith('/lucca-files/') ? 'files' : 'api';
    const counter = this.#counters.get(name) ?? new Set<Counted>();
    this.#counters.set(name, counter);
    this.#drop(counter, now);

    const counted: Counted = { at: now, open: rateCountedAt === 'answer' };
    if (counter.size >= rateLimit) {
      if (countThrottled === 'yes') counter.add({ at: now, open: false });
      return { kind: 'throttled', retryAt: this.#freeAt(counter, rateLimit, now) };
    }
    counter.add(counted);
    return {
      kind: 'admitted',
      answered: (at) => {
        if (!counted.open || !counter.delete(counted)) return;
        counter.add({ at, open: false });
      },
      forget: () => void counter.delete(counted),
    };
  }

  #expiry(counted: Counted): number {
    const window = this.#switches.rateWindowSeconds * 1000;
    if (this.#switches.rateWindow === 'sliding') return counted.at + window;
    return (Math.floor(counted.at / window) + 1) * window;
  }

  #drop(counter: Set<Counted>, now: number): void {
    for (const counted of counter) {
      if (counted.open) continue;
      if (this.#expiry(counted) > now) return;
      counter.delete(counted);
    }
  }

  /** When so many have left that one more fits. */
  #freeAt(counter: ReadonlySet<Counted>, limit: number, now: number): number {
    let over = counter.size - limit + 1;
    for (const counted of counter) if (!counted.open && --over === 0) return this.#expiry(counted);
    return now + this.#switches.rateWindowSeconds * 1000;
  }
}

/** The Retry-After header, rounded up: asked for no earlier than a place is free. */
export function retryAfter(
  style: Switches['retryAfter'],
  retryAt: number,
  now: number,
): Record<string, string> {
  const seconds = Math.max(1, Math.ceil((retryAt - now) / 1000));
  switch (style) {
    case 'none':
      return {};
    case 'seconds':
      return { 'Retry-After': String(seconds) };
    case 'date':
      return { 'Retry-After': new Date(Math.ceil(retryAt / 1000) * 1000).toUTCString() };
  }
}
