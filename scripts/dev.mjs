/**
 * Develops: builds again at every change, and starts the app again with what was built. Arguments go on to the app.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import esbuild from 'esbuild';
import { build as buildWindow } from 'vite';
import { buildAll, bundles, rendererConfig } from './build.mjs';
import { resolveElectron } from './electron-runtime.mjs';
import { isSuperuser, root, say } from './process.mjs';

const quietMs = 300;
const runtime = await resolveElectron();
if (runtime === null) process.exit(1);
await buildAll();

let app = null;
let timer;

function startApp() {
  const desktop = path.join(root, 'scripts', 'with-desktop.mjs');
  const reuse = process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? '--reuse-display' : '--panel';
  const sandbox = isSuperuser() ? ['--no-sandbox'] : [];
  const args = [desktop, reuse, '--', runtime.path, ...sandbox, root, ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  app = child;
  child.on('exit', (code) => {
    if (app === child) process.exit(code ?? 0);
  });
}

/** Several bundles are rebuilt by one change: the app starts again once, when all is quiet. */
function startAgainSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    say('Changed: starting again.');
    const old = app;
    app = null;
    old?.once('exit', startApp);
    old?.kill('SIGTERM');
  }, quietMs);
}

/** Calls back after each build but the first, which is of what runs already. */
function watcher(onRebuilt) {
  let first = true;
  return () => {
    if (!first) onRebuilt();
    first = false;
  };
}

startApp();
for (const options of Object.values(bundles)) {
  const rebuilt = watcher(startAgainSoon);
  const plugin = {
    name: 'start-again',
    setup: ({ onEnd }) => onEnd(({ errors }) => (errors.length === 0 ? rebuilt() : undefined)),
  };
  await (await esbuild.context({ ...options, plugins: [...(options.plugins ?? []), plugin] })).watch();
}
const rebuiltWindow = watcher(startAgainSoon);
const window = await buildWindow({ configFile: rendererConfig, logLevel: 'warn', build: { watch: {} } });
window.on('event', ({ code }) => (code === 'END' ? rebuiltWindow() : undefined));

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => (app === null ? process.exit() : app.kill(signal)));
