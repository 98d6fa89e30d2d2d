/** Two PCs on one share: one works, the other takes over when it may, and both tell the whole history. */
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { recordOf, recordText } from '../../../main/adapters/lease/record.ts';
import { isPerfect, placeAll } from '../../support/tree/index.ts';
import { openOffice, type Office, type Running } from '../agent/office.ts';
import { peopleOf, scanOf } from '../outcomes/people.ts';

const receiptsOf = async (running: Running): Promise<readonly string[]> =>
  (await running.agent.history('', 0, 100)).items.map(({ fileId }) => fileId).sort();

/** Makes the newest lease look as another computer left it: held, its last heartbeat so many seconds ago. */
async function leaveToAnother(office: Office, seconds: number): Promise<void> {
  const folder = path.join(office.root, '.classeur');
  const names = (await readdir(folder)).filter((name) => name.startsWith('lease-'));
  const file = path.join(folder, names.sort().at(-1) ?? '');
  const record = recordOf(await readFile(file, 'utf8'));
  if (record === null) throw new Error('no lease');
  const holder = {
    ...record.holder,
    agentId: 'other',
    host: 'PC-COMPTA',
    machine: 'm',
    boot: 'b',
    folder: 'f',
  };
  await writeFile(file, recordText({ ...record, holder, released: false }));
  const then = new Date(Date.now() - seconds * 1_000);
  await utimes(file, then, then);
}

it('after each takeover both know all that was filed, and nothing is sent again', async () => {
  const office = await openOffice();
  const next = peopleOf(office.lucca);
  const plan = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => scanOf(next(), 'contracts', name));
  const other = `${office.data}-other`;
  for (const [round, data] of [office.data, other, office.data].entries()) {
    await placeAll(office.root, plan.slice(2 * round, 2 * round + 2));
    const running = await office.start({ data });
    await running.quiet();
    expect(await receiptsOf(running)).toHaveLength(2 * round + 2);
    await running.close();
  }
  const last = await office.start({ data: other });
  await last.quiet();
  expect(await receiptsOf(last)).toEqual(
    office.lucca
      .holdings()
      .map(({ fileId }) => fileId)
      .sort(),
  );
  expect(office.sent()).toMatchObject({ uploads: plan.length, writes: plan.length });
  expect(isPerfect(office.compareWith(plan))).toBe(true);
});

it('stands by for another computer until its heartbeat is 90 s old, and sends nothing before', async () => {
  const office = await openOffice();
  const next = peopleOf(office.lucca);
  const [before, after] = [scanOf(next(), 'contracts', 'before'), scanOf(next(), 'contracts', 'after')];
  await placeAll(office.root, [before]);
  await office.runOnce();
  const { requests } = office.sent();
  await leaveToAnother(office, 60);
  await placeAll(office.root, [after]);
  const running = await office.start();
  await running.until(after.path, ({ state }) => state === 'waiting');
  expect(running.agent.status()).toMatchObject({ agent: 'standing-by', worksElsewhere: 'PC-COMPTA' });
  expect(office.sent().requests).toBe(requests);
  await leaveToAnother(office, 91);
  await running.until(after.path, ({ state }) => state === 'filed', 20_000);
  await running.quiet();
  expect(running.agent.status()).toMatchObject({ agent: 'idle', worksElsewhere: null });
  expect(isPerfect(office.compareWith([before, after]))).toBe(true);
});
