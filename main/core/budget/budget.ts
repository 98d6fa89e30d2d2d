/**
 * Budget: may one more request leave now?
 *
 * Invariant (law 8): no window of 60 seconds, wherever it begins, holds more requests than the limit.
 * A request may have been counted by the server at any moment between its start and its answer, so it
 * counts here until 60 seconds after its *answer*. A bucket that refills would let twice the limit through.
 */
import type { RequestEntry } from '../ports.ts';

/** How long a request counts after its answer. */
export const windowMs = 60_000;

export interface BudgetView {
  /** Requests that may still be sent at once. */
  readonly left: number;
  /** When the next place frees; `Infinity` while only answers under way could free one; `now` where one is free. */
  readonly nextAt: number;
}

/** `limit`: requests in any 60 seconds. Times are milliseconds since 1970. */
export function budget(log: Iterable<RequestEntry>, limit: number, now: number): BudgetView {
  const frees: number[] = [];
  for (const request of log) {
    if (request.answeredAt === null) frees.push(Infinity);
    else if (request.answeredAt >= forgettable(now)) frees.push(request.answeredAt + windowMs + 1);
  }
  if (frees.length < limit) return { left: limit - frees.length, nextAt: now };
  frees.sort((a, b) => a - b);
  return { left: 0, nextAt: frees[frees.length - limit] ?? now };
}

/** Requests answered before this moment no longer count. Times are cut to whole milliseconds: the last one counts. */
export function forgettable(now: number): number {
  return now - windowMs;
}
