/** A short round of the simulation. More: `npm run simulate -- --seeds 1000 --from 1`. */
import { expect, it } from 'vitest';
import { play } from '../support/sim/story.ts';

/** `SEED=n` plays that history alone. */
const only = process.env['SEED'];
const first = only === undefined ? 1 : Number(only);
const rounds = only === undefined ? 6 : 1;
const each = only === undefined ? 10 : 1;

it.each(Array.from({ length: rounds }, (_, round) => first + round * each))(
  'nothing is lost, doubled or misplaced in the histories from seed %i on',
  async (from) => {
    let filed = 0;
    for (let seed = from; seed < from + each; seed += 1) {
      const outcome = await play(seed);
      filed += outcome.filed;
      expect(outcome.faults, `SEED=${seed}\n${outcome.told.join('\n')}`).toEqual([]);
    }
    if (only === undefined) expect(filed).toBeGreaterThan(20);
  },
);
