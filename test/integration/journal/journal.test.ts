import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from '../../../main/adapters/journal/journal.ts';
import type { FileId, IdentityKey, JournalLine } from '../../../main/core/model.ts';

let base = '';
let root = '';
let data = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'classeur-journal-'));
  root = join(base, 'root');
  data = join(base, 'data');
  mkdirSync(root);
  mkdirSync(data);
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

const line = (seed: string, event: JournalLine['event'] = 'attach'): JournalLine => ({
  event,
  identity: seed.repeat(64) as IdentityKey,
  fileId: `file-${seed}` as FileId,
  at: Date.UTC(2026, 10, 22, 9, 41, 3, 120),
});
const journalOf = (agentId: string) => openJournal({ root, data, agentId });
const inRoot = (agentId: string) => join(root, '.classeur', `journal-${agentId}.jsonl`);

test('a line is one JSON line in the root and in the data folder, with hashes and ids only', async () => {
  expect(await journalOf('a').append([line('1'), line('1', 'filed')])).toBe(true);
  const text = readFileSync(inRoot('a'), 'utf8');
  expect(readFileSync(join(data, 'journal.jsonl'), 'utf8')).toBe(text);
  expect(
    text
      .split('\n')
      .slice(0, 2)
      .map((one) => JSON.parse(one) as unknown),
  ).toEqual([
    { at: '2026-11-22T09:41:03.120Z', event: 'attach', identity: '1'.repeat(64), fileId: 'file-1' },
    { at: '2026-11-22T09:41:03.120Z', event: 'filed', identity: '1'.repeat(64), fileId: 'file-1' },
  ]);
  if (process.platform !== 'win32') expect(statSync(join(data, 'journal.jsonl')).mode & 0o077).toBe(0);
});

test('all journals are read, whoever wrote them, and each line once', async () => {
  await journalOf('a').append([line('1')]);
  await journalOf('b').append([line('2')]);
  const first = await journalOf('c').readNew({});
  expect(first.map(({ journal, lines }) => [journal, lines])).toEqual([
    ['journal-a.jsonl', [line('1')]],
    ['journal-b.jsonl', [line('2')]],
    ['journal.jsonl', [line('1'), line('2')]],
  ]);
  const known = Object.fromEntries(first.map(({ journal, offset }) => [journal, offset]));
  expect(await journalOf('c').readNew(known)).toEqual([]);
  await journalOf('b').append([line('3', 'filed')]);
  expect((await journalOf('c').readNew(known)).map(({ journal, lines }) => [journal, lines])).toEqual([
    ['journal-b.jsonl', [line('3', 'filed')]],
    ['journal.jsonl', [line('3', 'filed')]],
  ]);
});

test('a line that is not yet whole is left for the next reading', async () => {
  await journalOf('a').append([line('1')]);
  const whole = statSync(inRoot('a')).size;
  const more = `{"at":"2026-11-22T09:41:03.120Z","event":"attach","identity":"${'2'.repeat(64)}","fileId":"file-2"}\n`;
  appendFileSync(inRoot('a'), more.slice(0, 40));
  const [read] = await journalOf('b').readNew({});
  expect(read).toEqual({ journal: 'journal-a.jsonl', offset: whole, lines: [line('1')] });
  appendFileSync(inRoot('a'), more.slice(40));
  const [then] = await journalOf('b').readNew({ 'journal-a.jsonl': whole });
  expect(then?.lines).toEqual([line('2')]);
});

test('a line torn at any byte never harms the line before or after it', async () => {
  await journalOf('a').append([line('1'), line('2')]);
  const text = readFileSync(inRoot('a'), 'utf8');
  const first = text.indexOf('\n') + 1;
  for (let cut = first; cut <= text.length; cut++) {
    writeFileSync(inRoot('a'), text.slice(0, cut));
    await journalOf('a').append([line('3')]);
    const [read] = await journalOf('b').readNew({});
    const expected = cut >= text.length - 1 ? [line('1'), line('2'), line('3')] : [line('1'), line('3')];
    expect({ cut, lines: read?.lines }).toEqual({ cut, lines: expected });
    expect(read?.offset).toBe(statSync(inRoot('a')).size);
  }
});

test('without its root it says so, makes no root, and still keeps the copy', async () => {
  rmSync(root, { recursive: true });
  const journal = journalOf('a');
  expect(await journal.append([line('1')])).toBe(false);
  expect(readdirSync(base)).toEqual(['data']);
  expect((await journal.readNew({})).map(({ journal: name }) => name)).toEqual(['journal.jsonl']);
});

test('a journal put back from a backup is read again from its beginning', async () => {
  await journalOf('a').append([line('1')]);
  const [read] = await journalOf('a').readNew({ 'journal-a.jsonl': 1_000_000, 'journal.jsonl': 1_000_000 });
  expect(read?.lines).toEqual([line('1')]);
});

test('many appends at once keep every line whole and in order', async () => {
  const journal = journalOf('a');
  const seeds = Array.from({ length: 16 }, (_, index) => index.toString(16));
  await Promise.all(seeds.map((seed) => journal.append([line(seed)])));
  const [read] = await journal.readNew({});
  expect(read?.lines).toEqual(seeds.map((seed) => line(seed)));
});

test.skipIf(process.platform === 'win32')(
  'a link in the place of the journal is not followed out of the root',
  async () => {
    mkdirSync(join(root, '.classeur'));
    const elsewhere = join(base, 'elsewhere');
    writeFileSync(elsewhere, '');
    symlinkSync(elsewhere, inRoot('a'));
    expect(await journalOf('a').append([line('1')])).toBe(false);
    expect(readFileSync(elsewhere, 'utf8')).toBe('');
  },
);

test('erasing a person blanks their lines in place, and nobody reads a line twice for it', async () => {
  await journalOf('a').append([line('1'), line('2'), line('3')]);
  await journalOf('b').append([line('2', 'filed')]);
  const before = await journalOf('c').readNew({});
  const known = Object.fromEntries(before.map(({ journal, offset }) => [journal, offset]));
  expect(await journalOf('c').erase([line('2').identity])).toEqual({ lines: 4, unreached: [] });
  expect(await journalOf('c').readNew(known)).toEqual([]);
  const after = await journalOf('c').readNew({});
  expect(after.map(({ lines }) => lines.map(({ identity }) => identity[0]))).toEqual([
    ['1', '3'],
    [],
    ['1', '3'],
  ]);
  expect(readFileSync(inRoot('b'), 'utf8')).not.toContain('2'.repeat(64));
});

test('lines that wait for one another go together, in the order of asking', async () => {
  const journal = journalOf('a');
  const said = ['a', 'b', 'c', 'd', 'e'].map((seed) => journal.append([line(seed)]));
  expect(await Promise.all(said)).toEqual([true, true, true, true, true]);
  const written = readFileSync(inRoot('a'), 'utf8').trimEnd().split('\n');
  expect(written.map((text) => (JSON.parse(text) as { fileId: string }).fileId)).toEqual(
    ['a', 'b', 'c', 'd', 'e'].map((seed) => `file-${seed}`),
  );
});

test('where the root takes nothing, each of those that went together hears of it', async () => {
  const journal = journalOf('a');
  mkdirSync(join(root, '.classeur'), { recursive: true });
  mkdirSync(inRoot('a'));
  const said = ['a', 'b', 'c'].map((seed) => journal.append([line(seed)]));
  expect(await Promise.all(said)).toEqual([false, false, false]);
  expect(readFileSync(join(data, 'journal.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(3);
});
