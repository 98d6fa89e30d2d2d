/**
 * The Debian and Ubuntu packages that a real Electron, a display and a keychain need, and the scanning program of the
 * tests.
 * As root they are installed; for anyone else one line says what to run.
 */
import fs from 'node:fs/promises';
import { isMain, isSuperuser, run, say } from './process.mjs';

/** Ubuntu 24.04 and Debian 13 renamed some libraries: any one of the alternatives will do. */
const packages = {
  /** What Electron itself links to. */
  electron: [
    'libgtk-3-0|libgtk-3-0t64',
    'libnss3',
    'libasound2|libasound2t64',
    'libgbm1',
    'libxss1',
    'libxtst6',
    'libnotify4',
    'libsecret-1-0',
    'libatspi2.0-0|libatspi2.0-0t64',
    'libdrm2',
    'libxkbcommon0',
    'fonts-dejavu-core',
  ],
  /** A display, a session bus and a keychain where there are none; a panel that shows the tray, and its picture. */
  desktop: ['xvfb', 'xauth', 'dbus', 'dbus-x11', 'gnome-keyring', 'openbox', 'tint2', 'imagemagick'],
  /** A real scanning program, `scanimage`, whose `test` device needs no scanner. */
  scanner: ['sane-utils'],
  /** What a benchmark watches a display with. */
  screen: ['x11-utils'],
};

/** The same for other Linux systems, by command. What Electron lacks it says itself. */
const commands = {
  electron: [],
  desktop: [
    'Xvfb',
    'xauth',
    'dbus-daemon',
    'dbus-send',
    'gnome-keyring-daemon',
    'openbox',
    'tint2',
    'import',
  ],
  scanner: ['scanimage'],
  screen: ['xev', 'xprop', 'xwininfo'],
};

/**
 * Makes sure that the packages are there.
 *
 * @param {readonly ('electron' | 'desktop' | 'scanner' | 'screen')[]} parts
 * @param {{install?: boolean}} [options] install: false only looks
 * @returns {Promise<string | null>} null when all are there, otherwise one line with the remedy
 */
export async function ensureDebianPackages(parts, { install = true } = {}) {
  if (process.platform !== 'linux') return null;
  const wanted = parts.flatMap((part) => packages[part]);
  const debian = await isDebian();
  const missing = debian ? await missingOf(wanted) : [];
  if (debian && missing.length === 0) return null;
  if (!debian) return missingCommands(parts.flatMap((part) => commands[part]));
  if (!install || !isSuperuser()) return remedy(await resolvable(missing));
  return installAll(missing);
}

/** Elsewhere the names of packages are not known, only those of the commands. */
async function missingCommands(wanted) {
  const asked = await run(
    'sh',
    ['-c', 'for c; do command -v "$c" >/dev/null || echo "$c"; done', 'sh', ...wanted],
    {
      capture: true,
    },
  );
  const missing = asked.stdout.trim().split('\n').filter(Boolean);
  return missing.length === 0
    ? null
    : `Missing commands, to be installed as this Linux does: ${missing.join(' ')}`;
}

const firstName = (alternatives) => alternatives.split('|')[0];

const remedy = (names) =>
  `Missing packages: sudo apt-get update && sudo apt-get install -y ${names.join(' ')}`;

async function isDebian() {
  const release = await fs.readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
}

async function missingOf(wanted) {
  const names = wanted.flatMap((alternatives) => alternatives.split('|'));
  const asked = await run('dpkg-query', ['-W', '-f', '${Package} ${Status}\n', ...names], { capture: true });
  const installed = new Set(
    asked.stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return wanted.filter((alternatives) => !alternatives.split('|').some((name) => installed.has(name)));
}

/** The names that this release knows; needs apt's lists. */
async function resolvable(missing) {
  const names = [];
  for (const alternatives of missing) {
    const choices = alternatives.split('|');
    const known = [];
    for (const name of choices.length > 1 ? choices : []) {
      const policy = await run('apt-cache', ['policy', name], { capture: true, env: plain });
      if (/Candidate: (?!\(none\))/.test(policy.stdout)) known.push(name);
    }
    names.push(known[0] ?? choices[0]);
  }
  return names;
}

const plain = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };

async function installAll(missing) {
  say(`Installing what is missing: ${missing.map(firstName).join(' ')}`);
  const apt = (...args) =>
    run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], { capture: true, env: plain });
  // A failed update is not the end: another apt may be updating the same lists, or they are fresh enough.
  const updated = await apt('update');
  const names = await resolvable(missing);
  const installed = await apt('install', '-y', '--no-install-recommends', ...names);
  if ((await missingOf(missing)).length === 0) return null;
  const said = [updated, installed].filter(({ code }) => code !== 0).map(({ stderr }) => stderr.trim());
  return `${remedy(names)} (tried, and it failed: ${said.join(' ').split('\n').slice(-3).join(' ')})`;
}

if (isMain(import.meta)) {
  const trouble = await ensureDebianPackages(['electron', 'desktop', 'scanner'], {
    install: !process.argv.includes('--check'),
  });
  say(trouble ?? 'The packages are there.');
  process.exit(trouble === null ? 0 : 1);
}
