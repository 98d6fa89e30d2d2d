/** A document is what it is by its bytes, person and field: not by its name, its place, or what one ledger remembers. */
import { mkdir, rename, rm, unlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { isPerfect, placeAll, twoHundredDocuments, type PlannedDocument } from '../../support/tree/index.ts';
import { openOffice, pause, reasonOf, type Office } from './office.ts';

function some(office: Office, count = 24): readonly PlannedDocument[] {
  return twoHundredDocuments(office.lucca.company).slice(0, count);
}

const at = (office: Office, below: string): string => path.join(office.root, ...below.split('/'));

async function loseLedger(data: string): Promise<void> {
  for (const name of ['ledger.db', 'ledger.db-wal', 'ledger.db-shm'])
    await rm(path.join(data, name), { force: true });
}

it('knows from the journals what a lost ledger knew', async () => {
  const office = await openOffice();
  const plan = some(office);
  await placeAll(office.root, plan);
  expect((await office.runOnce()).counts).toEqual({ filed: plan.length });
  const sent = office.sent();

  await loseLedger(office.data);
  expect((await office.runOnce()).counts).toEqual({ filed: plan.length });
  // The whole data folder: the root's own journal is enough.
  await rm(office.data, { recursive: true });
  const { documents, counts } = await office.runOnce();
  expect(counts).toEqual({ filed: plan.length });
  expect(office.sent().uploads).toBe(sent.uploads);
  expect(office.sent().writes).toBe(sent.writes);
  expect(isPerfect(office.compareWith(plan))).toBe(true);
  expect([...documents.values()].every(({ fileId }) => fileId !== null)).toBe(true);
});

it('asks, without a ledger and without journals, and sends nothing', async () => {
  const office = await openOffice();
  const plan = some(office);
  await placeAll(office.root, plan);
  await office.runOnce();
  const sent = office.sent();

  await rm(office.data, { recursive: true });
  await rm(at(office, '.classeur'), { recursive: true });
  const { documents } = await office.runOnce();
  expect(new Set([...documents.values()].map(reasonOf))).toEqual(new Set(['maybe-filed']));
  expect(office.sent().uploads).toBe(sent.uploads);
  expect(office.sent().writes).toBe(sent.writes);
});

it('takes a renamed, moved, touched or saved again file for the document that it is', async () => {
  const office = await openOffice();
  const plan = some(office, 12);
  await placeAll(office.root, plan);
  await office.runOnce();
  const sent = office.sent();

  const [renamed, touched, deeper, again, copied] = plan.filter(
    ({ drawer }) => drawer === 'contracts' || drawer === 'visits',
  );
  if (!renamed || !touched || !deeper || !again || !copied) throw new Error('too few documents');
  await rename(at(office, renamed.path), at(office, `${path.posix.dirname(renamed.path)}/autre nom.pdf`));
  await utimes(at(office, touched.path), new Date(), new Date());
  const folder = `${path.posix.dirname(deeper.path)}/2026/ancien`;
  await mkdir(at(office, folder), { recursive: true });
  await rename(at(office, deeper.path), at(office, `${folder}/${path.posix.basename(deeper.path)}`));
  // Deleted and saved again: another file, the same bytes.
  await office.remove(again.path);
  await pause(20);
  await office.save(again.path, again.make().bytes);
  await office.save(`${path.posix.dirname(copied.path)}/copie.pdf`, copied.make().bytes);
  // The person's folder, spelt a little otherwise.
  const person = plan.find(({ drawer }) => drawer === 'bank')?.path.split('/')[0] ?? '';
  await rename(at(office, person), at(office, person.toUpperCase()));

  const { counts } = await office.runOnce();
  expect(counts).toEqual({ filed: plan.length, ignored: 1 });
  expect(office.sent().uploads).toBe(sent.uploads);
  expect(office.sent().writes).toBe(sent.writes);
});

it('takes a root that is away for a root that is away, not for a deletion', async () => {
  const office = await openOffice();
  const plan = some(office, 8);
  await placeAll(office.root, plan);
  const running = await office.start({ more: { settle: { quietSeconds: 0.2 }, rescanMinutes: 0.05 } });
  await running.quiet();
  const away = `${office.root} (away)`;
  await rename(office.root, away);
  await running.agent.syncNow();
  const end = Date.now() + 10_000;
  while (running.agent.status().trouble !== 'root-missing' && Date.now() < end) await pause(50);
  expect(running.agent.status()).toMatchObject({ trouble: 'root-missing', agent: 'offline' });
  expect(running.agent.status().counts.filed).toBe(plan.length);
  expect(running.agent.documents().filter((one) => one.state === 'filed' && one.gone)).toEqual([]);

  await rename(away, office.root);
  const late = twoHundredDocuments(office.lucca.company)[8];
  if (late === undefined) throw new Error('no document');
  await placeAll(office.root, [late]);
  await running.until(late.path, ({ state }) => state === 'filed', 30_000);
  expect(running.agent.status().trouble).toBeNull();
  expect(isPerfect(office.compareWith([...plan, late]))).toBe(true);
  expect(office.sent().uploads).toBe(plan.length + 1);
});

it('puts away what is filed, and nothing else', async () => {
  const office = await openOffice();
  const plan = some(office, 8);
  await placeAll(office.root, plan);
  await office.save('Inconnu Paul (99999)/RIB/rib.pdf', plan[0]?.make().bytes ?? Buffer.from('x'));
  const archive = { more: { afterFiling: 'archive' } };
  const first = await office.runOnce(archive);
  expect(first.counts).toEqual({ filed: plan.length, attention: 1 });
  for (const document of first.documents.values())
    expect(document.path.includes('/_Filed/'), document.path).toBe(document.state === 'filed');
  const sent = office.sent();
  const second = await office.runOnce(archive);
  expect(second.counts).toEqual({ filed: plan.length, attention: 1 });
  expect(office.sent().uploads).toBe(sent.uploads);

  // The same bytes once more, scanned anew: filed already.
  const [one] = plan;
  if (one === undefined) throw new Error('no document');
  await office.save(one.path, one.make().bytes);
  const third = await office.runOnce(archive);
  expect(third.documents.get(one.path)?.state ?? 'put away').not.toBe('attention');
  expect(office.sent().uploads).toBe(sent.uploads);
  expect(isPerfect(office.compareWith(plan))).toBe(true);
});

it('what could not be archived when it was filed is archived later', async () => {
  const office = await openOffice();
  const plan = some(office, 3);
  await placeAll(office.root, plan);
  const archive = { more: { afterFiling: 'archive' } };
  const [stuck] = plan;
  if (stuck === undefined) throw new Error('no document');
  // Where the archive should be, something else lies: nothing can be moved there.
  const inTheWay = at(office, `${stuck.path.split('/')[0] ?? ''}/_Filed`);
  await writeFile(inTheWay, 'not a folder');
  const first = await office.runOnce(archive);
  expect(first.documents.get(stuck.path)?.state).toBe('filed');
  await unlink(inTheWay);
  const sent = office.sent();
  const second = await office.runOnce(archive);
  expect([...second.documents.values()].every(({ path }) => path.includes('/_Filed/'))).toBe(true);
  expect(office.sent()).toMatchObject({ uploads: sent.uploads, writes: sent.writes });
});
