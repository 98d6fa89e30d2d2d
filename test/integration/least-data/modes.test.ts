/** What is kept is its owner's alone, whatever the account gives new files, and whoever made the folder before. */
import { spawn } from 'node:child_process';
import { chmodSync, lstatSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { builtProgram, key } from '../contract/program.ts';
import { openOffice, type Office } from './office.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(async () => {
  await office.close();
});

/** The program under a umask that takes nothing away. */
async function runWideOpen(args: readonly string[], input = ''): Promise<number | null> {
  const program = await builtProgram();
  const words = [process.execPath, program, ...args, '--data', office.data];
  const child = spawn('sh', ['-c', 'umask 000 && exec "$0" "$@"', ...words], {
    cwd: office.cwd,
    env: { ...process.env, CLASSEUR_API_KEY: key, TMPDIR: office.temporary },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin.on('error', () => undefined).end(input);
  return new Promise((resolve) => child.on('close', resolve));
}

/** Path below the folder and mode of everything in it, itself included. */
function modes(folder: string): Readonly<Record<string, string>> {
  const names = ['.', ...readdirSync(folder, { recursive: true }).map(String)];
  return Object.fromEntries(
    names.flatMap((name) => {
      // While the agent runs, its log and index go between the list and the look.
      const found = lstatSync(join(folder, name), { throwIfNoEntry: false });
      return found === undefined ? [] : [[name, (found.mode & 0o777).toString(8)]];
    }),
  );
}

/** What others than the owner may do anything with. */
function open(folder: string): readonly string[] {
  return Object.entries(modes(folder))
    .filter(([, mode]) => (parseInt(mode, 8) & 0o077) !== 0)
    .map(([name, mode]) => `${name} ${mode}`);
}

describe.skipIf(process.platform === 'win32')('under umask 000', () => {
  test('the data folder and all in it are the owner’s alone, while the agent runs and after', async () => {
    const record = join(office.base, 'record.jsonl');
    office.put(office.people[0]!, 'RIB/rib.pdf');
    office.put(office.people[1]!, 'Divers/quoi.pdf');
    // As another hand may have left them.
    chmodSync(office.data, 0o777);
    chmodSync(join(office.data, 'settings.json'), 0o666);
    expect(await runWideOpen(['run', '--once', '--wait', '20', '--record', record])).toBe(2);
    expect(Object.keys(modes(office.data))).toEqual(
      expect.arrayContaining(['ledger.db', 'journal.jsonl', 'agent.lock', 'logs', 'logs/classeur.log']),
    );
    expect(open(office.data)).toEqual([]);
    expect(lstatSync(record).mode & 0o777).toBe(0o600);

    const seen = new Set<string>();
    const running = runWideOpen(['run', '--once', '--wait', '2']);
    office.put(office.people[2]!, 'RIB/autre.pdf');
    const over = new AbortController();
    void running.then(() => over.abort());
    while (!over.signal.aborted) {
      for (const name of open(office.data)) seen.add(name);
      for (const name of readdirSync(office.data)) if (name.startsWith('ledger')) seen.add(name);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect([...seen].sort()).toEqual(['ledger.db', 'ledger.db-shm', 'ledger.db-wal']);
  });

  test('also when the ledger was damaged, lost, or somebody was forgotten', async () => {
    office.put(office.people[0]!, 'RIB/rib.pdf');
    office.put(office.people[1]!, 'RIB/autre.pdf');
    expect(await runWideOpen(['run', '--once', '--wait', '20'])).toBe(0);
    const broken = readFileSync(join(office.data, 'ledger.db'));
    broken.fill(0x41, 4_096, 8_192);
    writeFileSync(join(office.data, 'ledger.db'), broken);
    expect(await runWideOpen(['run', '--once', '--wait', '20'])).toBe(0);
    expect(Object.keys(modes(office.data)).filter((name) => name.includes('damaged'))).not.toEqual([]);
    expect(open(office.data)).toEqual([]);
    chmodSync(join(office.data, 'ledger.db'), 0o666);
    expect(await runWideOpen(['run', '--once', '--wait', '20'])).toBe(0);
    expect(open(office.data)).toEqual([]);
    for (const name of readdirSync(office.data))
      if (name !== 'settings.json') rmSync(join(office.data, name), { recursive: true });
    expect(await runWideOpen(['run', '--once', '--wait', '20'])).toBe(0);
    expect(open(office.data)).toEqual([]);
    expect(await runWideOpen(['forget', '--employee', String(office.people[0]!.id)])).toBe(0);
    expect(open(office.data)).toEqual([]);
  });

  test('in the root it opens nothing that the root does not: others may read the lease and the journals, not write them', async () => {
    chmodSync(office.root, 0o750);
    office.put(office.people[0]!, 'RIB/rib.pdf');
    expect(await runWideOpen(['run', '--once', '--wait', '20'])).toBe(0);
    const own = modes(join(office.root, '.classeur'));
    expect(own['.']).toBe('750');
    const rest = Object.entries(own).filter(([name]) => name !== '.');
    expect(rest.map(([name]) => name.replace(/-.*/, '')).sort()).toEqual(['journal', 'lease']);
    for (const [name, mode] of rest) expect([name, mode]).toEqual([name, '644']);
    // What lies beside is the office's, and stays as it was.
    expect(readdirSync(office.root).sort()).toEqual(
      ['.classeur', readdirSync(office.root).find((name) => name !== '.classeur')].sort(),
    );
  });
});

describe.skipIf(process.platform === 'win32')('each command by itself, the first one in its folder', () => {
  test.each([
    ['run', ['run', '--once', '--wait', '5']],
    ['folders', ['folders']],
    ['forget', ['forget', '--employee', '416']],
    ['retry', ['retry']],
  ])('%s leaves no file that others may read', async (_, args) => {
    expect(await runWideOpen(args)).toBe(0);
    const files = Object.entries(modes(office.data)).filter(
      ([name]) => name !== '.' && name !== 'settings.json',
    );
    expect(files.map(([name]) => name)).toContain('ledger.db');
    for (const [name, mode] of files) expect([name, parseInt(mode, 8) & 0o077]).toEqual([name, 0]);
  });
});
