/** The terminal program as it is shipped, built once for this process, and started so that it dies where it is told. */
import { spawn, type ChildProcess } from 'node:child_process';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultKey } from '../lucca/index.ts';

export interface Program {
  /** Runs a command with the data folder `data`. */
  start(command: readonly string[], data: string, environment?: Readonly<Record<string, string>>): Started;
  remove(): Promise<void>;
}

export interface Started {
  readonly child: ChildProcess;
  /** Exit code, or null for one who was killed; and what was said on standard output. */
  readonly ended: Promise<{ readonly code: number | null; readonly out: string }>;
}

const repository = fileURLToPath(new URL('../../', import.meta.url));
/** A process that hangs must not hold up the rest. */
const longestMs = 200_000;

/** Built anew, so that neither an old build is tried nor one that changes meanwhile. */
export async function buildProgram(): Promise<Program> {
  const { buildTerminalProgram } = (await import(
    new URL('../../scripts/build.mjs', import.meta.url).href
  )) as { readonly buildTerminalProgram: (folder: string) => Promise<string> };
  const folder = join(repository, '.cache', `crash-${process.pid}`);
  const points = join(folder, 'points.cjs');
  const cli = await buildTerminalProgram(folder);
  await copyFile(new URL('points.cjs', import.meta.url), points);
  return {
    start(command, data, environment = {}) {
      const child = spawn(
        process.execPath,
        ['--require', points, cli, ...command, '--json', '--data', data],
        {
          env: { ...process.env, CLASSEUR_API_KEY: defaultKey.key, ...environment },
          stdio: ['ignore', 'pipe', 'ignore'],
        },
      );
      let out = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        out += chunk;
      });
      const overdue = setTimeout(() => child.kill('SIGKILL'), longestMs);
      const ended = new Promise<{ code: number | null; out: string }>((resolve) => {
        child.once('close', (code) => {
          clearTimeout(overdue);
          resolve({ code, out });
        });
      });
      return { child, ended };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
