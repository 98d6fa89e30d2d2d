import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { createKeychain } from '../../main/adapters/keychain/index.ts';
import { defaultKey } from '../lucca/index.ts';
import { samplePdf } from '../support/sample-documents.ts';
import { findings } from './support/axe.ts';
import { openOffice, until } from './support/office.ts';
import type { App, Office } from './support/office.ts';

let office: Office;
afterEach(() => office.close());

async function begin(options: Parameters<typeof openOffice>[0] = {}): Promise<App> {
  office = await openOffice({ setUp: false, ...options });
  return office.open();
}

/** The window of the first run gives way to the real one: the page is another after it. */
async function realWindow(app: App): Promise<Page> {
  await app.says('Tout est classé');
  let page = app.electron.windows().at(-1);
  await until(() => {
    page = app.electron.windows().at(-1);
    return page !== undefined && !page.isClosed();
  }, 'the window is there');
  const real = page as unknown as Page;
  await real.waitForSelector('.status');
  return real;
}

const jean = (): number => office.lucca.company.cast['first'] ?? 0;
const onRecord = (field: string): number => (office.lucca.record(jean())[field] ?? []).length;

/** All bytes of all files of the data folder: what was kept there. */
async function kept(): Promise<string> {
  const entries = await readdir(office.data, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1').catch(() => ''));
  return (await Promise.all(texts)).join('\n');
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
/** The window may be gone before the click is told of. */
const start = (page: Page) =>
  page
    .getByRole('button', { name: 'Démarrer', exact: true })
    .last()
    .click()
    .catch(() => undefined);
const goOn = (page: Page) => page.getByRole('button', { name: 'Continuer' }).click();

async function connect(page: Page): Promise<void> {
  await page.getByLabel('Adresse de Lucca').fill(office.lucca.url);
  await page.getByLabel('Clé d’accès').fill(defaultKey.key);
  await page.getByRole('button', { name: 'Tester' }).click();
  await page.getByText('Connecté : 40 collaborateurs visibles').waitFor();
}

it('leads from nothing to the first filed document, by mouse', async () => {
  const app = await begin();
  const { page } = app;
  await office.scan('Dupont Jean (00001)/Contrats/contrat.pdf', await samplePdf('Contrat'));
  await office.scan('Dupont Jean (00001)/RIB/rib.pdf', await samplePdf('RIB'));
  await office.scan('Inconnue/RIB/x.pdf', await samplePdf('Inconnue'));

  await heading(page, 'Relier Classeur à Lucca');
  await connect(page);
  expect(await page.locator('#setup-key').inputValue()).toBe('');
  await goOn(page);

  await heading(page, 'Choisir le dossier des collaborateurs');
  // The system's own dialogue has no hands for a test: its answer is what it would give.
  await app.electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, office.root);
  await page.getByRole('button', { name: 'Choisir…' }).click();
  await page.getByText('3 dossiers reconnus').first().waitFor();
  await page.getByRole('button', { name: 'Qui est-ce ?' }).click();
  await page.getByRole('searchbox').fill('saint');
  await page.getByText('Marie-Ève Saint-Amand').click();
  await page.getByRole('button', { name: 'C’est Marie-Ève Saint-Amand' }).click();
  await page.getByText('4 dossiers reconnus').first().waitFor();
  await goOn(page);

  await heading(page, 'Relier vos sous-dossiers à Lucca');
  const rib = page.getByLabel('Champ pour RIB');
  expect(await rib.inputValue()).toBe('e_RIB');
  expect(await page.getByLabel('Champ pour Visites médicales').inputValue()).toBe(
    'e_Visite-medicale/e_Attestation',
  );
  await page.getByText('3 types reliés').first().waitFor();
  await goOn(page);

  await heading(page, 'Voici ce qui va se passer');
  await page.getByRole('button', { name: /Seront classés 3/ }).click();
  await page.getByText('contrat.pdf').waitFor();
  expect(office.lucca.files.size).toBe(0);
  await goOn(page);

  await heading(page, 'Tout est prêt');
  await page.getByRole('switch', { name: /Notifications/ }).click();
  await start(page);
  const real = await realWindow(app);
  await until(() => onRecord('e_Contrats') === 1 && onRecord('e_RIB') === 1, 'both are filed');
  await app.says('Tout est classé');
  await real
    .getByRole('link', { name: /Jean Dupont/ })
    .first()
    .waitFor();
  expect(office.lucca.files.size).toBe(3);

  const settings = JSON.parse(await readFile(join(office.data, 'settings.json'), 'utf8')) as object;
  expect(settings).toMatchObject({ tenant: { url: office.lucca.url }, app: { notifications: false } });
  expect(existsSync(join(office.data, 'setup.json'))).toBe(false);
  const keychain = createKeychain({ origin: office.lucca.url });
  expect(await keychain.read()).toEqual({ kind: 'found', secret: defaultKey.key });
  expect(await kept()).not.toContain(defaultKey.key);
  const stored = await real.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]));
  expect(stored).not.toContain(defaultKey.key);
});

