import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleMessage, Page } from 'playwright-core';
import { openOffice } from './support/office.ts';
import type { App, Office } from './support/office.ts';

let office: Office;
let app: App;
let page: Page;
beforeAll(async () => {
  office = await openOffice();
  app = await office.open();
  page = app.page;
});
afterAll(() => office.close());

/** What the page itself can do: what a driver evaluates is exempt from the page's policy, what it schedules is not. */
const asPage = (source: string): Promise<string> =>
  page.evaluate(
    (code) =>
      new Promise<string>((resolve) => {
        const run = (): void => {
          try {
            resolve(String(code === 'eval' ? (0, eval)('1 + 1') : Reflect.construct(Function, ['return 1'])));
          } catch (error) {
            resolve((error as Error).name);
          }
        };
        setTimeout(run, 0);
      }),
    source,
  );

describe('the page', () => {
  it('is sandboxed, isolated and alone with the contract’s client', async () => {
    const found = await page.evaluate(() => ({
      node:
        typeof (window as { require?: unknown }).require +
        typeof (window as { process?: unknown }).process +
        typeof (window as { module?: unknown }).module,
      client: Object.keys(window.classeur).sort(),
      origin: location.origin,
    }));
    expect(found).toEqual({
      node: 'undefinedundefinedundefined',
      client: ['call', 'on'],
      origin: 'app://classeur',
    });
    const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      return contents.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    });
  });

  it('loads without asking for anything that its policy forbids', async () => {
    const complaints: string[] = [];
    const hear = (message: ConsoleMessage): void => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    };
    page.on('console', hear);
    await page.reload();
    await page.locator('.window').waitFor();
    await app.says('Tout est classé');
    page.off('console', hear);
    expect(complaints).toEqual([]);
  });

  it('reaches nothing: no request, no frame, no picture from elsewhere', async () => {
    const reached = await page.evaluate(async (lucca) => {
      const tries = await Promise.allSettled([
        fetch(lucca),
        fetch('app://classeur/index.html'),
        new Promise((resolve, reject) => {
          const image = new Image();
          image.onload = resolve;
          image.onerror = () => reject(new Error('refused'));
          image.src = `${lucca}/x.png`;
        }),
        new Promise((resolve, reject) => {
          const socket = new WebSocket(lucca.replace('http', 'ws'));
          socket.onopen = resolve;
          socket.onerror = () => reject(new Error('refused'));
        }),
      ]);
      return tries.map(({ status }) => status);
    }, office.lucca.url);
    expect(reached).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
  });

  it('turns no text into code', async () => {
    expect(await asPage('eval')).toBe('EvalError');
    expect(await asPage('function')).toBe('EvalError');
    const written = await page.evaluate(() => {
      try {
        document.body.insertAdjacentHTML('beforeend', '<b id="x">x</b>');
        return 'written';
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(written).toBe('TypeError');
  });

  it('goes nowhere and opens nothing', async () => {
    const opened = await page.evaluate(() => window.open('https://example.com/') === null);
    expect(opened).toBe(true);
    for (const address of [
      'https://example.com/',
      'file:///etc/passwd',
      'data:text/html,x',
      'app://classeur/other.html',
    ]) {
      await page.evaluate((to) => {
        location.href = to;
      }, address);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(page.url()).toBe('app://classeur/index.html');
    }
    expect(app.electron.windows()).toHaveLength(1);
  });

  it('is granted no permission', async () => {
    const granted = await page.evaluate(async () => {
      const asked = await Promise.allSettled([
        navigator.mediaDevices.getUserMedia({ audio: true }),
        navigator.clipboard.readText(),
        new Promise((resolve, reject) =>
          navigator.geolocation.getCurrentPosition(resolve, () => reject(new Error('refused'))),
        ),
      ]);
      return [...asked.map(({ status }) => status), await Notification.requestPermission()];
    });
    expect(granted).toEqual(['rejected', 'rejected', 'rejected', 'denied']);
  });

  it('has no developer tools in the packed app', async () => {
    const open = await app.electron.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]!.webContents;
      contents.openDevTools({ mode: 'detach' });
      await new Promise((resolve) => setTimeout(resolve, 300));
      return contents.isDevToolsOpened();
    });
    expect(open).toBe(false);
  });
});

describe('the main process', () => {
  it('serves the window’s own files with its policy, and nothing above them', async () => {
    const answers = await app.electron.evaluate(async ({ session }) => {
      const own = session.fromPartition('classeur');
      const get = async (address: string) => {
        const answer = await own.fetch(address, { bypassCustomProtocolHandlers: false });
        return [
          answer.status,
          answer.headers.get('content-security-policy'),
          answer.headers.get('x-content-type-options'),
        ];
      };
      return {
        index: await get('app://classeur/index.html'),
        above: await get('app://classeur/%2e%2e/%2e%2e/package.json'),
        other: await get('app://other/index.html'),
      };
    });
    expect(answers.index[0]).toBe(200);
    expect(answers.index[1]).toContain("connect-src 'none'");
    expect(answers.index[2]).toBe('nosniff');
    expect(answers.above[0]).toBe(404);
    expect(answers.other[0]).toBe(404);
  });

  it('listens to its own window alone', async () => {
    const heard = await app.electron.evaluate(async ({ BrowserWindow, app: electron, session }) => {
      const path = process.getBuiltinModule('node:path');
      const stranger = new BrowserWindow({
        show: false,
        webPreferences: {
          preload: path.join(electron.getAppPath(), 'dist', 'preload', 'index.cjs'),
          sandbox: true,
          session: session.fromPartition('classeur'),
        },
      });
      await stranger.loadURL('app://classeur/index.html');
      const said = (await stranger.webContents.executeJavaScript(
        "window.classeur.call('status.get').then(() => 'heard', (error) => error.message)",
      )) as string;
      stranger.destroy();
      return said;
    });
    expect(heard).toContain('not-now');
    const own = await page.evaluate(() =>
      window.classeur.call('status.get', undefined).then(({ agent }) => agent),
    );
    expect(own).toBe('idle');
  });

  it('refuses calls that the contract does not know', async () => {
    const said = await page.evaluate(() =>
      (window.classeur.call as (name: string, input: unknown) => Promise<unknown>)(
        'shell.openExternal',
        'https://example.com',
      ).then(
        () => 'done',
        (error: unknown) => (error as Error).message,
      ),
    );
    expect(said).toContain('unknown-call');
  });
});
