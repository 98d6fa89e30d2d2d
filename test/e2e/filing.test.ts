import { afterEach, expect, it } from 'vitest';
import { samplePdf } from '../support/sample-documents.ts';
import { openOffice, until } from './support/office.ts';
import type { Office } from './support/office.ts';

let office: Office;
afterEach(() => office.close());

it('shows a scan within moments of its being saved, and files it onto the right record', async () => {
  office = await openOffice();
  const { page, says } = await office.open();
  await says('Tout est classé');

  await office.scan('Dupont Jean (00001)/Contrats/contrat.pdf', await samplePdf('Contrat'));
  const row = page.getByRole('link', { name: /Jean Dupont/ });
  await row.waitFor({ timeout: 5_000 });
  await page.getByRole('heading', { name: 'Tout est classé' }).waitFor();
  await page.locator('.group', { hasText: 'Classés aujourd’hui' }).getByText('1', { exact: true }).waitFor();

  const jean = office.lucca.company.cast['first'] ?? 0;
  const rows = office.lucca.record(jean)['e_Contrats'] ?? [];
  expect(rows).toHaveLength(1);

  await row.click();
  const receipt = page.getByRole('region', { name: 'Reçu' });
  const [fileId = ''] = [...office.lucca.files.keys()];
  expect(await receipt.locator('dd[title*="-"]').first().getAttribute('title')).toBe(fileId);
  await says('1 document aujourd’hui');
});

it('speaks English where the settings say so', async () => {
  office = await openOffice({ language: 'en' });
  const { page, says } = await office.open();
  await says('Everything is filed');
  await office.scan('Dupont Jean (00001)/RIB/rib.pdf', await samplePdf('RIB'));
  await page.getByRole('link', { name: /Jean Dupont/ }).waitFor();
  await until(() => office.lucca.files.size === 1, 'the file is in Lucca');
  await page.getByText('Filed today').waitFor();
  expect(await page.title()).toBe('Today – Classeur');
});
