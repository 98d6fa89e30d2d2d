import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pdf } from './client.ts';
import { controlEmulator } from './index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = fileURLToPath(new URL('cli.ts', import.meta.url));
const started: ChildProcessWithoutNullStreams[] = [];
let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'emulator-'))));
afterEach(async () => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

function launch(...options: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...options], { cwd: root });
  started.push(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const url = async (): Promise<string> => {
    await expect.poll(() => out, { timeout: 20_000 }).toMatch(/End with Ctrl\+C/);
    return /http:\/\/\S+/.exec(out)![0];
  };
  return { child, ended, url, out: () => out, err: () => err };
}

describe('command line', () => {
  it('explains itself', async () => {
    const { ended, out } = launch('--help');
    expect(await ended).toBe(0);
    for (const word of [
      '--switch',
      '--state',
      '/__emulator/journal',
      'commit-then-cut',
      '/lucca-files/api/uploads',
    ])
      expect(out()).toContain(word);
  });

  it('names what it does not know', async () => {
    const { ended, err } = launch('--switch', 'multiValueMode=sometimes', '--port', '0');
    expect(await ended).toBe(1);
    expect(err()).toContain('Switch "multiValueMode" takes append | replace.');
  });

  it('serves, with the options given, and keeps its state', async () => {
    const state = join(folder, 'state.json');
    const first = launch(
      '--port',
      '0',
      '--state',
      state,
      '--employees',
      '60',
      '--switch',
      'rateLimit=0',
      '--deny',
      'Discipline',
    );
    const url = await first.url();
    const control = controlEmulator(url);
    const [key] = await control.keys();
    expect(first.out()).toContain(key!.key);
    const response = await fetch(`${url}/api/v3/users?fields=collection.count&formerEmployees=true`, {
      headers: { Authorization: `lucca application=${key!.key}` },
    });
    expect(await response.json()).toMatchObject({ data: { count: 60 } });
    const id = await control.addFile('rib.pdf', pdf);
    await control.setValue(420, 'e_RIB', { id });
    const before = await control.holdings();
    const people = (await control.company()).employees;
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);

    const second = launch('--port', '0', '--state', state);
    const again = controlEmulator(await second.url());
    expect(await again.holdings()).toEqual(before);
    expect((await again.company()).employees).toEqual(people);
    expect(await again.fileBytes(id)).toEqual(pdf);
    expect((await again.switches()).rateLimit).toBe(0);
    expect((await again.keys())[0]!.rights.sections).toEqual({ Discipline: 'none' });
    const [row] = await again.setValue(421, 'e_quote', 'x');
    expect(row).toBeGreaterThan(before[0]!.valueId!);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });
});
