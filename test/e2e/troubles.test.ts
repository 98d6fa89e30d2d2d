/** Questions that the file itself or the administrator must settle: each answered, and what comes of it in Lucca. */
import { chmod, mkdir, open, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { samplePdf } from '../support/sample-documents.ts';
import { openDesk, type Desk } from './support/desk.ts';
import { openOffice, until } from './support/office.ts';
import type { App, Office, OfficeOptions } from './support/office.ts';

let office: Office;
let app: App;
let page: Page;

const tooLarge = 101 * 1_048_576;

let desk: Desk;

const uploaded = (): readonly string[] => [...office.lucca.files.values()].map(({ name }) => name);
const says = (words: string | RegExp): Promise<void> => page.locator('.card', { hasText: words }).waitFor();
const leftAside = (name: RegExp) =>
  page.locator('.group', { hasText: 'Laissés de côté' }).locator('~ ul .row', { hasText: name });

/** The administrator gives the key a right, in Lucca. */
function allow(section: string, right: 'none' | 'read' | 'write'): void {
  const [key] = office.lucca.keys;
  office.lucca.setRights(key?.name ?? '', { sections: { ...key?.rights.sections, [section]: right } });
}

async function settle(options: OfficeOptions, before: () => Promise<void> | void = () => undefined) {
  office = await openOffice(options);
  await before();
  app = await office.open();
  page = app.page;
  desk = openDesk(office, page);
}

const route = (match: string, field: string, multiple: boolean) => ({ match, target: { field, multiple } });
const usual = [route('Contrats/**', 'e_Contrats', true), route('RIB/*', 'e_RIB', false)];

afterEach(() => office.close());

it('a file that is too large — left aside; smaller, it is taken back and filed', async () => {
  await settle({});
  await app.says('Tout est classé');
  const path = 'Dupont Jean (00001)/Contrats/archives.pdf';
  await saveLarge(join(office.root, path));
  await desk.question(/trop lourd/);
  await says(/pèse 106\sMo/);
  await desk.choose('Laisser de côté');
  await desk.gone(/trop lourd/);
  await leftAside(/Jean Dupont/).waitFor();
  expect(uploaded()).toEqual([]);

  // Another file under the same name is another question, or none.
  await office.scan(path, await samplePdf('Plus léger'));
  await desk.filed(desk.idOf('first'), 'e_Contrats', 'archives.pdf');
  await app.says('Tout est classé');
});

it('a file that cannot be read — left aside; once it can be, it is taken back from its page and filed', async () => {
  await settle({ boundByRights: true });
  await app.says('Tout est classé');
  const path = join(office.root, 'Dupont Jean (00001)', 'Contrats', 'prive.pdf');
  await writeFile(`${path}.tmp`, await samplePdf('Privé'));
  await chmod(`${path}.tmp`, 0);
  await rename(`${path}.tmp`, path);
  await desk.question(/illisible/);
  await says('prive.pdf');
  await desk.choose('Laisser de côté');
  await desk.gone(/illisible/);
  await app.says('Tout est classé');
  expect(uploaded()).toEqual([]);

  await chmod(path, 0o644);
  await leftAside(/Jean Dupont/).click();
  await page.getByRole('button', { name: 'Reprendre ce document' }).click();
  await desk.filed(desk.idOf('first'), 'e_Contrats', 'prive.pdf');
  await page.locator('.state', { hasText: 'Classé' }).waitFor();
});

it('a field that the key does not see — mended in Lucca, tried again', async () => {
  await settle({ settings: { routes: [...usual, route('Sanctions/**', 'e_Sanctions', true)] } }, () =>
    allow('Discipline', 'none'),
  );
  await office.scan('Dupont Jean (00001)/Sanctions/lettre.pdf', await samplePdf('Lettre'));
  await desk.question(/À régler dans Lucca/);
  await says('n’existe pas, ou n’est pas visible');
  await desk.choose('Copier la demande');
  await page.locator('.choice', { hasText: 'Copié' }).waitFor();
  const letter = await app.electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(letter).toContain('(e_Sanctions)');
  expect(letter).not.toMatch(/Dupont|lettre\.pdf/);
  // Today says it of the kind, before the next scan for it.
  await page.getByRole('link', { name: /Aujourd’hui/ }).click();
  await page.getByRole('heading', { name: 'Un type de document ne peut pas être classé' }).waitFor();

  allow('Discipline', 'write');
  await desk.question(/À régler dans Lucca/);
  await desk.choose('Réessayer');
  await desk.filed(desk.idOf('first'), 'e_Sanctions', 'lettre.pdf');
  await desk.gone(/À régler dans Lucca/);
  await page.getByRole('link', { name: /Aujourd’hui/ }).click();
  await page
    .getByRole('heading', { name: 'Un type de document ne peut pas être classé' })
    .waitFor({ state: 'detached' });
});

it('a field that the key may not write — tried again too soon, then with the right', async () => {
  await settle({ settings: { routes: [...usual, route('Sanctions/**', 'e_Sanctions', true)] } }, () =>
    allow('Discipline', 'read'),
  );
  await office.scan('Dupont Jean (00001)/Sanctions/lettre.pdf', await samplePdf('Lettre'));
  await desk.question(/À régler dans Lucca/);
  await says('n’a pas le droit d’écrire');
  await desk.choose('Réessayer');
  await desk.question(/À régler dans Lucca/);
  expect(desk.filesOf(desk.idOf('first'), 'e_Sanctions')).toEqual([]);
  allow('Discipline', 'write');
  await desk.choose('Réessayer');
  await desk.filed(desk.idOf('first'), 'e_Sanctions', 'lettre.pdf');
  await desk.gone(/À régler dans Lucca/);
});

it('a document that Lucca will not have — the rest is filed; mended, it is filed too', async () => {
  await settle({});
  await app.says('Tout est classé');
  office.lucca.faults.add({
    match: { method: 'PUT', path: '/api/v3/users/', fileName: 'refuse.pdf', times: 'always' },
    fault: { kind: 'refuse', status: 400 },
  });
  await office.scan('Dupont Jean (00001)/Contrats/refuse.pdf', await samplePdf('Refusé'));
  await office.scan('Dupont Jean (00001)/RIB/rib.pdf', await samplePdf('RIB'));
  await desk.question(/À régler dans Lucca/);
  await says('Lucca n’a pas voulu de ce document');
  await desk.filed(desk.idOf('first'), 'e_RIB', 'rib.pdf');
  expect(desk.filesOf(desk.idOf('first'), 'e_Contrats')).toEqual([]);
  office.lucca.faults.clear();
  await desk.choose('Réessayer');
  await desk.filed(desk.idOf('first'), 'e_Contrats', 'refuse.pdf');
  await desk.gone(/À régler dans Lucca/);
});

it('rows that were lost — put back, nothing more is sent; mended in Lucca, tried again', async () => {
  await settle({});
  await app.says('Tout est classé');
  await office.scan('Dupont Jean (00001)/Contrats/un.pdf', await samplePdf('Un'));
  await desk.filed(desk.idOf('first'), 'e_Contrats', 'un.pdf');
  office.lucca.switches.multiValueMode = 'replace';
  await office.scan('Dupont Jean (00001)/Contrats/deux.pdf', await samplePdf('Deux'));
  await page.getByText('Un champ de Lucca a perdu des documents.').waitFor();
  // What stood there stands there again, beside the one that cost it its place.
  const both = ['deux.pdf', 'un.pdf'];
  await until(() => desk.filesOf(desk.idOf('first'), 'e_Contrats').length === 2, 'both stand there');
  expect(desk.filesOf(desk.idOf('first'), 'e_Contrats')).toEqual(both);

  await office.scan('Lefèvre Noémie (00002)/Contrats/trois.pdf', await samplePdf('Trois'));
  await desk.question(/À régler dans Lucca/);
  await says('ont disparu après un envoi');
  expect(desk.filesOf(desk.idOf('accents'), 'e_Contrats')).toEqual([]);
  office.lucca.switches.multiValueMode = 'append';
  await desk.choose('Réessayer');
  await desk.filed(desk.idOf('accents'), 'e_Contrats', 'trois.pdf');
  await desk.gone(/À régler dans Lucca/);
  await app.says('Tout est classé');
  await page.getByRole('link', { name: /Aujourd’hui/ }).click();
  await page.getByText('Un champ de Lucca a perdu des documents.').waitFor({ state: 'detached' });
  expect(desk.filesOf(desk.idOf('first'), 'e_Contrats')).toEqual(both);
});

it('what may be filed already — one is filed, of the other it is said that it is there', async () => {
  await settle({}, async () => {
    const bytes = Buffer.from(await samplePdf('Ancien'));
    const old = office.lucca.addFile({ name: 'ancien.pdf', bytes });
    for (const part of ['first', 'accents'])
      office.lucca.setValue(desk.idOf(part), 'e_Contrats', [{ id: old.id }]);
    await office.scan('Dupont Jean (00001)/Contrats/contrat.pdf', await samplePdf('Jean'));
    await office.scan('Lefèvre Noémie (00002)/Contrats/contrat.pdf', await samplePdf('Noémie'));
  });
  await desk.question(/peut-être déjà classé/);
  await says('dont l’origine n’est pas connue ici');
  expect(uploaded()).toEqual(['ancien.pdf']);
  await desk.choose('Il y est déjà');
  await desk.gone(/peut-être déjà classé/);
  expect(uploaded()).toEqual(['ancien.pdf']);

  await leftAside(/Jean Dupont/).click();
  await page.getByRole('button', { name: 'Reprendre ce document' }).click();
  await desk.question(/peut-être déjà classé/);
  await desk.choose('Le classer');
  await desk.filed(desk.idOf('first'), 'e_Contrats', 'contrat.pdf');
  expect(desk.filesOf(desk.idOf('first'), 'e_Contrats')).toEqual(['ancien.pdf', 'contrat.pdf']);
  expect(desk.filesOf(desk.idOf('accents'), 'e_Contrats')).toEqual(['ancien.pdf']);
});

/** A PDF of that size with nothing in most of it. */
async function saveLarge(path: string): Promise<void> {
  const whole = Buffer.from(await samplePdf('Archives'));
  await mkdir(dirname(path), { recursive: true });
  const file = await open(`${path}.tmp`, 'w');
  try {
    await file.write(whole.subarray(0, 9), 0, 9, 0);
    await file.write(whole.subarray(9), 0, whole.length - 9, tooLarge);
  } finally {
    await file.close();
  }
  await rename(`${path}.tmp`, path);
}
