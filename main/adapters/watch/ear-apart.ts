/**
 * A handle on every folder, in a thread of its own: tens of thousands are opened without holding anybody up, also on a
 * share that hangs, and the thread's memory is kept as small as they need.
 */
import { Worker } from 'node:worker_threads';
import type { Ear, EarOptions, Listen } from './ear.ts';
import { listenInFolders } from './folder-ears.ts';

/** Where to listen. */
export type Where = Pick<EarOptions, 'root' | 'probe' | 'ignoreCase'>;

/** What the thread says. */
export type Said =
  | { readonly kind: 'hints'; readonly folders: readonly string[] }
  | { readonly kind: 'probe' | 'ready' | 'fail' };

const resourceLimits = { maxYoungGenerationSizeMb: 4 };

/** `program`: `ear-worker.ts`, built. Where it cannot begin, the handles are opened here. */
export function listenApart(program: string): Listen {
  return (options) => {
    const { root, probe, ignoreCase, onHint } = options;
    const where: Where = { root, probe, ignoreCase };
    let here: Ear | null = null;
    let spoke = false;
    let over = false;
    const ended = (): void => {
      if (over) return;
      over = true;
      if (spoke) options.onFail();
      else here = listenInFolders(options);
    };
    const worker = new Worker(program, { workerData: where, execArgv: [], resourceLimits });
    worker.unref();
    worker.on('error', ended);
    worker.on('exit', ended);
    worker.on('message', (said: Said) => {
      if (over) return;
      spoke = true;
      if (said.kind === 'hints') said.folders.forEach(onHint);
      else if (said.kind === 'probe') options.onProbe();
      else if (said.kind === 'ready') options.onReady();
      else options.onFail();
    });
    return {
      async close() {
        over = true;
        await worker.terminate();
        await here?.close();
      },
    };
  };
}
