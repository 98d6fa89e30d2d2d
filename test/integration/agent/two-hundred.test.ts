/** Forty employees and two hundred documents over every kind of field: each once, whole, in its place. */
import { expect, it } from 'vitest';
import { isPerfect, placeAll, twoHundredDocuments } from '../../support/tree/index.ts';
import { openOffice } from './office.ts';

it('files two hundred documents once each, and has nothing to do the second time', async () => {
  const office = await openOffice();
  const plan = twoHundredDocuments(office.lucca.company);
  await placeAll(office.root, plan);

  const first = await office.runOnce();
  expect(first.counts).toEqual({ filed: 200 });
  const comparison = office.compareWith(plan);
  expect(isPerfect(comparison), JSON.stringify(comparison)).toBe(true);
  const sent = office.sent();
  expect(sent.uploads).toBe(200);
  // One write an employee, and a few more: while it is learnt how the tenant treats rows, and where the
  // disk shows one of somebody's files later than the others.
  const people = new Set(plan.map((document) => document.employeeId)).size;
  expect(sent.writes).toBeLessThanOrEqual(Math.ceil(people * 1.25));

  const second = await office.runOnce();
  expect(second.counts).toEqual({ filed: 200 });
  expect(office.sent().uploads).toBe(200);
  expect(office.sent().writes).toBe(sent.writes);
});
