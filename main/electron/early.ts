/**
 * What must happen before Electron is ready, and the icon that shows as soon as it is. The rest of the program is read
 * only after that (`late.ts`): it is ten times as large, and nobody should wait for it to see that the app is there.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, Menu, nativeTheme, Tray } from 'electron';
import type { BrowserWindow, Session } from 'electron';
import { defaultDataFolder } from '../adapters/data-folder/default-folder.ts';
import type { PolicyPlace } from '../adapters/settings/policy-place.ts';
import { firstKnown } from '../shared/languages.ts';
import type { Language } from '../shared/languages.ts';
import { openAppMemory } from './app-memory.ts';
import type { AppMemory } from './app-memory.ts';
import { guardCrashes } from './crash-guard.ts';
import type { CrashGuard } from './crash-guard.ts';
import { earlyWords } from './early-words.ts';
import { glanceAtSettings } from './glance.ts';
import { holdCalls } from './held-calls.ts';
import type { HeldCalls } from './held-calls.ts';
import { policyPlaceFor } from './policy-switch.ts';
import { harden, windowSession } from './security.ts';
import { readSwitches } from './switches.ts';
import type { Switches } from './switches.ts';
import { iconFor } from './tray/icon-for.ts';
import { firstShown, frameFor, openWindow, windowIcon } from './window/main-window.ts';
import type { OpenedWindow } from './window/main-window.ts';

/** Also in electron-builder.yml: Windows shows notifications under it. */
const appId = 'fr.classeur.agent';
/** How long the desktop gets to show the icon before reading the rest takes the thread. */
const dockMs = 30;
/** How long the page gets to paint. */
const paintMs = 1_500;

export interface PageNeeds {
  readonly session: Session;
  readonly preload: string;
  readonly memory: AppMemory;
}

export interface Early {
  readonly switches: Switches;
  readonly data: string;
  /** Where the organisation's policy for this machine lies. */
  readonly policy: PolicyPlace;
  readonly guard: CrashGuard;
  /** The icon is shown, where there is to be one. */
  readonly ready: Promise<void>;
  /** The window is to be shown: it was started so, or somebody has asked meanwhile. */
  wanted(): boolean;
  /** What every window's page needs. Once it is ready. */
  page(): PageNeeds;
  /** The window that shows already, and what its page has asked; each once. */
  takeWindow(): OpenedWindow | null;
  takeCalls(): HeldCalls | null;
  /** The icon, for whoever has more to say with it; once. */
  takeIcon(): Tray | null;
}

/** Call it synchronously from the entry. Null where the app runs already: that one shows its window, this one ends. */
export function beginEarly(): Early | null {
  const switches = readSwitches(process.argv);
  const guard = guardCrashes(['--hidden', ...process.argv.slice(1).filter((arg) => arg !== '--hidden')]);
  const data = switches.data ?? defaultDataFolder();
  const policy = policyPlaceFor(switches);
  keepProfileIn(data);
  app.setAppUserModelId(appId);
  harden();
  // Before anything is opened: a second start only shows the window of the first, whatever its arguments were.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return null;
  }
  let wanted = !switches.hidden;
  let icon: Tray | null = null;
  let page: PageNeeds | null = null;
  let opened: OpenedWindow | null = null;
  let calls: HeldCalls | null = null;
  const ask = (): void => {
    wanted = true;
  };
  app.on('second-instance', ask);
  app.on('activate', ask);

  async function begin(): Promise<void> {
    await app.whenReady();
    const wishes = glanceAtSettings(data, policy.path);
    if (wishes.tray) icon = standInTray(wishes.language ?? systemLanguage(), ask);
    const dist = join(app.getAppPath(), 'dist');
    page = {
      session: windowSession(dist),
      preload: join(dist, 'preload', 'index.cjs'),
      memory: openAppMemory(app.getPath('userData')),
    };
    // Where there are no settings, another window comes.
    if (wanted && wishes.decided) {
      calls = holdCalls();
      opened = standInWindow(page, icon);
      await Promise.race([painted(opened.window), pause(paintMs)]);
    }
    await pause(dockMs);
  }

  return {
    switches,
    data,
    policy,
    guard,
    ready: begin(),
    wanted: () => wanted,
    page() {
      if (page === null) throw new Error('Electron is not ready');
      return page;
    },
    takeIcon() {
      const taken = icon;
      icon = null;
      taken?.off('click', ask);
      return taken;
    },
    takeWindow() {
      const taken = opened;
      opened = null;
      return taken === null || taken.window.isDestroyed() ? null : taken;
    },
    takeCalls() {
      const taken = calls;
      calls = null;
      return taken;
    },
  };
}

const pause = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));
const painted = (window: BrowserWindow): Promise<unknown> =>
  new Promise((resolve) => window.once('ready-to-show', () => resolve(null)));

/** A window whose page has nothing to say yet: its calls wait. */
function standInWindow(page: PageNeeds, icon: Tray | null): OpenedWindow {
  const needs = {
    ...page,
    frame: icon === null ? ('window' as const) : frameFor(process.platform),
    size: null,
    icon: windowIcon(join(app.getAppPath(), 'dist', 'assets')),
    devTools: !app.isPackaged,
  };
  const opened = openWindow(needs);
  opened.window.once('ready-to-show', () => {
    firstShown(opened.window, needs, icon?.getBounds() ?? { x: 0, y: 0, width: 0, height: 0 });
  });
  return opened;
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
function standInTray(language: Language, ask: () => void): Tray {
  const words = earlyWords[language];
  const panel = {
    platform: process.platform,
    dark: nativeTheme.shouldUseDarkColors,
    desktop: process.env['XDG_CURRENT_DESKTOP'] ?? '',
  };
  const pictures = join(app.getAppPath(), 'dist', 'assets', 'tray');
  const icon = new Tray(join(pictures, ...iconFor('starting', 0, panel).split('/')));
  icon.setToolTip(words.tooltip);
  icon.setContextMenu(
    Menu.buildFromTemplate([
      { label: words.open, click: ask },
      { type: 'separator' },
      { label: words.quit, click: () => app.quit() },
    ]),
  );
  icon.on('click', ask);
  return icon;
}

const systemLanguage = (): Language => firstKnown(app.getPreferredSystemLanguages());
