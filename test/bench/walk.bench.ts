/** The scan of the office's tree, as at the start of an agent that knows every file of it. */
import type { Benchmark, Measures } from './support/benchmark.ts';
import { temporaryPlace } from './support/office.ts';
import { buildTreeProgram, type TreeProgram } from './support/tree-program.ts';
import { growTree, officeTree } from './support/tree.ts';

let program: TreeProgram;
let root: string;

export const benchmark: Benchmark = {
  name: 'walk',
  title: 'scan of 100 000 documents of 5 000 employees, nothing changed',
  rounds: 5,
  figures: [
    {
      title: 'scan',
      unit: 'ms',
      value: 'scanMs',
      reference: { title: 'bare readdir + lstat, synchronous', value: 'syncMs' },
      bar: { of: 'ratio', most: 2.5 },
    },
    {
      title: 'scan',
      unit: 'ms',
      value: 'scanMs',
      reference: { title: 'bare readdir + lstat, promises', value: 'promisesMs' },
    },
    {
      title: 'event-loop delay while scanning, p99',
      unit: 'ms',
      value: 'delayP99',
      bar: { of: 'value', most: 50 },
    },
    {
      title: 'most memory of the scanning process',
      unit: 'MB',
      value: 'scanPeak',
      reference: { title: 'bare, synchronous', value: 'syncPeak' },
      bar: { of: 'value', most: 150 },
    },
  ],
  async prepare() {
    const place = await temporaryPlace('walk');
    program = await buildTreeProgram();
    root = place.path;
    growTree(root, officeTree);
    return async () => {
      await program.remove();
      await place.remove();
    };
  },
  async measure() {
    // Once for nothing: the first to look finds the disk cold.
    await program.run('bare-sync', root);
    const sync = await program.run('bare-sync', root);
    const scan = await program.run('scan', root);
    const promises = await program.run('bare-promises', root);
    for (const { files } of [sync, scan, promises])
      if (files !== officeTree.files) throw new Error(`${String(files)} files were seen.`);
    return {
      scanMs: of(scan, 'ms'),
      syncMs: of(sync, 'ms'),
      promisesMs: of(promises, 'ms'),
      delayP99: of(scan, 'delayP99'),
      scanPeak: of(scan, 'peak'),
      syncPeak: of(sync, 'peak'),
    };
  },
};

function of(measures: Measures, name: string): number {
  return measures[name] ?? Number.NaN;
}
