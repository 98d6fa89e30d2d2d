/** An office for the terminal program: a root with people's folders, a data folder, and the emulated Lucca. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nowhere } from '../../../main/adapters/settings/policy-place.ts';
import type { ExitCode } from '../../../main/terminal/exit-codes.ts';
import type { Io } from '../../../main/terminal/io.ts';
import { runProgram } from '../../../main/terminal/program.ts';
import {
  defaultKey,
  fictionalCompany,
  startEmulator,
  type Emulator,
  type Employee,
} from '../../lucca/index.ts';
import { makeDocument } from '../../support/documents/index.ts';
import { folderOf, settingsOf, type SettingsWishes } from '../../support/tree/index.ts';

export interface Said {
  readonly code: ExitCode;
  readonly lines: readonly string[];
  readonly errors: readonly string[];
  /** Lines of `--json`, parsed. */
  readonly events: readonly Readonly<Record<string, unknown>>[];
  eventsOf(name: string): readonly Readonly<Record<string, unknown>>[];
}

export interface Running {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  readonly errors: () => string;
  /** Resolves with the first line that fits, also one that was said before. */
  line(fits: (line: string) => boolean): Promise<string>;
  ended(): Promise<number | null>;
}

export interface Office {
  readonly base: string;
  readonly root: string;
  readonly data: string;
  readonly emulator: Emulator;
  readonly people: readonly Employee[];
  settings(wishes?: Partial<SettingsWishes>): void;
  /** Saves a document into an employee's folder; the path below root. */
  save(employee: Employee | string, below: string, seed?: string): string;
  classeur(args: readonly string[], over?: Partial<Io>): Promise<Said>;
  /** The program as a process of its own. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>): Running;
  close(): Promise<void>;
}

const cli = fileURLToPath(new URL('../../../main/cli.ts', import.meta.url));
export const key = defaultKey.key;

export async function openOffice(): Promise<Office> {
  const base = mkdtempSync(join(tmpdir(), 'classeur-office-'));
  const [root, data] = [join(base, 'root'), join(base, 'data')];
  mkdirSync(root);
  mkdirSync(data);
  const company = fictionalCompany();
  const emulator = await startEmulator({ company, switches: { rateLimit: 0 } });
  const children: ChildProcess[] = [];

  const office: Office = {
    base,
    root,
    data,
    emulator,
    people: company.employees,
    settings(wishes = {}) {
      const settings = settingsOf({
        root,
        tenantUrl: emulator.url,
        quietSeconds: 0.2,
        requestsPerMinute: 1_000,
        language: 'en',
        ...wishes,
      });
      writeFileSync(join(data, 'settings.json'), JSON.stringify(settings));
    },
    save(employee, below, seed = below) {
      const path = `${typeof employee === 'string' ? employee : folderOf(employee)}/${below}`;
      const subject = typeof employee === 'string' ? company.employees[0]! : employee;
      const { bytes } = makeDocument({ kind: 'bank-details', subject, format: 'pdf', seed });
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), bytes);
      return path;
    },
    async classeur(args, over = {}) {
      const lines: string[] = [];
      const errors: string[] = [];
      const io: Io = {
        out: (line) => lines.push(line),
        err: (line) => errors.push(line),
        input: () => Promise.resolve(''),
        env: { CLASSEUR_API_KEY: key },
        locale: 'en-GB',
        onStopWish: () => () => undefined,
        ...over,
      };
      const code = await runProgram([...args, '--data', data], io, nowhere);
      const events = args.includes('--json')
        ? lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
        : [];
      return {
        code,
        lines,
        errors,
        events,
        eventsOf: (name) => events.filter(({ event }) => event === name),
      };
    },
    start(args, env = { CLASSEUR_API_KEY: key }) {
      const child = spawn(process.execPath, ['--import', 'tsx', cli, ...args, '--data', data], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.push(child);
      const lines: string[] = [];
      const waiting = new Set<() => void>();
      let text = '';
      let errors = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        const whole = text.split('\n');
        text = whole.pop() ?? '';
        lines.push(...whole);
        for (const look of [...waiting]) look();
      });
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        errors += chunk;
      });
      const end = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
      return {
        child,
        lines,
        errors: () => errors,
        line: (fits) =>
          new Promise((resolve, reject) => {
            const look = (): void => {
              const found = lines.find(fits);
              if (found === undefined) return;
              waiting.delete(look);
              resolve(found);
            };
            waiting.add(look);
            look();
            void end.then((code) => reject(new Error(`ended with ${code} before saying it: ${errors}`)));
          }),
        ended: () => end,
      };
    },
    async close() {
      for (const child of children) child.kill('SIGKILL');
      await emulator.stop();
      rmSync(base, { recursive: true, force: true });
    },
  };
  return office;
}
