/**
 * The packed app as an ordinary user, with Chromium's sandbox: it starts, shows its window, and the window's process is
 * confined by the kernel. Plain Node, so that nothing but the app and its driver need be within reach.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';

const patience = 30_000;
const home = await mkdtemp(join(tmpdir(), 'classeur-sandbox-'));
const check = (holds, what) => {
  if (!holds) throw new Error(`Not so: ${what}`);
  console.log(`ok  ${what}`);
};

const app = await _electron.launch({
  executablePath: process.env.CLASSEUR_E2E_APP,
  args: ['--data', join(home, 'data'), `--user-data-dir=${join(home, 'profile')}`, '--e2e'],
  chromiumSandbox: true,
  colorScheme: null,
  timeout: patience,
});
try {
  check(process.getuid?.() !== 0, 'runs as an ordinary user');
  const page = await app.firstWindow({ timeout: patience });
  await page.locator('.rail [aria-current="step"]').waitFor({ timeout: patience });
  check(true, 'the window leads to the first run');
  const { pid, switched } = await app.evaluate(({ app: electron, BrowserWindow }) => ({
    pid: BrowserWindow.getAllWindows()[0].webContents.getOSProcessId(),
    switched: electron.commandLine.hasSwitch('no-sandbox'),
  }));
  check(!switched, 'the sandbox was not turned off');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  check(/^Seccomp:\t2$/m.test(status), 'a seccomp filter confines the window’s process');
  const own = await readFile('/proc/self/status', 'utf8');
  const nested = (text) => /^NSpid:\t(.*)$/m.exec(text)?.[1].split('\t').length ?? 0;
  check(nested(status) > nested(own), 'it lives in a process namespace of its own');
} finally {
  await app.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
}
