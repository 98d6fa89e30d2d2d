/**
 * Runs a command on a desktop of its own: a display (Xvfb), a session bus, an unlocked keychain (gnome-keyring), a
 * window manager, and homes that are empty and thrown away afterwards.
 *
 *   node scripts/with-desktop.mjs [--panel] [--size 1280x800] [--reuse-display] -- command [argument…]
 *
 * --panel          also a panel with a tray (tint2)
 * --reuse-display  use the display and the session bus that are there already; start only what is missing
 *
 * The command's exit code is this script's. Everything that was started is ended, and nothing else.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { run, runtimeCache, say } from './process.mjs';

const readyMs = 15_000;
const goodbyeMs = 3_000;

const split = process.argv.indexOf('--');
const { values: options } = parseArgs({
  args: process.argv.slice(2, split === -1 ? undefined : split),
  options: {
    panel: { type: 'boolean', default: false },
    size: { type: 'string', default: '1280x800' },
    'reuse-display': { type: 'boolean', default: false },
  },
});
const command = split === -1 ? [] : process.argv.slice(split + 1);
if (command.length === 0) {
  say(
    'Usage: node scripts/with-desktop.mjs [--panel] [--size 1280x800] [--reuse-display] -- command [argument…]',
  );
  process.exit(1);
}

/** Everything started here, in the order it was started. */
const started = [];
let work = null;

/**
 * Starts a process in a group of its own, so that a Ctrl-C meant for the command does not take the desktop away first,
 * and so that what it started itself can be ended with it. On Linux it also dies with this script, however that ends.
 */
function start(name, args, { env, stdio }) {
  const tied =
    process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'TERM', '--', name, ...args] : [name, ...args];
  const child = spawn(tied[0], tied.slice(1), { env, stdio, detached: process.platform !== 'win32' });
  const ended = new Promise((resolve) => {
    child.on('error', (error) => {
      say(`${name}: ${error.message}`);
      resolve(127);
    });
    child.on('exit', (code, signal) => resolve(code ?? 128 + (os.constants.signals[signal] ?? 0)));
  });
  const entry = { name, child, ended };
  started.push(entry);
  return entry;
}

