/** What the scripts share: where they are, to say a line, to run a command. */
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** Is this module the one that node was started with? */
export function isMain(meta) {
  return process.argv[1] !== undefined && fileURLToPath(meta.url) === process.argv[1];
}

/** One plain line for the person who runs the script; on standard error, so that output stays parsable. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a command to its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options] those of `spawn`, and `capture: true` to return its output instead of showing it,
 *   `timeout` in milliseconds after which it is killed
 * @returns {Promise<{code: number, stdout: string, stderr: string}>} code 127 when it cannot be started, 1 when it
 *   was killed
 */
export function run(command, args, { capture = false, timeout, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      ...options,
    });
    const out = { stdout: '', stderr: '' };
    child.stdout?.setEncoding('utf8').on('data', (text) => (out.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text) => (out.stderr += text));
    const forward = (signal) => child.kill(signal);
    // At a terminal a Ctrl-C reaches the command too: here it is only waited for.
    const signals = [
      ['SIGTERM', forward],
      ['SIGINT', process.stdin.isTTY ? () => undefined : forward],
    ];
    for (const [signal, listener] of signals) process.on(signal, listener);
    const timer = timeout === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), timeout);
    const over = (result) => {
      clearTimeout(timer);
      for (const [signal, listener] of signals) process.off(signal, listener);
      resolve(result);
    };
    child.on('error', (error) => over({ code: 127, stdout: out.stdout, stderr: error.message }));
    child.on('close', (code) => over({ code: code ?? 1, ...out }));
  });
}

/** Runs a node script or a package's command with this same node. */
export function runNode(args, options) {
  return run(process.execPath, args, options);
}

/** Is this process the superuser (never on Windows)? */
export function isSuperuser() {
  return process.getuid?.() === 0;
}

/** Where the fetched runtime is kept, outside the repository. Desktops with a home of their own pass it on. */
export function runtimeCache() {
  const caches = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
  return process.env.CLASSEUR_RUNTIME_CACHE ?? path.join(caches, 'classeur');
}
