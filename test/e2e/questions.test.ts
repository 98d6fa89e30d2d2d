import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samplePdf } from '../support/sample-documents.ts';
import { openOffice, until } from './support/office.ts';
import type { App, Office } from './support/office.ts';

let office: Office;
let app: App;
let page: Page;

const idOf = (part: string): number => office.lucca.company.cast[part] ?? 0;
/** Names of the files that stand in a field of somebody. */
const filesOf = (employeeId: number, field: string): readonly string[] =>
  [...office.lucca.files.values()]
    .filter(({ attachedTo }) =>
      attachedTo.some((holding) => holding.employeeId === employeeId && holding.field === field),
    )
    .map(({ name }) => name);
const filed = (employeeId: number, field: string, name: string): Promise<void> =>
  until(() => filesOf(employeeId, field).includes(name), `${name} is filed`);

/** A question in the list; what was left aside stands in it too, under another sign. */
const asking = (about: RegExp) =>
  page.locator('.pane--list .row:has(.row__glyph--ask)', { hasText: about }).first();

/** Opens the question and waits for its card. */
async function question(about: RegExp): Promise<void> {
  await page.getByRole('link', { name: /À regarder/ }).click();
  await asking(about).click();
  await page.locator('.card').waitFor();
}
const choose = (label: RegExp | string): Promise<void> => page.locator('.choice', { hasText: label }).click();
const gone = (about: RegExp): Promise<void> => asking(about).waitFor({ state: 'detached' });

beforeAll(async () => {
  office = await openOffice();
  const old = office.lucca.addFile({ name: 'RIB ancien.pdf', bytes: Buffer.from(await samplePdf('Ancien')) });
  for (const part of ['accents', 'hyphens']) office.lucca.setValue(idOf(part), 'e_RIB', { id: old.id });
  app = await office.open();
  page = app.page;
  await app.says('Tout est classé');
});
afterAll(() => office.close());

describe('a question answered with the mouse', () => {
  it('who is this? — found in the directory, always for this folder', async () => {
    await office.scan('Inconnu/RIB/a.pdf', await samplePdf('Inconnu'));
    await question(/Inconnu/);
    await page.getByRole('searchbox').fill('gaudin');
    await page.locator('.guess', { hasText: 'Bastien Gaudin' }).click();
    await page.getByText('Toujours pour ce dossier').click();
    await page.getByRole('button', { name: 'C’est Bastien Gaudin' }).click();
    await filed(idOf('fixedTerm'), 'e_RIB', 'a.pdf');

    await office.scan('Inconnu/Contrats/b.pdf', await samplePdf('Encore'));
    await filed(idOf('fixedTerm'), 'e_Contrats', 'b.pdf');
  });

  it('who is this? — a name and a number that disagree', async () => {
    await office.scan('Dupont Jean (00002)/Contrats/c.pdf', await samplePdf('Qui'));
    await question(/Dupont Jean \(00002\)/);
    await page.locator('.guess', { hasText: 'Jean Dupont' }).click();
    await page.getByRole('button', { name: 'C’est Jean Dupont' }).click();
    await filed(idOf('first'), 'e_Contrats', 'c.pdf');
  });

  it('someone who left long ago — on their record all the same', async () => {
    await office.scan('Charpentier Odile (00012)/Contrats/solde.pdf', await samplePdf('Solde'));
    await question(/Odile Charpentier/);
    await choose('Classer sur sa fiche');
    await filed(idOf('oldLeaver'), 'e_Contrats', 'solde.pdf');
  });

  it('what kind of document? — picked among those of the settings', async () => {
    await office.scan('De Alibert Chloé (00009)/Divers/mutuelle.pdf', await samplePdf('Mutuelle'));
    await question(/Chloé De Alibert/);
    await page.locator('.guess').filter({ hasText: 'plusieurs' }).first().click();
    await page.getByRole('button', { name: /^Classer dans/ }).click();
    await until(
      () =>
        filesOf(idOf('particle'), 'e_Contrats').length +
          filesOf(idOf('particle'), 'e_Visite-medicale').length ===
        1,
      'it is filed',
    );
  });

  it('a place that is taken — replaced', async () => {
    await office.scan('Lefèvre Noémie (00002)/RIB/RIB neuf.pdf', await samplePdf('Neuf'));
    await question(/Noémie Lefèvre/);
    await choose('Remplacer par le nouveau');
    await filed(idOf('accents'), 'e_RIB', 'RIB neuf.pdf');
    expect(filesOf(idOf('accents'), 'e_RIB')).toEqual(['RIB neuf.pdf']);
  });

  it('a place that is taken — kept', async () => {
    await office.scan('Saint-Amand Marie-Ève (00003)/RIB/RIB autre.pdf', await samplePdf('Autre'));
    await question(/Marie-Ève Saint-Amand/);
    await choose('Garder l’ancien');
    await gone(/Marie-Ève Saint-Amand/);
    expect(filesOf(idOf('hyphens'), 'e_RIB')).toEqual(['RIB ancien.pdf']);
  });

  it('a file that changed after filing — the one in Lucca is kept', async () => {
    await office.scan('Bœuf Cœline (00006)/Contrats/contrat.pdf', await samplePdf('Premier'));
    await filed(idOf('ligature'), 'e_Contrats', 'contrat.pdf');
    await writeFile(
      join(office.root, 'Bœuf Cœline (00006)', 'Contrats', 'contrat.pdf'),
      await samplePdf('Deuxième'),
    );
    await question(/Cœline Bœuf/);
    await choose('Garder celui de Lucca');
    await gone(/Cœline Bœuf/);
    expect(filesOf(idOf('ligature'), 'e_Contrats')).toHaveLength(1);
  });

  it('the same bytes on a colleague — put there by mistake', async () => {
    const same = await samplePdf('Le même');
    await office.scan('Vasseur Thierry (00011)/Contrats/meme.pdf', same);
    await filed(idOf('recentLeaver'), 'e_Contrats', 'meme.pdf');
    await office.scan('Gaudin Bastien (00014)/Contrats/meme.pdf', same);
    await question(/est chez Thierry Vasseur/);
    await choose('C’était une erreur de dossier');
    await gone(/est chez Thierry Vasseur/);
    expect(filesOf(idOf('fixedTerm'), 'e_Contrats')).not.toContain('meme.pdf');
  });

  it('a scan that stopped half-way — filed as it is', async () => {
    const whole = await samplePdf('Coupé');
    await office.scan('L’Hostis Loïc (00004)/Contrats/coupe.pdf', whole.slice(0, whole.length - 40));
    await question(/Loïc L.Hostis/);
    await choose('Classer tel quel');
    await filed(idOf('apostrophe'), 'e_Contrats', 'coupe.pdf');
  });

  it('a kind that Lucca will not take — left aside, and listed so', async () => {
    await office.scan('Dupont Jean (00001)/Contrats/outil.exe', Buffer.from('MZ outil'));
    await question(/Lucca ne prendra pas ce fichier/);
    await choose('Laisser de côté');
    await page.locator('.group', { hasText: 'Laissés de côté' }).waitFor();
    expect([...office.lucca.files.values()].map(({ name }) => name)).not.toContain('outil.exe');
  });

  it('an empty file — left aside', async () => {
    await office.scan('Dupont Jean (00001)/RIB/vide.pdf', '');
    await question(/Ce fichier est vide/);
    await choose('Laisser de côté');
    await gone(/Ce fichier est vide/);
  });

  it('and then nothing asks any more', async () => {
    await app.says('Tout est classé');
    await page.getByText('Aucune question').waitFor();
  });
});
