/** The first page of a document: what shows, and what a hostile one cannot do. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Frame, Page } from 'playwright-core';
import { makeDocument } from '../support/documents/index.ts';
import type { Format } from '../support/documents/index.ts';
import { openOffice, until } from './support/office.ts';
import type { App, Office } from './support/office.ts';
import {
  bombPng,
  endlessPdf,
  lockedPdf,
  scriptedPdf,
  scriptedSvg,
  turned,
} from './support/hostile-documents.ts';

const subject = { lastName: 'Dupont', firstName: 'Jean', employeeNumber: '00001' };
const made = (format: Format, pages = 1): Buffer =>
  makeDocument({ kind: 'letter', subject, format, seed: format, pages, dotsPerInch: 100 }).bytes;
const folder = 'Dupont Jean (00001)/Contrats';

let office: Office;
let app: App;
let page: Page;
beforeAll(async () => {
  office = await openOffice();
  app = await office.open();
  page = app.page;
  await app.says('Tout est classé');
});
afterAll(() => office.close());

/** Saves a document, and opens its page as soon as the agent knows it. */
async function look(name: string, content: string | Uint8Array): Promise<void> {
  await office.scan(`${folder}/${name}`, content);
  await lookAgain(name);
}

async function lookAgain(name: string): Promise<void> {
  let id: string | undefined;
  await until(async () => {
    id = await page.evaluate(async (fileName) => {
      const { moving, filed } = await window.classeur.call('today.get', undefined);
      const questions = await window.classeur.call('questions.get', undefined);
      const all = [...moving, ...filed, ...questions.flatMap(({ documents }) => documents)];
      return all.find((document) => document.fileName === fileName)?.id;
    }, name);
    return id !== undefined;
  }, `${name} is known`);
  await goTo('today', id ?? null);
  await page.locator('.facts dd').getByText(name, { exact: true }).waitFor();
}

const goTo = (view: string, id: string | null): Promise<void> =>
  app.electron.evaluate(
    ({ BrowserWindow }, place) => {
      BrowserWindow.getAllWindows()[0]?.webContents.send('classeur:event', 'navigate', place);
    },
    { view, id },
  );

const says = (words: string | RegExp): Promise<void> =>
  page.locator('.firstpage').filter({ hasText: words }).waitFor();
const drawn = (): Promise<void> => page.locator('.firstpage__more').waitFor();
const frame = (): Frame => {
  const found = page.frames().find((one) => one.url().startsWith('app://preview/'));
  if (found === undefined) throw new Error('There is no frame');
  return found;
};
/** How much of the page is not white. */
const ink = (): Promise<number> =>
  frame().evaluate(() => {
    const canvas = document.querySelector('canvas') as HTMLCanvasElement;
    const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(
      0,
      0,
      canvas.width,
      canvas.height,
    );
    return data.filter((value, at) => at % 4 === 0 && value < 200).length / (data.length / 4);
  });
const shape = (): Promise<string> =>
  page.locator('.sheetpaper').evaluate((sheet) => {
    const { width, height } = sheet.getBoundingClientRect();
    return width > height ? 'wide' : 'high';
  });
/** Processes that draw pages. */
const processes = (): Promise<{ readonly window: number; readonly frames: readonly number[] }> =>
  app.electron.evaluate(({ BrowserWindow }) => {
    const { mainFrame } = BrowserWindow.getAllWindows()[0]!.webContents;
    return { window: mainFrame.osProcessId, frames: mainFrame.frames.map(({ osProcessId }) => osProcessId) };
  });
const isAlive = (pid: number): Promise<boolean> =>
  app.electron.evaluate(
    ({ app: electron }, wanted) => electron.getAppMetrics().some((one) => one.pid === wanted),
    pid,
  );

/** Requests that the agent did not send: it always shows its key. */
const strangers = (): readonly string[] =>
  office.lucca.journal.requests
    .filter(({ key }) => key === null)
    .map(({ method, path }) => `${method} ${path}`);

