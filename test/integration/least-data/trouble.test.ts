/** Trouble with the program's own files is where messages come from that nobody wrote: they tell paths. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openOffice, litter, type Office } from './office.ts';
import { tracesIn } from './traces.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(async () => {
  await office.close();
});

const traces = () => [...office.peopleTraces(), ...office.fileTraces(), ...office.secretTraces()];
const person = () => office.people[1]!;

test.each<[string, readonly number[], readonly string[], () => void]>([
  ['a record that cannot be made', [1], ['--record', '/nowhere/Dupont/record.jsonl'], () => undefined],
  ['a record on a full disk', [1, 3], ['--record', '/dev/full'], () => undefined],
  ['a log that cannot be written', [0], [], () => writeFileSync(join(office.data, 'logs'), '')],
  ['a journal that is a folder', [0, 3], [], () => mkdirSync(join(office.data, 'journal.jsonl'))],
  ['a ledger that is a folder', [1], [], () => mkdirSync(join(office.data, 'ledger.db'))],
  ['a lock that is a folder', [1], [], () => mkdirSync(join(office.data, 'agent.lock'))],
  [
    'a file in place of its folder in the root',
    [3],
    [],
    () => writeFileSync(join(office.root, '.classeur'), ''),
  ],
  [
    'no root',
    [1],
    [],
    () => {
      rmSync(office.root, { recursive: true });
    },
  ],
  ['settings of nonsense', [1], [], () => office.settings('{"root": "/srv/Dupont", ')],
  [
    'a data folder that is a file',
    [1],
    [],
    () => {
      rmSync(office.data, { recursive: true });
      writeFileSync(office.data, '');
    },
  ],
])('%s: one calm line or none, and nothing that tells who or where', async (_, codes, more, spoil) => {
  office.put(person(), 'RIB/rib-qaa.pdf');
  spoil();
  const said = await office.run(['run', '--once', '--wait', '2', ...more]);
  expect([said.code, said.err]).toEqual([expect.toBeOneOf([...codes]), said.err]);
  const lines = said.err.split('\n').filter((line) => line !== '');
  for (const line of lines) expect(line).toMatch(/^(classeur: \S|[\d-]+T[\d:.]+Z (info|warn) [\w-]+)/);
  expect(lines.filter((line) => line.startsWith('classeur: '))).toHaveLength(said.code === 1 ? 1 : 0);
  expect(tracesIn(said.err, traces())).toEqual([]);
  expect(said.err).not.toMatch(/\bat .*:\d+:\d+|node:internal|Error:|Dupont|\/etc\/|\/nowhere|\/dev\//);
  expect(litter(office)).toEqual([]);
});

test('what it keeps goes away while it runs: it says codes, and ends when asked to', async () => {
  office.put(person(), 'RIB/rib-qaa.pdf');
  const agent = office.start(['run', '--json']);
  await agent.line(({ event, state }) => event === 'agent' && state === 'idle');
  renameSync(office.data, join(office.base, 'Dupont'));
  rmSync(join(office.root, '.classeur'), { recursive: true });
  office.put(person(), 'Contrats/contrat-qab.pdf');
  await agent.line(({ path }) => String(path).endsWith('contrat-qab.pdf'));
  const said = await agent.stop();
  expect(tracesIn(said.err, traces())).toEqual([]);
  expect(said.err).not.toMatch(/\bat .*:\d+:\d+|node:internal|Error:|Dupont/);
});
