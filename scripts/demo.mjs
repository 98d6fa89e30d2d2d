/**
 * The demonstration: the built app against an emulated Lucca, on the desktop at hand, on one of its own, or, where
 * there is no Electron, in the terminal. All arguments go on to test/demo/main.ts; `--mode headless` asks for the
 * terminal.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAll } from './build.mjs';
import { ensureDebianPackages } from './debian.mjs';
import { onDesktop } from './desktop-app.mjs';
import { resolveElectron } from './electron-runtime.mjs';
import { isSuperuser, runNode, say } from './process.mjs';

const given = process.argv.slice(2);
const mode = given.flatMap((argument, index) =>
  argument === '--mode' ? [given[index + 1]] : argument.startsWith('--mode=') ? [argument.slice(7)] : [],
)[0];
const script = ['--import', 'tsx', 'test/demo/main.ts', ...given];

async function desktopOrReason() {
  const display = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  // A demonstration installs nothing on anybody's machine: it names what is missing, and plays on without it.
  const lacking = await ensureDebianPackages(display ? ['electron'] : ['electron', 'desktop'], {
    install: false,
  });
  if (lacking !== null) return { reason: lacking };
  const runtime = await resolveElectron();
  return runtime === null ? { reason: 'There is no Electron to run.' } : { runtime, display };
}

async function runHeadless() {
  return (await runNode(mode === undefined ? [...script, '--mode', 'headless'] : script)).code;
}

async function runApp({ runtime, display }) {
  if (!display && process.platform === 'linux')
    say('There is no display here: the app runs on one that is not shown.');
  const env = { ...process.env, CLASSEUR_ELECTRON: runtime.path };
  if (!display) env.CLASSEUR_DEMO_PICTURE = join(tmpdir(), `classeur-demo-${process.pid}.png`);
  if (isSuperuser()) env.CLASSEUR_E2E_NO_SANDBOX = '1';
  const desktop = display ? ['--reuse-display'] : ['--panel'];
  const asked = mode === undefined ? ['--mode', 'app'] : [];
  return onDesktop([...desktop, '--', process.execPath, ...script, ...asked], env);
}

async function main() {
  await buildAll();
  if (mode === 'headless') return runHeadless();
  const desktop = await desktopOrReason();
  if (!('reason' in desktop)) return runApp(desktop);
  say(desktop.reason);
  if (mode === 'app') return 1;
  say('The demonstration goes on in the terminal, without the window.');
  return runHeadless();
}

process.exit(await main());
