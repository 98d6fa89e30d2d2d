/** A history that went wrong, with all left out that has nothing to do with it. */
import { play, type Outcome } from './story.ts';

const mostPlays = 150;

/** `outcome`: of a history that failed. The smallest that was found, still failing. */
export async function shrink(outcome: Outcome): Promise<Outcome> {
  let smallest = outcome;
  let left = Array.from({ length: outcome.happenings }, (_, number) => number);
  let plays = 0;
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < left.length && plays < mostPlays;) {
      const fewer = [...left.slice(0, from), ...left.slice(from + size)];
      const kept = new Set(fewer);
      const without = new Set(
        Array.from({ length: outcome.happenings }, (_, number) => number).filter(
          (number) => !kept.has(number),
        ),
      );
      plays += 1;
      const tried = await play(outcome.seed, without);
      if (tried.faults.length > 0) {
        smallest = tried;
        left = fewer;
      } else from += size;
    }
  }
  return smallest;
}
