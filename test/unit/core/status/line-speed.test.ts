import { expect, it } from 'vitest';
import { createLineSpeed } from '../../../../main/core/status/line-speed.ts';

it('is what the line carries while it works, not what the budget lets through', () => {
  const line = createLineSpeed();
  expect(line.perSecond(0)).toBeNull();
  // A document every six seconds, each sent in a tenth of one.
  for (let number = 0; number < 10; number += 1) {
    line.ended('a');
    line.sent('a', 10_000, number * 6_000);
    line.sent('a', 100_000, number * 6_000 + 100);
  }
  expect(line.perSecond(54_200)).toBe(1_000_000);
  expect(line.shown(54_200)).toBe(22_000);
});

it('of two uploads at once is the sum of both', () => {
  const line = createLineSpeed();
  for (let at = 0; at <= 10_000; at += 100) {
    line.sent('a', 5_000, at);
    line.sent('b', 5_000, at);
  }
  expect(line.perSecond(10_000)).toBeCloseTo(100_000, -3);
});

it('is not known once nothing was sent for a minute', () => {
  const line = createLineSpeed();
  line.sent('a', 1_000, 0);
  line.sent('a', 1_000, 100);
  expect(line.perSecond(200)).not.toBeNull();
  expect(line.perSecond(61_000)).toBeNull();
  expect(line.shown(6_000)).toBeNull();
});
