/** Years of work in the real app: ten thousand receipts, laid into its ledger by the real adapter beforehand. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLedger } from '../../main/adapters/ledger/open-ledger.ts';
import { hasher } from '../../main/adapters/system/index.ts';
import { identityOf } from '../../main/core/identity.ts';
import type {
  DocumentId,
  EmployeeId,
  FileId,
  Receipt,
  Sha256,
  TargetKey,
  TreePath,
  ValueId,
} from '../../main/core/model.ts';
import { openOffice, until } from './support/office.ts';
import type { App, Office } from './support/office.ts';

const many = 10_000;
/** What the oldest of them is called. */
const oldest = 'scan 00000.pdf';
/** What all processes of the app may hold together, in MB; an idle window of it alone holds about a third. */
const mostMemory = 1_200;

let office: Office;
let app: App;

beforeAll(async () => {
  office = await openOffice();
  await layReceipts(office);
  app = await office.open();
  await app.says('Tout est classé');
  await app.page.keyboard.press('Control+f');
  await app.page.locator('.virtual .row__who').first().waitFor();
});
afterAll(() => office.close());

it('scrolls to the very first scan, a page at a time or at one pull, and leaves no row blank', async () => {
  const { page } = app;
  await page
    .getByText(/10\s000/)
    .first()
    .waitFor();
  const list = page.locator('.scroll:has(.virtual)');
  const blank = () => page.locator('.virtual .bone').count();
  for (const part of [0.1, 0.37, 0.62, 1]) {
    await list.evaluate((element, to) => {
      element.scrollTop = element.scrollHeight * to;
    }, part);
    const seen = async () => (await blank()) === 0 && (await page.locator('.virtual .row__who').count()) > 8;
    await until(seen, `all rows are there at ${String(part)}`);
  }
  await page.locator('.virtual').getByText(oldest).waitFor();
  expect(await page.locator('.virtual li[aria-posinset="10000"] .row__who').count()).toBe(1);
  // What is not seen does not exist.
  expect(await page.locator('.virtual li').count()).toBeLessThan(60);
});

it('finds one among them by its name, and all of a person', async () => {
  const { page } = app;
  const search = page.getByRole('searchbox');
  await search.fill('scan 04321');
  await until(async () => (await page.locator('.virtual li').count()) === 1, 'one is found');
  await page.locator('.virtual').getByText('scan 04321.pdf').waitFor();
  await search.fill('lefèvre');
  await page.locator('.virtual li[aria-setsize="5000"]').first().waitFor();
  const names = await page.locator('.virtual .row__who').allTextContents();
  expect(new Set(names)).toEqual(new Set(['Noémie Lefèvre']));
  await search.fill('');
  await page.locator('.virtual li[aria-setsize="10000"]').first().waitFor();
});

it('exports all of them, each once', async () => {
  const file = join(office.data, 'export.csv');
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await app.page.getByRole('button', { name: /Exporter/ }).click();
  await app.page
    .getByText(/reçus exportés/)
    .first()
    .waitFor();
  const names = (await readFile(file, 'utf8')).match(/scan \d{5}\.pdf/g) ?? [];
  expect(new Set(names).size).toBe(many);
});

it('holds no more memory for it than a machine of an office can spare', async () => {
  const held = await app.electron.evaluate(({ app: running }) =>
    running.getAppMetrics().reduce((sum, { memory }) => sum + memory.workingSetSize, 0),
  );
  expect(held / 1_024).toBeLessThan(mostMemory);
});

/** Scans of years whose files have since been taken out of their folders. */
async function layReceipts({ data, lucca }: Office): Promise<void> {
  const { ledger } = await openLedger({ folder: data, mode: 'own' });
  const people = [
    [lucca.company.cast['first'] ?? 0, 'Dupont Jean (00001)'],
    [lucca.company.cast['accents'] ?? 0, 'Lefèvre Noémie (00002)'],
  ] as const;
  const now = Date.now();
  try {
    const receipts = Array.from({ length: many }, (_, index): Receipt => {
      const [employee = 0, folder = ''] = people[index % people.length] ?? [];
      const digest = createHash('sha256').update(String(index)).digest('hex');
      const sha256 = digest as Sha256;
      const target = 'e_Contrats' as TargetKey;
      return {
        identity: identityOf(hasher, employee as EmployeeId, target, sha256),
        documentId: `d_${digest.slice(0, 16)}` as DocumentId,
        employeeId: employee as EmployeeId,
        target,
        sha256,
        size: 40_000,
        path: `${folder}/Contrats/scan ${String(index).padStart(5, '0')}.pdf` as TreePath,
        fileId:
          `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-a${digest.slice(17, 20)}-${digest.slice(20, 32)}` as FileId,
        valueId: (index + 1) as ValueId,
        filedAt: now - (many - index) * 3_600_000,
        proof: 'answer',
        replacedFileId: null,
      };
    });
    await ledger.commit(receipts.map((receipt) => ({ kind: 'receipt', receipt })));
  } finally {
    await ledger.close();
  }
}
