/** Looks through the ledger's file in a thread of its own: it takes as long as reading it, and both can be done at once. */
import { Worker } from 'node:worker_threads';
import { isDamaged } from './damage.ts';

export interface Checked {
  /** The file as SQLite sees it. */
  readonly damaged: boolean;
  /** Whether each can be read. */
  readonly receipts: 'sound' | 'unsound' | 'unchecked';
}

/**
 * `program`: `check-worker.ts`, built; where it cannot do it, the file is looked through here, later, and the receipts
 * are left to whoever reads the rest. Rejects where the file cannot be opened.
 */
export function checkApart(path: string, program: string): Promise<Checked> {
  return new Promise((resolve, reject) => {
    const here = (): void => {
      try {
        resolve({ damaged: isDamaged(path), receipts: 'unchecked' });
      } catch (error) {
        reject(error instanceof Error ? error : new Error('not checked'));
      }
    };
    try {
      const worker = new Worker(program, { workerData: path, execArgv: [] });
      let found: Checked | null = null;
      worker.once('message', (checked: Checked) => (found = checked));
      // It ends then, and its end is heard: once, not twice, is the file looked through here.
      worker.once('error', () => undefined);
      // Only then it has let go of the file, which may have to be moved.
      worker.once('exit', () => {
        if (found === null) here();
        else resolve(found);
      });
    } catch {
      here();
    }
  });
}
