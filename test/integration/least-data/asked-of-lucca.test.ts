/** What Lucca is asked: no more of a person than the work needs, of nobody who has no document, and by one address. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RequestEntry } from '../../lucca/index.ts';
import { key as secret, pdf, usualRoutes } from '../contract/program.ts';
import { openOffice, type Office } from './office.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(async () => {
  await office.close();
});

const runOnce = () => office.run(['run', '--once', '--json', '--wait', '20']);
const readings = (): readonly RequestEntry[] =>
  office.emulator.journal.find({ method: 'GET', path: /^\/api\/v3\/users/ });
/** Readings of records, as opposed to those of the directory. */
const ofRecords = () =>
  readings().filter(({ path, query }) => path !== '/api/v3/users' || query['id'] !== undefined);
const fieldsOf = ({ query }: RequestEntry): readonly string[] => (query['fields'] ?? '').split(',');

test('records are read for those with something to file alone, by lists of ids, and without what no route needs', async () => {
  office.settings({ routes: usualRoutes.filter((route) => route.target !== 'picture') });
  const filing = office.people.slice(0, 5);
  for (const person of filing) office.put(person, 'RIB/rib.pdf', pdf(person, `rib ${person.id}`));
  const [six, seven, eight, nine] = [
    office.people[5]!,
    office.people[6]!,
    office.person('oldLeaver'),
    office.people[8]!,
  ];
  office.put(six, 'Divers/sans-route.pdf');
  office.put(seven, 'Contrats/coupé.pdf', pdf(seven, 'cut').subarray(0, -600));
  office.put(eight, 'RIB/parti.pdf', pdf(eight, 'left'));
  office.put(nine, 'Contrats/.caché.pdf');
  office.putAt('Inconnu/RIB/qui.pdf', pdf(nine, 'who'));
  expect((await runOnce()).code).toBe(2);
  expect(
    office.emulator
      .holdings()
      .map(({ employeeId }) => employeeId)
      .sort(),
  ).toEqual(filing.map(({ id }) => id).sort());

  const asked = ofRecords();
  for (const { path, query } of asked) {
    expect(path).toBe('/api/v3/users');
    expect(query['id']).toMatch(/^\d+(,\d+)*$/);
  }
  const ids = asked.flatMap(({ query }) => (query['id'] ?? '').split(',').map(Number));
  expect([...new Set(ids)].sort()).toEqual(filing.map(({ id }) => id).sort());
  // One list for all of them, not one reading each.
  expect(asked.length).toBeLessThan(filing.length);
  const writes = office.emulator.journal.find({ method: 'PUT' });
  expect(writes).toHaveLength(filing.length);
  for (const entry of [...asked, ...writes])
    expect([...fieldsOf(entry)].sort()).toEqual(['extendedData', 'id']);

  // The directory: what the folder pattern can name, and when somebody came and left. Nothing of the record.
  const ofDirectory = readings().filter((entry) => !asked.includes(entry));
  expect(ofDirectory.length).toBeGreaterThan(0);
  for (const entry of ofDirectory)
    expect([...fieldsOf(entry)].sort()).toEqual(
      [
        'collection.count',
        'department',
        'dtContractEnd',
        'dtContractStart',
        'employeeNumber',
        'firstName',
        'id',
        'lastName',
        'legalEntity',
        'login',
        'mail',
      ].sort(),
    );
});

test('a portrait is asked for where a route leads to it, and no file is ever fetched', async () => {
  const person = office.people[0]!;
  office.put(person, 'RIB/rib.pdf');
  expect((await runOnce()).code).toBe(0);
  expect(ofRecords().some((entry) => fieldsOf(entry).includes('picture'))).toBe(true);
  const known =
    /^\/(api\/v3\/(users(\/\d+)?|userproperties|extensionuserdefinitions)|lucca-files\/api\/uploads)$/;
  for (const { path } of office.emulator.journal.requests) expect(path).toMatch(known);
});

test('with nothing to file, no record is read at all', async () => {
  office.put(office.people[0]!, 'Divers/sans-route.pdf');
  expect((await runOnce()).code).toBe(2);
  await office.run(['check']);
  await office.run(['status']);
  expect(ofRecords()).toEqual([]);
});

test('the key is in a header to the tenant, never in an address, and does not follow a redirect', async () => {
  const elsewhere: string[] = [];
  const server: Server = createServer((request, response) => {
    elsewhere.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const person = office.people[0]!;
    const redirect = (status: number) =>
      ({ kind: 'refuse', status, headers: { Location: `${address}/somewhere` } }) as const;
    const { faults } = office.emulator;
    faults.add({ match: { method: 'GET', path: '/api/v3/users' }, fault: redirect(302) });
    faults.add({ match: { method: 'POST' }, fault: redirect(307) });
    faults.add({ match: { method: 'PUT' }, fault: redirect(308) });
    faults.add({ match: { method: 'GET', path: '/api/v3/users', nth: 3 }, fault: redirect(301) });
    office.put(person, 'RIB/rib.pdf');
    expect((await runOnce()).code).toBe(0);
    expect(office.emulator.holdings()).toHaveLength(1);
    expect(faults.list().map(({ struck }) => struck)).toEqual([1, 1, 1, 1]);
    expect(elsewhere).toEqual([]);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  for (const { path, query, headers, key } of office.emulator.journal.requests) {
    expect(key).toBe('Classeur');
    expect(`${path} ${JSON.stringify(query)}`).not.toContain(secret);
    expect(Object.keys(headers)).not.toContain('cookie');
    expect(Object.keys(headers)).not.toContain('referer');
  }
});
