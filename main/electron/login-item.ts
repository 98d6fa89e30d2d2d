/** Starts the app with the session, without a window. Says to the system only what it does not know already. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { app } from 'electron';
import { autostartEntry } from './desktop-entry.ts';

/** `args`: what this run was started with and the next one needs too, such as its data folder. */
export async function setLoginItem(wanted: boolean, args: readonly string[]): Promise<void> {
  const all = ['--hidden', ...args];
  if (process.platform === 'linux') {
    await setAutostart(wanted, [process.env['APPIMAGE'] ?? app.getPath('exe'), ...all]);
    return;
  }
  const known = app.getLoginItemSettings({ args: all });
  if (known.openAtLogin !== wanted) app.setLoginItemSettings({ openAtLogin: wanted, args: all });
}

async function setAutostart(wanted: boolean, command: readonly string[]): Promise<void> {
  const xdg = process.env['XDG_CONFIG_HOME'];
  const config = xdg !== undefined && isAbsolute(xdg) ? xdg : join(homedir(), '.config');
  const path = join(config, 'autostart', 'classeur.desktop');
  if (!wanted) {
    await rm(path, { force: true });
    return;
  }
  const text = autostartEntry(command);
  if ((await readFile(path, 'utf8').catch(() => '')) === text) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
