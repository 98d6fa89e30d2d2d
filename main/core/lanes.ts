/**
 * How many of a kind run at once: few as a rule, so that a slow line brings one document after the other home instead
 * of all of them late; more with each that is over at once, for then nothing is in the way but waiting for it.
 */
export interface Lanes {
  /** How many may run now. */
  readonly width: number;
  /** One is over, having taken so many milliseconds. */
  ended(ms: number): void;
}

/** Whoever takes longer than `quickMs` shows nothing; longer than `slowMs`, that there is something in the way. */
const quickMs = 300;
const slowMs = 1_000;

export function lanes({ few, most }: { readonly few: number; readonly most: number }): Lanes {
  let width = few;
  return {
    get width() {
      return width;
    },
    ended(ms) {
      if (ms < quickMs) width = Math.min(most, width + 1);
      else if (ms > slowMs) width = few;
    },
  };
}
