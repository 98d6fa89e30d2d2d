import { expect, test } from 'vitest';
import { exitCodeOf } from '../../../main/terminal/exit-codes.ts';

test.each([
  [{ filed: 3, ignored: 1 }, false, 0],
  [{}, false, 0],
  [{ attention: 1, waiting: 1 }, false, 2],
  [{ waiting: 1 }, false, 3],
  [{ settling: 1 }, false, 3],
  [{ ready: 1 }, false, 3],
  [{ attaching: 1 }, false, 3],
  [{ attention: 1, waiting: 1 }, true, 4],
])('%o, key refused %s: %i', (counts, keyRefused, code) => {
  expect(exitCodeOf({ counts, keyRefused })).toBe(code);
});

test('an agent that stands by for another has not done its work', () => {
  expect(exitCodeOf({ counts: { filed: 1 }, keyRefused: false, standingBy: true })).toBe(3);
});
