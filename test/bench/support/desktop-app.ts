/** An Electron app seen from outside: its icon, its window's first paint, its processes, its page. */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Page } from 'playwright-core';
import { treeTaken, type TreeTaken } from './process-tree.ts';
import { wallNow, type Screen } from './screen.ts';

export interface DesktopApp {
  readonly pid: number;
  /** Milliseconds from its start until its icon is in the tray. */
  readonly trayMs: number;
  /** The same until its window is there and has painted something. */
  painted(): Promise<number>;
  /** The same until its page shows what this selects. */
  shows(selector: string): Promise<number>;
  page(): Promise<Page>;
  taken(): TreeTaken;
  /** Closes the window as its own button does. */
  closeWindow(): Promise<void>;
  quit(): Promise<void>;
}

export interface StartOptions {
  readonly executable: string;
  readonly args: readonly string[];
  /** Chromium's own files. */
  readonly profile: string;
  readonly screen: Screen;
}

const sandbox = process.env['CLASSEUR_E2E_NO_SANDBOX'] === '1' ? ['--no-sandbox'] : [];
const patienceMs = 30_000;

export async function startApp({ executable, args, profile, screen }: StartOptions): Promise<DesktopApp> {
  const portFile = join(profile, 'DevToolsActivePort');
  rmSync(portFile, { force: true });
  screen.clear();
  const begun = wallNow();
  const child = spawn(
    executable,
    [...args, `--user-data-dir=${profile}`, '--remote-debugging-port=0', ...sandbox],
    { stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { pid } = child;
  if (pid === undefined) throw new Error(`${executable} does not start.`);
  const trayMs = (await screen.icon()) - begun;
  let page: Promise<Page> | null = null;

  const attached = async (): Promise<Page> => {
    const [port] = readFileSync(portFile, 'utf8').split('\n');
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port ?? ''}`);
    const found = browser.contexts().flatMap((context) => context.pages())[0];
    if (found === undefined) throw new Error('There is no page.');
    return found;
  };
  const pageOf = (): Promise<Page> => (page ??= attached());

  return {
    pid,
    trayMs,
    async painted() {
      const shown = await screen.window();
      const drawn = await within(patienceMs, async () =>
        (await pageOf()).evaluate(() => {
          const paint = performance.getEntriesByName('first-contentful-paint')[0];
          return paint === undefined ? null : performance.timeOrigin + paint.startTime;
        }),
      );
      return Math.max(shown, drawn) - begun;
    },
    async shows(selector) {
      await (await pageOf()).waitForSelector(selector);
      return wallNow() - begun;
    },
    page: pageOf,
    taken: () => treeTaken(pid),
    closeWindow: async () => (await pageOf()).evaluate(() => window.close()).catch(() => undefined),
    async quit() {
      await page?.then((one) => one.context().browser()?.close()).catch(() => undefined);
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(late);
      // The panel and the window manager notice a moment later.
      await sleep(500);
    },
  };
}

/** Asks again until there is an answer. */
async function within<T>(ms: number, ask: () => Promise<T | null>): Promise<T> {
  const end = wallNow() + ms;
  while (wallNow() < end) {
    const answer = await ask();
    if (answer !== null) return answer;
    await sleep(50);
  }
  throw new Error('It paints nothing.');
}
