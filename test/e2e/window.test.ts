import { rm, writeFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { openOffice, until } from './support/office.ts';
import type { Office } from './support/office.ts';

let office: Office;
afterEach(() => office.close());

/** As the window manager's own button does. */
const closeWindow = (electron: ElectronApplication): Promise<void> =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

it('goes to the tray when it is closed, and comes back when the program is started again', async () => {
  office = await openOffice();
  const { electron, visible, tray } = await office.open();
  expect(await visible()).toBe(true);
  await closeWindow(electron);
  await until(async () => !(await visible()), 'the window is hidden');
  expect((await tray()).menu.length).toBeGreaterThan(5);
  expect(await office.openAgain()).toBe(0);
  await until(visible, 'the window is back');
});

it('starts without a window at login, and the tray opens it at what is asked', async () => {
  office = await openOffice();
  const app = await office.openHidden();
  await app.says('Tout est classé');
  expect(await app.visible()).toBe(false);
  await app.act('settings');
  const page = await app.electron.firstWindow();
  await page.getByRole('heading', { name: 'Réglages' }).first().waitFor();
  await until(app.visible, 'the window is shown');
});

it('remembers how large it was', async () => {
  office = await openOffice();
  const first = await office.open();
  await first.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1010, 600));
  await closeWindow(first.electron);
  await until(async () => !(await first.visible()), 'the window is hidden');
  await first.close();
  const second = await office.open();
  const size = await second.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getSize(),
  );
  expect(size).toEqual([1010, 600]);
});

it('lets go of its page a while after it was closed, and opens at what is asked', async () => {
  office = await openOffice();
  const { electron, act, says } = await office.open();
  await says('Tout est classé');
  const isMaximized = () =>
    electron.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return window?.isVisible() === true && window.isMaximized();
    });
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.maximize());
  await until(isMaximized, 'it covers the display');
  await closeWindow(electron);
  const drawing = (): Promise<number> =>
    electron.evaluate(({ app }) => app.getAppMetrics().filter(({ type }) => type === 'Tab').length);
  expect(await drawing()).toBe(1);
  await until(async () => (await drawing()) === 0, 'the process that draws it is gone', 60_000);
  const opened = electron.waitForEvent('window');
  await act('settings');
  await (await opened).getByRole('heading', { name: 'Réglages' }).first().waitFor();
  await until(isMaximized, 'it is as large as it was');
});

it('says what is wrong with the settings, and begins by itself once they are right', async () => {
  office = await openOffice();
  const file = join(office.data, 'settings.json');
  const right = await readFile(file, 'utf8');
  await writeFile(file, right.replace('"e_RIB"', '"RIB"'));
  const { page, says, tray } = await office.open();
  await page.getByText('routes[2].target.field').waitFor();
  expect((await tray()).tooltip).toContain('ne travaille pas encore');
  await writeFile(file, right);
  await says('Tout est classé');
  await rm(file);
});
