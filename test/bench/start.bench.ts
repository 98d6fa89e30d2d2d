/** From the start of the program to idle, with a hundred thousand filed documents and nothing to do. */
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark } from './support/benchmark.ts';
import { fileBytes, openScale, type Scale } from './support/scale.ts';
import { startWatched } from './support/watched-process.ts';

const documents = 100_000;
const employees = 5_000;
/** How long it has been idle when its memory is read. */
const idleMs = 25_000;

/** The fastest bare walk: one process, synchronous, nothing kept. Prints its seconds. */
const walk = `
  const { readdirSync, lstatSync } = require('node:fs');
  const begun = performance.now();
  let files = 0;
  const look = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = folder + '/' + entry.name;
      if (entry.isDirectory()) look(path);
      else files += lstatSync(path).size > 0 ? 1 : 0;
    }
  };
  look(process.argv[1]);
  console.log((performance.now() - begun) / 1000);`;

let scale: Scale | null = null;

export const benchmark: Benchmark = {
  name: 'start',
  title: `start to idle, ${documents} filed documents of ${employees} employees, nothing to do`,
  rounds: 3,
  figures: [
    {
      title: 'start to idle',
      unit: 's',
      value: 'idle',
      reference: { title: 'bare walk', value: 'walk' },
      bar: { of: 'ratio', most: 3 },
    },
    { title: 'processor time until then', unit: 's', value: 'processor' },
    { title: 'event loop held up, p99', unit: 'ms', value: 'p99', bar: { of: 'value', most: 50 } },
    { title: 'event loop held up, longest', unit: 'ms', value: 'longest' },
    { title: 'resident, idle', unit: 'MB', value: 'resident', bar: { of: 'value', most: 150 } },
    { title: 'resident, most', unit: 'MB', value: 'peak' },
    // One document alone is larger: none was opened and read.
    { title: 'bytes read, of all', unit: 'bytes', value: 'read', bar: { of: 'value', most: fileBytes } },
  ],
  async prepare() {
    scale = await openScale(documents, employees);
    return () => Promise.resolve();
  },
  async measure() {
    if (scale === null) throw new Error('Nothing is prepared.');
    const walked = Number(execFileSync(process.execPath, ['-e', walk, scale.root], { encoding: 'utf8' }));
    const program = await startWatched(['run', '--json', '--data', scale.data]);
    try {
      const idle = await program.until(({ event, state }) => event === 'agent' && state === 'idle');
      const then = program.taken();
      const { p99, max } = await program.loop();
      await sleep(idleMs);
      const { residentMb, peakMb, read } = program.taken();
      return {
        walk: walked,
        idle: idle / 1_000,
        processor: then.processorSeconds,
        p99,
        longest: max,
        resident: residentMb,
        peak: peakMb,
        read,
      };
    } finally {
      await program.stop();
    }
  },
};
