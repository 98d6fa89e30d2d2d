/**
 * Every way in which the answer to an upload, a write or a reading may be lost, late or wrong. The document is filed
 * once; a write in doubt is settled by a reading and never repeated; what may be left over of an upload is counted.
 */
import { expect, it } from 'vitest';
import type { FaultRule } from '../../lucca/index.ts';
import { isPerfect, placeAll, type PlannedDocument } from '../../support/tree/index.ts';
import { openOffice, reasonOf, type Office, type Running } from '../agent/office.ts';
import { attachedTo, lesson, peopleOf, readingsOf, scanOf, writesTo } from './people.ts';

type Fault = FaultRule['fault'];

const json = 'application/json; charset=utf-8';
const says = (status: number, body: string, contentType = json): Fault => ({
  kind: 'answer',
  status,
  contentType,
  body,
});

interface Case {
  readonly name: string;
  readonly fault: Fault;
  /** Lucca did it, whatever was heard of it. */
  readonly done: boolean;
}

const lostOrWrong: readonly Case[] = [
  { name: 'done, then silence', fault: { kind: 'commit-then-cut' }, done: true },
  { name: 'done, cut within the answer', fault: { kind: 'cut-in-body', of: 'answer' }, done: true },
  { name: 'done, then 408', fault: { kind: 'commit-then-refuse', status: 408 }, done: true },
  { name: 'done, then 500', fault: { kind: 'commit-then-refuse', status: 500 }, done: true },
  { name: 'done, then 502', fault: { kind: 'commit-then-refuse', status: 502 }, done: true },
  { name: 'done, then 503', fault: { kind: 'commit-then-refuse', status: 503 }, done: true },
  { name: 'done, then 504', fault: { kind: 'commit-then-refuse', status: 504 }, done: true },
  { name: 'done, answered as a page', fault: { kind: 'mislabel', contentType: 'text/html' }, done: true },
  { name: 'cut at once', fault: { kind: 'cut', when: 'at-once' }, done: false },
  { name: 'cut when all was sent', fault: { kind: 'cut', when: 'after-body' }, done: false },
  { name: 'cut while sending', fault: { kind: 'cut-in-body', of: 'request' }, done: false },
  { name: '408', fault: { kind: 'refuse', status: 408 }, done: false },
  { name: '500', fault: { kind: 'refuse', status: 500 }, done: false },
  { name: '502 by a page', fault: { kind: 'refuse', status: 502, style: 'html' }, done: false },
  { name: '503', fault: { kind: 'refuse', status: 503 }, done: false },
  { name: 'a page of the network, 200', fault: { kind: 'portal' }, done: false },
  {
    name: 'a page called data, 200',
    fault: says(200, '<!DOCTYPE html><html>Connexion</html>'),
    done: false,
  },
  { name: 'an error without a status, 200', fault: says(200, '{"Message":"Une erreur"}'), done: false },
  { name: 'an error 500 under 200', fault: says(200, '{"Status":500,"Message":"Erreur"}'), done: false },
  { name: 'half of an answer, 200', fault: says(200, '{"header":{},"data":{"id":4'), done: false },
  { name: 'an answer to something else, 200', fault: says(200, '{"data":{"count":7}}'), done: false },
  { name: 'nothing at all, 200', fault: says(200, ''), done: false },
  { name: 'nothing at all, 204', fault: says(204, ''), done: false },
];

async function livesOf(running: Running, below: string): Promise<readonly string[]> {
  const document = running.at(below);
  const page = document === undefined ? null : await running.agent.documentPage(document.id);
  return (page?.life ?? []).map(({ state, reason }) => (reason === null ? state : `${state} ${reason}`));
}

function expectAllFiledOnce(office: Office, running: Running, plan: readonly PlannedDocument[]): void {
  const others = running.agent.documents().filter(({ state }) => state !== 'filed');
  expect(others.map((one) => `${one.path} ${one.state} ${reasonOf(one) ?? ''}`)).toEqual([]);
  const comparison = office.compareWith(plan);
  expect(isPerfect(comparison), JSON.stringify(comparison)).toBe(true);
}

