/** With `tenant.etags`, an agent replaces what a person meant, or asks again: never what somebody put there meanwhile. */
import { expect, it } from 'vitest';
import { sendJson } from '../../lucca/2024-11-01/client.ts';
import { makeDocument } from '../../support/documents/index.ts';
import { folderOf } from '../../support/tree/index.ts';
import { openGeneration, tenantOf } from './tenant.ts';

const api = '2024-11-01';
const row = /^\/lucca-api\/employee-extensions\/\d+$/;

const scan = (seed: string): Buffer =>
  makeDocument({
    kind: 'bank-details',
    subject: { firstName: 'Zoé', lastName: 'Weber', employeeNumber: '00042' },
    format: 'pdf',
    seed,
  }).bytes;

async function filedOnce(etags: boolean) {
  const office = await openGeneration(api);
  const [person] = office.lucca.company.employees;
  const path = `${folderOf(person!)}/RIB/rib.pdf`;
  await office.save(path, scan('old'));
  const tenant = { ...tenantOf(api, office.lucca.url), etags };
  const running = await office.start(office.wishes({ tenant }));
  await running.quiet();
  await office.save(path, scan('new'));
  await running.agent.syncNow();
  const document = await running.until(path, ({ state }) => state === 'attention', 20_000);
  const [holding] = office.lucca.holdings();
  return { office, running, path, document, rowId: holding!.valueId };
}

it('asks again where another file was put there in the very moment', async () => {
  const { office, running, path, document, rowId } = await filedOnce(true);
  const theirs = office.lucca.addFile({ name: 'theirs.pdf', bytes: Buffer.from('%PDF theirs') });
  // Between the row's being read and its being changed, another editor is quicker.
  office.lucca.faults.add({
    match: { method: 'GET', path: row },
    fault: { kind: 'delay', ms: 800, when: 'after' },
  });
  expect(await running.agent.answer([document.id], { kind: 'replace' })).toEqual({ ok: true });
  await expect.poll(() => office.lucca.journal.find({ method: 'GET', path: row }).length).toBe(1);
  await sendJson(office.lucca, 'PATCH', `employee-extensions/${rowId}`, { value: { id: theirs.id } });
  const again = await running.until(
    path,
    ({ state, stateAt }) => state === 'attention' && stateAt > document.stateAt,
    60_000,
  );
  expect(office.lucca.journal.find({ method: 'PATCH', path: row }).map(({ status }) => status)).toEqual([
    200, 412,
  ]);
  expect(office.lucca.holdings().map(({ fileName }) => fileName)).toEqual(['theirs.pdf']);
  expect(again.decisions.whenFilled).toBeUndefined();
  expect(await running.agent.answer([document.id], { kind: 'replace' })).toEqual({ ok: true });
  await running.until(path, ({ state }) => state === 'filed', 30_000);
  expect(office.lucca.holdings().map(({ fileName }) => fileName)).toEqual(['rib.pdf']);
});

it.each([true, false])(
  'replaces what stands there, asked by ETag or not (%s), in as many requests as it says',
  async (etags) => {
    const { office, running, path, document } = await filedOnce(etags);
    await running.agent.answer([document.id], { kind: 'replace' });
    await running.until(path, ({ state }) => state === 'filed', 30_000);
    expect(office.lucca.holdings()).toHaveLength(1);
    expect(office.lucca.journal.find({ method: 'GET', path: row })).toHaveLength(etags ? 1 : 0);
    const counted = office.lucca.journal.requests.filter((one) => one.path !== '/connect/token');
    expect(running.agent.status().requests).toBe(counted.length);
  },
);
