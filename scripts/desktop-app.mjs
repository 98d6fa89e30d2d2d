/** Makes the packed, inspectable app ready for whoever drives it on a desktop: end-to-end tests and screenshots. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { buildAll } from './build.mjs';
import { ensureDebianPackages } from './debian.mjs';
import { resolveElectron } from './electron-runtime.mjs';
import { pack, packedApp } from './pack.mjs';
import { isSuperuser, root, runNode, say } from './process.mjs';

const stamp = path.join(root, '.cache', 'packed-e2e.sha256');

/**
 * Packages of the system, Electron, build and pack; what is fresh already is not done again.
 *
 * @returns {Promise<{env: NodeJS.ProcessEnv} | {trouble: string}>} the environment of whoever drives the app:
 *   CLASSEUR_E2E_APP the packed executable, CLASSEUR_ELECTRON the bare one, CLASSEUR_E2E_NO_SANDBOX=1 where Chromium
 *   wants --no-sandbox
 */
export async function prepareDesktopApp() {
  const lacking = await ensureDebianPackages(['electron', 'desktop']);
  if (lacking !== null) return { trouble: lacking };
  const runtime = await resolveElectron();
  if (runtime === null) return { trouble: 'There is no Electron to run.' };
  await buildAll();
  const { executable } = packedApp({ inspectable: true });
  const key = await inputsKey(runtime);
  const packed = existsSync(executable) && (await fs.readFile(stamp, 'utf8').catch(() => '')) === key;
  if (!packed) {
    say('Packing the app for end-to-end tests…');
    await fs.rm(stamp, { force: true });
    const trouble = await pack({ inspectable: true });
    if (trouble !== null) return { trouble };
    await fs.mkdir(path.dirname(stamp), { recursive: true });
    await fs.writeFile(stamp, key);
  }
  return { env: appEnvironment(runtime, executable) };
}

function appEnvironment(runtime, executable) {
  return {
    ...process.env,
    CLASSEUR_E2E_APP: executable,
    CLASSEUR_ELECTRON: runtime.path,
    ...(isSuperuser() ? { CLASSEUR_E2E_NO_SANDBOX: '1' } : {}),
  };
}

/**
 * Runs a command on a desktop of its own (Linux), or on the one that is there (elsewhere).
 *
 * @param {readonly string[]} args of scripts/with-desktop.mjs: its options, `--`, the command
 * @returns {Promise<number>} the command's exit code
 */
export async function onDesktop(args, env) {
  return (await runNode([path.join(root, 'scripts', 'with-desktop.mjs'), ...args], { env })).code;
}

async function inputsKey(runtime) {
  const hash = createHash('sha256').update(JSON.stringify(runtime));
  const entries = await fs.readdir(path.join(root, 'dist'), { recursive: true, withFileTypes: true });
  const built = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => path.join(entry.parentPath, entry.name));
  const own = ['electron-builder.yml', 'package.json', 'package-lock.json', 'scripts/pack.mjs'];
  for (const file of [...own.map((name) => path.join(root, name)), ...built.sort()]) {
    hash.update(path.relative(root, file)).update(await fs.readFile(file));
  }
  return hash.digest('hex');
}
