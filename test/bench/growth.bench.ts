/** The scan of trees of a thousand to a million files: time and memory grow with the files and no faster. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark, Figure, Measures } from './support/benchmark.ts';
import { temporaryPlace } from './support/office.ts';
import { buildTreeProgram, type TreeProgram } from './support/tree-program.ts';
import { growTree } from './support/tree.ts';

const sizes = [
  ['1 k', 1_000],
  ['10 k', 10_000],
  ['100 k', 100_000],
  ['1 M', 1_000_000],
] as const;
const filesOfEmployee = 20;

let program: TreeProgram;
let place: Awaited<ReturnType<typeof temporaryPlace>>;

const rows: readonly Figure[] = sizes.flatMap(([title]) => [
  {
    title: `${title} files: scan`,
    unit: 'ms',
    value: `${title} ms`,
    reference: { title: 'bare readdir + lstat, synchronous', value: `${title} bare` },
    ...(title === '1 M' ? { bar: { of: 'ratio', most: 2.5 } } : {}),
  },
  {
    title: `${title} files: most memory of the scanning process`,
    unit: 'MB',
    value: `${title} peak`,
    ...(title === '1 M' ? { bar: { of: 'value', most: 400 } } : {}),
  },
]);

export const benchmark: Benchmark = {
  name: 'growth',
  title: 'scan of a thousand to a million sparse files, nothing changed',
  rounds: 1,
  figures: [
    ...rows,
    {
      // The system's own caches do not grow for ever: what is left over is ours.
      title: 'from 100 k to 1 M the time grows',
      unit: 'count',
      value: 'growth',
      reference: { title: 'bare', value: 'growth of bare' },
      bar: { of: 'ratio', most: 1.5 },
    },
  ],
  async prepare() {
    place = await temporaryPlace('growth');
    program = await buildTreeProgram();
    for (const [title, files] of sizes) {
      mkdirSync(join(place.path, title));
      growTree(join(place.path, title), { employees: files / filesOfEmployee, files });
    }
    return async () => {
      await program.remove();
      await place.remove();
    };
  },
  async measure() {
    const measures: Record<string, number> = {};
    for (const [title, files] of sizes) {
      const root = join(place.path, title);
      // The first to look finds the disk cold.
      await program.run('bare-sync', root);
      const bare = await program.run('bare-sync', root);
      const scan = await program.run('scan', root);
      if (scan['files'] !== files) throw new Error(`${String(scan['files'])} files were seen.`);
      measures[`${title} ms`] = of(scan, 'ms');
      measures[`${title} bare`] = of(bare, 'ms');
      measures[`${title} peak`] = of(scan, 'peak');
    }
    return {
      ...measures,
      growth: of(measures, '1 M ms') / of(measures, '100 k ms'),
      'growth of bare': of(measures, '1 M bare') / of(measures, '100 k bare'),
    };
  },
};

function of(measures: Measures, name: string): number {
  return measures[name] ?? Number.NaN;
}
