/** Budget: how long to wait after a transient failure. */

const firstMs = 1_000;
const longestMs = 15 * 60_000;

/**
 * 1 s doubling to 15 min, half of it jittered so that many agents do not come back at the same moment.
 * `attempts`: failures in a row, from 1. `cap`: the longest wait in milliseconds. `random`: 0 ≤ n < 1.
 */
export function backoff(attempts: number, random: number, cap: number = longestMs): number {
  const whole = Math.min(firstMs * 2 ** Math.min(Math.max(attempts - 1, 0), 30), longestMs, cap);
  return Math.round(whole / 2 + (whole / 2) * random);
}
