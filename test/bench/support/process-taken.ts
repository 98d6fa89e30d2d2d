/** What a process has taken so far, as Linux counts it. */
import { readFileSync } from 'node:fs';

export interface Taken {
  /** Megabytes resident now, and at the most. */
  readonly residentMb: number;
  readonly peakMb: number;
  /** Bytes that the process has read, from files and anything else. */
  readonly read: number;
  /** Seconds of a processor, of all its threads, also of those that ended. */
  readonly processorSeconds: number;
  /** How often its first thread went to sleep of itself. */
  readonly wakes: number;
}

export function takenBy(pid: number): Taken {
  const of = (file: string, name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/${file}`, 'utf8'))?.[1]);
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [, user, system] = /\) (?:\S+ ){11}(\d+) (\d+)/.exec(stat) ?? [];
  return {
    residentMb: of('status', 'VmRSS') / 1_024,
    peakMb: of('status', 'VmHWM') / 1_024,
    read: of('io', 'rchar'),
    processorSeconds: (Number(user) + Number(system)) / 100,
    wakes: of('status', 'voluntary_ctxt_switches'),
  };
}