it('settles a write in doubt by reading, and repeats it only where it was not done', async () => {
  const office = await openOffice();
  const { lucca } = office;
  const next = peopleOf(lucca);
  const taught = lesson(next());
  await placeAll(office.root, taught);
  const running = await office.start();
  await running.quiet();
  // Rows are known to stay from here on: no write reads first for the sake of learning.
  const plan = lostOrWrong.map(({ name, fault }) => {
    const employee = next();
    lucca.faults.add({ match: { method: 'PUT', path: `/api/v3/users/${employee.id}` }, fault });
    return scanOf(employee, 'contracts', name);
  });
  await placeAll(office.root, plan);
  await running.agent.syncNow();
  await running.quiet();

  expectAllFiledOnce(office, running, [...taught, ...plan]);
  for (const [index, { name, done }] of lostOrWrong.entries()) {
    const document = plan[index];
    if (document === undefined) throw new Error('no document');
    const { employeeId, field, path } = document;
    const [struck, ...again] = writesTo(lucca, employeeId);
    expect({ name, struck: struck?.committed, again: again.length }).toEqual({
      name,
      struck: done,
      again: done ? 0 : 1,
    });
    expect({ name, attached: attachedTo(lucca, employeeId, field) }).toEqual({ name, attached: 1 });
    const after = readingsOf(lucca, employeeId).filter(({ id }) => id > (struck?.id ?? Infinity));
    const before = again[0]?.id ?? Infinity;
    expect({ name, read: after.some(({ id }) => id < before) }).toEqual({ name, read: true });
    expect({ name, life: await livesOf(running, path) }).toMatchObject({
      life: expect.arrayContaining(['attaching', 'waiting lucca-error', 'filed']) as string[],
    });
  }
  expect(running.agent.status()).toMatchObject({ agent: 'idle', trouble: null, orphans: 0 });
});

it('sends a document again whose upload is in doubt, and counts what may be left over of the first', async () => {
  const office = await openOffice();
  const { lucca } = office;
  const next = peopleOf(lucca);
  // A fault that waits for the file's name comes too late for a cut while sending: see `bytes.test.ts`.
  const cases = lostOrWrong.filter(({ fault }) => fault.kind !== 'cut-in-body' || fault.of !== 'request');
  const plan = cases.map(({ name, fault }) => {
    lucca.faults.add({ match: { method: 'POST', fileName: `${name}.pdf` }, fault });
    return scanOf(next(), 'contracts', name);
  });
  await placeAll(office.root, plan);
  const running = await office.start();
  await running.quiet();

  expectAllFiledOnce(office, running, plan);
  const stored = [...lucca.files.values()].map(({ name }) => name);
  for (const { name, done } of cases) {
    const copies = stored.filter((one) => one === `${name}.pdf`).length;
    expect({ name, copies }).toEqual({ name, copies: done ? 2 : 1 });
  }
  const held = [...lucca.files.values()].filter(({ attachedTo: places }) => places.length > 0);
  expect(held).toHaveLength(plan.length);
  // What may be left over is counted, and so is all that is: an upload that Lucca did not take may be among it.
  const leftOver = [...lucca.files.values()].length - held.length;
  const { orphans } = running.agent.status();
  expect(leftOver).toBe(cases.filter(({ done }) => done).length);
  expect(orphans).toBeGreaterThanOrEqual(leftOver);
  expect(orphans).toBeLessThanOrEqual(cases.length);
});

/** How a request for each kind of reading is told from the others. */
const readings = [
  { path: '/api/v3/users', query: 'lastName' },
  { path: '/api/v3/users', query: 'extendedData' },
  { path: '^/api/v3/(userproperties|extensionuserdefinitions)' },
] as const;

it('asks nobody anything because a reading of people, records or fields went wrong', async () => {
  const office = await openOffice();
  const { lucca } = office;
  const next = peopleOf(lucca);
  const plan = ['a', 'b', 'c'].map((name) => scanOf(next(), 'contracts', name));
  for (const [index, { fault }] of lostOrWrong.entries())
    lucca.faults.add({ match: { method: 'GET', ...readings[index % readings.length] }, fault });
  await placeAll(office.root, plan);
  const running = await office.start();
  const asked = new Set<string>();
  running.agent.on((event) => {
    if (event.kind === 'document' && event.document.state === 'attention')
      asked.add(`${event.document.path} ${reasonOf(event.document) ?? ''}`);
  });
  await running.until(plan[0]?.path ?? '', ({ state }) => state === 'filed', 40_000);
  await running.quiet();
  expect([...asked]).toEqual([]);
  expectAllFiledOnce(office, running, plan);
  expect(office.sent().uploads).toBe(plan.length);
  await expect
    .poll(() => running.agent.status(), { timeout: 20_000 })
    .toMatchObject({ agent: 'idle', trouble: null });
  expect(lucca.faults.list().filter(({ struck }) => struck === 0)).toEqual([]);
});
