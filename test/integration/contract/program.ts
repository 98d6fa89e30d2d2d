/** The program as another program meets it: built, a process of its own, spoken to by arguments and read by its lines. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  defaultKey,
  fictionalCompany,
  startEmulator,
  type Emulator,
  type Employee,
} from '../../lucca/index.ts';
import { makeDocument } from '../../support/documents/index.ts';
import { folderOf } from '../../support/tree/index.ts';

export const key = defaultKey.key;

/** A line of `--json`. */
export type Line = Readonly<Record<string, unknown>>;

export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Milliseconds from the start to the end. */
  readonly ms: number;
  /** Lines of standard output, parsed; throws where one is not JSON. */
  events(name?: string): readonly Line[];
  /** The last line about each document, by the last part of its path. */
  byName(): Readonly<Record<string, Line>>;
}

export interface Running {
  readonly child: ChildProcess;
  /** Resolves with the first line that fits, also one that was said before; rejects when the process ends without it. */
  line(fits: (line: Line) => boolean): Promise<Line>;
  ended(): Promise<Said>;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<Said>;
}

export interface StartOptions {
  /** Laid over the environment; undefined takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  /** Another data folder. */
  readonly data?: string;
  readonly cwd?: string;
  /** Another one than the one that ships. */
  readonly program?: string;
}

export interface Place {
  readonly base: string;
  readonly root: string;
  readonly data: string;
  readonly emulator: Emulator;
  readonly people: readonly Employee[];
  /** By the part that the emulated company gives them. */
  person(part: string): Employee;
  /** Writes `settings.json`: the usual ones with `over` laid over them. A string is written as it is. */
  settings(over?: Line | string, data?: string): void;
  /** Saves a file below root; without bytes, a whole PDF that `seed` makes. Gives its path. */
  save(path: string, bytes?: Uint8Array | string, seed?: string): string;
  run(args: readonly string[], options?: StartOptions): Promise<Said>;
  start(args: readonly string[], options?: StartOptions): Running;
  close(): Promise<void>;
}

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const built = new Map<string, Promise<string>>();

/**
 * Builds the terminal program as it is shipped, once for each test process; or, by the name of its entry in this folder,
 * one that differs from it in that entry alone.
 */
export function builtProgram(entry: 'cli' | 'policed-cli' = 'cli'): Promise<string> {
  const known = built.get(entry) ?? buildProgram(entry);
  built.set(entry, known);
  return known;
}

async function buildProgram(entry: 'cli' | 'policed-cli'): Promise<string> {
  const { buildTerminalProgram } = (await import(
    new URL('../../../scripts/build.mjs', import.meta.url).href
  )) as { readonly buildTerminalProgram: (folder: string, entry?: string) => Promise<string> };
  const folder = join(repository, '.cache', 'contract');
  return entry === 'cli'
    ? buildTerminalProgram(folder)
    : buildTerminalProgram(folder, relative(repository, join(import.meta.dirname, `${entry}.ts`)));
}

export function pdf(person: Employee, seed: string): Buffer {
  return makeDocument({ kind: 'letter', subject: person, format: 'pdf', seed }).bytes;
}

export const usualRoutes = [
  {
    match: 'Visites médicales/**',
    target: {
      field: 'e_Visite-medicale',
      file: 'e_Attestation',
      multiple: true,
      values: { 'e_Date-de-la-visite': '{date}', e_Convocation: null },
    },
  },
  { match: 'Contrats/**', target: { field: 'e_Contrats', multiple: true, rows: 'append' } },
  { match: 'RIB/*', target: { field: 'e_RIB', multiple: false } },
  { match: 'Photo/*', target: 'picture', whenFilled: 'replace' },
] as const;

