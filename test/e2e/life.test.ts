import { afterEach, expect, it } from 'vitest';
import { defaultKey, everyRight, startEmulator } from '../lucca/index.ts';
import { samplePdf } from '../support/sample-documents.ts';
import { openOffice, until } from './support/office.ts';
import type { Office } from './support/office.ts';

let office: Office;
afterEach(() => office.close());

it('pauses from the window: scans are seen and wait, and are filed on resuming', async () => {
  office = await openOffice();
  const { page, says, act, tray } = await office.open();
  await says('Tout est classé');
  await page.getByRole('button', { name: 'Mettre en pause' }).click();
  await page.getByRole('menuitem', { name: 'Pendant 1 heure' }).click();
  await page.getByText('Rien ne part pendant la pause').waitFor();
  expect((await tray()).icon).toContain('paused');

  await office.scan('Dupont Jean (00001)/RIB/rib.pdf', await samplePdf('Pause'));
  await page.getByRole('link', { name: /Jean Dupont/ }).waitFor();
  await says('1 document attend');
  expect(office.lucca.files.size).toBe(0);

  await act('resume');
  await until(() => office.lucca.files.size === 1, 'it is filed on resuming');
  await says('Tout est classé');
});

it('says that the key is refused, and goes on with a new one typed in the window', async () => {
  office = await openOffice();
  const { page, says, tray } = await office.open();
  await says('Tout est classé');
  office.lucca.revokeKey(defaultKey.key);
  await office.scan('Dupont Jean (00001)/RIB/rib.pdf', await samplePdf('Clé'));
  await says('La clé n’est plus acceptée');
  expect((await tray()).icon).toContain('signed-out');

  office.lucca.addKey({ key: 'a1b2c3d4-0000-4000-8000-000000000000', name: 'Neuve', rights: everyRight });
  await page.getByRole('button', { name: 'Saisir la clé' }).click();
  await page.getByLabel('Nouvelle clé').fill('a1b2c3d4-0000-4000-8000-000000000000');
  await page.getByRole('button', { name: 'Enregistrer la clé' }).click();
  await until(() => office.lucca.files.size === 1, 'it is filed with the new key');
  await says('Tout est classé');
});

it('says that the key is missing, not refused, where the keychain holds none', async () => {
  office = await openOffice({ key: false });
  const { page, says } = await office.open();
  await office.scan('Dupont Jean (00001)/RIB/rib.pdf', await samplePdf('Sans clé'));
  await says('La clé de Lucca manque');
  await page.getByText('Il faut une clé pour joindre Lucca').waitFor();
  await office.setKey(defaultKey.key);
  await page.getByRole('button', { name: 'Synchroniser maintenant' }).click();
  await says('Tout est classé');
});

it('waits out a network that is away', async () => {
  office = await openOffice();
  const { page, says } = await office.open();
  await says('Tout est classé');
  const { port } = office.lucca;
  await office.lucca.stop();
  await office.scan('Dupont Jean (00001)/RIB/rib.pdf', await samplePdf('Hors ligne'));
  await page.getByText('Lucca est injoignable pour l’instant').waitFor();
  await says('Hors ligne');

  const back = await startEmulator({ port, switches: { rateLimit: 0 } });
  try {
    await page.getByRole('button', { name: 'Réessayer maintenant' }).click();
    await until(() => back.files.size === 1, 'it is filed when Lucca is back');
  } finally {
    await back.stop();
  }
});

it('parks what is under way when it quits, and files it once when it is back', async () => {
  office = await openOffice();
  const first = await office.open();
  await first.says('Tout est classé');
  office.lucca.faults.add({ match: { method: 'POST' }, fault: { kind: 'stall', at: 'request', ms: 30_000 } });
  await office.scan('Dupont Jean (00001)/Contrats/long.pdf', await samplePdf('Long'));
  await first.page.locator('.row__sub').waitFor();
  const before = Date.now();
  await first.close();
  expect(Date.now() - before).toBeLessThan(7_000);

  const second = await office.open();
  const jean = office.lucca.company.cast['first'] ?? 0;
  await until(
    () => (office.lucca.record(jean)['e_Contrats'] ?? []).length === 1,
    'it is filed after the restart',
  );
  await second.says('Tout est classé');
  expect(office.lucca.record(jean)['e_Contrats']).toHaveLength(1);
});

it('stands by while another computer works on the same folder, and takes over when that one stops', async () => {
  office = await openOffice();
  const first = await office.open();
  await first.says('Tout est classé');
  const second = await office.openElsewhere();
  await second.says('Un autre poste s’en charge');
  await second.page.getByRole('heading', { name: 'Rien à faire ici' }).waitFor();

  await first.close();
  await second.says('Tout est classé');
  await office.scan('Dupont Jean (00001)/RIB/rib.pdf', await samplePdf('Relais'));
  await until(() => office.lucca.files.size === 1, 'the second computer files it');
});

it('ends when the session does, and lets go of everything', async () => {
  office = await openOffice();
  const first = await office.open();
  await first.says('Tout est classé');
  const child = first.electron.process();
  const ended = new Promise((resolve) => child.on('exit', resolve));
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  const second = await office.open();
  await second.says('Tout est classé');
});
