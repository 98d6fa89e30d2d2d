/**
 * A small office: the emulator of Lucca, a folder of employees, settings, and a key in the real keychain. The app is
 * the packed one, driven as a person would: by what the window shows and by files that are saved.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { createKeychain } from '../../../main/adapters/keychain/index.ts';
import type { E2eHook } from '../../../main/electron/e2e-hook.ts';
import type { Language } from '../../../main/shared/languages.ts';
import type { MenuAct } from '../../../main/electron/tray/menu-for.ts';
import type { TrayFacts } from '../../../main/electron/tray/tray.ts';
import { defaultKey, fictionalCompany, startEmulator } from '../../lucca/index.ts';
import type { Emulator } from '../../lucca/index.ts';
import { currentEnv, sandbox, startElectron } from './electron.ts';

/** How long a person would wait before thinking that something is wrong. */
export const patienceMs = 20_000;

export interface Office {
  readonly lucca: Emulator;
  readonly root: string;
  readonly data: string;
  /** Saves a scan below the root as a scanner does: under another name first. */
  scan(path: string, content: string | Uint8Array): Promise<string>;
  setKey(key: string): Promise<void>;
  /** Writes the settings as an administrator does. */
  laySettings(): Promise<void>;
  /** Starts the app. Closed with the office. */
  open(extra?: readonly string[]): Promise<App>;
  /** Starts it as on another computer of the same office: same root, its own data folder. */
  openElsewhere(): Promise<App>;
  /** Starts the app as at login: no window. */
  openHidden(): Promise<Windowless>;
  /** Starts it a second time, as a second click does; resolves when that process has ended. */
  openAgain(): Promise<number | null>;
  close(): Promise<void>;
}

export interface OfficeOptions {
  readonly language?: Language;
  /** Seconds that a file must stay unchanged. */
  readonly quietSeconds?: number;
  /** False leaves the keychain without a key. */
  readonly key?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** False leaves everything to the first run: no settings, no key. */
  readonly setUp?: boolean;
  /** False leaves the root without any folder. */
  readonly folders?: boolean;
  /** How many work there. */
  readonly employees?: number;
  /** What a file's rights forbid is forbidden, as for everybody but the superuser. */
  readonly boundByRights?: boolean;
}

export interface App {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly tray: () => Promise<TrayFacts>;
  readonly act: (act: MenuAct) => Promise<void>;
  /** Waits until the tray's tooltip holds the words. */
  readonly says: (words: string | RegExp) => Promise<void>;
  readonly visible: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}

type Windowless = Omit<App, 'page'>;

const executable = (): string => {
  const path = process.env['CLASSEUR_E2E_APP'];
  if (path === undefined) throw new Error('CLASSEUR_E2E_APP names no app: run scripts/e2e.mjs');
  return path;
};

