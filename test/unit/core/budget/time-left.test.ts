import { expect, it } from 'vitest';
import { timeLeft } from '../../../../main/core/budget/time-left.ts';

const now = Date.UTC(2026, 10, 2, 8);
const answered = (agoMs: number) => ({ id: String(agoMs), startedAt: now - agoMs, answeredAt: now - agoMs });

it('is nothing for nothing, and the pace of the limit for many', () => {
  expect(timeLeft(0, [], 50, now)).toBe(0);
  expect(timeLeft(1, [], 50, now)).toBe(0);
  expect(timeLeft(500, [], 50, now) / 60_000).toBeCloseTo(10, 0);
});

it('waits for what the last minute has used up', () => {
  const used = Array.from({ length: 50 }, (_, index) => answered(1_000 + index));
  expect(timeLeft(1, used, 50, now)).toBeGreaterThan(58_000);
  expect(timeLeft(1, used.slice(1), 50, now)).toBe(0);
  // What is under way holds its place for a minute from its answer.
  const open = used.map((one) => ({ ...one, answeredAt: null }));
  expect(timeLeft(1, open, 50, now)).toBeGreaterThanOrEqual(60_000);
});
