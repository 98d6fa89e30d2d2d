/**
 * The scenarios of `test/scenarios/`, played on the real file system by processes of their own, before the real agent
 * and the emulated Lucca. In the simulation: test/model/scenarios.test.ts.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eachLimited } from '../../../main/adapters/files/limit.ts';
import {
  expectedOf,
  scenarios,
  scenariosFolder,
  whyNotHere,
  type Scenario,
  type Told,
} from '../../support/scenarios/data.ts';
import { playOnDisk } from '../../support/scenarios/disk.ts';
import { startWriter, type Writer } from '../../support/writers/index.ts';

const all = scenarios();
const told = all.filter((scenario) => whyNotHere(scenario) === null);

/** Scenarios wait more than they work. */
const atOnce = 16;

let writer: Writer;
beforeAll(() => {
  writer = startWriter();
});
afterAll(() => writer.stop());

/** Whole quiet periods have to pass in each: they are played beside each other, and looked at one by one. */
const played = new Map<string, Promise<Told>>();

function play(scenario: Scenario): Promise<Told> {
  const known = played.get(scenario.name);
  if (known !== undefined) return known;
  const playing = playOnDisk(scenario, writer);
  playing.catch(() => undefined);
  played.set(scenario.name, playing);
  return playing;
}

it('plays all of them', async () => {
  await eachLimited(told, atOnce, async (scenario) => {
    await play(scenario).catch(() => undefined);
  });
  expect(played.size).toBe(told.length);
});

it.each(told.map((scenario) => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
  expect(await play(scenario)).toEqual(expectedOf(scenario));
});

it('tells all of them but those that need another system', () => {
  const others = all.filter((scenario) => !told.includes(scenario)).map(({ name }) => name);
  const scanning = ['scanimage-pdf', 'scanimage-pdf-of-several-pages', 'scanimage-pictures'];
  expect(others).toEqual(process.platform === 'win32' ? scanning : ['held-open']);
  expect(told.length).toBeGreaterThanOrEqual(25);
});

it('has a story to each, in words', async () => {
  const index = await readFile(path.join(scenariosFolder, 'README.md'), 'utf8');
  for (const { name, title } of all) {
    const story = await readFile(path.join(scenariosFolder, name, 'README.md'), 'utf8');
    expect(story.split('\n')[0], name).toBe(`# ${title}`);
    expect(index, name).toContain(`[${title}](${name}/)`);
  }
});
