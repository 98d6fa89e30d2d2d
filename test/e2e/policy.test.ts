/** An organisation's policy in the real app: what it locks, what it asks no more, and what stops it. */
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { defaultKey } from '../lucca/index.ts';
import { samplePdf } from '../support/sample-documents.ts';
import { findings } from './support/axe.ts';
import { openOffice, until } from './support/office.ts';
import type { App, Office } from './support/office.ts';

let office: Office;
afterEach(() => office.close());

const sentence = 'Défini par votre organisation';

const file = (): string => join(dirname(office.data), 'policy.json');
/** As an administrator does: the folder and the file are nobody else's to write. */
async function lay(policy: object | string): Promise<void> {
  await writeFile(file(), typeof policy === 'string' ? policy : JSON.stringify(policy));
  await chmod(file(), 0o644);
}
const open = (): Promise<App> => office.open(['--policy', file()]);
const saved = async (): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(office.data, 'settings.json'), 'utf8')) as Record<string, unknown>;

it('locks what it names: shown, not changed, not written; and lets go of it when it is taken away', async () => {
  office = await openOffice({ language: 'en' });
  await lay({ version: 1, settings: { language: 'fr', root: office.root, app: { notifications: false } } });
  const before = await saved();
  const app = await open();
  // The settings say English, the policy French.
  await app.says('Tout est classé');
  await app.act('settings');
  const { page } = app;
  await page.getByRole('link', { name: 'Dossier' }).click();
  await page.getByRole('heading', { name: office.root }).waitFor();
  expect(await page.getByText(sentence).count()).toBe(1);
  expect(await page.getByRole('button', { name: 'Changer…' }).count()).toBe(0);
  expect(await findings(page)).toEqual([]);

  await page.getByRole('link', { name: 'Application' }).click();
  const language = page.getByLabel('Langue');
  expect(await language.inputValue()).toBe('Français');
  await language.focus();
  await page.keyboard.type('English');
  expect(await language.inputValue()).toBe('Français');
  const notifications = page.getByRole('switch', { name: 'Notifications' });
  await notifications.focus();
  await page.keyboard.press('Space');
  await page.getByText('Notifications').first().click();
  expect(await notifications.isChecked()).toBe(false);
  expect(await page.getByRole('button', { name: 'Enregistrer' }).count()).toBe(0);
  expect(await findings(page)).toEqual([]);

  await page.getByRole('switch', { name: 'Ouvrir à la connexion' }).click();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await until(async () => JSON.stringify(await saved()) !== JSON.stringify(before), 'the file is written');
  const { app: switches } = before as { readonly app?: { readonly openAtLogin?: boolean } };
  expect(await saved()).toEqual({
    ...before,
    app: { ...switches, openAtLogin: !(switches?.openAtLogin ?? true) },
  });

  // Taken away, as by an administrator's hand: the settings speak for themselves again, in the same window.
  await page.getByText(sentence).first().waitFor();
  await rm(file());
  await app.says('Everything is filed');
  await page.getByText(sentence).first().waitFor({ state: 'detached' });
});

it('asks for nothing in the first run that is decided already', async () => {
  office = await openOffice({ setUp: false });
  await office.scan('Dupont Jean (00001)/Contrats/contrat.pdf', await samplePdf('contrat'));
  await lay({
    version: 1,
    settings: {
      language: 'fr',
      tenant: { url: office.lucca.url },
      root: office.root,
      employeeFolder: '{lastName} {firstName} ({employeeNumber})',
      routes: [{ match: 'Contrats/**', target: { field: 'e_Contrats', multiple: true } }],
      app: { tray: true, openAtLogin: false },
    },
  });
  const app = await open();
  const { page } = app;
  await page.getByRole('heading', { level: 1, name: 'Relier Classeur à Lucca' }).waitFor();
  expect(await page.getByLabel('Adresse de Lucca').inputValue()).toBe(office.lucca.url);
  await page.getByText(sentence).first().waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByLabel('Clé d’accès').fill(defaultKey.key);
  await page.getByRole('button', { name: 'Tester' }).click();
  const next = page.getByRole('button', { name: 'Continuer' });
  await page.getByText(/Connecté/).waitFor();
  await next.click();
  await page.getByText('3 dossiers reconnus').first().waitFor();
  expect(await page.getByRole('button', { name: 'Changer…' }).count()).toBe(0);
  expect(await findings(page)).toEqual([]);
  await next.click();
  await page.getByText('il n’y a rien à faire ici').waitFor();
  expect(await findings(page)).toEqual([]);
  await next.click();
  await page.getByText('Sera classé').first().waitFor();
  await next.click();
  await page.getByRole('heading', { level: 1, name: 'Tout est prêt' }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page
    .getByRole('button', { name: 'Démarrer' })
    .click()
    .catch(() => undefined);
  await app.says('Tout est classé');
  expect(await saved()).toEqual({ version: 1, app: { notifications: true } });
});

it('that others could write starts nothing, says which file and what mends it, and goes on once it is mended', async () => {
  office = await openOffice();
  await lay({ version: 1, settings: { language: 'fr' } });
  await chmod(file(), 0o666);
  const { page, says } = await open();
  await page.getByText('Les règles de votre organisation sont à corriger').waitFor();
  await page.getByText(`sudo chmod go-w "${file()}"`).waitFor();
  expect(await findings(page)).toEqual([]);
  expect(office.lucca.journal.requests).toHaveLength(0);
  await chmod(file(), 0o644);
  await says('Tout est classé');
});

it('another policy during the first run is taken up: what it decides is no longer asked', async () => {
  office = await openOffice({ setUp: false });
  await lay({ version: 1, settings: { language: 'en' } });
  const app = await open();
  await app.page.getByRole('heading', { level: 1, name: 'Connect Classeur to Lucca' }).waitFor();
  await lay({ version: 1, settings: { language: 'fr', tenant: { url: office.lucca.url } } });
  const address = () => app.electron.windows().at(-1)?.getByLabel('Adresse de Lucca');
  await until(async () => {
    const shown = await address()
      ?.inputValue({ timeout: 500 })
      .catch(() => '');
    return shown === office.lucca.url;
  }, 'the address is given, in French');
});
