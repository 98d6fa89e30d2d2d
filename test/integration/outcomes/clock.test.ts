/** A clock that was ahead and is put right: nothing waits for a time that will not come for a year. */
import { expect, it, onTestFinished, vi } from 'vitest';
import { isPerfect, placeAll } from '../../support/tree/index.ts';
import { openOffice, reasonOf } from '../agent/office.ts';
import { peopleOf, scanOf } from './people.ts';

it('a clock that was a year ahead and is put right holds nothing back', async () => {
  const office = await openOffice();
  const { lucca } = office;
  const next = peopleOf(lucca);
  const plan = [scanOf(next(), 'contracts', 'a')];
  const real = Date.now;
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => real() + 365 * 86_400_000);
  onTestFinished(() => clock.mockRestore());
  lucca.faults.add({ match: { times: 'always' }, fault: { kind: 'refuse', status: 502 } });
  await placeAll(office.root, plan);
  const running = await office.start();
  await running.until(plan[0]!.path, (document) => reasonOf(document) === 'offline');
  clock.mockRestore();
  lucca.faults.clear();
  await running.until(plan[0]!.path, ({ state }) => state === 'filed', 20_000);
  expect(isPerfect(office.compareWith(plan))).toBe(true);
});
it('a throttle heard while the clock was ahead', async () => {
  const office = await openOffice();
  const { lucca } = office;
  const next = peopleOf(lucca);
  const plan = [scanOf(next(), 'contracts', 'a')];
  const real = Date.now;
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => real() + 365 * 86_400_000);
  onTestFinished(() => clock.mockRestore());
  lucca.faults.add({
    match: { method: 'POST' },
    fault: { kind: 'refuse', status: 429, headers: { 'Retry-After': '1' } },
  });
  await placeAll(office.root, plan);
  const running = await office.start();
  await running.until(plan[0]!.path, (document) => reasonOf(document) === 'throttled');
  clock.mockRestore();
  lucca.faults.clear();
  await running.until(plan[0]!.path, ({ state }) => state === 'filed', 20_000);
  expect(isPerfect(office.compareWith(plan))).toBe(true);
});
it('a document that waits for Lucca since the clock was ahead', async () => {
  const office = await openOffice();
  const { lucca } = office;
  const next = peopleOf(lucca);
  const plan = [scanOf(next(), 'contracts', 'a')];
  const real = Date.now;
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => real() + 365 * 86_400_000);
  onTestFinished(() => clock.mockRestore());
  lucca.faults.add({ match: { method: 'POST', times: 'always' }, fault: { kind: 'refuse', status: 500 } });
  await placeAll(office.root, plan);
  const running = await office.start();
  await running.until(plan[0]!.path, (document) => reasonOf(document) === 'lucca-error');
  clock.mockRestore();
  lucca.faults.clear();
  await running.until(plan[0]!.path, ({ state }) => state === 'filed', 20_000);
  expect(isPerfect(office.compareWith(plan))).toBe(true);
});
