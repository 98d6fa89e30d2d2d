import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { budget, forgettable } from '../../../../main/core/budget/budget.ts';
import type { RequestEntry } from '../../../../main/core/ports.ts';

const windowMs = 60_000;

interface Sent {
  readonly startedAt: number;
  readonly answeredAt: number;
  /** When the server counted it: at any moment between its start and its answer. */
  readonly countedAt: number;
}

interface Step {
  /** Milliseconds and tenths between having a place and sending. */
  readonly idleMs: number;
  readonly answerMs: number;
  /** 0: counted at the start, 1: at the answer. */
  readonly counted: number;
}

/**
 * A client that sends whenever the budget has a place, and otherwise sleeps for as long as it says. The true time has
 * tenths of a millisecond, the client's clock cuts them off; what may be forgotten is forgotten at once.
 */
function simulate(steps: readonly Step[], limit: number, startAt: number): readonly Sent[] {
  const sent: Sent[] = [];
  let log: { readonly id: string; readonly startedAt: number; readonly until: number }[] = [];
  let now = startAt;
  const entries = (): readonly RequestEntry[] => {
    const clock = Math.floor(now);
    log = log.filter((one) => one.until > now || Math.floor(one.until) >= forgettable(clock));
    return log.map(({ id, startedAt, until }) => ({
      id,
      startedAt,
      answeredAt: until > now ? null : Math.floor(until),
    }));
  };
  for (const [index, step] of steps.entries()) {
    now = tenth(now + step.idleMs);
    for (;;) {
      const view = budget(entries(), limit, Math.floor(now));
      if (view.left > 0) break;
      expect(view.nextAt).toBeGreaterThan(Math.floor(now));
      const nextAnswer = Math.min(...log.map((one) => one.until).filter((until) => until > now));
      now = Math.min(view.nextAt, nextAnswer);
    }
    const answeredAt = tenth(now + step.answerMs);
    log.push({ id: String(index), startedAt: Math.floor(now), until: answeredAt });
    sent.push({ startedAt: now, answeredAt, countedAt: tenth(now + step.answerMs * step.counted) });
  }
  return sent;
}

/** Sums of tenths drift in floating point: a millisecond that is whole must be cut as a whole one. */
const tenth = (ms: number): number => Math.round(ms * 10) / 10;

/** The most that any window of 60 seconds holds, its edges included, when the server counts at `countedAt`. */
function fullestWindow(sent: readonly Sent[]): number {
  const counted = sent.map((one) => one.countedAt).sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (const [last, at] of counted.entries()) {
    while (tenth(at - (counted[first] ?? at)) > windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** The most that a server lets through which counts anew every 60 seconds, from `phase` on. */
function fullestMinute(sent: readonly Sent[], phase: number): number {
  const minutes = new Map<number, number>();
  for (const { countedAt } of sent) {
    const minute = Math.floor(tenth(countedAt - phase) / windowMs);
    minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
  }
  return Math.max(0, ...minutes.values());
}

const tenths = (max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: max * 10 }).map((n) => n / 10);
const step: fc.Arbitrary<Step> = fc.record({
  idleMs: fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: tenths(50) },
    tenths(90_000),
  ),
  answerMs: fc.oneof(
    { weight: 3, arbitrary: tenths(3) },
    { weight: 3, arbitrary: tenths(2_000) },
    tenths(150_000),
  ),
  counted: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
});
const steps = fc.array(step, { minLength: 1, maxLength: 80, size: 'max' });

describe('the limit that a tenant shares', () => {
  test('no window of 60 seconds ever holds more, wherever it begins and whenever the server counts', () => {
    fc.assert(
      fc.property(
        steps,
        fc.integer({ min: 1, max: 12 }),
        tenths(windowMs),
        tenths(windowMs),
        (plan, limit, startAt, phase) => {
          const sent = simulate(plan, limit, startAt);
          expect(sent).toHaveLength(plan.length);
          expect(fullestWindow(sent)).toBeLessThanOrEqual(limit);
          expect(fullestMinute(sent, phase)).toBeLessThanOrEqual(limit);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('nor with the usual 40, sent as fast as may be', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 100, maxLength: 160, size: 'max' }),
        tenths(windowMs),
        (plan, phase) => {
          const sent = simulate(
            plan.map((one) => ({ ...one, idleMs: 0 })),
            40,
            0,
          );
          expect(fullestWindow(sent)).toBeLessThanOrEqual(40);
          expect(fullestMinute(sent, phase)).toBeLessThanOrEqual(40);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('the places are used: requests answered at once go out 40 each minute', () => {
    const plan = Array.from({ length: 120 }, (): Step => ({ idleMs: 0, answerMs: 0, counted: 0 }));
    const sent = simulate(plan, 40, 0);
    expect(sent[39]?.startedAt).toBe(0);
    expect(sent[40]?.startedAt).toBe(windowMs + 1);
    expect(sent[119]?.startedAt).toBe(2 * (windowMs + 1));
  });
});

describe('what stands in the log', () => {
  const entry = (startedAt: number, answeredAt: number | null): RequestEntry => ({
    id: `${startedAt}`,
    startedAt,
    answeredAt,
  });

  test('an empty one leaves all', () => {
    expect(budget([], 40, 5)).toEqual({ left: 40, nextAt: 5 });
  });

  test('a request counts from its answer, not from its start', () => {
    expect(budget([entry(0, 50_000)], 1, 61_000)).toEqual({ left: 0, nextAt: 110_001 });
    expect(budget([entry(0, 50_000)], 1, 110_000).left).toBe(0);
    expect(budget([entry(0, 50_000)], 1, 110_001).left).toBe(1);
  });

  test('a request without an answer counts for as long as it takes', () => {
    expect(budget([entry(0, null)], 1, 86_400_000)).toEqual({ left: 0, nextAt: Infinity });
  });

  test('the next place is that of the request that frees it, not the last one', () => {
    const log = [entry(0, 30_000), entry(1, 10_000), entry(2, 20_000), entry(3, null)];
    expect(budget(log, 4, 40_000)).toEqual({ left: 0, nextAt: 70_001 });
    expect(budget(log, 3, 40_000)).toEqual({ left: 0, nextAt: 80_001 });
  });

  test('a limit that was lowered waits until enough are free', () => {
    const log = [1, 2, 3, 4, 5].map((second) => entry(0, second * 1_000));
    const view = budget(log, 2, 6_000);
    expect(view).toEqual({ left: 0, nextAt: 64_001 });
    expect(budget(log, 2, view.nextAt).left).toBe(1);
  });

  test('what may be forgotten no longer counts, and nothing sooner', () => {
    const now = 200_000;
    expect(budget([entry(0, forgettable(now) - 1)], 1, now).left).toBe(1);
    expect(budget([entry(0, forgettable(now))], 1, now).left).toBe(0);
  });

  test('a clock that was set back frees nothing', () => {
    expect(budget([entry(500_000, 500_100)], 1, 100_000).left).toBe(0);
  });
});
