/** The icon in the tray: its state by shape, its words, its menu. Where a desktop has no tray the app works without. */
import { join } from 'node:path';
import { Menu, nativeImage, nativeTheme, Tray } from 'electron';
import type { MenuItemConstructorOptions, Rectangle } from 'electron';
import { faceOf } from '../../shared/face.ts';
import type { Words } from '../../shared/messages/format.ts';
import type { StatusSnapshot } from '../../shared/status.ts';
import { throttle } from '../throttle.ts';
import { iconFor } from './icon-for.ts';
import { menuFor } from './menu-for.ts';
import type { MenuAct, MenuEntry } from './menu-for.ts';
import { tooltipFor } from './tooltip-for.ts';

/** What the tray shows, for those who cannot see it. */
export interface TrayFacts {
  readonly icon: string;
  readonly tooltip: string;
  readonly menu: readonly MenuEntry[];
}

export interface AppTray {
  show(status: StatusSnapshot | null): void;
  facts(): TrayFacts;
  bounds(): Rectangle;
  close(): void;
  /** The icon as it stands, for another to go on with; null where there is none. */
  handOver(): Tray | null;
}

export interface TrayNeeds {
  readonly words: Words;
  /** The folder of the drawings. */
  readonly pictures: string;
  /** One that stands there already: it goes on with what this one says. */
  readonly takeIcon: () => Tray | null;
  readonly onAct: (act: MenuAct) => void;
  readonly onClick: () => void;
}

/** Faster changes are noise. */
const everyMs = 200;

export function openTray({ words, pictures, takeIcon, onAct, onClick }: TrayNeeds): AppTray {
  let status: StatusSnapshot | null = null;
  let shown: TrayFacts = factsOf();
  const tray = takeIcon() ?? new Tray(picture(shown.icon));
  tray.on('click', onClick);
  tray.on('double-click', onClick);

  function factsOf(): TrayFacts {
    const face = status === null ? 'trouble' : faceOf(status);
    const panel = {
      platform: process.platform,
      dark: nativeTheme.shouldUseDarkColors,
      desktop: process.env['XDG_CURRENT_DESKTOP'] ?? '',
    };
    return {
      icon: iconFor(face, status?.questions ?? 0, panel),
      tooltip: tooltipFor(status, words),
      menu: menuFor(status, words),
    };
  }

  function picture(icon: string): Electron.NativeImage {
    return nativeImage.createFromPath(join(pictures, ...icon.split('/')));
  }

  function draw(first: boolean): void {
    const next = factsOf();
    if (first || next.icon !== shown.icon) tray.setImage(picture(next.icon));
    if (first || next.tooltip !== shown.tooltip) tray.setToolTip(next.tooltip);
    // Linux takes over a menu only when it is set anew; a new one elsewhere would close the one that is open.
    if (first || JSON.stringify(next.menu) !== JSON.stringify(shown.menu))
      tray.setContextMenu(Menu.buildFromTemplate(next.menu.map((entry) => templateOf(entry, onAct))));
    shown = next;
  }

  const redraw = throttle(() => draw(false), everyMs);
  nativeTheme.on('updated', redraw);
  draw(true);
  function stop(): void {
    redraw.cancel();
    nativeTheme.off('updated', redraw);
    tray.off('click', onClick);
    tray.off('double-click', onClick);
  }
  return {
    show: (next) => {
      status = next;
      redraw();
    },
    facts: () => shown,
    bounds: () => tray.getBounds(),
    close: () => {
      stop();
      tray.destroy();
    },
    handOver: () => {
      stop();
      return tray;
    },
  };
}

function templateOf(entry: MenuEntry, onAct: (act: MenuAct) => void): MenuItemConstructorOptions {
  switch (entry.kind) {
    case 'act':
      return { id: entry.act, label: entry.label, enabled: entry.enabled, click: () => onAct(entry.act) };
    case 'words':
      return { label: entry.label, enabled: false };
    case 'line':
      return { type: 'separator' };
    case 'submenu':
      return { label: entry.label, submenu: entry.entries.map((inner) => templateOf(inner, onAct)) };
  }
}

/** In its place where the settings want none: it knows what it would say. */
export function noTray({ words }: TrayNeeds): AppTray {
  let status: StatusSnapshot | null = null;
  return {
    show: (next) => {
      status = next;
    },
    facts: () => ({ icon: '', tooltip: tooltipFor(status, words), menu: menuFor(status, words) }),
    bounds: () => ({ x: 0, y: 0, width: 0, height: 0 }),
    close: () => undefined,
    handOver: () => null,
  };
}