export async function openOffice(options: OfficeOptions = {}): Promise<Office> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'classeur-office-')));
  const root = join(home, 'Salariés');
  const data = join(home, 'data');
  const { setUp = true, employees } = options;
  const lucca = await startEmulator({
    switches: { rateLimit: 0 },
    ...(employees === undefined ? {} : { company: fictionalCompany({ employees }) }),
  });
  // A folder with nothing at all in it looks like a drive that was not mounted.
  await mkdir(root);
  const names = ['Dupont Jean (00001)', 'Lefèvre Noémie (00002)', 'Gaudin Bastien (00014)'];
  for (const name of options.folders === false ? [] : names)
    for (const kind of ['Contrats', 'RIB', 'Visites médicales'])
      await mkdir(join(root, name, kind), { recursive: true });
  await mkdir(data, { recursive: true, mode: 0o700 });
  const laySettings = (): Promise<void> =>
    writeFile(join(data, 'settings.json'), JSON.stringify(settingsOf(lucca, root, options)), { mode: 0o600 });
  if (setUp) await laySettings();
  const keychain = createKeychain({ origin: lucca.url });
  const setKey = async (key: string): Promise<void> => {
    const kept = await keychain.write(key);
    if (kept !== 'kept') throw new Error(`The keychain did not keep the key: ${kept}`);
  };
  if (setUp && options.key !== false) await setKey(defaultKey.key);
  const apps = new Set<Windowless>();
  const args = ['--data', data, `--user-data-dir=${join(home, 'profile')}`, ...sandbox];
  const program = options.boundByRights === true ? await bound(home) : executable();
  const started = async (all: readonly string[]): Promise<Windowless> => {
    const app = await openApp(program, all, options.language ?? 'fr');
    apps.add(app);
    return app;
  };

  return {
    lucca,
    root,
    data,
    setKey,
    laySettings,
    scan: async (path, content) => {
      const to = join(root, ...path.split('/'));
      await mkdir(dirname(to), { recursive: true });
      const part = join(dirname(to), `~scan${String(Date.now())}.tmp`);
      await writeFile(part, content);
      await rename(part, to);
      return to;
    },
    open: async (extra = []) => withPage(await started([...args, '--e2e', ...extra])),
    openElsewhere: async () => {
      const other = join(home, 'other');
      await mkdir(other, { recursive: true, mode: 0o700 });
      await writeFile(join(other, 'settings.json'), JSON.stringify(settingsOf(lucca, root, options)));
      const places = ['--data', other, `--user-data-dir=${join(home, 'other-profile')}`];
      return withPage(await started([...places, ...sandbox, '--e2e']));
    },
    openHidden: () => started([...args, '--e2e', '--hidden']),
    openAgain: () => ended(spawn(executable(), args, { stdio: 'ignore' })),
    close: async () => {
      for (const app of apps) await app.close();
      await lucca.stop();
      await keychain.clear();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function settingsOf(lucca: Emulator, root: string, options: OfficeOptions): object {
  return {
    version: 1,
    language: options.language ?? 'fr',
    tenant: { url: lucca.url, requestsPerMinute: 6_000 },
    root,
    employeeFolder: '{lastName} {firstName} ({employeeNumber})',
    routes: [
      {
        match: 'Visites médicales/**',
        target: {
          field: 'e_Visite-medicale',
          file: 'e_Attestation',
          multiple: true,
          values: { 'e_Date-de-la-visite': '{date}' },
        },
      },
      { match: 'Contrats/**', target: { field: 'e_Contrats', multiple: true } },
      { match: 'RIB/*', target: { field: 'e_RIB', multiple: false } },
      { match: 'Photo/*', target: 'picture', whenFilled: 'replace' },
    ],
    settle: { quietSeconds: options.quietSeconds ?? 1, incompleteSeconds: 3 },
    rescanMinutes: 0.1,
    ...options.settings,
  };
}

async function withPage(app: Windowless): Promise<App> {
  const page = await app.electron.firstWindow({ timeout: patienceMs });
  page.setDefaultTimeout(patienceMs);
  await page.waitForSelector('.window');
  return { ...app, page };
}

/** The app as a program that gives up the superuser's right to read everything; elsewhere there is nothing to give up. */
async function bound(home: string): Promise<string> {
  if (process.getuid?.() !== 0) return executable();
  const program = join(home, 'bound');
  const without = '-dac_override,-dac_read_search';
  const text = `#!/bin/sh\nexec setpriv --bounding-set=${without} --inh-caps=${without} -- "${executable()}" "$@"\n`;
  await writeFile(program, text, { mode: 0o755 });
  return program;
}

async function openApp(program: string, args: readonly string[], language: string): Promise<Windowless> {
  const electron = await startElectron({
    executablePath: program,
    args: [...args],
    // The language of the system, as far as settings do not say another one.
    env: { ...currentEnv(), LANGUAGE: language },
    timeout: patienceMs,
  });
  // Started without a window, there is nothing else that shows when the app is up.
  const isUp = () => electron.evaluate(() => 'classeurE2e' in globalThis).catch(() => false);
  await until(isUp, 'the app is up');
  const child = electron.process();
  let open = true;
  const tray = (): Promise<TrayFacts> =>
    electron.evaluate(() => (globalThis as unknown as { classeurE2e: E2eHook }).classeurE2e.tray());
  return {
    electron,
    tray,
    act: (act) =>
      electron.evaluate(
        (_electron, wanted) => (globalThis as unknown as { classeurE2e: E2eHook }).classeurE2e.act(wanted),
        act,
      ),
    says: async (words) => {
      await until(
        async () => {
          const { tooltip } = await tray();
          return typeof words === 'string' ? tooltip.includes(words) : words.test(tooltip);
        },
        `the tray says ${String(words)}`,
      );
    },
    visible: () =>
      electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().some((window) => window.isVisible()),
      ),
    close: async () => {
      if (!open) return;
      open = false;
      const closed = electron.close();
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await closed.catch(() => undefined);
      clearTimeout(late);
    },
  };
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.on('exit', (code) => resolve(code)));

/** Looks again and again until it is so. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  withinMs = patienceMs,
): Promise<void> {
  const end = Date.now() + withinMs;
  while (Date.now() < end) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Waited ${String(withinMs / 1_000)} s in vain: ${what}`);
}
