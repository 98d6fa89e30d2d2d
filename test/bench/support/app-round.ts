/**
 * One round of `app.bench.ts`, in a process of its own on a desktop of its own: the empty app, then ours. Prints its
 * measures as JSON.
 */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createKeychain } from '../../../main/adapters/keychain/index.ts';
import { openOffice } from '../../e2e/support/office.ts';
import type { Measures } from './benchmark.ts';
import { startApp, type DesktopApp } from './desktop-app.ts';
import { watchScreen, type Screen } from './screen.ts';
import { scrolled } from './scrolled.ts';

/** How long an app has rested when its memory is read. */
const restMs = 20_000;
/** Until a closed window must have let go of its renderer. */
const goneWithinMs = 90_000;

const given = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing: run npm run bench -- app`);
  return value;
};

/** From the start until it rests in the tray, its window closed. */
async function life(app: DesktopApp, selector: string): Promise<Measures> {
  try {
    const paintMs = await app.painted();
    const shown = await app.shows(selector);
    await sleep(restMs);
    const open = app.taken();
    await app.closeWindow();
    const end = performance.now() + goneWithinMs;
    while (app.taken().renderers > 0 && performance.now() < end) await sleep(500);
    await sleep(restMs);
    const closed = app.taken();
    return {
      tray: app.trayMs,
      paint: paintMs,
      shown,
      openMb: open.megabytes,
      closedMb: closed.megabytes,
      closedOwnMb: closed.ownMegabytes,
      renderers: closed.renderers,
      processes: closed.processes,
    };
  } finally {
    await app.quit();
  }
}

const named = (prefix: string, measures: Measures): Measures =>
  Object.fromEntries(Object.entries(measures).map(([name, value]) => [`${prefix} ${name}`, value]));

async function emptyApp(screen: Screen): Promise<Measures> {
  const start = () =>
    startApp({
      executable: given('CLASSEUR_EMPTY_APP'),
      args: [],
      profile: given('CLASSEUR_EMPTY_PROFILE'),
      screen,
    });
  // Chromium lays out its profile once, and the files of both are in the system's cache.
  const first = await start();
  await first.painted();
  await first.quit();
  const measures = await life(await start(), 'p');
  const again = await start();
  try {
    await again.painted();
    await sleep(2_000);
    return named('empty', { ...measures, ...(await scrolled(await again.page())) });
  } finally {
    await again.quit();
  }
}

async function ourApp(screen: Screen): Promise<Measures> {
  const office = await openOffice();
  try {
    const start = () =>
      startApp({
        executable: given('CLASSEUR_E2E_APP'),
        args: ['--data', office.data],
        profile: join(dirname(office.data), 'profile'),
        screen,
      });
    const first = await start();
    await first.painted();
    await sleep(3_000);
    await first.quit();
    return named('app', await life(await start(), '.window'));
  } finally {
    await office.close();
  }
}

/** With a hundred thousand receipts. */
async function largeOffice(screen: Screen): Promise<Measures> {
  const data = given('CLASSEUR_SCALE_DATA');
  const keychain = createKeychain({ origin: 'http://127.0.0.1:9' });
  await keychain.write('none');
  const profile = join(dirname(given('CLASSEUR_EMPTY_PROFILE')), 'large-profile');
  await mkdir(profile, { recursive: true });
  const app = await startApp({
    executable: given('CLASSEUR_E2E_APP'),
    args: ['--data', data],
    profile,
    screen,
  });
  try {
    const paint = await app.painted();
    const shown = await app.shows('.window');
    const page = await app.page();
    await sleep(restMs);
    await page.keyboard.press('Control+f');
    await page.waitForSelector('.virtual li [data-row]');
    const frames = await scrolled(page);
    await app.closeWindow();
    const end = performance.now() + goneWithinMs;
    while (app.taken().renderers > 0 && performance.now() < end) await sleep(500);
    await sleep(restMs);
    return named('large', { tray: app.trayMs, paint, shown, ...frames, closedMb: app.taken().megabytes });
  } finally {
    await app.quit();
    await keychain.clear();
  }
}

const screen = await watchScreen();
try {
  const measures = {
    ...(await emptyApp(screen)),
    ...(await ourApp(screen)),
    ...(await largeOffice(screen)),
  };
  process.stdout.write(`${JSON.stringify(measures)}\n`);
} finally {
  screen.close();
}
