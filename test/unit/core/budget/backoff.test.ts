import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoff } from '../../../../main/core/budget/backoff.ts';

const attempts = fc.integer({ min: 1, max: 5_000 });
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('1 s doubling to 15 minutes, of which half is left to chance', () => {
  const longest = [1, 2, 3, 4, 10, 11, 50].map((attempt) => backoff(attempt, 1 - Number.EPSILON));
  expect(longest).toEqual([1_000, 2_000, 4_000, 8_000, 512_000, 900_000, 900_000]);
  const shortest = [1, 2, 3, 11].map((attempt) => backoff(attempt, 0));
  expect(shortest).toEqual([500, 1_000, 2_000, 450_000]);
});

test('never at once, never longer than 15 minutes, however often it failed', () => {
  fc.assert(
    fc.property(attempts, chance, (attempt, random) => {
      const wait = backoff(attempt, random);
      expect(wait).toBeGreaterThanOrEqual(500);
      expect(wait).toBeLessThanOrEqual(900_000);
      expect(Number.isInteger(wait)).toBe(true);
    }),
  );
});

test('more failures never wait less, by the same chance', () => {
  fc.assert(
    fc.property(attempts, chance, (attempt, random) => {
      expect(backoff(attempt + 1, random)).toBeGreaterThanOrEqual(backoff(attempt, random));
    }),
  );
});

test('within one run, at most 30 s', () => {
  fc.assert(
    fc.property(attempts, chance, (attempt, random) => {
      expect(backoff(attempt, random, 30_000)).toBeLessThanOrEqual(30_000);
    }),
  );
  expect(backoff(1, 0.5, 30_000)).toBe(backoff(1, 0.5));
});

test('many agents do not come back together', () => {
  const waits = new Set(Array.from({ length: 100 }, (_, agent) => backoff(5, agent / 100)));
  expect(waits.size).toBe(100);
});
