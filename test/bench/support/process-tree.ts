/** A process and everything that it started, as Linux counts them. */
import { readdirSync, readFileSync } from 'node:fs';

export interface TreeTaken {
  readonly processes: number;
  /** Those that draw pages. */
  readonly renderers: number;
  /**
   * Megabytes in proportion (PSS): a page that five processes share counts as a fifth in each. Where the system tells
   * none, what is resident in each (RSS), shared pages counted again.
   */
  readonly megabytes: number;
  /** Megabytes of the first process alone. */
  readonly ownMegabytes: number;
}

export function treeTaken(pid: number): TreeTaken {
  const pids = treeOf(pid);
  return {
    processes: pids.length,
    renderers: pids.filter((one) => read(one, 'cmdline').includes('--type=renderer')).length,
    megabytes: pids.reduce((sum, one) => sum + megabytesOf(one), 0),
    ownMegabytes: megabytesOf(pid),
  };
}

/** The process itself comes first. */
export function treeOf(pid: number): readonly number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), parentOf(Number(name))]),
  );
  const found = [pid];
  for (const above of found)
    for (const [one, parent] of parents) if (parent === above && !found.includes(one)) found.push(one);
  return found;
}

function parentOf(pid: number): number {
  return Number(/\) \S (\d+)/.exec(read(pid, 'stat'))?.[1] ?? 0);
}

function megabytesOf(pid: number): number {
  const pss = /^Pss:\s+(\d+)/m.exec(read(pid, 'smaps_rollup'))?.[1];
  const resident = /^VmRSS:\s+(\d+)/m.exec(read(pid, 'status'))?.[1];
  return Number(pss ?? resident ?? 0) / 1_024;
}

/** Empty where it has ended meanwhile. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
