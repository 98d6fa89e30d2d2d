/** Files that were uploaded and that no record names: counted, shown, and used where the same bytes come the same day. */
import { expect, it, onTestFinished, vi } from 'vitest';
import { isPerfect, placeAll } from '../../support/tree/index.ts';
import { openOffice } from '../agent/office.ts';
import { lesson, peopleOf, scanOf } from './people.ts';

it.each([
  ['the same day: it is used', 0, 1],
  ['a day later: it is sent anew', 26 * 3_600_000, 2],
] as const)('a scan that goes while it is uploaded and comes back %s', async (_, later, uploads) => {
  const office = await openOffice();
  const next = peopleOf(office.lucca);
  await placeAll(office.root, lesson(next()));
  const document = scanOf(next(), 'contracts', 'scan');
  const running = await office.start();
  await running.quiet();
  const sent = office.sent();
  office.lucca.faults.add({ match: { method: 'POST' }, fault: { kind: 'stall', at: 'answer', ms: 600 } });
  await placeAll(office.root, [document]);
  await running.agent.syncNow();
  // Its bytes are with Lucca, and the answer is on its way.
  await expect
    .poll(() => office.lucca.journal.countUploads(), { timeout: 10_000, interval: 5 })
    .toBe(sent.uploads + 1);
  await office.remove(document.path);
  await running.agent.syncNow();
  await expect.poll(() => running.agent.status().orphans, { timeout: 10_000 }).toBe(1);
  expect(running.at(document.path)?.state ?? 'gone').toBe('gone');
  await running.close();

  const real = Date.now;
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => real() + later);
  onTestFinished(() => clock.mockRestore());
  await placeAll(office.root, [document]);
  const again = await office.start();
  expect(again.agent.status().orphans).toBe(1);
  await again.until(document.path, ({ state }) => state === 'filed');
  await again.quiet();
  expect(office.sent().uploads - sent.uploads).toBe(uploads);
  expect(office.lucca.holdings().filter(({ fileName }) => fileName === 'scan.pdf')).toHaveLength(1);
  const own = office.compareWith([...lesson(office.lucca.company.employees[0]!), document]);
  expect(isPerfect(own), JSON.stringify(own)).toBe(true);
});
