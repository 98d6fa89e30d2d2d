/** From the packs of a scan to its result, a few milliseconds at a time: whoever waits for the thread gets it. */
import { setImmediate } from 'node:timers/promises';
import type { FileSeen, ScanResult, TreePath } from '../../core/model.ts';
import { leavesOf } from './packed.ts';
import type { Pack } from './packed.ts';
import type { ScanEnd, Sink } from './scan.ts';
import { pathOf } from './walk.ts';

/** The thread is not held much longer than this. */
const turnMs = 5;
/** The clock is looked at once for so many leaves. */
const leavesOfTurn = 64;

export interface Gathered extends Sink {
  /** What the packs hold, once the scan has ended. */
  result(
    told: { readonly scope: string; readonly at: number; readonly end: ScanEnd },
    unchanged: (file: FileSeen) => boolean,
  ): Promise<ScanResult>;
}

export function gatherPacks(): Gathered {
  let packs: Pack[] = [];
  return {
    pack: (pack) => void packs.push(pack),
    again: () => void (packs = []),
    async result({ scope, at, end }, unchanged) {
      const files: FileSeen[] = [];
      const left: ScanResult['left'][number][] = [];
      let turn = performance.now();
      let leaves = 0;
      // Taken off one by one: what has been told is not kept.
      packs.reverse();
      for (let pack = packs.pop(); pack !== undefined; pack = packs.pop()) {
        for (const { folder, name, signature, reason } of leavesOf(pack)) {
          const path = pathOf(folder, name) as TreePath;
          if (reason !== null) left.push({ path, reason, signature });
          else {
            const file: FileSeen = { path, ...signature };
            if (!unchanged(file)) files.push(file);
          }
          leaves += 1;
          if (leaves % leavesOfTurn !== 0 || performance.now() - turn < turnMs) continue;
          await setImmediate();
          turn = performance.now();
        }
      }
      return { scope, root: end.root, files, left, unreadable: end.unreadable, at };
    },
  };
}
