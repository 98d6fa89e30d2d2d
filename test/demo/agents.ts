/** Classeur itself, started as a user starts it: the app, or the terminal's agent. Both tell what they did by `--json`. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface DocumentEvent {
  readonly event: 'document';
  readonly path: string;
  readonly state: string;
  readonly reason?: string;
}

export interface Running {
  readonly kind: 'app' | 'headless';
  /** What the agent itself says of each document, newest word by path. */
  readonly said: ReadonlyMap<string, DocumentEvent>;
  /** Null while it runs; then its exit code, or the signal's name, and the last line it wrote for people. */
  readonly ended: () => { readonly code: number | string; readonly why: string } | null;
  stop(): Promise<void>;
}

export const repository = fileURLToPath(new URL('../..', import.meta.url));
/** The terminal program as it was built; `CLASSEUR_CLI` names another one. */
export const cli =
  process.env['CLASSEUR_CLI'] ?? fileURLToPath(new URL('../../dist/main/cli.cjs', import.meta.url));

/** The app's command and first arguments: given, or Electron on this repository. */
export function appCommand(env: NodeJS.ProcessEnv): readonly string[] | null {
  const given = env['CLASSEUR_APP_COMMAND'];
  if (given !== undefined) return JSON.parse(given) as string[];
  const electron = env['CLASSEUR_ELECTRON'];
  if (electron === undefined) return null;
  return [electron, ...(env['CLASSEUR_E2E_NO_SANDBOX'] === '1' ? ['--no-sandbox'] : []), repository];
}

function watch(child: ChildProcess): { ended: Running['ended']; stop: Running['stop'] } {
  let end: ReturnType<Running['ended']> = null;
  let last = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    last = text.trim().split('\n').at(-1) ?? last;
  });
  child.once('error', (error) => (end = { code: 127, why: error.message }));
  const closed = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', (code, signal) => {
      end ??= { code: code ?? signal ?? 1, why: last };
      resolve();
    });
  });
  return {
    ended: () => end,
    stop: async () => {
      if (end === null) child.kill('SIGTERM');
      const gone = await Promise.race([closed.then(() => true), sleep(8_000, false, { ref: false })]);
      if (!gone) child.kill('SIGKILL');
      await closed;
    },
  };
}

/** `classeur run --json`: the key by environment, as on a server. */
export function startHeadless(data: string, key: string): Running {
  const said = new Map<string, DocumentEvent>();
  const child = spawn(process.execPath, [cli, 'run', '--json', '--data', data], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CLASSEUR_API_KEY: key },
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    take(line, said);
  });
  return { kind: 'headless', said, ...watch(child) };
}

/** `run` and `status` tell documents, `history` tells receipts; a receipt is the word that a document is filed. */
function take(line: string, said: Map<string, DocumentEvent>): void {
  if (!line.startsWith('{')) return;
  const told = JSON.parse(line) as
    DocumentEvent | { readonly event: 'receipt'; readonly path: string } | { readonly event: '' };
  if (told.event === 'document') said.set(told.path, told);
  else if (told.event === 'receipt')
    said.set(told.path, { event: 'document', path: told.path, state: 'filed' });
}

/** Runs a command of the terminal program to its end. `secret` goes to its standard input. */
export function classeur(
  args: readonly string[],
  secret?: string,
): Promise<{ readonly code: number; readonly lines: readonly string[]; readonly error: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    let [out, error] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
    child.stdin.on('error', () => undefined).end(secret ?? '');
    child.once('close', (code) => {
      resolve({ code: code ?? 1, lines: out.split('\n').filter((line) => line !== ''), error: error.trim() });
    });
  });
}

/** The app. Its key must be in the keychain; what it did is asked of its ledger, by the commands that work beside it. */
export function startApp(command: readonly string[], data: string): Running {
  const said = new Map<string, DocumentEvent>();
  const [program = '', ...args] = command;
  const child = spawn(program, [...args, '--data', data], { stdio: ['ignore', 'ignore', 'pipe'] });
  const { ended, stop } = watch(child);
  let over = false;
  const ask = async () => {
    while (!over && ended() === null) {
      for (const topic of ['status', 'history']) {
        const { lines } = await classeur([topic, '--json', '--data', data]);
        for (const line of lines) take(line, said);
      }
      await sleep(700);
    }
  };
  const asking = ask();
  return {
    kind: 'app',
    said,
    ended,
    stop: async () => {
      over = true;
      await stop();
      await asking;
    },
  };
}
