/** The watcher on the office's tree. */
import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Benchmark, Figure, Measures } from './support/benchmark.ts';
import { temporaryPlace } from './support/office.ts';
import { hasSyncthing, measureSyncthing } from './support/syncthing.ts';
import { buildTreeProgram, type TreeProgram } from './support/tree-program.ts';
import { growTree, officeTree } from './support/tree.ts';

let program: TreeProgram;
let root: string;
/** Measured once. */
let syncthing: Measures = {};

const besideSyncthing: readonly Figure[] = [
  {
    title: 'our scan, nothing changed',
    unit: 'ms',
    value: 'scanMs',
    reference: { title: "syncthing's rescan", value: 'syncthingRescanMs' },
    bar: { of: 'ratio', most: 0.33 },
  },
  { title: "syncthing's first scan, files of 1 KB, which it hashes", unit: 'ms', value: 'syncthingFirstMs' },
  { title: 'syncthing resident after a rescan', unit: 'MB', value: 'syncthingResident' },
];

export const benchmark: Benchmark = {
  name: 'watch',
  title: `watcher of 100 000 documents of 5 000 employees${hasSyncthing ? '' : ' (syncthing is not installed: not measured)'}`,
  rounds: 3,
  figures: [
    {
      title: 'memory that watching takes',
      unit: 'MB',
      value: 'taken',
      reference: { title: 'bare chokidar 6', value: 'chokidarTaken' },
      bar: { of: 'value', most: 60 },
    },
    {
      title: 'until all is watched',
      unit: 'ms',
      value: 'readyMs',
      reference: { title: 'bare chokidar 6', value: 'chokidarReadyMs' },
    },
    {
      // Hints are gathered for 100 ms of it.
      title: 'from saving a file to the hint, p95',
      unit: 'ms',
      value: 'latencyP95',
      reference: { title: 'bare chokidar 6', value: 'chokidarLatencyP95' },
      bar: { of: 'value', most: 1_000 },
    },
    ...(hasSyncthing ? besideSyncthing : []),
  ],
  async prepare() {
    const place = await temporaryPlace('watch');
    program = await buildTreeProgram();
    root = place.path;
    growTree(root, officeTree);
    // Small files: its first scan hashes each, and twenty gigabytes of nothing would be another figure.
    const small = join(root, '..', `${basename(root)}-small`);
    if (hasSyncthing) {
      mkdirSync(small);
      growTree(small, { ...officeTree, bytes: 1_000 });
      syncthing = await measureSyncthing(small, officeTree.files).finally(() =>
        rmSync(small, { recursive: true, force: true }),
      );
    }
    return async () => {
      await program.remove();
      await place.remove();
    };
  },
  async measure() {
    const ours = await program.run('watch', root);
    const chokidar = await program.run('bare-chokidar', root);
    return {
      taken: of(ours, 'taken'),
      readyMs: of(ours, 'readyMs'),
      latencyP95: of(ours, 'latencyP95'),
      chokidarTaken: of(chokidar, 'taken'),
      chokidarReadyMs: of(chokidar, 'readyMs'),
      chokidarLatencyP95: of(chokidar, 'latencyP95'),
      scanMs: of(await program.run('scan', root), 'ms'),
      syncthingFirstMs: of(syncthing, 'firstMs'),
      syncthingRescanMs: of(syncthing, 'rescanMs'),
      syncthingResident: of(syncthing, 'residentMb'),
    };
  },
};

function of(measures: Measures, name: string): number {
  return measures[name] ?? Number.NaN;
}
