/** The simulation would miss each protection: with any of them switched off, some history ends badly. */
import { expect, it } from 'vitest';
import { protections } from '../support/sim/protections.ts';
import { findFaultWithout } from '../support/sim/without.ts';

it.each(protections)(
  'without $name, $keeps: no more',
  async (protection) => {
    // A history that is known to find it comes first; where the simulation has changed since, another one must.
    const found =
      (await findFaultWithout(protection, { from: protection.seed, most: 1 })) ??
      (await findFaultWithout(protection));
    expect(found?.faults ?? []).not.toEqual([]);
  },
  240_000,
);
