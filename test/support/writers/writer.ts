/** A scanner in a process of its own, driven from here: its files are never open in the process that tests. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Way } from './save.ts';

export interface WriterJob {
  readonly id: number;
  readonly how: Way;
  readonly to: string;
  /** Files to take the bytes from; for `page-by-page` one for each page. */
  readonly from: readonly string[];
  readonly pieces?: number;
  readonly pauseMs?: number;
  /** ISO 8601. */
  readonly mtime?: string;
}

export interface WriterAnswer {
  readonly id: number;
  readonly error: string | null;
}

export interface Writer {
  readonly pid: number;
  /** Resolves when the file is wholly written and closed. Several may be under way at once. */
  save(job: Omit<WriterJob, 'id'>): Promise<void>;
  /** Ends the process, in the middle of a file if one is under way. */
  stop(): Promise<void>;
}

/** Starts the process. It ends with its standard input, so it never outlives this one. */
export function startWriter(): Writer {
  const cli = fileURLToPath(new URL('cli.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', cli, '--jobs'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
  });
  const waiting = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  void ended.then(() => {
    for (const { reject } of waiting.values()) reject(new Error('The writer ended.'));
    waiting.clear();
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { id, error } = JSON.parse(line) as WriterAnswer;
    const job = waiting.get(id);
    waiting.delete(id);
    if (error === null) job?.resolve();
    else job?.reject(new Error(error));
  });
  let last = 0;
  return {
    pid: child.pid ?? -1,
    save: (job) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { resolve, reject });
        child.stdin.write(`${JSON.stringify({ id, ...job })}\n`);
      }),
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
