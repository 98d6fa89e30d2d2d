/** Budget: how long it takes until so many more requests have left. */
import type { RequestEntry } from '../ports.ts';
import { windowMs } from './budget.ts';

/** How long a request that has not been answered yet is taken to need. */
const answerMs = 300;

/**
 * Milliseconds from `now` until the last of `requests` further requests leaves, at an even pace of `allowed` a minute,
 * with what still counts of the last minute.
 */
export function timeLeft(
  requests: number,
  log: Iterable<RequestEntry>,
  allowed: number,
  now: number,
): number {
  if (requests <= 0) return 0;
  const interval = windowMs / allowed;
  const frees: number[] = [];
  for (const { answeredAt } of log) {
    const at = (answeredAt ?? now + answerMs) + windowMs - now;
    if (at > 0) frees.push(at);
  }
  const turns = Math.floor((requests - 1) / allowed);
  const place = (requests - 1) % allowed;
  // Each place serves again a minute after its last request was answered.
  const freeAt = frees.sort((a, b) => a - b)[frees.length - allowed + place] ?? 0;
  const first = Math.max(freeAt, place * interval);
  return first + turns * (windowMs + answerMs);
}
