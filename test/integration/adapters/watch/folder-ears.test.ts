/** A handle on every folder: whatever happens to folders, what is saved afterwards is heard. */
import { readdirSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Ear, EarOptions } from '../../../../main/adapters/watch/ear.ts';
import { listenApart } from '../../../../main/adapters/watch/ear-apart.ts';
import { listenInFolders } from '../../../../main/adapters/watch/folder-ears.ts';
import { createWatcher } from '../../../../main/adapters/watch/index.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

async function listening() {
  const root = await temporaryFolder();
  for (const name of ['A/RIB/a.pdf', 'A/Contrats/2025/a.pdf', 'B/RIB/a.pdf', 'C/c.pdf'])
    await root.write(name, 'x');
  const hints: string[] = [];
  const ear = await new Promise<Ear>((resolve, reject) => {
    const begun = listenInFolders({
      root: root.path,
      probe: 'probe-one',
      ignoreCase: false,
      onHint: (folder) => hints.push(folder),
      onProbe: () => undefined,
      onReady: () => resolve(begun),
      onFail: () => reject(new Error('It cannot hear.')),
    });
  });
  onTestFinished(() => ear.close());
  /** A file saved there is heard, once what happened before has been seen to. */
  const hears = (folder: string) =>
    vi.waitFor(
      async () => {
        hints.length = 0;
        await writeFile(join(root.path, folder, 'probe.pdf'), String(Math.random()));
        await vi.waitFor(() => expect(hints).toContain(folder), { timeout: 200, interval: 5 });
      },
      { timeout: 5_000 },
    );
  return { root, hints, hears };
}

it.each<[string, (at: (path: string) => string) => Promise<unknown>, string[]]>([
  [
    'moved to a colleague',
    (at) => rename(at('A/Contrats'), at('B/Contrats')),
    ['B/Contrats', 'B/Contrats/2025'],
  ],
  ['renamed with all that it holds', (at) => rename(at('A'), at('D')), ['D', 'D/RIB', 'D/Contrats/2025']],
  [
    'made, level below level',
    (at) => mkdir(at('D/Contrats/2026'), { recursive: true }),
    ['D', 'D/Contrats/2026'],
  ],
  [
    'removed and made again',
    async (at) => {
      await rm(at('A'), { recursive: true });
      await mkdir(at('A/RIB'), { recursive: true });
    },
    ['A', 'A/RIB'],
  ],
  [
    'exchanged for another',
    async (at) => {
      await rename(at('A'), at('X'));
      await rename(at('B'), at('A'));
      await rename(at('X'), at('B'));
    },
    ['A/RIB', 'B/RIB', 'B/Contrats/2025'],
  ],
])('hears in a folder that was %s', async (_, happens, folders) => {
  const { root, hears } = await listening();
  await happens((path) => root.at(path));
  for (const folder of folders) await hears(folder);
});

it('hints at a folder that went, and at the one above where a file took its place', async () => {
  const { root, hints } = await listening();
  await rm(root.at('A/Contrats'), { recursive: true });
  await vi.waitFor(() => expect(hints).toContain('A/Contrats'));
  hints.length = 0;
  await rm(root.at('B/RIB'), { recursive: true });
  await writeFile(root.at('B/RIB'), 'x');
  await vi.waitFor(() => expect(hints).toContain('B'));
});

it('says nothing of a folder that went with its handles', async () => {
  const { root, hints, hears } = await listening();
  await rename(root.at('A'), root.at('D'));
  await hears('D/RIB');
  expect(hints.filter((hint) => hint.startsWith('A'))).toEqual([]);
});

it('hears everywhere after a morning in which everything was moved about', async () => {
  const seed = Date.now() % 100_000;
  const { root, hears } = await listening();
  let state = seed;
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const folders = () =>
    readdirSync(root.path, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.path.length + 1));
  for (let step = 0; step < 80; step += 1) {
    const all = folders();
    const [one = 'A', other = 'A'] = [all[next(all.length)], all[next(all.length)]];
    const kind = next(4);
    if (kind === 0) await mkdir(root.at(`${one}/${next(3)}/${next(3)}`), { recursive: true });
    else if (kind === 1 && all.length > 4) await rm(root.at(one), { recursive: true });
    else
      await rename(root.at(one), root.at(kind === 2 ? `${next(9)}` : `${other}/${next(3)}`)).catch(
        () => undefined,
      );
  }
  await mkdir(root.at('Z'), { recursive: true });
  for (const folder of folders())
    await hears(folder).catch(() => expect.fail(`seed ${seed}: deaf in ${folder}`));
});

it('listens to a folder as soon as it may', async () => {
  if (process.getuid?.() === 0) process.seteuid?.(65_534);
  onTestFinished(() => {
    if (process.getuid?.() === 0) process.seteuid?.(0);
  });
  const root = await temporaryFolder();
  await root.write('A/RIB/a.pdf', 'x');
  await root.write('B/b.pdf', 'x');
  await chmod(root.at('A'), 0);
  const hints: string[] = [];
  const watcher = createWatcher({ root: root.path, agentId: 'one', gatherMs: 10, listen: listenInFolders });
  await watcher.start((hint) => hints.push(hint));
  onTestFinished(() => watcher.stop());
  await vi.waitFor(() => expect(hints).toContain(''));
  await chmod(root.at('A'), 0o755);
  await vi.waitFor(() => expect(hints).toContain('A'));
  await root.write('A/RIB/b.pdf', 'x');
  await vi.waitFor(() => expect(hints).toContain('A/RIB'));
});

it('says that it is deaf when its thread ends under it', async () => {
  const root = await temporaryFolder();
  await root.write('ends.cjs', `require('node:worker_threads').parentPort.postMessage({ kind: 'ready' });`);
  await root.write('.classeur/lease', 'x');
  const watcher = createWatcher({
    root: root.path,
    agentId: 'one',
    listen: listenApart(root.at('ends.cjs')),
  });
  await watcher.start(() => undefined);
  onTestFinished(() => watcher.stop());
  await vi.waitFor(() => expect(watcher.alive).toBe(false));
});

it('lets go of everything where the system has no more handles, says so, and takes its time to try again', async () => {
  const begun: EarOptions[] = [];
  let closed = 0;
  const hints: string[] = [];
  const watcher = createWatcher({
    root: '/',
    agentId: 'one',
    gatherMs: 10,
    restartMs: 10,
    listen(options) {
      begun.push(options);
      const close = () => {
        closed += 1;
        return Promise.resolve();
      };
      return { close };
    },
  });
  await watcher.start((hint) => hints.push(hint));
  onTestFinished(() => watcher.stop());
  await new Promise((resolve) => setTimeout(resolve, 50));
  begun[0]?.onFail();
  expect(watcher.alive).toBe(false);
  expect(closed).toBe(1);
  await vi.waitFor(() => expect(hints).toEqual(['']));
  // Half a tenth of a second was spent on it: the next is a hundred times that away.
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(begun).toHaveLength(1);
});
