import { expect, it } from 'vitest';
import { lanes } from '../../../main/core/lanes.ts';

const few = 3;
const most = 6;

it('begins with few, and has one more for each that is over at once', () => {
  const some = lanes({ few, most });
  expect(some.width).toBe(few);
  some.ended(20);
  some.ended(20);
  expect(some.width).toBe(few + 2);
});

it('never has more than the most', () => {
  const some = lanes({ few, most });
  for (let turn = 0; turn < 50; turn += 1) some.ended(20);
  expect(some.width).toBe(most);
});

it('goes back to few where something is in the way, and nowhere in between', () => {
  const some = lanes({ few, most });
  for (let turn = 0; turn < 50; turn += 1) some.ended(20);
  some.ended(500);
  expect(some.width).toBe(most);
  some.ended(1_500);
  expect(some.width).toBe(few);
});
