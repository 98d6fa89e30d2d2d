/** The handles on the folders in a thread of their own, as `ear-apart.ts` starts it. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Said, Where } from './ear-apart.ts';
import { listenInFolders } from './folder-ears.ts';

const say = (said: Said): void => parentPort?.postMessage(said);

/** Much is heard of one folder at a time: it is said once. */
const hints = new Set<string>();

function sayHints(): void {
  say({ kind: 'hints', folders: [...hints] });
  hints.clear();
}

listenInFolders({
  ...(workerData as Where),
  onHint(folder) {
    if (hints.size === 0) setImmediate(sayHints);
    hints.add(folder);
  },
  onProbe: () => say({ kind: 'probe' }),
  onReady: () => say({ kind: 'ready' }),
  onFail: () => say({ kind: 'fail' }),
});
