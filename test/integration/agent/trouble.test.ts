/** What goes wrong on the way to Lucca: nothing is lost, nothing is done twice, and the status says how it is. */
import { expect, it } from 'vitest';
import { defaultKey, type FaultRule } from '../../lucca/index.ts';
import {
  isPerfect,
  placeAll,
  planned,
  twoHundredDocuments,
  type PlannedDocument,
} from '../../support/tree/index.ts';
import { idOf, openOffice, reasonOf, type Office } from './office.ts';

/** Contracts and bank details of so many people, one of each. */
function some(office: Office, people: number): readonly PlannedDocument[] {
  const wanted = twoHundredDocuments(office.lucca.company).filter(
    ({ drawer }) => drawer === 'contracts' || drawer === 'bank',
  );
  const ids = [...new Set(wanted.map(({ employeeId }) => employeeId))].slice(0, people);
  return ids.flatMap((id) =>
    ['contracts', 'bank'].flatMap(
      (drawer) => wanted.find((one) => one.employeeId === id && one.drawer === drawer) ?? [],
    ),
  );
}

function expectEachOnce(office: Office, plan: readonly PlannedDocument[]): void {
  const comparison = office.compareWith(plan);
  expect(isPerfect(comparison), JSON.stringify(comparison)).toBe(true);
}

/** A day of faults: for each of these, one person's upload and another's write is struck. */
const faults: readonly (readonly [string, FaultRule['fault']])[] = [
  ['refused for a moment', { kind: 'refuse', status: 503 }],
  ['failed, done or not', { kind: 'refuse', status: 500 }],
  ['done, then an error', { kind: 'commit-then-refuse', status: 500 }],
  ['done, then silence', { kind: 'commit-then-cut' }],
  ['not done, then silence', { kind: 'cut', when: 'after-body' }],
  ['cut within what was sent', { kind: 'cut-in-body', of: 'request' }],
  ['cut within the answer', { kind: 'cut-in-body', of: 'answer' }],
  ['too slow, 408', { kind: 'refuse', status: 408 }],
  ['done too slowly, 408', { kind: 'commit-then-refuse', status: 408 }],
  ['a page between', { kind: 'portal' }],
  ['an answer that is none', { kind: 'mislabel', contentType: 'text/html' }],
];

it('files each document once whatever becomes of its upload, its write or their answers', async () => {
  const office = await openOffice();
  const plan: PlannedDocument[] = [];
  const people = office.lucca.company.employees.filter(
    ({ id }) => id !== office.lucca.company.cast['oldLeaver'],
  );
  const of = (index: number, drawer: 'contracts' | 'bank', name: string): PlannedDocument => {
    const employee = people[index];
    if (employee === undefined) throw new Error('too few people');
    return planned({ employee, drawer, format: 'pdf', seed: name, name });
  };
  for (const [index, [, fault]] of faults.entries()) {
    const uploaded = of(2 * index, 'bank', `upload ${index}`);
    const written = of(2 * index + 1, 'contracts', `write ${index}`);
    plan.push(uploaded, written);
    office.lucca.faults.add({ match: { method: 'POST', fileName: `upload ${index}.pdf` }, fault });
    office.lucca.faults.add({ match: { method: 'PUT', fileName: `write ${index}.pdf` }, fault });
  }
  await placeAll(office.root, plan);
  const { counts, documents } = await office.runOnce();
  const notFiled = [...documents.values()].filter(({ state }) => state !== 'filed');
  expect(notFiled.map((one) => `${one.path} ${one.state} ${reasonOf(one) ?? ''}`)).toEqual([]);
  expect(counts).toEqual({ filed: plan.length });
  expectEachOnce(office, plan);
  // Every write named in a fault was struck.
  expect(office.lucca.faults.list().filter(({ struck }) => struck === 0)).toEqual([]);
});