describe('the first page', () => {
  it.each([
    ['pdf', 'Page 1 sur 3', 3],
    ['scan', 'Page 1 sur 2', 2],
    ['tiff', 'Page 1 sur 2', 2],
    ['jpeg', '', 1],
    ['png', '', 1],
  ] as const)('of a %s shows', async (format, words, pages) => {
    const extension = { pdf: 'pdf', scan: 'pdf', tiff: 'tif', jpeg: 'jpg', png: 'png' }[format];
    await look(`${format}.${extension}`, made(format, pages));
    await drawn();
    await says(words);
    expect(await ink()).toBeGreaterThan(0.001);
    expect(await frame().locator('canvas').getAttribute('aria-label')).toContain(`${format}.${extension}`);
    expect(await shape()).toBe('high');
  });

  it('of a photograph stands as the camera was held', async () => {
    await look('turned.jpg', turned(made('jpeg')));
    await drawn();
    expect(await shape()).toBe('wide');
  });

  it('is enlarged by keyboard, closes with Esc, and gives the focus back', async () => {
    await lookAgain('pdf.pdf');
    await drawn();
    await page.locator('.firstpage__more').focus();
    await page.keyboard.press('Enter');
    await page.locator('.enlarged .firstpage__pages').filter({ hasText: 'Page 1 sur 3' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.enlarged').waitFor({ state: 'detached' });
    await page.locator('.firstpage__more:focus').waitFor();
  });

  it('is nowhere on disk afterwards, and its process is gone with the page', async () => {
    await lookAgain('jpeg.jpg');
    await drawn();
    const { frames } = await processes();
    expect(frames).toHaveLength(1);
    await goTo('history', null);
    await page.locator('.firstpage').waitFor({ state: 'detached' });
    await until(async () => !(await isAlive(frames[0] ?? 0)), 'the frame’s process has ended');
    const piece = made('jpeg').subarray(1_000, 1_064);
    const profile = join(office.root, '..', 'profile');
    for (const entry of await readdir(profile, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const content = await readFile(join(entry.parentPath, entry.name)).catch(() => Buffer.alloc(0));
      expect(content.includes(piece), entry.name).toBe(false);
    }
  });
});

describe('the frame', () => {
  it('has a process of its own and reaches neither the window, nor the network, nor a file', async () => {
    await lookAgain('pdf.pdf');
    await drawn();
    const { window, frames } = await processes();
    expect(frames).not.toContain(window);
    const found = await frame().evaluate(async (lucca) => {
      const refused = (work: () => unknown): string => {
        try {
          return `done: ${String(work())}`;
        } catch (error) {
          return (error as Error).name;
        }
      };
      const loads = (element: HTMLImageElement | HTMLScriptElement, address: string): Promise<unknown> =>
        new Promise((resolve, reject) => {
          element.onload = resolve;
          element.onerror = () => reject(new Error('refused'));
          try {
            element.src = address;
          } catch {
            reject(new Error('refused'));
          }
          document.body.append(element);
        });
      const tries = await Promise.allSettled([
        fetch(lucca),
        fetch('app://classeur/index.html'),
        fetch('app://preview/preview.js'),
        fetch('file:///etc/hostname'),
        loads(new Image(), `${lucca}/x.png`),
        loads(new Image(), 'file:///usr/share/pixmaps/debian-logo.png'),
        loads(document.createElement('script'), 'app://preview/preview.js'),
        new Promise((resolve, reject) => {
          const socket = new WebSocket(lucca.replace('http', 'ws'));
          socket.onopen = resolve;
          socket.onerror = () => reject(new Error('refused'));
        }),
      ]);
      return {
        origin,
        globals: ['classeur', 'require', 'process', 'module'].filter((name) => name in globalThis),
        tries: tries.map(({ status }) => status),
        parent: refused(() => (parent as unknown as { classeur: unknown }).classeur),
        document: refused(() => parent.document),
        storage: refused(() => localStorage),
        opened: refused(() => open('https://example.com/')),
        worker: refused(() => new Worker('app://preview/preview.js')),
        beacon: refused(() => navigator.sendBeacon(lucca)),
        eval: await new Promise((resolve) => {
          setTimeout(() => resolve(refused(() => Reflect.construct(Function, ['return 1']))), 0);
        }),
      };
    }, office.lucca.url);
    expect(found).toEqual({
      origin: 'null',
      globals: [],
      tries: Array.from({ length: 8 }, () => 'rejected'),
      parent: 'SecurityError',
      document: 'SecurityError',
      storage: 'SecurityError',
      opened: 'done: null',
      worker: expect.stringMatching(/Error$/) as unknown,
      beacon: expect.stringMatching(/^(done: false|done: true|.*Error)$/) as unknown,
      eval: 'EvalError',
    });
    // Where it is not allowed to go, Chromium puts a page of its own that says so.
    for (const address of [office.lucca.url, 'app://classeur/index.html', 'data:text/html,x']) {
      await lookAgain('jpeg.jpg');
      await drawn();
      await lookAgain('pdf.pdf');
      await drawn();
      await frame().evaluate((to) => {
        try {
          (top as Window).location.href = to;
        } catch {
          // The sandbox says no.
        }
        location.href = to;
      }, address);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const urls = page.frames().map((one) => one.url());
      expect(urls[0]).toBe('app://classeur/index.html');
      for (const url of urls.slice(1))
        expect(url).toMatch(/^(app:\/\/preview\/index\.html|chrome-error:.*|)$/);
    }
    expect(strangers()).toEqual([]);
  });

  it('is the only one: the window holds no other', async () => {
    const held = await page.evaluate(async () => {
      const results: boolean[] = [];
      for (const address of ['app://classeur/index.html', 'https://example.com/', 'data:text/html,x']) {
        const other = document.createElement('iframe');
        other.src = address;
        document.body.append(other);
        await new Promise((resolve) => setTimeout(resolve, 200));
        const inside = other.contentDocument;
        results.push(inside === null || inside.querySelector('#app') === null);
        other.remove();
      }
      return results;
    });
    expect(held).toEqual([true, true, true]);
  });
});

describe('a hostile document', () => {
  it('that carries scripts is drawn, and none of them runs', async () => {
    await look('scripted.pdf', scriptedPdf(office.lucca.url));
    await drawn();
    expect(await ink()).toBeGreaterThan(0.3);
    expect(await frame().evaluate(() => 'ran' in globalThis)).toBe(false);
    expect(app.electron.windows()).toHaveLength(1);
    expect(strangers()).toEqual([]);
  });

  it('that is an SVG is not even read, nor drawn where it calls itself a PNG', async () => {
    await look('scripted.svg', scriptedSvg(office.lucca.url));
    await says('Pas d’aperçu');
    expect(await page.locator('.firstpage iframe').count()).toBe(0);
    await look('scripted.png', scriptedSvg(office.lucca.url));
    await says('Pas d’aperçu');
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
    expect(strangers()).toEqual([]);
  });

  it('that is cut off, locked, or a bomb of pixels says so calmly', async () => {
    await look('cut.pdf', made('pdf').subarray(0, 300));
    await says('abîmé');
    await look('cut.jpg', made('jpeg').subarray(0, 100));
    await says('abîmé');
    await look('locked.pdf', lockedPdf());
    await says('mot de passe');
    await look('bomb.png', bombPng());
    await says('trop grand');
    expect(await page.locator('.firstpage iframe').count()).toBe(0);
  });

  it('that never ends is taken away, and the window answers all the while', async () => {
    await look('endless.pdf', endlessPdf());
    await page.locator('.firstpage iframe').waitFor({ state: 'attached' });
    // A frame begins as a blank page of the window's own process.
    await until(async () => {
      const { window, frames } = await processes();
      return frames.length === 1 && frames[0] !== window;
    }, 'the frame is there');
    const { frames } = await processes();
    let slowest = 0;
    let rounds = 0;
    const words = page.locator('.firstpage').filter({ hasText: 'trop de temps' });
    while ((await words.count()) === 0) {
      const from = performance.now();
      await page.evaluate(() => window.classeur.call('status.get', undefined));
      slowest = Math.max(slowest, performance.now() - from);
      rounds += 1;
      if (rounds > 300) throw new Error('It was never taken away');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(rounds).toBeGreaterThan(20);
    expect(slowest).toBeLessThan(1_500);
    await until(async () => !(await isAlive(frames[0] ?? 0)), 'its process has ended');
  });
});
