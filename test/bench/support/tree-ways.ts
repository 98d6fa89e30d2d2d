/** The ways of looking at a tree that are compared, each in a process of its own (`tree-program.ts`). */
import { lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { lstat, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { watch } from 'chokidar';
import { createFiles } from '../../../main/adapters/files/index.ts';
import { createWatcher } from '../../../main/adapters/watch/index.ts';
import { quantile, type Measures } from './benchmark.ts';
import { documentFolder, officeTree } from './tree.ts';

const [way = '', root = '', scanWorker = ''] = process.argv.slice(2);
const savedFiles = 60;

function walkAtOnce(folder: string): number {
  let files = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) files += walkAtOnce(path);
    else {
      lstatSync(path);
      files += 1;
    }
  }
  return files;
}

async function walkWithPromises(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return walkWithPromises(path);
      await lstat(path);
      return 1;
    }),
  );
  return found.reduce((sum, files) => sum + files, 0);
}

/** As the agent scans when it knows every file. */
async function ourScan(): Promise<number> {
  let files = 0;
  const scan = await createFiles({ root, scanWorker }).scan('', {
    unchanged: () => {
      files += 1;
      return true;
    },
    again: () => (files = 0),
  });
  if (scan.root !== 'ok' || scan.unreadable.length > 0)
    throw new Error(`It saw a root that is ${scan.root}.`);
  return files;
}

async function walked(walk: () => number | Promise<number>): Promise<Measures> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const begun = performance.now();
  const files = await walk();
  const ms = performance.now() - begun;
  delay.disable();
  return { ms, files, delayP99: delay.percentile(99) / 1e6, peak: peakMB() };
}

const peakMB = (): number => process.resourceUsage().maxRSS / 1_000;
const residentMB = (): number => process.memoryUsage.rss() / 1e6;

type Begin = (onHint: (folder: string) => void, onReady: () => void) => () => Promise<void>;

const ourWatcher: Begin = (onHint, onReady) => {
  mkdirSync(join(root, '.classeur'), { recursive: true });
  const watcher = createWatcher({ root, agentId: 'bench' });
  let ready = false;
  void watcher.start((folder) => {
    // The first hint at the whole root says that everything is listened to.
    if (!ready && folder === '') onReady();
    ready ||= folder === '';
    onHint(folder);
  });
  return () => watcher.stop();
};

const bareChokidar: Begin = (onHint, onReady) => {
  const watcher = watch(root, { ignoreInitial: true });
  watcher.on('all', (_, path) => onHint(path.slice(root.length + 1, path.lastIndexOf('/'))));
  watcher.once('ready', onReady);
  return () => watcher.close();
};

async function watched(begin: Begin): Promise<Measures> {
  const before = residentMB();
  let heard: (folder: string) => void = () => undefined;
  const begun = performance.now();
  let stop: () => Promise<void> = () => Promise.resolve();
  await new Promise<void>((resolve) => {
    stop = begin((folder) => heard(folder), resolve);
  });
  const readyMs = performance.now() - begun;
  await setTimeout(1_000);
  const latencies: number[] = [];
  for (let file = 0; file < savedFiles; file += 1) {
    const folder = documentFolder(officeTree, file * 1_613);
    const saved = performance.now();
    const hint = new Promise<void>((resolve) => {
      heard = (said) => {
        if (said === folder) resolve();
      };
    });
    await writeFile(join(root, folder, `scan ${process.pid} ${file}.pdf`), 'x');
    await hint;
    latencies.push(performance.now() - saved);
  }
  const resident = residentMB();
  await stop();
  return {
    readyMs,
    before,
    resident,
    taken: resident - before,
    latencyP95: quantile(latencies, 0.95),
    peak: peakMB(),
  };
}

const ways: Readonly<Record<string, () => Promise<Measures>>> = {
  scan: () => walked(ourScan),
  'bare-sync': () => walked(() => walkAtOnce(root)),
  'bare-promises': () => walked(() => walkWithPromises(root)),
  watch: () => watched(ourWatcher),
  'bare-chokidar': () => watched(bareChokidar),
};

void (async () => {
  const measured = await ways[way]?.();
  process.stdout.write(JSON.stringify(measured), () => process.exit(measured === undefined ? 1 : 0));
})();
