/** The display as somebody else sees it: when an icon comes into the tray, when a window is shown. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Screen {
  /** Forgets what was seen: an app is about to start. */
  clear(): void;
  /** Milliseconds since 1970 when an icon came into the tray. */
  icon(): Promise<number>;
  /** When the window manager took the window into its list. */
  window(): Promise<number>;
  close(): void;
}

const patienceMs = 30_000;

/** Milliseconds since 1970, finer than `Date.now()`. */
export const wallNow = (): number => performance.timeOrigin + performance.now();

/** On a display with a window manager and the panel tint2 (`scripts/with-desktop.mjs --panel`). */
export async function watchScreen(): Promise<Screen> {
  const panel = await panelWindow();
  const icons = heard('xev', ['-id', panel, '-event', 'substructure'], /^MapNotify/);
  // The panel is a window, too: a second one is the app's.
  const windows = heard('xprop', ['-root', '-spy', '_NET_CLIENT_LIST'], /0x.*, 0x/);
  return {
    clear() {
      icons.seen.length = 0;
      windows.seen.length = 0;
    },
    icon: () => first(icons, 'No icon came into the tray.'),
    window: () => first(windows, 'No window was shown.'),
    close() {
      icons.child.kill();
      windows.child.kill();
    },
  };
}

interface Heard {
  readonly child: ChildProcess;
  readonly seen: number[];
}

function heard(command: string, args: readonly string[], event: RegExp): Heard {
  // Line by line: into a pipe it would be told in blocks.
  const child = spawn('stdbuf', ['-oL', command, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  const seen: number[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (event.test(line)) seen.push(wallNow());
  });
  return { child, seen };
}

async function first({ seen }: Heard, why: string): Promise<number> {
  const end = wallNow() + patienceMs;
  while (wallNow() < end) {
    const [at] = seen;
    if (at !== undefined) return at;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(why);
}

async function panelWindow(): Promise<string> {
  const end = wallNow() + patienceMs;
  while (wallNow() < end) {
    const tree = execFileSync('xwininfo', ['-root', '-tree'], { encoding: 'utf8' });
    const found = /^\s*(0x[0-9a-f]+) .*\("tint2" "Tint2"\)/m.exec(tree)?.[1];
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('There is no panel.');
}
