/**
 * The life of the app: one instance, a tray, a window, an agent. Everything here is made once and let go of once; what
 * each part does is its own file's matter.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, powerMonitor, shell } from 'electron';
import { defaultDataFolder } from '../adapters/data-folder/default-folder.ts';
import { languages } from '../shared/settings.ts';
import type { Language } from '../shared/settings.ts';
import { wordsIn } from '../shared/messages/format.ts';
import { openAppMemory } from './app-memory.ts';
import { guardCrashes } from './crash-guard.ts';
import type { CrashGuard } from './crash-guard.ts';
import { harden, windowSession } from './security.ts';
import { openDraft } from './setup/draft-file.ts';
import type { SetupOptions, SetupSession } from './setup/session.ts';
import { openShell } from './shell.ts';
import type { Shell, ShellNeeds } from './shell.ts';
import { readSwitches } from './switches.ts';
import type { Switches } from './switches.ts';
import type { OpenWork, Work } from './work.ts';

export type OpenSetup = (options: SetupOptions) => SetupSession;

/** Also in electron-builder.yml: Windows shows notifications under it. */
const appId = 'fr.classeur.agent';
/** While settings are missing or wrong they are read again so often: the fix shows by itself. */
const tryAgainMs = 3_000;
const partWithinMs = 5_000;

/** Call it synchronously from the entry: some of it must happen before Electron is ready. */
export function runApp(openWork: OpenWork, openSetup: OpenSetup | null = null): void {
  const switches = readSwitches(process.argv);
  const guard = guardCrashes(['--hidden', ...process.argv.slice(1).filter((arg) => arg !== '--hidden')]);
  const data = switches.data ?? defaultDataFolder();
  keepProfileIn(data);
  app.setAppUserModelId(appId);
  harden();
  // Before anything is opened: a second start only shows the window of the first, whatever its arguments were.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const life = createLife(openWork, openSetup, switches, data, guard);
  app.on('second-instance', () => life.show());
  app.on('activate', () => life.show());
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', (event) => {
    if (life.parted()) return;
    event.preventDefault();
    void life.part().then(() => app.quit());
  });
  void app.whenReady().then(() => life.begin());
}

/** Chromium's own files: local and under the data folder, unless somebody said where (`--user-data-dir`). */
function keepProfileIn(data: string): void {
  if (app.commandLine.hasSwitch('user-data-dir')) return;
  const profile = join(data, 'window');
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  app.setPath('userData', profile);
  app.setPath('sessionData', profile);
}

interface Life {
  begin(): Promise<void>;
  show(): void;
  /** Parks what is under way and lets go. */
  part(): Promise<void>;
  parted(): boolean;
}

function createLife(
  openWork: OpenWork,
  openSetup: OpenSetup | null,
  switches: Switches,
  data: string,
  guard: CrashGuard,
): Life {
  let shellNow: Shell | null = null;
  let work: Work | null = null;
  let parting: Promise<void> | null = null;
  let hasParted = false;
  let wanted = !switches.hidden;
  let setup: SetupSession | null = null;

  const attempt = () => openWork({ data, moveToBin: (path) => shell.trashItem(path) });

  async function begin(): Promise<void> {
    app.dock?.hide();
    powerMonitor.on('shutdown', () => app.quit());
    if (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin) wanted = false;
    const pictures = join(app.getAppPath(), 'dist', 'assets');
    const common = {
      data,
      switches,
      pictures,
      session: windowSession(join(app.getAppPath(), 'dist', 'renderer')),
      preload: join(app.getAppPath(), 'dist', 'preload', 'index.cjs'),
      memory: openAppMemory(app.getPath('userData')),
    };
    let shown = '';
    while (parting === null) {
      const opened = await attempt();
      if (isParting()) {
        if (opened.ok) await opened.work.close();
        return;
      }
      if (opened.ok) {
        work = opened.work;
        guard.tellTo(work.log);
        // Somebody else may have laid the settings there: the first run is over all the same.
        openDraft(data).clear();
        const words = wordsIn(opened.work.settings.language ?? systemLanguage());
        await reopen({ ...common, words, content: { kind: 'work', work: opened.work } });
        await opened.work.agent.start();
        return;
      }
      const { problem } = opened;
      if (shown !== JSON.stringify(problem)) {
        shown = JSON.stringify(problem);
        const begun = problem.kind === 'settings-missing' ? (openSetup?.({ data }) ?? null) : null;
        await reopen({
          ...common,
          words: wordsIn(systemLanguage()),
          content: begun === null ? { kind: 'problem', problem } : { kind: 'setup', problem, setup: begun },
        });
        setup = begun;
      }
      await waitForNews();
    }
  }

  /** The shell around something else. Who was looking at the window sees it again. */
  async function reopen(needs: ShellNeeds): Promise<void> {
    const visible = shellNow?.visible() ?? false;
    setup?.close();
    setup = null;
    await shellNow?.close();
    shellNow = openShell(needs);
    if (wanted || visible) shellNow.show();
  }

  /** Settings that are missing or wrong are read again so often; those of the first run at once. */
  function waitForNews(): Promise<unknown> {
    const soon = new Promise((resolve) => setTimeout(resolve, tryAgainMs));
    return setup === null ? soon : Promise.race([soon, setup.finished]);
  }

  const isParting = (): boolean => parting !== null;

  async function letGo(): Promise<void> {
    shellNow?.letGo();
    const late = new Promise<void>((resolve) => setTimeout(resolve, partWithinMs));
    setup?.close();
    await Promise.race([work?.close().catch(() => undefined), late]);
    await shellNow?.close();
    hasParted = true;
  }

  return {
    begin,
    show: () => {
      wanted = true;
      shellNow?.show();
    },
    part: () => (parting ??= letGo()),
    parted: () => hasParted,
  };
}

/** The first of the system's languages that there are words for; French where there is none. */
function systemLanguage(): Language {
  const preferred = app.getPreferredSystemLanguages().map((tag) => tag.slice(0, 2).toLowerCase());
  return preferred.flatMap((tag) => languages.filter((language) => language === tag))[0] ?? 'fr';
}
