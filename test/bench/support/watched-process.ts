/** The built program as a process that is looked at from outside: when it says something, what it takes. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { builtProgram } from '../../integration/contract/program.ts';

const loopDelay = fileURLToPath(new URL('loop-delay.cjs', import.meta.url));

export interface Taken {
  /** Megabytes resident now, and at the most. */
  readonly residentMb: number;
  readonly peakMb: number;
  /** Bytes that the process has read, from files and anything else. */
  readonly read: number;
  /** Seconds of a processor. */
  readonly processorSeconds: number;
}

export interface WatchedProcess {
  /** Milliseconds from its start to the first line of `--json` that fits. */
  until(fits: (line: Readonly<Record<string, unknown>>) => boolean): Promise<number>;
  taken(): Taken;
  /** Event-loop delay since the start, in milliseconds. */
  loop(): Promise<{ readonly p99: number; readonly max: number }>;
  stop(): Promise<void>;
}

export async function startWatched(args: readonly string[]): Promise<WatchedProcess> {
  const program = await builtProgram();
  const begun = performance.now();
  const child = spawn(process.execPath, ['--require', loopDelay, program, ...args], {
    env: { ...process.env, CLASSEUR_API_KEY: 'none' },
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const said: { readonly line: Readonly<Record<string, unknown>>; readonly at: number }[] = [];
  const hearers = new Set<() => void>();
  if (child.stdout !== null)
    createInterface({ input: child.stdout }).on('line', (text) => {
      said.push({ line: JSON.parse(text) as Record<string, unknown>, at: performance.now() - begun });
      for (const hear of [...hearers]) hear();
    });
  const pid = String(child.pid);
  const of = (file: string, name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/${file}`, 'utf8'))?.[1]);

  return {
    until: (fits) =>
      new Promise((resolve, reject) => {
        const hear = (): void => {
          const found = said.find(({ line }) => fits(line));
          if (found === undefined) return;
          hearers.delete(hear);
          resolve(found.at);
        };
        hearers.add(hear);
        hear();
        void ended.then(() => reject(new Error('The program ended before it said so.')));
      }),
    taken() {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [, user, system] = /\) (?:\S+ ){11}(\d+) (\d+)/.exec(stat) ?? [];
      return {
        residentMb: of('status', 'VmRSS') / 1_024,
        peakMb: of('status', 'VmHWM') / 1_024,
        read: of('io', 'rchar'),
        processorSeconds: (Number(user) + Number(system)) / 100,
      };
    },
    loop: () =>
      new Promise((resolve) => {
        child.once('message', (message) => resolve(message as { p99: number; max: number }));
        child.send('loop');
      }),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
