/** The built program as a process that is looked at from outside: when it says something, what it takes. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { builtProgram } from '../../integration/contract/program.ts';
import { takenBy, type Taken } from './process-taken.ts';

const loopDelay = fileURLToPath(new URL('loop-delay.cjs', import.meta.url));

export interface WatchedProcess {
  /** Milliseconds from its start to the first line of `--json` that fits. */
  until(fits: (line: Readonly<Record<string, unknown>>) => boolean): Promise<number>;
  taken(): Taken;
  /** Event-loop delay since the start, in milliseconds: where it is measured. */
  loop(): Promise<{ readonly p99: number; readonly max: number }>;
  stop(): Promise<void>;
}

/** `loop: false` does not measure the event loop: measuring wakes the process 200 times a second. */
export async function startWatched(
  args: readonly string[],
  { loop = true }: { readonly loop?: boolean } = {},
): Promise<WatchedProcess> {
  const program = await builtProgram();
  const begun = performance.now();
  const child = spawn(process.execPath, [...(loop ? ['--require', loopDelay] : []), program, ...args], {
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
    taken: () => takenBy(child.pid ?? 0),
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
