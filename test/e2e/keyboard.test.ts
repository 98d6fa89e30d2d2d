/**
 * Every question answered with the keyboard alone: Tab, arrows, figures, Enter, Space, and what is typed into a search.
 * From the document's own beginning, as somebody does who has just come to the window; no element is focused or clicked.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { samplePdf } from '../support/sample-documents.ts';
import { openOffice, until } from './support/office.ts';
import type { App, Office } from './support/office.ts';

let office: Office;
let app: App;
let page: Page;

const idOf = (part: string): number => office.lucca.company.cast[part] ?? 0;
const filesOf = (part: string, field: string): readonly string[] =>
  [...office.lucca.files.values()]
    .filter(({ attachedTo }) =>
      attachedTo.some((holding) => holding.employeeId === idOf(part) && holding.field === field),
    )
    .map(({ name }) => name);
const filed = (part: string, field: string, name: string): Promise<void> =>
  until(() => filesOf(part, field).includes(name), `${name} is filed`);

const press = (key: string): Promise<void> => page.keyboard.press(key);
const focused = (): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement;
    if (at === null || at === document.body) return '';
    const label = at instanceof HTMLInputElement ? (at.labels?.[0]?.textContent ?? '') : '';
    return `${label} ${at.getAttribute('aria-label') ?? ''} ${at.textContent}`.trim();
  });

/** Presses a key until what has the focus reads so. */
async function reach(name: RegExp, key = 'Tab'): Promise<void> {
  const met: string[] = [];
  for (let step = 0; step < 60; step += 1) {
    const at = await focused();
    if (name.test(at)) return;
    met.push(at.slice(0, 40));
    await press(key);
  }
  throw new Error(`${key} never reached ${String(name)}, but ${[...new Set(met)].join(' | ')}`);
}

/** To the questions, down the list to this one, and into its card. */
async function question(inList: RegExp, title: RegExp): Promise<void> {
  await reach(/^À regarder/);
  await press('Enter');
  await page.locator('.card').waitFor();
  await page.locator('.pane--list .row:has(.row__glyph--ask)').first().waitFor();
  // The first of them that Tab comes to; from there the arrows lead.
  for (let step = 0; step < 30; step += 1) {
    if (await page.evaluate(() => document.activeElement?.matches('.pane--list .row') === true)) break;
    await press('Tab');
  }
  await press('Home');
  await reach(inList, 'ArrowDown');
  await page.getByRole('heading', { level: 3, name: title }).waitFor();
}

beforeAll(async () => {
  office = await openOffice();
  const old = office.lucca.addFile({ name: 'RIB ancien.pdf', bytes: Buffer.from(await samplePdf('Ancien')) });
  for (const part of ['accents', 'hyphens']) office.lucca.setValue(idOf(part), 'e_RIB', { id: old.id });
  const same = await samplePdf('Le même');
  await office.scan('Vasseur Thierry (00011)/Contrats/meme.pdf', same);
  await office.scan('Bœuf Cœline (00006)/Contrats/contrat.pdf', await samplePdf('Premier'));
  app = await office.open();
  page = app.page;
  await filed('recentLeaver', 'e_Contrats', 'meme.pdf');
  await filed('ligature', 'e_Contrats', 'contrat.pdf');
  await app.says('Tout est classé');

  const whole = await samplePdf('Coupé');
  const changed = join(office.root, 'Bœuf Cœline (00006)', 'Contrats', 'contrat.pdf');
  await writeFile(changed, await samplePdf('Deuxième'));
  await office.scan('Inconnu/RIB/a.pdf', await samplePdf('Inconnu'));
  await office.scan('Dupont Jean (00002)/Contrats/c.pdf', await samplePdf('Qui'));
  await office.scan('Charpentier Odile (00012)/Contrats/solde.pdf', await samplePdf('Solde'));
  await office.scan('De Alibert Chloé (00009)/Divers/mutuelle.pdf', await samplePdf('Mutuelle'));
  await office.scan('Lefèvre Noémie (00002)/RIB/RIB neuf.pdf', await samplePdf('Neuf'));
  await office.scan('Saint-Amand Marie-Ève (00003)/RIB/RIB autre.pdf', await samplePdf('Autre'));
  await office.scan('Gaudin Bastien (00014)/Contrats/meme.pdf', same);
  await office.scan('L’Hostis Loïc (00004)/Contrats/coupe.pdf', whole.slice(0, whole.length - 40));
  await office.scan('Dupont Jean (00001)/Contrats/outil.exe', Buffer.from('MZ outil'));
  await office.scan('Dupont Jean (00001)/RIB/vide.pdf', '');
  await app.says('11 questions');
});
afterAll(() => office.close());

