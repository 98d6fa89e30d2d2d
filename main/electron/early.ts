/**
 * What must happen before Electron is ready, and the icon that shows as soon as it is. The rest of the program is read
 * only after that (`late.ts`): it is ten times as large, and nobody should wait for it to see that the app is there.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, Menu, nativeTheme, Tray } from 'electron';
import { defaultDataFolder } from '../adapters/data-folder/default-folder.ts';
import en from '../shared/messages/en.json';
import fr from '../shared/messages/fr.json';
import { guardCrashes } from './crash-guard.ts';
import type { CrashGuard } from './crash-guard.ts';
import { harden } from './security.ts';
import { readSwitches } from './switches.ts';
import type { Switches } from './switches.ts';
import { iconFor } from './tray/icon-for.ts';

/** Also in electron-builder.yml: Windows shows notifications under it. */
const appId = 'fr.classeur.agent';
/** How long the desktop gets to show the icon before reading the rest takes the thread. */
const dockMs = 30;

export interface Early {
  readonly switches: Switches;
  readonly data: string;
  readonly guard: CrashGuard;
  /** The icon is shown, where there is to be one. */
  readonly ready: Promise<void>;
  /** Somebody asked for the window meanwhile. */
  asked(): boolean;
  /** The icon, for whoever has more to say with it; once. */
  takeIcon(): Tray | null;
}

/** Call it synchronously from the entry. Null where the app runs already: that one shows its window, this one ends. */
export function beginEarly(): Early | null {
  const switches = readSwitches(process.argv);
  const guard = guardCrashes(['--hidden', ...process.argv.slice(1).filter((arg) => arg !== '--hidden')]);
  const data = switches.data ?? defaultDataFolder();
  keepProfileIn(data);
  app.setAppUserModelId(appId);
  harden();
  // Before anything is opened: a second start only shows the window of the first, whatever its arguments were.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return null;
  }
  let asked = false;
  let icon: Tray | null = null;
  const ask = (): void => {
    asked = true;
  };
  app.on('second-instance', ask);
  app.on('activate', ask);
  return {
    switches,
    data,
    guard,
    ready: app.whenReady().then(async () => {
      icon = standInTray(data, ask);
      await new Promise((resolve) => setTimeout(resolve, dockMs));
    }),
    asked: () => asked,
    takeIcon() {
      const taken = icon;
      icon = null;
      taken?.off('click', ask);
      return taken;
    },
  };
}

/** Chromium's own files: local and under the data folder, unless somebody said where (`--user-data-dir`). */
function keepProfileIn(data: string): void {
  if (app.commandLine.hasSwitch('user-data-dir')) return;
  const profile = join(data, 'window');
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  app.setPath('userData', profile);
  app.setPath('sessionData', profile);
}

/** An icon that says that the app starts, and can be clicked. */
function standInTray(data: string, ask: () => void): Tray | null {
  const wishes = glanceAtSettings(data);
  if (!wishes.tray) return null;
  const words = wishes.language === 'en' ? en : fr;
  const panel = {
    platform: process.platform,
    dark: nativeTheme.shouldUseDarkColors,
    desktop: process.env['XDG_CURRENT_DESKTOP'] ?? '',
  };
  const pictures = join(app.getAppPath(), 'dist', 'assets', 'tray');
  const icon = new Tray(join(pictures, ...iconFor('starting', 0, panel).split('/')));
  icon.setToolTip(words['tray.tooltip'].replace('{state}', words['status.starting']));
  icon.setContextMenu(
    Menu.buildFromTemplate([
      { label: words['tray.open'], click: ask },
      { type: 'separator' },
      { label: words['tray.quit'], click: () => app.quit() },
    ]),
  );
  icon.on('click', ask);
  return icon;
}

interface Wishes {
  readonly tray: boolean;
  readonly language: string;
}

/** What the settings say of the icon, not yet proven right; the system's language where they say nothing. */
function glanceAtSettings(data: string): Wishes {
  const ofSystem = app
    .getPreferredSystemLanguages()
    .map((tag) => tag.slice(0, 2).toLowerCase())
    .find((language) => language === 'fr' || language === 'en');
  const wishes = { tray: true, language: ofSystem ?? 'fr' };
  try {
    const read = JSON.parse(readFileSync(join(data, 'settings.json'), 'utf8')) as {
      readonly language?: unknown;
      readonly app?: { readonly tray?: unknown };
    } | null;
    return {
      tray: read?.app?.tray !== false,
      language: typeof read?.language === 'string' ? read.language : wishes.language,
    };
  } catch {
    return wishes;
  }
}
