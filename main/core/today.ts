/** Is a moment of this calendar day, in the agent's own zone? */
import type { Clock } from './ports.ts';

/** What is of today lies at most so far from now, whatever the calendar does. */
export const aboutTodayMs = 48 * 3_600_000;

/** `ms`: milliseconds since 1970. Calendars are slow to ask: only what may be of today is asked about. */
export function isToday(clock: Clock, ms: number): boolean {
  const now = clock.now();
  return Math.abs(now - ms) < aboutTodayMs && clock.localDay(ms) === clock.localDay(now);
}