it('who is this? — searched for, picked with the arrows, for this folder always', async () => {
  await question(/Inconnu/, /Qui est-ce/);
  await reach(/^Chercher un collaborateur/);
  await page.keyboard.type('gaudin');
  await page.locator('.guess', { hasText: 'Bastien Gaudin' }).waitFor();
  await reach(/^Bastien Gaudin/);
  await press('Space');
  await reach(/^Toujours pour ce dossier/);
  await press('Space');
  await reach(/^C’est Bastien Gaudin/);
  await press('Enter');
  await filed('fixedTerm', 'e_RIB', 'a.pdf');
  await office.scan('Inconnu/Contrats/b.pdf', await samplePdf('Encore'));
  await filed('fixedTerm', 'e_Contrats', 'b.pdf');
});

it('who is this? — a guess by its figure', async () => {
  await question(/Dupont Jean \(00002\)/, /Qui est-ce/);
  const guesses = await page.locator('.guess__name').allTextContents();
  await press(String(guesses.indexOf('Jean Dupont') + 1));
  await reach(/^C’est Jean Dupont/);
  await press('Enter');
  await filed('first', 'e_Contrats', 'c.pdf');
});

it('someone who left long ago — on their record all the same', async () => {
  await question(/Odile Charpentier/, /ne fait plus partie/);
  await reach(/^Classer sur sa fiche/);
  await press('Enter');
  await filed('oldLeaver', 'e_Contrats', 'solde.pdf');
});

it('what kind of document? — picked among those of the settings', async () => {
  await question(/Chloé De Alibert/, /Quel type de document/);
  const kinds = await page.locator('.guess__name').allTextContents();
  await press(String(kinds.findIndex((kind) => /contrat/i.test(kind)) + 1));
  await reach(/^Classer dans/);
  await press('Enter');
  await filed('particle', 'e_Contrats', 'mutuelle.pdf');
});

it('a place that is taken — replaced, and kept', async () => {
  await question(/Noémie Lefèvre/, /il y a déjà un document/);
  await reach(/^Remplacer par le nouveau/);
  await press('Enter');
  await filed('accents', 'e_RIB', 'RIB neuf.pdf');
  expect(filesOf('accents', 'e_RIB')).toEqual(['RIB neuf.pdf']);

  await question(/Marie-Ève Saint-Amand/, /il y a déjà un document/);
  await reach(/^Garder l’ancien/);
  await press('Space');
  await app.says('5 questions');
  expect(filesOf('hyphens', 'e_RIB')).toEqual(['RIB ancien.pdf']);
});

it('a file that changed after filing — the one in Lucca is kept', async () => {
  await question(/Cœline Bœuf/, /Le fichier a changé/);
  await reach(/^Garder celui de Lucca/);
  await press('Enter');
  await app.says('4 questions');
  expect(filesOf('ligature', 'e_Contrats')).toHaveLength(1);
});

it('the same bytes on a colleague — filed here too', async () => {
  await question(/Bastien Gaudin/, /Le même fichier est chez Thierry Vasseur/);
  await reach(/^Classer ici aussi/);
  await press('Enter');
  await filed('fixedTerm', 'e_Contrats', 'meme.pdf');
});

it('a scan that stopped half-way — filed as it is', async () => {
  await question(/Loïc L.Hostis/, /Ce scan semble inachevé/);
  await reach(/^Classer tel quel/);
  await press('Enter');
  await filed('apostrophe', 'e_Contrats', 'coupe.pdf');
});

it('what cannot be filed — left aside, one answer leading to the next question', async () => {
  await question(/Lucca ne prendra pas ce fichier/, /Lucca ne prendra pas ce fichier/);
  await reach(/^Laisser de côté/);
  await press('Enter');
  await page.getByRole('heading', { level: 3, name: 'Ce fichier est vide' }).waitFor();
  await until(async () => /^Ce fichier est vide/.test(await focused()), 'the next one has the focus');
  await reach(/^Laisser de côté/);
  await press('Enter');
  await app.says('Tout est classé');
  await page.getByText('Aucune question').waitFor();
  expect([...office.lucca.files.values()].map(({ name }) => name)).not.toContain('outil.exe');
});
