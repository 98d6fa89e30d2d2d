/** What an agent costs that has nothing to do: ten real minutes with a hundred thousand filed documents. */
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark } from './support/benchmark.ts';
import { takenBy } from './support/process-taken.ts';
import { openScale, type Scale } from './support/scale.ts';
import { startWatched } from './support/watched-process.ts';

const documents = 100_000;
const employees = 5_000;
/** After the start: what it took is given back by then. */
const restMs = 40_000;
const minutes = 10;
const sampleMs = 2_000;
/** A rescan takes much of a core for a second; all else hardly any. */
const busyShare = 0.1;

let scale: Scale | null = null;

export const benchmark: Benchmark = {
  name: 'idle',
  title: `${minutes} idle minutes, ${documents} filed documents of ${employees} employees`,
  rounds: 1,
  figures: [
    {
      title: 'of one core, rescans included',
      unit: '%',
      value: 'share',
      bar: { of: 'value', most: 0.1 },
    },
    { title: 'of one core, between the rescans', unit: '%', value: 'calm share' },
    // Often nothing that the system counts: no ratio.
    { title: 'of one core, a Node process with a timer a minute', unit: '%', value: 'empty share' },
    { title: 'rescans', unit: 'count', value: 'rescans' },
    { title: 'processor time of a rescan', unit: 's', value: 'rescan seconds' },
    {
      title: 'wakes of the first thread, a second',
      unit: 'count',
      value: 'wakes',
      reference: { title: 'a timer a minute', value: 'empty wakes' },
    },
    { title: 'resident at the end', unit: 'MB', value: 'resident' },
  ],
  async prepare() {
    scale = await openScale(documents, employees);
    return () => Promise.resolve();
  },
  async measure() {
    if (scale === null) throw new Error('Nothing is prepared.');
    const empty = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60_000)'], { stdio: 'ignore' });
    const program = await startWatched(['run', '--json', '--data', scale.data], { loop: false });
    try {
      await program.until(({ event, state }) => event === 'agent' && state === 'idle');
      await sleep(restMs);
      const emptyBefore = takenBy(empty.pid ?? 0);
      const before = program.taken();
      const begun = performance.now();
      let [last, busy, rescans, wasBusy] = [before.processorSeconds, 0, 0, false];
      while (performance.now() - begun < minutes * 60_000) {
        await sleep(sampleMs);
        const now = program.taken().processorSeconds;
        const isBusy = now - last > (busyShare * sampleMs) / 1_000;
        if (isBusy) busy += now - last;
        if (isBusy && !wasBusy) rescans += 1;
        [last, wasBusy] = [now, isBusy];
      }
      const seconds = (performance.now() - begun) / 1_000;
      const after = program.taken();
      const emptyAfter = takenBy(empty.pid ?? 0);
      const took = after.processorSeconds - before.processorSeconds;
      const emptyTook = emptyAfter.processorSeconds - emptyBefore.processorSeconds;
      return {
        share: (100 * took) / seconds,
        'calm share': (100 * (took - busy)) / seconds,
        'empty share': (100 * emptyTook) / seconds,
        rescans,
        'rescan seconds': rescans === 0 ? 0 : busy / rescans,
        wakes: (after.wakes - before.wakes) / seconds,
        'empty wakes': (emptyAfter.wakes - emptyBefore.wakes) / seconds,
        resident: after.residentMb,
      };
    } finally {
      empty.kill();
      await program.stop();
    }
  },
};
