/**
 * The `Watcher` port on chokidar: a hint, never the truth. It opens no file and holds none; on Windows and macOS it
 * has one handle on the root, so that folders stay free to be renamed.
 *
 * Whether it hears anything at all is not believed but tried, at the start and again and again: a share may take a
 * watch and never report. Until it hears again it is not alive, and the agent scans more often.
 */
import { rm, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { watch } from 'chokidar';
import type { FSWatcher } from 'chokidar';
import { parentOf } from '../../core/document.ts';
import type { Watcher } from '../../core/ports.ts';
import { ownFolder, folderVerdict } from '../../core/scan/ignore-rules.ts';
import { gatherHints } from './hints.ts';
import type { Hints } from './hints.ts';

export interface WatcherOptions {
  /** Absolute path of the root. */
  readonly root: string;
  /** Names the probe file, so that two agents of one root do not hear each other's. */
  readonly agentId: string;
  /** How long hints are gathered. */
  readonly gatherMs?: number;
  /** How long a probe may take to be heard. */
  readonly probeMs?: number;
  /** How long the first look at the tree may take. */
  readonly readyMs?: number;
  /** Between two probes of a watch that is believed to work. */
  readonly probeEveryMs?: number;
  /** Before a watch that failed is made anew. */
  readonly restartMs?: number;
}

export function createWatcher(options: WatcherOptions): Watcher {
  const { root } = options;
  const ignoreCase = process.platform === 'win32' || process.platform === 'darwin';
  const probePath = join(root, ownFolder, `probe-${options.agentId}`);
  const probeMs = options.probeMs ?? 5_000;
  let current: FSWatcher | null = null;
  let hints: Hints | null = null;
  let heard: (() => void) | null = null;
  let timer: NodeJS.Timeout | null = null;
  // The agent has just scanned: the first try is trusted until it fails.
  let alive = true;
  let stopped = true;

  const later = (ms: number, work: () => void) => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(work, ms);
    timer.unref();
  };

  /** The path below the root with `/`; null for one that lies outside of it. */
  const below = (path: string): string | null => {
    const way = relative(root, path);
    return way === '..' || way.startsWith(`..${sep}`) ? null : way.split(sep).join('/');
  };

  const ignored = (path: string): boolean => {
    const way = below(path);
    if (way === null || way === '' || way === ownFolder) return false;
    if (way.startsWith(`${ownFolder}/`)) return path !== probePath;
    return way.split('/').some((name) => folderVerdict(name, ignoreCase).kind !== 'walk');
  };

  const onEvent = (event: string, path: string) => {
    if (path === probePath) {
      heard?.();
      return;
    }
    const way = below(path);
    if (way === null || way === ownFolder) return;
    // A folder that went is scanned itself: only what lies in a scan's scope may be called gone.
    const isFolder = event === 'addDir' || event === 'unlinkDir';
    hints?.add(isFolder ? way : parentOf(way));
  };

  const fail = () => {
    if (stopped) return;
    if (alive) hints?.add('');
    alive = false;
    later(options.restartMs ?? 60_000, begin);
  };

  async function probe(): Promise<void> {
    const answered = new Promise<boolean>((resolve) => {
      const limit = setTimeout(() => resolve(false), probeMs);
      heard = () => {
        clearTimeout(limit);
        resolve(true);
      };
    });
    try {
      await rm(probePath, { force: true });
      await writeFile(probePath, '');
    } catch {
      fail(); // nothing can be tried where nothing can be written
      return;
    }
    const works = await answered;
    heard = null;
    await rm(probePath, { force: true }).catch(() => undefined);
    if (stopped) return;
    if (!works) {
      fail();
      return;
    }
    alive = true;
    later(options.probeEveryMs ?? 600_000, () => void probe());
  }

  function begin(): void {
    void current?.close();
    const watcher = watch(root, {
      ignoreInitial: true,
      followSymlinks: false,
      ignorePermissionErrors: true,
      atomic: false,
      ignored,
    });
    current = watcher;
    watcher.on('all', onEvent);
    watcher.on('error', fail);
    watcher.once('ready', () => {
      if (stopped || current !== watcher) return;
      // What came while it took its first look was no event to it.
      hints?.add('');
      void probe();
    });
    later(options.readyMs ?? 120_000, fail);
  }

  return {
    start(onHint) {
      stopped = false;
      alive = true;
      hints = gatherHints(options.gatherMs ?? 100, onHint);
      begin();
      return Promise.resolve();
    },
    get alive() {
      return alive;
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      hints?.stop();
      heard?.();
      await current?.close();
      current = null;
      await rm(probePath, { force: true }).catch(() => undefined);
    },
  };
}
