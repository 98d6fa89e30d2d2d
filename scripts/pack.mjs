/**
 * Packs the program for this platform, unpacked into a folder, from the Electron at hand; then checks what came out.
 *
 *   node scripts/pack.mjs                into release/, every fuse as electron-builder.yml sets it
 *   node scripts/pack.mjs --inspectable  into release/e2e/, where a test may attach: that one fuse is left on
 *   node scripts/pack.mjs --installers   the real installers (downloads Electron and tools from GitHub)
 */
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { getRawHeader } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { buildAll } from './build.mjs';
import { resolveElectron } from './electron-runtime.mjs';
import { isMain, root, runNode, say } from './process.mjs';

const builder = path.join(root, 'node_modules', 'electron-builder', 'cli.js');
/** A fuse is one character of the executable: '1' on, '0' off. */
const fuseOn = '1'.charCodeAt(0);
const platforms = { linux: '--linux', darwin: '--mac', win32: '--win' };

/**
 * Where the packed program lies.
 *
 * @param {{inspectable?: boolean}} [options]
 * @returns {{folder: string, executable: string, resources: string}}
 */
export function packedApp({ inspectable = false } = {}) {
  const output = path.join(root, inspectable ? 'release/e2e' : 'release');
  if (process.platform === 'darwin') {
    const folder = path.join(output, process.arch === 'arm64' ? 'mac-arm64' : 'mac', 'Classeur.app');
    const contents = path.join(folder, 'Contents');
    return {
      folder,
      executable: path.join(contents, 'MacOS/Classeur'),
      resources: path.join(contents, 'Resources'),
    };
  }
  const windows = process.platform === 'win32';
  const arm = process.arch === 'arm64' ? '-arm64' : '';
  const folder = path.join(output, `${windows ? 'win' : 'linux'}${arm}-unpacked`);
  const executable = path.join(folder, windows ? 'Classeur.exe' : 'classeur');
  return { folder, executable, resources: path.join(folder, 'resources') };
}

/**
 * Packs dist/ as it is.
 *
 * @param {{inspectable?: boolean}} [options]
 * @returns {Promise<string | null>} null when what came out is right, otherwise why not
 */
export async function pack({ inspectable = false } = {}) {
  const runtime = await resolveElectron();
  if (runtime === null) return 'There is no Electron to pack with.';
  const { folder, resources } = packedApp({ inspectable });
  const settings = {
    electronDist: runtime.dist,
    electronVersion: runtime.version,
    'directories.output': path.relative(
      root,
      path.dirname(process.platform === 'darwin' ? path.dirname(folder) : folder),
    ),
    ...(inspectable ? { 'electronFuses.enableNodeCliInspectArguments': true } : {}),
  };
  const packed = await runNode(
    [
      builder,
      platforms[process.platform],
      '--dir',
      '--publish=never',
      ...Object.entries(settings).map(([key, value]) => `-c.${key}=${value}`),
    ],
    // Signing belongs to a release, whatever certificates this machine holds.
    { capture: true, env: { ...process.env, CSC_IDENTITY_AUTO_DISCOVERY: 'false' } },
  );
  if (packed.code !== 0) return `electron-builder failed:\n${packed.stdout}${packed.stderr}`;
  // electron-builder clears these away only from an Electron that it unpacked itself.
  await fs.rm(path.join(resources, 'default_app.asar'), { force: true });
  await fs.rm(path.join(folder, 'version'), { force: true });
  return (await checkFuses({ inspectable })) ?? (await checkArchive({ inspectable }));
}

/** The fuses that electron-builder.yml asks for, by name. */
async function wantedFuses() {
  const yml = await fs.readFile(path.join(root, 'electron-builder.yml'), 'utf8');
  const section = /^electronFuses:\n((?: {2}.*\n)+)/m.exec(yml)?.[1] ?? '';
  return new Map(
    [...section.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name, on]) => [name, on === 'true']),
  );
}

async function checkFuses({ inspectable }) {
  const wanted = await wantedFuses();
  if (inspectable) wanted.set('enableNodeCliInspectArguments', true);
  const { executable, folder } = packedApp({ inspectable });
  const wire = await getCurrentFuseWire(process.platform === 'darwin' ? folder : executable);
  const named = Object.entries(FuseV1Options).filter(([, index]) => typeof index === 'number');
  const wrong = named.flatMap(([name, index]) => {
    const is = wire[index] === fuseOn;
    const should = wanted.get(name[0].toLowerCase() + name.slice(1));
    if (should === undefined) return [`${name} is not set in electron-builder.yml`];
    return is === should ? [] : [`${name} is ${is}, should be ${should}`];
  });
  return wrong.length === 0 ? null : `Fuses: ${wrong.join('; ')}.`;
}

/** Every native module lies outside the archive, where it can be loaded; nothing but the program lies inside. */
async function checkArchive({ inspectable }) {
  const archive = path.join(packedApp({ inspectable }).resources, 'app.asar');
  const files = [...filesOf(getRawHeader(archive).header)];
  const native = files.filter(({ name }) => name.endsWith('.node'));
  const inside = native.filter(({ unpacked }) => !unpacked);
  if (inside.length > 0)
    return `Inside the archive, where they cannot be loaded: ${inside.map((file) => file.name)}.`;
  const absent = [/@libsql\/.+\.node$/, /keytar\/.+\.node$/].filter(
    (one) => !native.some(({ name }) => one.test(name)),
  );
  if (absent.length > 0) return `Native modules are missing: ${absent.join(', ')}.`;
  const unpacked = native.filter(({ name }) => !existsSync(path.join(`${archive}.unpacked`, name)));
  if (unpacked.length > 0) return `Named by the archive but not there: ${unpacked.map((file) => file.name)}.`;
  const foreign = files.filter(({ name }) => !/^(dist\/|node_modules\/|package\.json$)/.test(name));
  if (foreign.length > 0) return `Not part of the program: ${foreign.map((file) => file.name)}.`;
  return null;
}

function* filesOf(entry, name = '') {
  if (entry.files === undefined) yield { name, unpacked: entry.unpacked === true };
  for (const [child, below] of Object.entries(entry.files ?? {})) {
    yield* filesOf(below, name === '' ? child : `${name}/${child}`);
  }
}

async function installers() {
  const made = await runNode([builder, platforms[process.platform], '--publish=never']);
  return made.code === 0 ? null : 'electron-builder failed.';
}

if (isMain(import.meta)) {
  await buildAll();
  const inspectable = process.argv.includes('--inspectable');
  const trouble = process.argv.includes('--installers') ? await installers() : await pack({ inspectable });
  if (trouble === null) say(`Packed: ${packedApp({ inspectable }).folder}`);
  else say(trouble);
  process.exit(trouble === null ? 0 : 1);
}
