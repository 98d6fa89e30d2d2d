import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eraseFromLogs } from '../../../main/adapters/log/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test.each([
  ['\n', 'here'],
  ['\r\n', 'on Windows'],
])('a fact at the end of a line is found whatever ends the line: %j, as %s', async (end) => {
  const folder = await temporaryFolder();
  mkdirSync(folder.at('logs'));
  const lines = [
    'a warn refused status=400 employee=416',
    'a warn refused employee=416 status=400',
    'a info x',
  ];
  for (const name of ['classeur.log', 'classeur.old.log'])
    writeFileSync(folder.at(`logs/${name}`), lines.map((line) => line + end).join(''));
  expect(await eraseFromLogs(folder.path, [{ name: 'employee', value: 416 }])).toBe(4);
  for (const name of ['classeur.log', 'classeur.old.log'])
    expect(readFileSync(folder.at(`logs/${name}`), 'utf8')).toBe(`a info x${end}`);
});
