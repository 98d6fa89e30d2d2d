import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Listen } from '../../../../main/adapters/watch/ear.ts';
import { listenApart } from '../../../../main/adapters/watch/ear-apart.ts';
import { listenInFolders } from '../../../../main/adapters/watch/folder-ears.ts';
import { createWatcher as create } from '../../../../main/adapters/watch/index.ts';
import type { WatcherOptions } from '../../../../main/adapters/watch/index.ts';
import { listenAtRoot } from '../../../../main/adapters/watch/root-ear.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { builtWorker } from '../../../support/built-worker.ts';

const soon = (expectation: () => void | Promise<void>) =>
  vi.waitFor(expectation, { timeout: 5000, interval: 20 });

// Linux has a handle on the root as well; it is slower there, and good enough to try what Windows and macOS have.
describe.each<[string, () => Promise<Listen>]>([
  ['a handle on every folder', () => Promise.resolve(listenInFolders)],
  ['these in a thread of their own', async () => listenApart(await builtWorker('earWorker'))],
  ['these where their thread cannot begin', () => Promise.resolve(listenApart('/nowhere/ear-worker.cjs'))],
  ['one handle on the root', () => Promise.resolve((ear) => listenAtRoot(ear, 'native-recursive'))],
])('watcher with %s', (_, way) => {
  let listen: Listen;
  beforeAll(async () => {
    listen = await way();
  });
  const createWatcher = (options: WatcherOptions) => create({ ...options, listen });

  async function watching(options: Partial<WatcherOptions> = {}) {
    const root = await temporaryFolder();
    await root.write('Dupont/RIB/a.pdf', 'x');
    await root.write('Dupont/_Filed/a.pdf', 'x');
    await mkdir(root.at('.classeur'));
    const watcher = createWatcher({
      root: root.path,
      agentId: 'one',
      gatherMs: 30,
      probeMs: 3000,
      ...options,
    });
    const hints: string[] = [];
    await watcher.start((folder) => hints.push(folder));
    onTestFinished(() => watcher.stop());
    const ready = () => vi.waitFor(() => expect(hints).toContain(''), { timeout: 5000 });
    return { root, watcher, hints, ready };
  }

  it('hints at the folder of whatever changes, and at a folder that went', async () => {
    const { root, hints, ready, watcher } = await watching();
    await ready();
    hints.length = 0;
    await root.write('Dupont/RIB/b.pdf', 'y');
    await soon(() => expect(hints).toContain('Dupont/RIB'));
    hints.length = 0;
    await root.write('Dupont/Contrats/Avenants/a.pdf', 'y');
    await soon(() => expect(hints.some((hint) => hint.startsWith('Dupont/Contrats'))).toBe(true));
    hints.length = 0;
    await rename(root.at('Dupont'), root.at('Durand'));
    await soon(() => expect(hints).toEqual(expect.arrayContaining(['Dupont', 'Durand'])));
    await rm(root.at('Durand/RIB/b.pdf'));
    await soon(() => expect(hints).toContain('Durand/RIB'));
    expect(watcher.alive).toBe(true);
  });

  it('gathers a burst into few hints, and never hints at its own folders', async () => {
    const { root, hints, ready } = await watching({ gatherMs: 150 });
    await ready();
    await soon(async () => expect(await readdir(root.at('.classeur'))).toEqual([]));
    hints.length = 0;
    await root.write('.classeur/journal-one.jsonl', 'x');
    await root.write('Dupont/_Filed/b.pdf', 'x');
    for (let index = 0; index < 200; index += 1) await root.write(`Dupont/RIB/${index}.pdf`, 'x');
    await soon(() => expect(hints).toContain('Dupont/RIB'));
    expect(hints.length).toBeLessThan(20);
    expect(hints.filter((hint) => hint !== 'Dupont/RIB')).toEqual([]);
  });

  it('leaves no probe behind', async () => {
    const { root, ready, watcher } = await watching();
    await ready();
    await soon(async () => expect(await readdir(root.at('.classeur'))).toEqual([]));
    await watcher.stop();
    expect(await readdir(root.at('.classeur'))).toEqual([]);
  });

  it('is not alive where its probe cannot be written, and comes alive once it can', async () => {
    const { root, hints, watcher } = await watching({ restartMs: 100 });
    await rm(root.at('.classeur'), { recursive: true });
    await soon(() => expect(watcher.alive).toBe(false));
    await mkdir(root.at('.classeur'));
    await soon(() => expect(watcher.alive).toBe(true));
    expect(hints).toContain('');
  });

  it('tries a watch that is believed to work again and again', async () => {
    const { root, watcher, ready } = await watching({ probeEveryMs: 50, restartMs: 60_000 });
    await ready();
    expect(watcher.alive).toBe(true);
    await rm(root.at('.classeur'), { recursive: true });
    await soon(() => expect(watcher.alive).toBe(false));
  });

  it('is not alive on a root that is not there', async () => {
    const root = await temporaryFolder();
    const watcher = createWatcher({ root: root.at('gone'), agentId: 'one', readyMs: 200 });
    await watcher.start(() => undefined);
    onTestFinished(() => watcher.stop());
    await soon(() => expect(watcher.alive).toBe(false));
  });
});
