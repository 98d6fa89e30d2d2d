/**
 * The window. A normal one on Linux, where nothing tells where the tray is; near the tray, and gone when it loses the
 * focus, on Windows and macOS. Closing hides it: the agent works on. A while later its page and the process that draws
 * it are gone, too: what is not looked at costs nothing.
 */
import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Rectangle, Session } from 'electron';
import { startPage } from '../served-file.ts';
import type { AppMemory } from '../app-memory.ts';
import { boundsToOpen, smallestSize } from './bounds.ts';
import { placePopover, popoverSize } from './place.ts';

export type Frame = 'window' | 'popover';

export const frameFor = (platform: NodeJS.Platform): Frame =>
  platform === 'win32' || platform === 'darwin' ? 'popover' : 'window';

/** `pictures`: dist/assets. */
export const windowIcon = (pictures: string): string =>
  join(pictures, 'app', process.platform === 'win32' ? 'icon.ico' : 'icon-256.png');

export interface MainWindow {
  /** Makes it where there is none, shows it and gives it the focus. Resolves when the page is there. */
  show(): Promise<void>;
  /** Shows it beside whatever somebody is busy with: the focus stays there. */
  showQuietly(): Promise<void>;
  /** Somebody has it open, in the task bar at least. */
  isShown(): boolean;
  hide(): void;
  toggle(): void;
  /** Null before it was first shown, and once it is gone. */
  current(): BrowserWindow | null;
  /** From here on closing closes. */
  letGo(): void;
  /** The window as it stands, for another to go on with; null where there is none. */
  handOver(): OpenedWindow | null;
}

/** A window and its page, not shown yet. */
export interface OpenedWindow {
  readonly window: BrowserWindow;
  readonly loaded: Promise<void>;
}

export interface OpeningNeeds {
  readonly frame: Frame;
  /** One that is always the same, and not remembered. */
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly session: Session;
  readonly preload: string;
  readonly icon: string;
  readonly devTools: boolean;
  readonly memory: AppMemory;
}

export interface WindowNeeds extends OpeningNeeds {
  /** One that was opened before there was anything to say in it. */
  readonly takeWindow: () => OpenedWindow | null;
  /** Bounds of the tray icon; all zero where unknown. */
  readonly trayBounds: () => Rectangle;
  /** A page begins to load, or is gone: nobody hears anything until one has asked. */
  readonly onDeaf: () => void;
}

/**
 * How long a hidden window is kept. One that was closed is opened again at once or much later. One that only lost the
 * focus may have been left in the middle of something: to copy a key from elsewhere.
 */
const keptMs = { closed: 30_000, leftAlone: 600_000 } as const;

/** The surfaces of the tokens, so that nothing flashes before the page has painted. */
const background = { light: '#ffffff', dark: '#192123' } as const;

/** Makes a window and begins to load its page. */
export function openWindow(needs: OpeningNeeds): OpenedWindow {
  const made = new BrowserWindow({
    ...shapeOf(needs),
    show: false,
    title: 'Classeur',
    icon: needs.icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    autoHideMenuBar: true,
    webPreferences: {
      session: needs.session,
      preload: needs.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: needs.devTools,
    },
  });
  made.removeMenu();
  return { window: made, loaded: made.loadURL(startPage).catch(() => undefined) };
}

/** Shows it where it belongs, as large as it was. */
export function firstShown(
  window: BrowserWindow,
  { frame, memory, size }: Pick<OpeningNeeds, 'frame' | 'memory' | 'size'>,
  tray: Rectangle,
): void {
  if (frame === 'popover') window.setBounds(popoverBounds(tray));
  window.show();
  if (frame === 'window' && size === null && memory.get().maximized) window.maximize();
}

