/** What the terminal program touches of its process. */
export interface Io {
  /** One line to standard output. */
  out(line: string): void;
  /** One line to standard error: ids, codes and counts only. */
  err(line: string): void;
  /** All of standard input, as text. */
  input(): Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The system's language, `fr-FR` or the like. */
  readonly locale: string;
  /** Calls back when the process is asked to end; the result no longer listens. */
  onStopWish(callback: () => void): () => void;
}

/** when-exit (of atomically, of conf) sends each signal to the process once more: that is no second wish. */
const sameWishMs = 1_000;
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

export function processIo(): Io {
  // Whoever read our output may go away; the work goes on.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  return {
    out: lineWriter((text) => process.stdout.write(text)),
    err: (line) => {
      process.stderr.write(`${line}\n`);
    },
    async input() {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
      return Buffer.concat(chunks).toString('utf8');
    },
    env: process.env,
    locale: systemLocale(process.env),
    onStopWish(callback) {
      let wishedAt: number | null = null;
      const listener = (): void => {
        const now = performance.now();
        // Asked again: whoever asks does not want to wait. The ledger is whole at every moment.
        if (wishedAt !== null && now - wishedAt > sameWishMs) process.exit(1);
        if (wishedAt !== null) return;
        wishedAt = now;
        callback();
      };
      for (const signal of stopSignals) process.on(signal, listener);
      return () => {
        for (const signal of stopSignals) process.off(signal, listener);
      };
    },
  };
}

/** Lines of one turn of the event loop leave together: a pipe that is written to holds the process up each time. */
function lineWriter(write: (text: string) => void): (line: string) => void {
  let lines: string[] = [];
  const flush = (): void => {
    const text = lines.join('');
    lines = [];
    if (text !== '') write(text);
  };
  process.on('exit', flush);
  return (line) => {
    lines.push(`${line}\n`);
    if (lines.length === 1) setImmediate(flush);
  };
}

/** POSIX's variables in their order; `C` and `POSIX` are no language. */
function systemLocale(env: Readonly<Record<string, string | undefined>>): string {
  const named = env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '';
  if (process.platform !== 'win32') return /^(C|POSIX)(\.|$)/.test(named) ? '' : named.replace('_', '-');
  return Intl.DateTimeFormat().resolvedOptions().locale;
}
