/** A ledger that is lost takes its count of requests along; the journals tell most of it. */
import { expect, it } from 'vitest';
import { Desk, SimOffice } from '../support/sim/office.ts';
import { folderOf, settingsOf } from '../support/sim/company.ts';
import { chanceOf } from '../support/sim/random.ts';

const minute = 60_000;
const limit = 12;

it('what was sent in the last minute still counts after the ledger is lost', async () => {
  const office = new SimOffice({
    chance: chanceOf(1),
    settings: settingsOf({ requestsPerMinute: limit, rows: 'append', afterFiling: 'keep' }),
    people: 5,
    hintsLost: 0,
  });
  const { clock, lucca, tree } = office;
  for (const employee of lucca.employees)
    tree.write(`${folderOf(employee)}/RIB/a.pdf`, `${employee.id}%%EOF`);
  const desk = new Desk('one');
  office.start(desk);
  const sent = (kind: string): number => lucca.requests.filter((request) => request.kind === kind).length;
  await clock.run(() => sent('write') === 3, 10 * minute);
  let stopped = false;
  void desk.agent?.stop().then(() => {
    stopped = true;
  });
  await clock.run(() => stopped, minute);
  const before = lucca.requests.length;
  office.crash(desk);
  office.loseLedger(desk);
  office.start(desk);
  await clock.run(() => sent('write') === 5, 20 * minute);
  expect(sent('write')).toBe(5);
  expect(lucca.requests.length).toBeGreaterThan(before);
  const most = Math.max(
    ...lucca.requests.map(
      ({ to }) => lucca.requests.filter((one) => one.to >= to && one.from < to + minute).length,
    ),
  );
  // The directory and what a crash cut off are in no journal: one page of it, and what was under way.
  expect(most).toBeLessThanOrEqual(limit + 3);
});
