/** The scenarios of `test/scenarios/`, told again in the simulated office. On the real disk: test/integration/scenarios. */
import { expect, it } from 'vitest';
import { expectedOf, scenarios } from '../support/scenarios/data.ts';
import { playInSimulation } from '../support/sim/scenario.ts';

const all = scenarios();
const told = all.filter(({ cannotBeTold }) => cannotBeTold.inSimulation === undefined);

it.each(told.map((scenario) => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
  expect(await playInSimulation(scenario)).toEqual(expectedOf(scenario));
});

it('tells all of them but those about a real program', () => {
  const others = all.filter((scenario) => !told.includes(scenario));
  expect(others.map(({ name }) => name)).toEqual([
    'scanimage-pdf',
    'scanimage-pdf-of-several-pages',
    'scanimage-pictures',
  ]);
  expect(told.length).toBeGreaterThanOrEqual(20);
});