export function createMainWindow(needs: WindowNeeds): MainWindow {
  let window: BrowserWindow | null = null;
  let loaded: Promise<void> = Promise.resolve();
  let leaving = false;
  let going: NodeJS.Timeout | undefined;
  let stopServing = (): void => undefined;

  function putAway(kept: keyof typeof keptMs): void {
    window?.hide();
    clearTimeout(going);
    going = setTimeout(() => window?.destroy(), keptMs[kept]);
  }

  function serve(opened: OpenedWindow): BrowserWindow {
    const made = opened.window;
    loaded = opened.loaded;
    const onClose = (event: { preventDefault(): void }): void => {
      if (needs.frame === 'window' && needs.size === null)
        needs.memory.set({ window: made.getNormalBounds(), maximized: made.isMaximized() });
      if (leaving) return;
      event.preventDefault();
      putAway('closed');
    };
    const onClosed = (): void => {
      if (window !== made) return;
      window = null;
      clearTimeout(going);
      needs.onDeaf();
    };
    // The frame of a preview loads, too: the page hears on all the same.
    const onNavigation = (details: {
      readonly isMainFrame: boolean;
      readonly isSameDocument: boolean;
    }): void => {
      if (details.isMainFrame && !details.isSameDocument) needs.onDeaf();
    };
    // A renderer that died is replaced when the window is next shown.
    const onGone = (): void => {
      if (!leaving) made.destroy();
    };
    const onBlur = (): void => {
      // Hiding takes the focus away as well.
      if (needs.frame === 'popover' && made.isVisible()) putAway('leftAlone');
    };
    made.on('close', onClose).on('closed', onClosed).on('blur', onBlur);
    made.webContents.on('did-start-navigation', onNavigation).on('render-process-gone', onGone);
    stopServing = () => {
      made.off('close', onClose).off('closed', onClosed).off('blur', onBlur);
      made.webContents.off('did-start-navigation', onNavigation).off('render-process-gone', onGone);
    };
    return made;
  }

  const early = needs.takeWindow();
  if (early !== null) window = serve(early);

  return {
    show: async () => {
      clearTimeout(going);
      const isNew = window === null;
      const shown = (window ??= serve(openWindow(needs)));
      await loaded;
      if (shown.isDestroyed()) return;
      if (isNew) firstShown(shown, needs, needs.trayBounds());
      else {
        if (needs.frame === 'popover') shown.setBounds(popoverBounds(needs.trayBounds()));
        if (shown.isMinimized()) shown.restore();
        shown.show();
      }
      shown.focus();
    },
    showQuietly: async () => {
      clearTimeout(going);
      const shown = (window ??= serve(openWindow(needs)));
      await loaded;
      if (!shown.isDestroyed() && !shown.isVisible()) shown.showInactive();
    },
    isShown: () => window !== null && (window.isVisible() || window.isMinimized()),
    hide: () => putAway('closed'),
    toggle() {
      if (window?.isVisible() === true && window.isFocused()) putAway('closed');
      else void this.show();
    },
    current: () => window,
    letGo: () => {
      leaving = true;
    },
    handOver() {
      clearTimeout(going);
      if (window === null || window.isDestroyed()) return null;
      stopServing();
      // What nobody looks at is made anew when somebody does.
      if (!window.isVisible() && !window.isMinimized()) {
        window.destroy();
        window = null;
        return null;
      }
      const handed = { window, loaded };
      window = null;
      return handed;
    },
  };
}

function shapeOf({ frame, memory, size: fixed }: OpeningNeeds): Electron.BrowserWindowConstructorOptions {
  if (frame === 'popover') {
    return {
      ...popoverSize,
      frame: false,
      resizable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      fullscreenable: false,
    };
  }
  if (fixed !== null)
    return { ...fixed, center: true, minWidth: smallestSize.width, minHeight: smallestSize.height };
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  const { size, at } = boundsToOpen(memory.get().window, areas);
  return {
    ...(at ?? size),
    center: at === null,
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
  };
}

function popoverBounds(tray: Rectangle): Rectangle {
  const display = screen.getDisplayNearestPoint({ x: tray.x, y: tray.y });
  return { ...placePopover(tray, display.bounds, display.workArea) };
}
