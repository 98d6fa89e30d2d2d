/** Is a moment of this calendar day, in the agent's own zone? */
import type { Clock } from './ports.ts';

const twoDaysMs = 48 * 3_600_000;

/** `ms`: milliseconds since 1970. Calendars are slow to ask: only what may be of today is asked about. */
export function isToday(clock: Clock, ms: number): boolean {
  const now = clock.now();
  return Math.abs(now - ms) < twoDaysMs && clock.localDay(ms) === clock.localDay(now);
}
