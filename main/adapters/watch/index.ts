/**
 * The `Watcher` port: a hint, never the truth. It opens no file and holds none, and remembers none: a tree of a hundred
 * thousand costs no more than its folders.
 *
 * Whether it hears anything at all is not believed but tried, at the start and again and again: a share may take a
 * watch and never report. Until it hears again it is not alive, and the agent scans more often.
 */
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Watcher } from '../../core/ports.ts';
import { ownFolder } from '../../core/scan/ignore-rules.ts';
import type { Ear, Listen } from './ear.ts';
import { listenApart } from './ear-apart.ts';
import { listenInFolders } from './folder-ears.ts';
import { gatherHints } from './hints.ts';
import type { Hints } from './hints.ts';
import { listenAtRoot } from './root-ear.ts';

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
  /** What hears; the system's own unless a test says otherwise. */
  readonly listen?: Listen;
}

const mostRestartMs = 600_000;
/** Lies beside the program once that is built. */
const earWorker = join(import.meta.dirname, 'ear-worker.cjs');

const inFolders = (): Listen => (existsSync(earWorker) ? listenApart(earWorker) : listenInFolders);

export function createWatcher(options: WatcherOptions): Watcher {
  const { root } = options;
  const ignoreCase = process.platform === 'win32' || process.platform === 'darwin';
  const listen = options.listen ?? (ignoreCase ? listenAtRoot : inFolders());
  const probeFile = `probe-${options.agentId}`;
  const probePath = join(root, ownFolder, probeFile);
  const probeMs = options.probeMs ?? 5_000;
  const restartMs = options.restartMs ?? 60_000;
  let current: Ear | null = null;
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

  const fail = (waitMs = restartMs) => {
    if (stopped) return;
    if (alive) hints?.add('');
    alive = false;
    later(waitMs, begin);
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
    const begun = performance.now();
    const ear = listen({
      root,
      probe: probeFile,
      ignoreCase,
      onHint: (folder) => {
        if (current === ear) hints?.add(folder);
      },
      onProbe: () => {
        if (current === ear) heard?.();
      },
      onReady: () => {
        if (stopped || current !== ear) return;
        // What came while it took its first look was no event to it.
        hints?.add('');
        void probe();
      },
      onFail: () => {
        if (current !== ear) return;
        // What it holds is scarce: others wait for it as well.
        void ear.close();
        // A tree that is too large is too large again in a minute: trying takes a hundredth of the time.
        fail(Math.max(restartMs, Math.min(100 * (performance.now() - begun), mostRestartMs)));
      },
    });
    current = ear;
    later(options.readyMs ?? 120_000, () => fail());
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
