/** The shell around an agent, or around the reason why there is none: tray, window, contract, notifications. */
import { join } from 'node:path';
import { app, dialog } from 'electron';
import type { Session } from 'electron';
import { assertNever } from '../shared/assert-never.ts';
import type { CallOutput, StartProblem } from '../shared/ipc-contract.ts';
import type { Words } from '../shared/messages/format.ts';
import type { AppMemory } from './app-memory.ts';
import { openDesktop } from './desktop.ts';
import type { Early } from './early.ts';
import { exposeForE2e } from './e2e-hook.ts';
import { handlersOf, handlersWithout, setupHandlers } from './ipc-handlers.ts';
import type { Handlers } from './ipc-handlers.ts';
import { serveIpc } from './ipc-server.ts';
import { setLoginItem } from './login-item.ts';
import { openNotifier } from './notify/notifier.ts';
import { pauseEnd } from './pause-end.ts';
import type { SetupSession } from './setup/session.ts';
import type { Switches } from './switches.ts';
import { noTray, openTray } from './tray/tray.ts';
import type { MenuAct } from './tray/menu-for.ts';
import { createMainWindow, frameFor, windowIcon } from './window/main-window.ts';
import type { Frame, OpenedWindow } from './window/main-window.ts';
import { eventsOf } from './window-events.ts';
import type { Work } from './work.ts';
import { watchWorld } from './world-watch.ts';

/** An icon and a window that stand there already, and what the window's page has asked; each is given once. */
export interface Standing extends Pick<Early, 'takeIcon' | 'takeWindow' | 'takeCalls'> {
  /** What kind of window it is. */
  readonly frame?: Frame;
}

export interface ShellNeeds {
  readonly data: string;
  readonly switches: Switches;
  readonly words: Words;
  /** dist/assets. */
  readonly pictures: string;
  readonly session: Session;
  readonly preload: string;
  readonly memory: AppMemory;
  readonly before: Standing;
  readonly content:
    | { readonly kind: 'work'; readonly work: Work }
    | { readonly kind: 'problem'; readonly problem: StartProblem }
    /** Nothing is set up yet: the window leads through it. */
    | { readonly kind: 'setup'; readonly problem: StartProblem; readonly setup: SetupSession };
}

export interface Shell {
  show(): void;
  visible(): boolean;
  /** From here on the window may close. */
  letGo(): void;
  close(): Promise<void>;
  /** Ends, and leaves what shows to the one that comes next. */
  handOver(): Standing;
}

/** As the steps were drawn. */
const setupSize = { width: 760, height: 620 } as const;

type Place = NonNullable<CallOutput<'app.info'>['opensAt']>;

