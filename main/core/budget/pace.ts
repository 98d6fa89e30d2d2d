/**
 * Budget: how many requests a minute this agent takes of what the tenant allows, and how they follow each other.
 *
 * Pure. The settings say the most; Lucca's 429 says that others need some of it. Several agents of one tenant, and
 * integrations that are none of ours, come to share it without talking: who is refused takes markedly less, and all
 * take slowly more (additive increase, multiplicative decrease, as TCP does).
 */

import type { Urgency } from '../urgency.ts';

/** What 429s have taught; `perMinute` 0: nothing yet. Kept in the ledger. */
export interface Lesson {
  readonly perMinute: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Less than this share of the settings is never taken: who waits behind others for ever files nothing. */
const least = 0.1;
const decrease = 0.75;
/** How much more is tried each minute, as a share of the settings. */
const increasePerMinute = 0.02;
const minuteMs = 60_000;
/** Of a minute's requests, so many may leave at once after a rest; the others follow evenly. */
const burst = { fresh: 0.5, backlog: 0.05 };

/** Requests that may be counted in any minute now: whole, at least 1, at most `limit`. */
export function allowance(lesson: Lesson, limit: number, now: number): number {
  if (!(lesson.perMinute > 0)) return limit;
  const regained = (Math.max(0, now - lesson.at) / minuteMs) * increasePerMinute * limit;
  return Math.max(1, Math.min(limit, Math.floor(lesson.perMinute + regained)));
}

/**
 * What a 429 teaches. `counted`: requests of this agent that count at this moment. A minute that has only begun says
 * little about the pace, so no more than half of it is believed at once.
 */
export function afterThrottle(lesson: Lesson, limit: number, counted: number, now: number): Lesson {
  const before = allowance(lesson, limit, now);
  const taken = Math.min(before, Math.max(counted, before / 2));
  return { perMinute: Math.max(1, limit * least, taken * decrease), at: now };
}

/** When the next request may leave, by the pace alone: by a clock that never goes back, in milliseconds. */
export interface Pace {
  readonly nextAt: number;
}

export const startOfPace: Pace = { nextAt: -Infinity };

/** The moment from which the pace lets a request go. `counted` of `allowed` count already. */
export function paceAllows(
  pace: Pace,
  urgency: Urgency,
  { counted, allowed }: { readonly counted: number; readonly allowed: number },
): number {
  // A scan that somebody just saved does not queue behind an even pace while half of the minute is still there.
  if (urgency === 'fresh' && counted < allowed * burst.fresh) return -Infinity;
  return pace.nextAt;
}

/** The pace after `count` requests left. A rest is saved up for a moment only: what leaves together now leaves a gap in a minute. */
export function paceAfter(pace: Pace, count: number, allowed: number, now: number): Pace {
  const interval = minuteMs / allowed;
  const saved = minuteMs * burst.backlog;
  return { nextAt: Math.max(pace.nextAt, now - saved) + interval * count };
}

/** Places that were kept and not used do not count. */
export function paceGivenBack(pace: Pace, count: number, allowed: number): Pace {
  return { nextAt: pace.nextAt - (minuteMs / allowed) * count };
}
