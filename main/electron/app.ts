/**
 * The life of the app: one instance, a tray, a window, an agent. Everything here is made once and let go of once; what
 * each part does is its own file's matter.
 */
import { join } from 'node:path';
import { app, powerMonitor, shell } from 'electron';
import { readPolicy } from '../adapters/settings/read-policy.ts';
import { firstKnown } from '../shared/languages.ts';
import type { Language } from '../shared/languages.ts';
import { loadWords } from '../shared/messages/format.ts';
import { noPolicy } from '../shared/policy.ts';
import type { Early } from './early.ts';
import { openDraft } from './setup/draft-file.ts';
import type { SetupOptions, SetupSession } from './setup/session.ts';
import { openShell } from './shell.ts';
import type { Shell, ShellNeeds, Standing } from './shell.ts';
import type { OpenWork, Work } from './work.ts';

export type OpenSetup = (options: SetupOptions) => SetupSession;

/** While settings are missing or wrong they are read again so often: the fix shows by itself. */
const tryAgainMs = 3_000;
const partWithinMs = 5_000;

export function runApp(openWork: OpenWork, openSetup: OpenSetup | null, early: Early): void {
  const life = createLife(openWork, openSetup, early);
  // A library that writes files answers them by ending the process there and then; read late, it comes after Electron,
  // which would have quit.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.removeAllListeners(signal);
    process.on(signal, () => app.quit());
  }
  app.on('second-instance', () => life.show());
  app.on('activate', () => life.show());
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', (event) => {
    if (life.parted()) return;
    event.preventDefault();
    void life.part().then(() => app.quit());
  });
  void early.ready.then(() => life.begin());
}

interface Life {
  begin(): Promise<void>;
  show(): void;
  /** Parks what is under way and lets go. */
  part(): Promise<void>;
  parted(): boolean;
}

function createLife(openWork: OpenWork, openSetup: OpenSetup | null, early: Early): Life {
  const { data, guard, policy: place, switches } = early;
  let shellNow: Shell | null = null;
  let work: Work | null = null;
  let parting: Promise<void> | null = null;
  let hasParted = false;
  let wanted = early.wanted();
  let setup: SetupSession | null = null;
  /** Somebody was looking at the window that went. */
  let visible = false;

  const attempt = () =>
    openWork({
      data,
      policy: place,
      version: app.getVersion(),
      moveToBin: (path) => shell.trashItem(path),
    });

  async function begin(): Promise<void> {
    app.dock?.hide();
    powerMonitor.on('shutdown', () => app.quit());
    if (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin) wanted = false;
    const pictures = join(app.getAppPath(), 'dist', 'assets');
    const common = {
      data,
      switches,
      pictures,
      ...early.page(),
    };
    let before: Standing = early;
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
        const words = await loadWords(opened.work.settings.language ?? systemLanguage());
        await reopen({ ...common, before, words, content: { kind: 'work', work: opened.work } });
        await opened.work.agent.start();
        await opened.work.editor.renewed;
        if (isParting()) return;
        // Nothing of what shows goes away meanwhile: an icon, a window, the questions of its page.
        visible = shellNow?.visible() ?? false;
        before = shellNow?.handOver() ?? early;
        shellNow = null;
        shown = '';
        wanted = false;
        await opened.work.close();
        work = null;
        continue;
      }
      const { problem } = opened;
      const laid = readPolicy(place);
      // Another policy changes what the first run asks, too.
      if (shown !== JSON.stringify([problem, laid])) {
        shown = JSON.stringify([problem, laid]);
        const { policy } = laid.ok ? laid : { policy: noPolicy };
        const begun = problem.kind === 'settings-missing' ? (openSetup?.({ data, policy }) ?? null) : null;
        await reopen({
          ...common,
          before,
          words: await loadWords(policy.language ?? systemLanguage()),
          content: begun === null ? { kind: 'problem', problem } : { kind: 'setup', problem, setup: begun },
        });
        setup = begun;
      }
      await waitForNews();
    }
  }

  /** The shell around something else. Who was looking at the window sees it again. */
  async function reopen(needs: ShellNeeds): Promise<void> {
    visible ||= shellNow?.visible() ?? false;
    setup?.close();
    setup = null;
    await shellNow?.close();
    shellNow = openShell(needs);
    if (wanted || visible) shellNow.show();
    visible = false;
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

const systemLanguage = (): Language => firstKnown(app.getPreferredSystemLanguages());
