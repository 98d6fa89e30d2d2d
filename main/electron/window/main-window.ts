/**
 * The window. A normal one on Linux, where nothing tells where the tray is; near the tray, and gone when it loses the
 * focus, on Windows and macOS. Closing hides it: the agent works on.
 */
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Rectangle, Session } from 'electron';
import { startPage } from '../served-file.ts';
import type { AppMemory } from '../app-memory.ts';
import { boundsToOpen, smallestSize } from './bounds.ts';
import { placePopover, popoverSize } from './place.ts';

export type Frame = 'window' | 'popover';

export const frameFor = (platform: NodeJS.Platform): Frame =>
  platform === 'win32' || platform === 'darwin' ? 'popover' : 'window';

export interface MainWindow {
  /** Makes it where there is none, shows it and gives it the focus. Resolves when the page is there. */
  show(): Promise<void>;
  hide(): void;
  toggle(): void;
  /** Null before it was first shown. */
  current(): BrowserWindow | null;
  /** From here on closing closes. */
  letGo(): void;
}

export interface WindowNeeds {
  readonly frame: Frame;
  /** One that is always the same, and not remembered. */
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly session: Session;
  readonly preload: string;
  readonly icon: string;
  readonly devTools: boolean;
  readonly memory: AppMemory;
  /** Bounds of the tray icon; all zero where unknown. */
  readonly trayBounds: () => Rectangle;
  /** A page begins to load: it hears nothing until it has asked. */
  readonly onLoading: () => void;
}

/** The surfaces of the tokens, so that nothing flashes before the page has painted. */
const background = { light: '#ffffff', dark: '#192123' } as const;

export function createMainWindow(needs: WindowNeeds): MainWindow {
  let window: BrowserWindow | null = null;
  let loaded: Promise<void> = Promise.resolve();
  let leaving = false;

  function open(): BrowserWindow {
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
    made.on('close', (event) => {
      if (needs.frame === 'window' && needs.size === null)
        needs.memory.set({ window: made.getNormalBounds() });
      if (leaving) return;
      event.preventDefault();
      made.hide();
    });
    made.on('closed', () => {
      if (window === made) window = null;
    });
    made.webContents.on('did-start-loading', needs.onLoading);
    // A renderer that died is replaced when the window is next shown.
    made.webContents.on('render-process-gone', () => {
      if (!leaving) made.destroy();
    });
    if (needs.frame === 'popover') made.on('blur', () => made.hide());
    loaded = made.loadURL(startPage).catch(() => undefined);
    return made;
  }

  return {
    show: async () => {
      window ??= open();
      const shown = window;
      await loaded;
      if (shown.isDestroyed()) return;
      if (needs.frame === 'popover') shown.setBounds(popoverBounds(needs.trayBounds()));
      if (shown.isMinimized()) shown.restore();
      shown.show();
      shown.focus();
    },
    hide: () => window?.hide(),
    toggle() {
      if (window?.isVisible() === true && window.isFocused()) window.hide();
      else void this.show();
    },
    current: () => window,
    letGo: () => {
      leaving = true;
    },
  };
}

function shapeOf({ frame, memory, size: fixed }: WindowNeeds): Electron.BrowserWindowConstructorOptions {
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
