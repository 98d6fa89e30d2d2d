/** Small helpers that the scripts share: say, run, end what was started. */
import { spawn } from 'node:child_process';
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
 * @returns {Promise<{code: number, stdout: string, stderr: string}>} code 127 when it cannot be started,
 *   128 + signal number is not computed: a killed command has code 1
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
    const timer = timeout === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), timeout);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 127, stdout: out.stdout, stderr: error.message });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, ...out });
    });
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
