/** The scan in a thread of its own, as `scan-apart.ts` starts it: it looks at the disk at once and tells in packs. */
import { parentPort, workerData } from 'node:worker_threads';
import { createGitignore } from '../system/index.ts';
import { promptEyes } from './eyes.ts';
import { scan } from './scan.ts';
import type { Errand, Told } from './scan-apart.ts';
import { createTree } from './tree.ts';

/** So often it says that it is alive while it has nothing to tell. */
const signMs = 1_000;

const { root, scope, ignore, ignoreCase } = workerData as Errand;
let lastSign = performance.now();

function tell(told: Told): void {
  lastSign = performance.now();
  parentPort?.postMessage(told);
}

async function look(): Promise<void> {
  const eyes = promptEyes((now) => {
    if (now - lastSign > signMs) tell({ kind: 'alive' });
  });
  const options = { tree: createTree(root), eyes, matchesPattern: createGitignore(ignore), ignoreCase };
  const end = await scan(options, scope, {
    pack: (pack) => tell({ kind: 'pack', pack }),
    again: () => tell({ kind: 'again' }),
  });
  tell({ kind: 'end', end });
}

void look();
