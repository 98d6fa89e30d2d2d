/** Settings that are changed in the real app: with live effect, in the same window, without a second upload. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { samplePdf } from '../support/sample-documents.ts';
import { openOffice, until } from './support/office.ts';
import type { App, Office } from './support/office.ts';

let office: Office;
afterEach(() => office.close());

async function openSettings(app: App, section: string): Promise<Page> {
  await app.act('settings');
  await app.page.getByRole('link', { name: section }).click();
  return app.page;
}
const saved = async (): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(office.data, 'settings.json'), 'utf8')) as Record<string, unknown>;

it('speaks another language at once, in the window that is open and in the tray', async () => {
  office = await openOffice();
  const app = await office.open();
  await app.says('Tout est classé');
  const before = await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.id);
  const page = await openSettings(app, 'Application');
  await page.getByLabel('Langue').selectOption('en');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByRole('link', { name: 'Application' }).waitFor();
  await page.getByText('Open at login').waitFor();
  await app.says('Everything is filed');
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  expect(
    await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map(({ id }) => id)),
  ).toEqual([before]);
  expect(await saved()).toMatchObject({ language: 'en' });
  // The page goes on hearing what happens.
  await office.scan('Dupont Jean (00001)/Contrats/contrat.pdf', await samplePdf('contrat'));
  await app.act('open');
  await page.getByRole('link', { name: 'Today' }).click();
  await page.getByText('contrat.pdf').first().waitFor();
});

it('shows what a new kind would file, files just that, and sends nothing again', async () => {
  office = await openOffice();
  await office.scan('Dupont Jean (00001)/Contrats/contrat.pdf', await samplePdf('contrat'));
  await office.scan('Dupont Jean (00001)/Entretiens/2026.pdf', await samplePdf('entretien'));
  const app = await office.open();
  await app.says(/1 question/);
  const uploads = () => office.lucca.journal.requests.filter(({ path }) => path.includes('uploads')).length;
  await until(() => Promise.resolve(uploads() === 1), 'the contract is sent');
  const page = await openSettings(app, 'Types de documents');
  await page.getByLabel('Champ pour Entretiens').selectOption('e_Contrats');
  await page.getByText('rien ne sera renvoyé').waitFor();
  await page.getByRole('button', { name: /Serait classé/ }).click();
  await page.getByText('2026.pdf').waitFor();
  expect(uploads()).toBe(1);
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await app.says('Tout est classé');
  await until(() => Promise.resolve(uploads() === 2), 'the other one is sent, and nothing else');
  await page.getByRole('button', { name: 'Enregistrer' }).waitFor({ state: 'detached' });
});

it('goes over to another folder without filing anything twice, and can be left without saving', async () => {
  office = await openOffice();
  await office.scan('Dupont Jean (00001)/Contrats/contrat.pdf', await samplePdf('contrat'));
  const app = await office.open();
  await app.says('Tout est classé');
  const page = await openSettings(app, 'Dossier');
  const choose = async (folder: string): Promise<void> => {
    await app.electron.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, folder);
    await page.getByRole('button', { name: 'Changer…' }).click();
  };
  await choose(office.data);
  await page.getByText('Ce dossier contient les données de Classeur').waitFor();
  expect(await page.getByRole('button', { name: 'Enregistrer' }).isDisabled()).toBe(true);
  const other = join(office.data, '..', 'Ailleurs');
  await mkdir(join(other, 'Archives'), { recursive: true });
  await choose(other);
  await page.getByText('Aucun dossier reconnu').waitFor();
  await page.getByRole('button', { name: /Ne serait plus suivi/ }).waitFor();
  await page.getByRole('button', { name: 'Annuler les changements' }).click();
  await page.getByText(office.root).first().waitFor();
  expect(await saved()).toMatchObject({ root: office.root });
});

it('takes the icon away and gives it back', async () => {
  office = await openOffice();
  const app = await office.open();
  await app.says('Tout est classé');
  const page = await openSettings(app, 'Application');
  const icon = page.getByRole('switch', { name: 'Icône près de l’horloge' });
  await icon.click();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await until(async () => (await app.tray()).icon === '', 'the icon is gone');
  await until(app.visible, 'the window stays');
  await icon.click();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await until(async () => (await app.tray()).icon !== '', 'the icon is back');
});

it('offers again what was begun when the window was closed meanwhile, and its page gone', async () => {
  office = await openOffice();
  const app = await office.open();
  await app.says('Tout est classé');
  const page = await openSettings(app, 'Application');
  await page.getByRole('switch', { name: 'Notifications' }).click();
  await page.getByRole('button', { name: 'Enregistrer' }).waitFor();
  // Half a minute after it was closed.
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.destroy());
  const next = app.electron.waitForEvent('window');
  await app.act('settings');
  const again = await next;
  await again.getByRole('heading', { name: 'Vous aviez commencé à modifier les réglages' }).waitFor();
  expect(await saved()).not.toMatchObject({ app: { notifications: false } });
  await again.getByRole('button', { name: 'Reprendre' }).click();
  await again.getByRole('link', { name: 'Application' }).click();
  expect(await again.getByRole('switch', { name: 'Notifications' }).isChecked()).toBe(false);
  await again.getByRole('button', { name: 'Enregistrer' }).click();
  await until(async () => (await saved())['app'] !== undefined, 'it is saved');
  expect(await saved()).toMatchObject({ app: { notifications: false } });
  await again.getByRole('button', { name: 'Enregistrer' }).waitFor({ state: 'detached' });
  expect(await again.getByText('Vous aviez commencé').count()).toBe(0);
});

it('without an icon, shows itself where somebody is needed, and not before', async () => {
  office = await openOffice({ settings: { app: { tray: false, openAtLogin: false, notifications: false } } });
  const app = await office.openHidden();
  await app.says('Tout est classé');
  await office.scan('Dupont Jean (00001)/RIB/rib.pdf', await samplePdf('Sans icône'));
  await until(() => office.lucca.holdings().length === 1, 'it is filed');
  expect(await app.visible()).toBe(false);
  const opened = app.electron.waitForEvent('window');
  await office.scan('Inconnu/RIB/a.pdf', await samplePdf('Inconnu'));
  const page = await opened;
  await until(app.visible, 'the window is there');
  await page.locator('.card', { hasText: 'Qui est-ce' }).waitFor();
  // Put away, it comes for another question, and not for the same one.
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await until(async () => !(await app.visible()), 'it is put away');
  await office.scan('Dupont Jean (00001)/Contrats/contrat.pdf', await samplePdf('Contrat'));
  await until(() => office.lucca.holdings().length === 2, 'it is filed');
  expect(await app.visible()).toBe(false);
  await office.scan('Dupont Jean (00001)/Contrats/vide.pdf', '');
  await until(app.visible, 'the window is there again');
});