function startService(name, args, env, { input } = {}) {
  const log = createWriteStream(path.join(work, `${name}.log`));
  const entry = start(name, args, { env, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
  entry.child.stdout.pipe(log, { end: false });
  entry.child.stderr.pipe(log, { end: false });
  entry.child.stdin.on('error', () => undefined);
  entry.child.stdin.end(input ?? '');
  return entry;
}

/** The first line that a service writes to file descriptor 3: a display's number, a bus's address. */
async function firstLine({ name, child, ended }) {
  const said = new Promise((resolve) => {
    let text = '';
    child.stdio[3].setEncoding('utf8').on('data', (part) => {
      text += part;
      if (text.includes('\n')) resolve(text.split('\n')[0]);
    });
  });
  const line = await Promise.race([said, ended.then(() => null), sleep(readyMs, null, { ref: false })]);
  if (line !== null) return line;
  const log = await fs.readFile(path.join(work, `${name}.log`), 'utf8').catch(() => '');
  throw new Error(`${name} did not start. ${log.trim().split('\n').slice(0, 3).join(' ')}`);
}

async function isolatedHomes() {
  const dirs = {
    HOME: 'home',
    XDG_CONFIG_HOME: 'home/.config',
    XDG_DATA_HOME: 'home/.local/share',
    XDG_STATE_HOME: 'home/.local/state',
    XDG_CACHE_HOME: 'home/.cache',
    XDG_RUNTIME_DIR: 'run',
  };
  const env = {};
  for (const [name, dir] of Object.entries(dirs)) {
    env[name] = path.join(work, dir);
    await fs.mkdir(env[name], { recursive: true, mode: 0o700 });
  }
  return env;
}

async function startDisplay(env) {
  const authority = path.join(work, 'authority');
  const cookie = randomBytes(16).toString('hex');
  await run('xauth', ['-q', '-f', authority, 'add', ':0', '.', cookie], { capture: true, env });
  // The server picks a free number itself: choosing one here would race with others who do the same.
  const screen = ['-screen', '0', `${options.size}x24`, '-nolisten', 'tcp', '-noreset', '-auth', authority];
  const display = `:${await firstLine(startService('Xvfb', ['-displayfd', '3', ...screen], env))}`;
  await run('xauth', ['-q', '-f', authority, 'add', display, '.', cookie], { capture: true, env });
  return { DISPLAY: display, XAUTHORITY: authority, XDG_SESSION_TYPE: 'x11' };
}

async function startBus(env) {
  const bus = startService('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=3'], env);
  const address = await firstLine(bus);
  // The system bus would be the machine's own (its power, its network), or would not be there at all.
  return { DBUS_SESSION_BUS_ADDRESS: address, DBUS_SYSTEM_BUS_ADDRESS: address };
}

async function startKeychain(env) {
  const args = ['--foreground', '--unlock', '--components=secrets'];
  const { ended } = startService('gnome-keyring-daemon', args, env, { input: 'throw-away' });
  const over = Date.now() + readyMs;
  let gone = false;
  void ended.then(() => (gone = true));
  while (!(await owned('org.freedesktop.secrets', env))) {
    if (gone || Date.now() > over) throw new Error('gnome-keyring-daemon did not start.');
    await sleep(50);
  }
}

async function owned(name, env) {
  const bus = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'];
  const asked = await run('dbus-send', [...bus, 'org.freedesktop.DBus.NameHasOwner', `string:${name}`], {
    capture: true,
    env,
  });
  return asked.stdout.includes('boolean true');
}

/** @returns the environment of a desktop, started as far as it was not there */
async function desktop() {
  const env = { ...process.env, CLASSEUR_RUNTIME_CACHE: runtimeCache() };
  if (process.platform !== 'linux') return env;
  const reuse = options['reuse-display'];
  const display = reuse && (env.DISPLAY || env.WAYLAND_DISPLAY);
  const homes = await isolatedHomes();
  if (display) {
    // The user's own display: its socket and its cookie stay where they are.
    env.XAUTHORITY ??= path.join(os.homedir(), '.Xauthority');
    const runtimeDir = process.env.XDG_RUNTIME_DIR;
    Object.assign(env, homes, runtimeDir === undefined ? {} : { XDG_RUNTIME_DIR: runtimeDir });
  } else {
    Object.assign(env, homes);
    delete env.WAYLAND_DISPLAY;
    delete env.XDG_CURRENT_DESKTOP;
    Object.assign(env, await startDisplay(env));
  }
  if (!display || !env.DBUS_SESSION_BUS_ADDRESS) {
    Object.assign(env, await startBus(env));
    await startKeychain(env);
  }
  if (!display) {
    startService('openbox', [], env);
    // Told to whoever wants to dress it: on SIGUSR1 it reads its settings anew.
    if (options.panel) env.CLASSEUR_PANEL = String(startService('tint2', [], env).child.pid);
  }
  return env;
}

function signalGroup({ child }, signal) {
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // Already gone.
  }
}

async function end(entry) {
  if (entry.child.pid === undefined) return;
  signalGroup(entry, 'SIGTERM');
  await Promise.race([entry.ended, sleep(goodbyeMs, null, { ref: false })]);
  signalGroup(entry, 'SIGKILL');
}

async function main() {
  // realpath: a socket's path must stay short, and must not change under whoever resolves it.
  work = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'classeur-desktop-')));
  const env = await desktop();
  const { child, ended } = start(command[0], command.slice(1), { env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return ended;
}

let code = 1;
try {
  code = await main();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
} finally {
  for (const entry of started.reverse()) await end(entry);
  if (work !== null) await fs.rm(work, { recursive: true, force: true, maxRetries: 5 });
}
process.exit(code);