export async function openPlace(): Promise<Place> {
  const program = await builtProgram();
  const base = mkdtempSync(join(tmpdir(), 'classeur-contract-'));
  const [root, data] = [join(base, 'root'), join(base, 'data')];
  mkdirSync(root);
  mkdirSync(data);
  const company = fictionalCompany();
  const emulator = await startEmulator({ company, switches: { rateLimit: 0 } });
  const children = new Set<ChildProcess>();

  const place: Place = {
    base,
    root,
    data,
    emulator,
    people: company.employees,
    person(part) {
      const found = company.employees.find(({ id }) => id === company.cast[part]);
      if (found === undefined) throw new Error(`Nobody plays ${part}.`);
      return found;
    },
    settings(over = {}, where = data) {
      mkdirSync(where, { recursive: true });
      const usual = {
        version: 1,
        language: 'en',
        tenant: { url: emulator.url, requestsPerMinute: 1_000 },
        root,
        employeeFolder: '{lastName} {firstName} ({employeeNumber})',
        routes: usualRoutes,
        settle: { quietSeconds: 0.2, incompleteSeconds: 0.5 },
      };
      const text = typeof over === 'string' ? over : JSON.stringify({ ...usual, ...over });
      writeFileSync(join(where, 'settings.json'), text);
    },
    save(path, bytes, seed = path) {
      const whole = join(root, path);
      mkdirSync(dirname(whole), { recursive: true });
      const first = company.employees[0];
      if (first === undefined) throw new Error('A company without people.');
      writeFileSync(whole, bytes ?? pdf(first, seed));
      return path;
    },
    run: (args, options) => place.start(args, options).ended(),
    start(args, options = {}) {
      const wished: Record<string, string | undefined> = {
        ...process.env,
        CLASSEUR_API_KEY: key,
        ...options.env,
      };
      const environment = Object.fromEntries(
        Object.entries(wished).filter((entry) => entry[1] !== undefined),
      );
      const begun = Date.now();
      const child = spawn(
        process.execPath,
        [options.program ?? program, ...args, '--data', options.data ?? data],
        {
          env: environment,
          stdio: ['pipe', 'pipe', 'pipe'],
          ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
        },
      );
      children.add(child);
      child.stdin.on('error', () => undefined).end(options.input ?? '');
      let [out, err] = ['', ''];
      const waiting = new Set<() => void>();
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        out += chunk;
        for (const look of [...waiting]) look();
      });
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        err += chunk;
      });
      const end = new Promise<Said>((resolve) => {
        child.on('close', (code) => {
          children.delete(child);
          resolve(saidOf(code, out, err, Date.now() - begun));
        });
      });
      return {
        child,
        line: (fits) =>
          new Promise((resolve, reject) => {
            let from = 0;
            const look = (): void => {
              for (let at = out.indexOf('\n', from); at !== -1; at = out.indexOf('\n', from)) {
                const line = JSON.parse(out.slice(from, at)) as Line;
                from = at + 1;
                if (!fits(line)) continue;
                waiting.delete(look);
                resolve(line);
                return;
              }
            };
            waiting.add(look);
            look();
            void end.then(({ code }) =>
              reject(new Error(`ended with ${code} before saying it:\n${out}${err}`)),
            );
          }),
        ended: () => end,
        stop: () => {
          child.kill('SIGTERM');
          return end;
        },
      };
    },
    async close() {
      for (const child of children) child.kill('SIGKILL');
      await emulator.stop();
      rmSync(base, { recursive: true, force: true });
    },
  };
  place.settings();
  return place;
}

function saidOf(code: number | null, out: string, err: string, ms: number): Said {
  const events = (name?: string): readonly Line[] =>
    out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line)
      .filter(({ event }) => name === undefined || event === name);
  return {
    ...{ code, out, err, ms, events },
    byName: () =>
      Object.fromEntries(
        events('document').map((line) => [String(line['path']).split('/').at(-1) ?? '', line] as const),
      ),
  };
}

/** An employee's folder below root. */
export function at(person: Employee, below: string): string {
  return `${folderOf(person)}/${below}`;
}
