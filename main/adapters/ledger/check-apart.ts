/** Looks through the ledger's file in a thread of its own: it takes as long as reading it, and both can be done at once. */
import { Worker } from 'node:worker_threads';
import { isDamaged } from './damage.ts';

/**
 * True where the file is damaged. `program`: `check-worker.ts`, built; where it cannot do it, it is done here, later.
 * Rejects where the file cannot be opened.
 */
export function isDamagedApart(path: string, program: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const here = (): void => {
      try {
        resolve(isDamaged(path));
      } catch (error) {
        reject(error instanceof Error ? error : new Error('not checked'));
      }
    };
    try {
      const worker = new Worker(program, { workerData: path, execArgv: [] });
      worker.once('message', (damaged: boolean) => resolve(damaged));
      // It ends then, and its end is heard: once, not twice, is the file looked through here.
      worker.once('error', () => undefined);
      worker.once('exit', (code) => {
        if (code !== 0) here();
      });
    } catch {
      here();
    }
  });
}
