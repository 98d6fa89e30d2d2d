/**
 * Scans in a thread of its own, one for each scan: there the disk may be asked without promises, which is many times
 * faster, and a share that hangs holds nobody else up.
 */
import { Worker } from 'node:worker_threads';
import type { Pack } from './packed.ts';
import type { ScanEnd, Sink } from './scan.ts';

/** What it looks at is thrown away at once: with little room that happens sooner. Whoever needs more is stood in for. */
const resourceLimits = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 };

/** What the worker is to do. */
export interface Errand {
  readonly root: string;
  readonly scope: string;
  readonly ignore: readonly string[];
  readonly ignoreCase: boolean;
}

/** What it says. */
export type Told =
  | { readonly kind: 'pack'; readonly pack: Pack }
  | { readonly kind: 'again' }
  | { readonly kind: 'alive' }
  | { readonly kind: 'end'; readonly end: ScanEnd };

export interface Apart {
  /** Null where no worker could do it. A share that does not answer is one that is not there. */
  scan(errand: Errand, sink: Sink): Promise<ScanEnd | null>;
}

const notAnswering: ScanEnd = { root: 'missing', unreadable: [] };

/** `hangMs`: a worker that says nothing for about so long hangs. */
export function createApart(program: string, hangMs = 60_000): Apart {
  let hanging = false;
  return {
    scan(errand, sink) {
      // A second one would hang beside it.
      if (hanging) return Promise.resolve(notAnswering);
      let worker: Worker;
      try {
        worker = new Worker(program, { workerData: errand, execArgv: [], resourceLimits });
      } catch {
        return Promise.resolve(null);
      }
      return new Promise((resolve) => {
        let silence = 0;
        let over = false;
        const watch = setInterval(() => {
          silence += 1;
          // After a night's sleep the first tick comes before the worker could say a word.
          if (silence <= 2) return;
          hanging = true;
          void worker.terminate().finally(() => {
            hanging = false;
          });
          finish(notAnswering);
        }, hangMs / 2);
        const finish = (end: ScanEnd | null): void => {
          if (over) return;
          over = true;
          clearInterval(watch);
          worker.removeAllListeners('message');
          worker.unref();
          if (end === null || end === notAnswering) sink.again();
          resolve(end);
        };
        worker.on('message', (told: Told) => {
          silence = 0;
          if (told.kind === 'pack') sink.pack(told.pack);
          else if (told.kind === 'again') sink.again();
          else if (told.kind === 'end') finish(told.end);
        });
        worker.on('error', () => finish(null));
        worker.on('exit', () => finish(null));
      });
    },
  };
}
