/** How long Lucca saw somebody at work: from the first request to the last answer, by the emulator's own clock. */
import type { EmulatorControl } from '../../lucca/index.ts';

export interface Span {
  readonly seconds: number;
  readonly requests: number;
}

/** Throws where an answer was not a good one. */
export async function spanOf(emulator: EmulatorControl): Promise<Span> {
  const requests = await emulator.journal();
  let [first, last] = [Infinity, -Infinity];
  for (const { startedAt, answeredAt, status, method, path } of requests) {
    if (status === null || status >= 300) throw new Error(`${method} ${path} was answered ${String(status)}`);
    first = Math.min(first, startedAt);
    last = Math.max(last, answeredAt ?? -Infinity);
  }
  return { seconds: (last - first) / 1_000, requests: requests.length };
}