export function openShell(needs: ShellNeeds): Shell {
  const { words, content, data, pictures } = needs;
  const work = content.kind === 'work' ? content.work : null;
  const agent = work?.agent ?? null;
  const hasTray = work?.settings.app.tray ?? true;
  // What was shown before the settings were read is not to stay.
  if (!hasTray) needs.before.takeIcon()?.destroy();
  // The first run is no popover: it must not go away while somebody copies a key from elsewhere.
  const frame = content.kind === 'setup' || !hasTray ? 'window' : frameFor(process.platform);
  const icon = windowIcon(pictures);
  /** Where to go once the page asks; it hears events from then on. */
  let waitingPlace: Place | null = null;
  let listening = false;

  const tray = (hasTray ? openTray : noTray)({
    words,
    pictures: join(pictures, 'tray'),
    takeIcon: () => needs.before.takeIcon(),
    onAct: (act) => void onAct(act),
    onClick: () => {
      if (frame === 'popover') window.toggle();
      else void window.show();
    },
  });
  const window = createMainWindow({
    frame,
    size: content.kind === 'setup' ? setupSize : null,
    session: needs.session,
    preload: needs.preload,
    icon,
    devTools: !app.isPackaged,
    memory: needs.memory,
    takeWindow: () => windowFor(frame, needs.before),
    trayBounds: () => tray.bounds(),
    onDeaf: () => {
      listening = false;
    },
  });

  const desktop = openDesktop({
    dataFolder: data,
    root: work?.settings.root ?? null,
    tenantUrl: work?.settings.tenant.url ?? null,
    window: () => window.current(),
    hideWindow: () => window.hide(),
  });
  const common = {
    desktop,
    words,
    info: { platform: process.platform, version: app.getVersion(), frame },
    opensAt: () => {
      const place = waitingPlace;
      waitingPlace = null;
      listening = true;
      return place;
    },
  };
  const handlers: Partial<Handlers> =
    content.kind === 'work'
      ? handlersOf({
          ...common,
          agent: content.work.agent,
          editor: content.work.editor,
          routes: content.work.settings.routes,
          readDocument: (path) => content.work.readDocument(path),
          keepKey: (key) => content.work.keepKey(key),
          now: () => Date.now(),
        })
      : {
          ...handlersWithout({ ...common, problem: content.problem }),
          ...(content.kind === 'setup' ? setupHandlers(content.setup, desktop) : {}),
        };
  const server = serveIpc({
    handlers,
    held: () => needs.before.takeCalls(),
    window: () => window.current(),
    onStrange: (event, facts) => work?.log.warn(event, facts),
  });

  if (content.kind === 'setup')
    content.setup.onProgress((done, total) => server.send('setup.progress', { done, total }));
  work?.editor.onProgress((done, total) => server.send('settings.progress', { done, total }));
  // A page that was there under other settings knows things of old.
  if (needs.before.frame !== undefined) server.send('app.renewed', {});

  function goTo(place: Place): void {
    if (listening) server.send('navigate', place);
    else waitingPlace = place;
    void window.show();
  }

  /** Shows the window where nobody has it open, and takes nobody's keyboard away. */
  function offer(place: Place): void {
    if (window.isShown()) return;
    if (listening) server.send('navigate', place);
    else waitingPlace = place;
    void window.showQuietly();
  }

  async function onAct(act: MenuAct): Promise<void> {
    switch (act) {
      case 'open':
        return window.show();
      case 'attention':
        goTo({ view: 'attention', id: null });
        return;
      case 'settings':
        goTo({ view: 'settings', id: null });
        return;
      case 'sync':
        return agent?.syncNow();
      case 'pause-hour':
        return agent?.pause(pauseEnd('hour', Date.now()));
      case 'pause-tomorrow':
        return agent?.pause(pauseEnd('tomorrow', Date.now()));
      case 'pause-resumed':
        return agent?.pause(pauseEnd('resumed', Date.now()));
      case 'resume':
        return agent?.resume();
      case 'folder':
        await desktop.openRoot();
        return;
      case 'help':
        return showHelp(words, data, () => void desktop.openDataFolder());
      case 'quit':
        app.quit();
        return;
      default:
        return assertNever(act);
    }
  }

  const stops = agent === null ? [] : watchAgent(agent);
  if (work !== null) {
    const args = needs.switches.data === null ? [] : ['--data', needs.switches.data];
    setLoginItem(work.settings.app.openAtLogin && app.isPackaged && !needs.switches.e2e, args).catch(() =>
      work.log.warn('login-item-failed'),
    );
  }
  if (needs.switches.e2e) exposeForE2e({ tray: () => tray.facts(), act: onAct });

  function watchAgent(watched: NonNullable<typeof agent>): readonly (() => void)[] {
    tray.show(watched.status());
    return [
      watched.on((event) => {
        if (event.kind === 'status') tray.show(event.status);
      }),
      eventsOf(watched, server.send),
      watchWorld(watched),
      openNotifier({
        agent: watched,
        words,
        memory: needs.memory,
        icon,
        enabled: work?.settings.app.notifications ?? false,
        watched: () => window.current()?.isFocused() ?? false,
        onClick: goTo,
        // Nothing else on the screen says that somebody is needed.
        onNeeded: (opens) => {
          if (!hasTray) offer(opens);
        },
      }),
    ];
  }

  return {
    show: () => void window.show(),
    visible: () => window.current()?.isVisible() ?? false,
    letGo: () => window.letGo(),
    close: async () => {
      for (const stop of stops) stop();
      server.close();
      window.letGo();
      window.current()?.destroy();
      tray.close();
      return Promise.resolve();
    },
    handOver() {
      for (const stop of stops) stop();
      const handed = { icon: tray.handOver(), window: window.handOver(), calls: server.handOver() };
      return {
        frame,
        takeIcon: once(handed.icon),
        takeWindow: once(handed.window),
        takeCalls: once(handed.calls),
      };
    },
  };
}

/** One of another kind is of no use. */
function windowFor(frame: Frame, before: Standing): OpenedWindow | null {
  const opened = before.takeWindow();
  if (opened === null || before.frame === undefined || before.frame === frame) return opened;
  opened.window.destroy();
  return null;
}

/** Gives it the first time, and null from then on. */
function once<T>(thing: T | null): () => T | null {
  let left = thing;
  return () => {
    const taken = left;
    left = null;
    return taken;
  };
}

async function showHelp(words: Words, folder: string, openFolder: () => void): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'info',
    title: words.say('help.title'),
    message: words.say('help.message'),
    detail: words.say('help.detail', { folder }),
    buttons: [words.say('help.close'), words.say('help.open')],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (response === 1) openFolder();
}
