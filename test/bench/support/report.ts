/** A benchmark's figures as a table, with the machine that they come from. */
import { cpus, release, totalmem, type } from 'node:os';
import type { Benchmark, Figure, Judged, Unit } from './benchmark.ts';

export function machine(): string {
  const [cpu] = cpus();
  const memory = `${(totalmem() / 1e9).toFixed(0)} GB`;
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${memory}, ${type()} ${release()}, Node ${process.versions.node}`;
}

export function tableOf(benchmark: Benchmark, rounds: number, judged: readonly Judged[]): string {
  const rows = judged.map((one) => [
    one.figure.title,
    shown(one.value, one.figure.unit),
    one.reference === null
      ? ''
      : `${one.figure.reference?.title ?? ''} ${shown(one.reference, one.figure.unit)}`,
    one.ratio === null ? '' : `${one.ratio.toFixed(2)} ×`,
    barOf(one.figure),
    one.reached === null ? '' : one.reached ? 'reached' : 'MISSED',
  ]);
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 1 || column === 3 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  const of = rounds === 1 ? '1 round' : `median of ${rounds} rounds`;
  return [`${benchmark.name}: ${benchmark.title} (${of})`, ...lines.map((line) => `  ${line}`)].join('\n');
}

function barOf({ bar, unit }: Figure): string {
  if (bar === undefined) return '';
  const limit = (value: number): string => (bar.of === 'ratio' ? `${value} ×` : shown(value, unit));
  const parts = [
    bar.most === undefined ? [] : [`≤ ${limit(bar.most)}`],
    bar.least === undefined ? [] : [`≥ ${limit(bar.least)}`],
  ].flat();
  return `bar ${parts.join(', ')}`;
}

function shown(value: number, unit: Unit): string {
  const digits =
    unit === 'count' || unit === 'requests' || unit === 'bytes' || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const text = value.toFixed(digits);
  return unit === 'count' ? text : `${text} ${unit}`;
}