it('does not believe a yes that shows nothing, and does not repeat the write unasked', async () => {
  const office = await openOffice();
  const employee = office.lucca.company.employees[0];
  if (employee === undefined) throw new Error('nobody');
  const plan = [planned({ employee, drawer: 'contracts', format: 'pdf', seed: 'a' })];
  office.lucca.faults.add({ match: { method: 'PUT' }, fault: { kind: 'pretend' } });
  await placeAll(office.root, plan);
  const running = await office.start();
  await running.quiet();
  const document = running.at(plan[0]?.path ?? '');
  expect(reasonOf(document)).toBe('field-unknown');
  expect(office.sent().writes).toBe(1);
  await running.agent.retry([idOf(document)]);
  await running.quiet();
  expectEachOnce(office, plan);
});

it('waits offline and says so; what waited is filed when the way is open again', async () => {
  const office = await openOffice();
  const plan = some(office, 3);
  office.lucca.faults.add({ match: { times: 'always' }, fault: { kind: 'portal' } });
  await placeAll(office.root, plan);
  const running = await office.start();
  const first = plan[0]?.path ?? '';
  await running.until(first, (document) => reasonOf(document) === 'offline');
  expect(running.agent.status()).toMatchObject({ agent: 'offline', trouble: 'offline' });
  expect(office.sent().uploads).toBe(0);
  office.lucca.faults.clear();
  await running.quiet();
  expect(running.agent.status()).toMatchObject({ agent: 'idle', trouble: null });
  expectEachOnce(office, plan);
});

it('obeys Retry-After to the second', async () => {
  const office = await openOffice();
  const plan = some(office, 2);
  const throttle = { kind: 'refuse', status: 429, headers: { 'Retry-After': '2' } } as const;
  office.lucca.faults.add({ match: { method: 'POST', nth: 2 }, fault: throttle });
  office.lucca.faults.add({ match: { method: 'PUT' }, fault: throttle });
  await placeAll(office.root, plan);
  const running = await office.start();
  await running.quiet();
  expectEachOnce(office, plan);
  expect(running.agent.status().throttled).toBe(2);
  const { requests } = office.lucca.journal;
  for (const told of requests.filter(({ status }) => status === 429)) {
    // What was under way already may arrive; nothing is begun before the time is over.
    const begun = requests.filter(({ startedAt }) => startedAt > (told.answeredAt ?? 0) + 50);
    for (const { startedAt } of begun)
      expect(startedAt).toBeGreaterThanOrEqual((told.answeredAt ?? 0) + 2_000);
  }
});

it('sends nothing with a refused key, and goes on with a new one', async () => {
  const office = await openOffice();
  const plan = some(office, 4);
  await placeAll(office.root, plan);
  office.lucca.revokeKey(defaultKey.key);
  const running = await office.start();
  await running.quiet();
  expect(running.agent.status()).toMatchObject({ agent: 'signed-out', trouble: 'key-refused' });
  expect(office.sent().requests).toBeLessThanOrEqual(2);
  office.lucca.addKey(defaultKey);
  await running.agent.worldChanged('secret');
  await running.until(plan[0]?.path ?? '', ({ state }) => state === 'filed');
  await running.quiet();
  expectEachOnce(office, plan);
});

it('splits a refused write until the refused document stands alone', async () => {
  const office = await openOffice();
  const employee = office.lucca.company.employees[0];
  if (employee === undefined) throw new Error('nobody');
  const bad = planned({ employee, drawer: 'diploma', format: 'pdf', seed: 'bad', name: 'refused' });
  const plan = [
    planned({ employee, drawer: 'bank', format: 'pdf', seed: 'a' }),
    planned({ employee, drawer: 'contracts', format: 'pdf', seed: 'b' }),
    planned({ employee, drawer: 'visits', format: 'pdf', seed: 'c' }),
    planned({ employee, drawer: 'identity', format: 'jpeg', seed: 'd' }),
  ];
  office.lucca.faults.add({
    match: { method: 'PUT', fileName: 'refused.pdf', times: 'always' },
    fault: { kind: 'refuse', status: 400, message: 'This value is not accepted.' },
  });
  await placeAll(office.root, [...plan, bad]);
  const { documents } = await office.runOnce();
  expectEachOnce(office, plan);
  expect(reasonOf(documents.get(bad.path))).toBe('rejected');
});