it('is done by keyboard alone, in an empty folder: connects, creates the folders, starts, files', async () => {
  const app = await begin({ folders: false });
  const { page } = app;
  const { keyboard } = page;
  const focused = (): Promise<string> =>
    page.evaluate(() => {
      const at = document.activeElement;
      const label = at instanceof HTMLInputElement ? (at.labels?.[0]?.textContent ?? '') : '';
      return `${label} ${at?.getAttribute('aria-label') ?? ''} ${at?.textContent ?? ''}`.trim();
    });
  const reach = async (name: RegExp): Promise<void> => {
    const met: string[] = [];
    for (let step = 0; step < 40; step += 1) {
      const at = await focused();
      if (name.test(at)) return;
      met.push(at);
      await keyboard.press('Tab');
    }
    throw new Error(`Tab never reached ${String(name)}, but ${[...new Set(met)].join(' | ')}`);
  };

  await heading(page, 'Relier Classeur à Lucca');
  await reach(/^Adresse de Lucca/);
  await keyboard.type(office.lucca.url);
  await reach(/^Clé d’accès/);
  await keyboard.type(defaultKey.key);
  await keyboard.press('Enter');
  await page.getByText('Connecté : 40 collaborateurs visibles').waitFor();
  await until(async () => (await focused()) === 'Continuer', 'Continue has the focus');
  await keyboard.press('Enter');

  await heading(page, 'Choisir le dossier des collaborateurs');
  await until(async () => (await focused()).startsWith('Choisir le dossier'), 'the title has the focus');
  await reach(/^Dossier des collaborateurs/);
  await keyboard.type(office.root);
  await keyboard.press('Enter');
  await page.getByText('Aucun dossier reconnu').first().waitFor();
  await reach(/^Créer les \d+ dossiers absents/);
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 2, name: /^Créer \d+ dossiers/ }).waitFor();
  expect(await readdir(office.root)).toEqual([]);
  await reach(/^Créer les \d+ dossiers$/);
  await keyboard.press('Enter');
  await page.getByText(/\d+ dossiers créés/).waitFor();
  await page
    .getByText(/\d+ dossiers reconnus/)
    .first()
    .waitFor();
  expect(existsSync(join(office.root, 'Dupont Jean (00001)', 'RIB'))).toBe(true);
  await reach(/^Continuer$/);
  await keyboard.press('Enter');

  await heading(page, 'Relier vos sous-dossiers à Lucca');
  await page
    .getByText(/\d types reliés/)
    .first()
    .waitFor();
  await reach(/^Continuer$/);
  await keyboard.press('Enter');
  await heading(page, 'Voici ce qui va se passer');
  await page.getByText('Aucun document pour l’instant').waitFor();
  await reach(/^Continuer$/);
  await keyboard.press('Enter');
  await heading(page, 'Tout est prêt');
  await reach(/^Notifications/);
  await keyboard.press('Space');
  await until(
    () =>
      page
        .getByRole('switch', { name: /Notifications/ })
        .isChecked()
        .then((on) => !on),
    'the switch is off',
  );
  await reach(/^Démarrer$/);
  // The window may be gone before the key is up again.
  await keyboard.press('Enter').catch(() => undefined);

  await realWindow(app);
  await office.scan('Dupont Jean (00001)/RIB/rib.pdf', await samplePdf('RIB'));
  await until(() => onRecord('e_RIB') === 1, 'the first document is filed');
});

