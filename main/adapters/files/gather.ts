/**
 * From the packs of a scan to its result, as they come, a few milliseconds at a time: whoever waits for the thread gets
 * it, and what is compared while the walk goes on need not be waited for at its end.
 */
import { setImmediate } from 'node:timers/promises';
import type { FileSeen, ScanResult, TreePath } from '../../core/model.ts';
import type { ScanLook } from '../../core/ports.ts';
import { leavesOf } from './packed.ts';
import type { Pack } from './packed.ts';
import type { ScanEnd, Sink } from './scan.ts';
import { pathOf } from './walk.ts';

/** The thread is not held much longer than this. */
const turnMs = 5;
/** The clock is looked at once for so many leaves. */
const leavesOfTurn = 64;

export interface Gathered extends Sink {
  /** What the packs hold, once the scan has ended. Rejects as `end` does. */
  result(
    told: { readonly scope: string; readonly at: number; readonly end: Promise<ScanEnd> },
    look: ScanLook,
  ): Promise<ScanResult>;
}

export function gatherPacks(): Gathered {
  let packs: Pack[] = [];
  let beginnings = 0;
  let wake = (): void => undefined;

  return {
    pack(pack) {
      packs.push(pack);
      wake();
    },
    again() {
      packs = [];
      beginnings += 1;
      wake();
    },
    async result({ scope, at, end }, look) {
      let files: FileSeen[] = [];
      let left: ScanResult['left'][number][] = [];
      let [begun, leaves, turn] = [0, 0, performance.now()];
      const ending = { over: false };
      const ended = end.finally(() => {
        ending.over = true;
        wake();
      });
      // Heard below, once all that came before it has been taken.
      ended.catch(() => undefined);

      async function take(pack: Pack): Promise<void> {
        for (const { folder, name, signature, reason } of leavesOf(pack)) {
          const path = pathOf(folder, name) as TreePath;
          if (reason !== null) left.push({ path, reason, signature });
          else {
            const file: FileSeen = { path, ...signature };
            if (!look.unchanged(file)) files.push(file);
          }
          leaves += 1;
          if (leaves % leavesOfTurn !== 0 || performance.now() - turn < turnMs) continue;
          await setImmediate();
          turn = performance.now();
          if (begun !== beginnings) return;
        }
      }

      for (;;) {
        if (begun !== beginnings) {
          begun = beginnings;
          [files, left] = [[], []];
          look.again();
        }
        // Taken off one by one: what has been told is not kept.
        const pack = packs.shift();
        if (pack !== undefined) await take(pack);
        else if (ending.over) break;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
      const { root, unreadable } = await ended;
      return { scope, root, files, left, unreadable, at };
    },
  };
}
