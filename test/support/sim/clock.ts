/** Virtual time: nothing waits, everything happens in the order of its moment. */

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

export class VirtualClock {
  #now: number;
  readonly #start: number;
  #order = 0;
  #timers: Timer[] = [];

  constructor(start = Date.UTC(2026, 10, 2, 8)) {
    this.#now = start;
    this.#start = start;
  }

  now = (): number => this.#now;

  elapsed = (): number => this.#now - this.#start;

  after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order++, run };
    let low = 0;
    let high = this.#timers.length;
    // Kept in the order of time, the latest first: the next one is at the end.
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#timers[middle];
      if (
        other !== undefined &&
        (other.at > timer.at || (other.at === timer.at && other.order > timer.order))
      )
        low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
    return () => {
      const at = this.#timers.indexOf(timer);
      if (at >= 0) this.#timers.splice(at, 1);
    };
  };

  sleep = (ms: number): Promise<void> => new Promise((resolve) => void this.after(ms, resolve));

  /** Lets time run until `done`, or until so many milliseconds have passed. True when done. */
  async run(done: () => boolean, forMs: number): Promise<boolean> {
    const end = this.#now + forMs;
    for (;;) {
      // All that follows from the last moment happens before the next one.
      await new Promise((resolve) => setImmediate(resolve));
      if (done()) return true;
      const timer = this.#timers.at(-1);
      if (timer === undefined || timer.at > end) {
        this.#now = end;
        return false;
      }
      this.#timers.pop();
      this.#now = Math.max(this.#now, timer.at);
      timer.run();
    }
  }
}