it('goes on where it was left, without the key on disk', async () => {
  const first = await begin();
  await office.scan('Dupont Jean (00001)/Divers/note.pdf', await samplePdf('Note'));
  await connect(first.page);
  await goOn(first.page);
  await first.page.getByLabel('Dossier des collaborateurs').fill(office.root);
  await first.page.getByText('3 dossiers reconnus').first().waitFor();
  await goOn(first.page);
  await first.page.getByLabel('Champ pour Divers').selectOption({ label: 'Ne pas classer' });
  await first.page.getByText('1 laissé de côté').waitFor();
  const draft = join(office.data, 'setup.json');
  expect((await stat(draft)).mode & 0o777).toBe(0o600);
  expect(await kept()).not.toContain(defaultKey.key);
  await first.close();

  const second = await office.open();
  const { page } = second;
  await heading(page, 'Relier vos sous-dossiers à Lucca');
  await page.getByLabel('Champ pour Divers').waitFor();
  expect(await page.getByLabel('Champ pour Divers').inputValue()).toBe('nothing');
  await page.getByRole('button', { name: 'Retour' }).click();
  await page.getByText('3 dossiers reconnus').first().waitFor();
  expect(await page.getByLabel('Dossier des collaborateurs').inputValue()).toBe(office.root);
  await page.getByRole('button', { name: /Connexion/ }).click();
  await page.getByText('Connecté : 40 collaborateurs visibles').waitFor();
  await goOn(page);
  await goOn(page);
  await goOn(page);
  await page.getByText('Reste de côté').waitFor();
  await goOn(page);
  await start(page);
  await realWindow(second);
  expect(existsSync(draft)).toBe(false);
});

it('gives way to settings that an administrator lays there meanwhile', async () => {
  const app = await begin();
  await connect(app.page);
  await goOn(app.page);
  expect(existsSync(join(office.data, 'setup.json'))).toBe(true);
  await office.laySettings();
  await realWindow(app);
  expect(existsSync(join(office.data, 'setup.json'))).toBe(false);
  // The key that was typed is there already.
  await office.scan('Dupont Jean (00001)/RIB/rib.pdf', await samplePdf('RIB'));
  await until(() => onRecord('e_RIB') === 1, 'it is filed');
});

it('axe finds nothing in any step, light and dark, wide, at 200 % and at 320 px', async () => {
  const { page, electron } = await begin();
  await office.scan('Inconnue/RIB/x.pdf', await samplePdf('Inconnue'));
  await office.scan('Dupont Jean (00001)/RIB/rib.pdf', await samplePdf('RIB'));
  const screen = await page.context().newCDPSession(page);
  const judge = async (step: string): Promise<void> => {
    for (const [width, height] of [
      [760, 620],
      [380, 310],
      [320, 480],
    ] as const)
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        await screen.send('Emulation.setDeviceMetricsOverride', {
          width,
          height,
          deviceScaleFactor: 1,
          mobile: false,
        });
        // A colour that is on its way to the other theme is neither.
        await page.waitForFunction(() => document.getAnimations().length === 0);
        expect(await findings(page), `${step} ${theme} ${String(width)}`).toEqual([]);
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(over, `${step} ${String(width)} scrolls sideways`).toBeLessThanOrEqual(0);
      }
    await screen.send('Emulation.clearDeviceMetricsOverride');
  };
  await heading(page, 'Relier Classeur à Lucca');
  await page.getByRole('button', { name: 'Tester' }).click();
  await page.getByText('Indiquez l’adresse de Lucca').waitFor();
  await judge('nothing typed');
  await connect(page);
  await judge('connect');
  await goOn(page);
  await page.getByLabel('Dossier des collaborateurs').fill(office.root);
  await page.getByText('3 dossiers reconnus').first().waitFor();
  await page.getByRole('button', { name: 'Qui est-ce ?' }).click();
  await judge('folder');
  await page.getByRole('button', { name: 'Annuler' }).click();
  await page.getByRole('button', { name: /Créer les/ }).click();
  await page.getByRole('heading', { level: 2 }).waitFor();
  await judge('create');
  await page.getByRole('button', { name: 'Annuler' }).click();
  await goOn(page);
  await page.getByLabel('Champ pour RIB').waitFor();
  await judge('kinds');
  await goOn(page);
  await page.getByRole('button', { name: /Sera classé 1/ }).click();
  await page.getByText('rib.pdf').waitFor();
  await judge('preview');
  await goOn(page);
  await heading(page, 'Tout est prêt');
  await judge('start');
  expect(electron.windows().length).toBe(1);
});
