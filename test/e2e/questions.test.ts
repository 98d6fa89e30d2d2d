import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samplePdf } from '../support/sample-documents.ts';
import { openDesk, type Desk } from './support/desk.ts';
import { openOffice, until } from './support/office.ts';
import type { App, Office } from './support/office.ts';

let office: Office;
let app: App;
let page: Page;

let desk: Desk;

beforeAll(async () => {
  office = await openOffice();
  const old = office.lucca.addFile({ name: 'RIB ancien.pdf', bytes: Buffer.from(await samplePdf('Ancien')) });
  for (const part of ['accents', 'hyphens'])
    office.lucca.setValue(office.lucca.company.cast[part] ?? 0, 'e_RIB', { id: old.id });
  app = await office.open();
  page = app.page;
  desk = openDesk(office, page);
  await app.says('Tout est classé');
});
afterAll(() => office.close());

describe('a question answered with the mouse', () => {
  it('who is this? — found in the directory, always for this folder', async () => {
    await office.scan('Inconnu/RIB/a.pdf', await samplePdf('Inconnu'));
    await desk.question(/Inconnu/);
    await page.getByRole('searchbox').fill('gaudin');
    await page.locator('.guess', { hasText: 'Bastien Gaudin' }).click();
    await page.getByText('Toujours pour ce dossier').click();
    await page.getByRole('button', { name: 'C’est Bastien Gaudin' }).click();
    await desk.filed(desk.idOf('fixedTerm'), 'e_RIB', 'a.pdf');

    await office.scan('Inconnu/Contrats/b.pdf', await samplePdf('Encore'));
    await desk.filed(desk.idOf('fixedTerm'), 'e_Contrats', 'b.pdf');
  });

  it('who is this? — a name and a number that disagree', async () => {
    await office.scan('Dupont Jean (00002)/Contrats/c.pdf', await samplePdf('Qui'));
    await desk.question(/Dupont Jean \(00002\)/);
    await page.locator('.guess', { hasText: 'Jean Dupont' }).click();
    await page.getByRole('button', { name: 'C’est Jean Dupont' }).click();
    await desk.filed(desk.idOf('first'), 'e_Contrats', 'c.pdf');
  });

  it('someone who left long ago — on their record all the same', async () => {
    await office.scan('Charpentier Odile (00012)/Contrats/solde.pdf', await samplePdf('Solde'));
    await desk.question(/Odile Charpentier/);
    await desk.choose('Classer sur sa fiche');
    await desk.filed(desk.idOf('oldLeaver'), 'e_Contrats', 'solde.pdf');
  });

  it('what kind of document? — picked among those of the settings', async () => {
    await office.scan('De Alibert Chloé (00009)/Divers/mutuelle.pdf', await samplePdf('Mutuelle'));
    await desk.question(/Chloé De Alibert/);
    await page.locator('.guess').filter({ hasText: 'plusieurs' }).first().click();
    await page.getByRole('button', { name: /^Classer dans/ }).click();
    await until(
      () =>
        desk.filesOf(desk.idOf('particle'), 'e_Contrats').length +
          desk.filesOf(desk.idOf('particle'), 'e_Visite-medicale').length ===
        1,
      'it is filed',
    );
  });

  it('a place that is taken — replaced', async () => {
    await office.scan('Lefèvre Noémie (00002)/RIB/RIB neuf.pdf', await samplePdf('Neuf'));
    await desk.question(/Noémie Lefèvre/);
    await desk.choose('Remplacer par le nouveau');
    await desk.filed(desk.idOf('accents'), 'e_RIB', 'RIB neuf.pdf');
    expect(desk.filesOf(desk.idOf('accents'), 'e_RIB')).toEqual(['RIB neuf.pdf']);
  });

  it('a place that is taken — kept', async () => {
    await office.scan('Saint-Amand Marie-Ève (00003)/RIB/RIB autre.pdf', await samplePdf('Autre'));
    await desk.question(/Marie-Ève Saint-Amand/);
    await desk.choose('Garder l’ancien');
    await desk.gone(/Marie-Ève Saint-Amand/);
    expect(desk.filesOf(desk.idOf('hyphens'), 'e_RIB')).toEqual(['RIB ancien.pdf']);
  });

  it('a file that changed after filing — the one in Lucca is kept', async () => {
    await office.scan('Bœuf Cœline (00006)/Contrats/contrat.pdf', await samplePdf('Premier'));
    await desk.filed(desk.idOf('ligature'), 'e_Contrats', 'contrat.pdf');
    await writeFile(
      join(office.root, 'Bœuf Cœline (00006)', 'Contrats', 'contrat.pdf'),
      await samplePdf('Deuxième'),
    );
    await desk.question(/Cœline Bœuf/);
    await desk.choose('Garder celui de Lucca');
    await desk.gone(/Cœline Bœuf/);
    expect(desk.filesOf(desk.idOf('ligature'), 'e_Contrats')).toHaveLength(1);
  });

  it('the same bytes on a colleague — put there by mistake', async () => {
    const same = await samplePdf('Le même');
    await office.scan('Vasseur Thierry (00011)/Contrats/meme.pdf', same);
    await desk.filed(desk.idOf('recentLeaver'), 'e_Contrats', 'meme.pdf');
    await office.scan('Gaudin Bastien (00014)/Contrats/meme.pdf', same);
    await desk.question(/est chez Thierry Vasseur/);
    await desk.choose('C’était une erreur de dossier');
    await desk.gone(/est chez Thierry Vasseur/);
    expect(desk.filesOf(desk.idOf('fixedTerm'), 'e_Contrats')).not.toContain('meme.pdf');
  });

  it('a scan that stopped half-way — filed as it is', async () => {
    const whole = await samplePdf('Coupé');
    await office.scan('L’Hostis Loïc (00004)/Contrats/coupe.pdf', whole.slice(0, whole.length - 40));
    await desk.question(/Loïc L.Hostis/);
    await desk.choose('Classer tel quel');
    await desk.filed(desk.idOf('apostrophe'), 'e_Contrats', 'coupe.pdf');
  });

  it('a kind that Lucca will not take — left aside, and listed so', async () => {
    await office.scan('Dupont Jean (00001)/Contrats/outil.exe', Buffer.from('MZ outil'));
    await desk.question(/Lucca ne prendra pas ce fichier/);
    await desk.choose('Laisser de côté');
    await page.locator('.group', { hasText: 'Laissés de côté' }).waitFor();
    expect([...office.lucca.files.values()].map(({ name }) => name)).not.toContain('outil.exe');
  });

  it('an empty file — left aside', async () => {
    await office.scan('Dupont Jean (00001)/RIB/vide.pdf', '');
    await desk.question(/Ce fichier est vide/);
    await desk.choose('Laisser de côté');
    await desk.gone(/Ce fichier est vide/);
  });

  it('and then nothing asks any more', async () => {
    await app.says('Tout est classé');
    await page.getByText('Aucune question').waitFor();
  });
});
