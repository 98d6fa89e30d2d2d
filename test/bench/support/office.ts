/** What a benchmark works on: an emulator in a process of its own, so that it takes no turn from what is measured. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { controlEmulator, type EmulatorControl } from '../../lucca/index.ts';

const emulatorProgram = fileURLToPath(new URL('../../lucca/cli.ts', import.meta.url));

export interface EmulatorProcess extends EmulatorControl {
  readonly pid: number;
  stop(): Promise<void>;
}

/** `args` as for `npm run emulator`; the port is a free one. */
export async function startEmulatorProcess(args: readonly string[] = []): Promise<EmulatorProcess> {
  const child = spawn(
    process.execPath,
    [...process.execArgv, emulatorProgram, '--port', '0', '--quiet', '--keep', 'hash', ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const url = await addressSaid(child);
  return {
    ...controlEmulator(url),
    pid: child.pid ?? 0,
    stop: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

function addressSaid(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const url = /http:\/\/[\w.:]+/.exec(said)?.[0];
      if (url !== undefined) resolve(url);
    });
    child.once('close', (code) => reject(new Error(`The emulator ended with ${String(code)}: ${said}`)));
  });
}

/** A folder for the benchmark, and what removes it. */
export async function temporaryPlace(name: string): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), `classeur-bench-${name}-`));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}
