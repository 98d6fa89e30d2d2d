/** How the program ends. Where several hold, the first of 1, 4, 2, 3. */
import type { DocumentState } from '../shared/reasons.ts';

export const exitCodes = { done: 0, cannotRun: 1, asks: 2, waits: 3, keyRefused: 4 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export type Counts = Readonly<Partial<Record<DocumentState, number>>>;

const unfinished = ['seen', 'settling', 'ready', 'uploading', 'uploaded', 'attaching', 'waiting'] as const;

/** `waits`: states that mean that something is not done yet; in a dry run fewer do. */
export function exitCodeOf(
  found: { readonly keyRefused: boolean; readonly counts: Counts; readonly standingBy?: boolean },
  waits: readonly DocumentState[] = unfinished,
): ExitCode {
  if (found.keyRefused) return exitCodes.keyRefused;
  if ((found.counts.attention ?? 0) > 0) return exitCodes.asks;
  if (found.standingBy === true || waits.some((state) => (found.counts[state] ?? 0) > 0))
    return exitCodes.waits;
  return exitCodes.done;
}
