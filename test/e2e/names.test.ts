/** A folder that is called as its person was before, in the real app: renamed by a press, or left as it is called. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openLedger } from '../../main/adapters/ledger/open-ledger.ts';
import { samplePdf } from '../support/sample-documents.ts';
import { openOffice, until } from './support/office.ts';
import type { App, Office } from './support/office.ts';

let office: Office;
afterEach(() => office.close());

const idOf = (part: string): number => office.lucca.company.cast[part] ?? 0;
const sent = (): number => office.lucca.journal.requests.filter(({ method }) => method !== 'GET').length;

/** Two people have filed documents; both are called otherwise the next day. */
async function theNextDay(): Promise<App> {
  office = await openOffice();
  await office.scan('Dupont Jean (00001)/Contrats/contrat.pdf', await samplePdf('contrat'));
  await office.scan('Dupont Jean (00001)/RIB/rib.pdf', await samplePdf('rib'));
  await office.scan('Gaudin Bastien (00014)/Contrats/contrat.pdf', await samplePdf('autre'));
  const before = await office.open();
  await until(() => office.lucca.holdings().length === 3, 'all are filed');
  await before.says('Tout est classé');
  await before.close();
  office.lucca.setEmployee(idOf('first'), { lastName: 'Durand-Martin' });
  office.lucca.setEmployee(idOf('fixedTerm'), { employeeNumber: '01014' });
  // The directory is read every hour.
  const { ledger } = await openLedger({ folder: office.data, mode: 'own' });
  const { directory } = await ledger.load();
  if (directory === null) throw new Error('No directory was read');
  await ledger.commit([
    { kind: 'directory', directory: { ...directory, readAt: 0 } },
    { kind: 'facts', facts: { directoryAskedAt: 0 } },
  ]);
  await ledger.close();
  return office.open();
}

it('takes its new name by a press, or keeps the old one; nothing is sent again and nothing asks', async () => {
  const app = await theNextDay();
  const { page } = app;
  await page.getByRole('heading', { name: '2 dossiers à renommer ?' }).waitFor();
  const before = sent();
  const notice = (text: string) => page.locator('.notice', { hasText: text });
  const press = async (text: string, act: string): Promise<void> => {
    await notice(text).getByRole('button', { name: act, exact: true }).click();
  };
  const jeanFirst = (await notice('Dupont Jean (00001)').count()) > 0;
  const acts = [
    ['Dupont Jean (00001)', 'Renommer'],
    ['Gaudin Bastien (00014)', 'Garder ce nom'],
  ] as const;
  for (const [folder, act] of jeanFirst ? acts : [...acts].reverse()) await press(folder, act);
  await page.locator('.notice').waitFor({ state: 'detached' });

  const folders = await readdir(office.root);
  expect(folders).toContain('Durand-Martin Jean (00001)');
  expect(folders).not.toContain('Dupont Jean (00001)');
  expect(folders).toContain('Gaudin Bastien (00014)');
  expect(await readdir(join(office.root, 'Durand-Martin Jean (00001)', 'RIB'))).toEqual(['rib.pdf']);
  await page.getByRole('link', { name: /RIB/ }).first().click();
  await page.getByText('Durand-Martin Jean (00001) › RIB').waitFor();
  await page.getByRole('region', { name: 'Reçu' }).waitFor();
  await app.says('Tout est classé');
  expect(sent()).toBe(before);
  await app.close();

  // Neither is offered, sent or asked about the day after.
  const again = await office.open();
  await again.says('Tout est classé');
  await office.scan('Gaudin Bastien (00014)/RIB/rib.pdf', await samplePdf('rib de Bastien'));
  await until(
    () =>
      office.lucca
        .holdings()
        .some(({ employeeId, field }) => employeeId === idOf('fixedTerm') && field === 'e_RIB'),
    'the folder is still his',
  );
  await again.says('Tout est classé');
  expect(await again.page.locator('.notice').count()).toBe(0);
  expect(office.lucca.holdings()).toHaveLength(4);
});
