/** When a pause ends. */

/** Before anybody is at work, and after the night's backups. */
const morningHour = 6;

/** Milliseconds since 1970; Infinity for "until resumed". Tomorrow is the local one, also when the clocks change. */
export function pauseEnd(length: 'hour' | 'tomorrow' | 'resumed', now: number): number {
  switch (length) {
    case 'hour':
      return now + 3_600_000;
    case 'tomorrow': {
      const today = new Date(now);
      return new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1, morningHour).getTime();
    }
    case 'resumed':
      return Infinity;
  }
}
