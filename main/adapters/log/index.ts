/** The `Log` port on electron-log: a line an event, redacted first, in a file of limited size for its owner's eyes. */
import { mkdirSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import electronLog from 'electron-log/node';
import type { Transport } from 'electron-log';
import type { Log } from '../../core/ports.ts';
import { createRedactor } from './redact.ts';

export interface LogOptions {
  /** The data folder; null writes no file (a dry run). */
  readonly folder: string | null;
  /** Lines go to standard error too, or to whatever takes them. */
  readonly alsoTo?: (line: string) => void;
  /** Bytes of the file before it becomes the old one; there is one old one. */
  readonly maxBytes?: number;
  readonly now?: () => number;
}

export interface RedactingLog extends Log {
  /** Values that must never appear: the root, the tenant's host, the key, names. */
  register(values: readonly string[]): void;
}

const logsFolder = 'logs';
type Facts = Parameters<Log['info']>[1];

export function createLog(options: LogOptions): RedactingLog {
  const redactor = createRedactor();
  const now = options.now ?? Date.now;
  const logger = electronLog.create({ logId: `classeur-${now()}-${Math.random()}` });
  const { file } = logger.transports;
  // Every other transport stays silent; which ones there are differs by process, whatever the types say.
  const transports: readonly (Transport | null | undefined)[] = Object.values(logger.transports);
  for (const transport of transports)
    if (transport !== null && transport !== undefined && transport !== file) transport.level = false;
  // A file that cannot be written is told on the console, path and all: of the library's own logger, not of this one.
  for (const one of [electronLog, logger]) one.transports.console.writeFn = () => undefined;
  file.level = options.folder === null ? false : 'info';
  file.format = '{text}';
  file.maxSize = options.maxBytes ?? 2 * 1024 * 1024;
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  if (options.folder !== null) {
    const path = join(options.folder, logsFolder, 'classeur.log');
    makeFolder(join(options.folder, logsFolder));
    file.resolvePathFn = () => path;
  }

  const write = (level: 'info' | 'warn', event: string, facts: Facts) => {
    const line = lineOf(new Date(now()).toISOString(), level, event, facts, (text) => redactor.redact(text));
    logger[level](line);
    options.alsoTo?.(line);
  };
  return {
    info: (event, facts) => write('info', event, facts),
    warn: (event, facts) => write('warn', event, facts),
    register: (values) => redactor.register(values),
  };
}

/** The library would make it for everybody to read. Where it cannot be made, there is no file, and the work goes on. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch {
    // Told by the library's own transport, which is silenced.
  }
}

/** `2026-11-22T09:41:03.120Z warn task-failed code=ENOENT`, on one line whatever the facts hold. */
function lineOf(
  at: string,
  level: string,
  event: string,
  facts: Facts,
  redact: (text: string) => string,
): string {
  const parts = Object.entries(facts ?? {}).map(([name, value]) => {
    const text = typeof value === 'string' ? redact(value) : String(value);
    return `${name}=${/^[\w.:+-]*$/.test(text) ? text : JSON.stringify(text)}`;
  });
  return [at, level, redact(event), ...parts].join(' ');
}

/**
 * Takes every line out of the logs that names one of these: facts by name and value (`employee`, `416`).
 * Resolves with the number of lines taken out.
 */
export async function eraseFromLogs(
  folder: string,
  facts: readonly { readonly name: string; readonly value: string | number }[],
): Promise<number> {
  const marks = new Set(facts.map(({ name, value }) => `${name}=${value}`));
  let erased = 0;
  for (const name of await namesIn(join(folder, logsFolder))) {
    const path = join(folder, logsFolder, name);
    const lines = (await readFile(path, 'utf8')).split('\n');
    // On Windows a line ends in two characters.
    const kept = lines.filter(
      (line) =>
        !line
          .trimEnd()
          .split(' ')
          .some((part) => marks.has(part)),
    );
    if (kept.length === lines.length) continue;
    erased += lines.length - kept.length;
    await writeFile(path, kept.join('\n'), { mode: 0o600 });
  }
  return erased;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.log'));
}
