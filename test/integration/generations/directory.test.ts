/** People as they come, go, marry and share their names: a folder keeps to its person, and doubt asks. */
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../main/adapters/system/index.ts';
import type { Clock } from '../../../main/core/ports.ts';
import { defaultClient, type Employee } from '../../lucca/index.ts';
import { makeDocument } from '../../support/documents/index.ts';
import { folderOf } from '../../support/tree/index.ts';
import { reasonOf } from '../agent/office.ts';
import { at, key, openPlace, pdf } from '../contract/program.ts';
import { apis, openGeneration, tenantOf, type GenerationOffice } from './tenant.ts';

/** The directory is read every hour. */
const later: Clock = { ...systemClock, now: () => systemClock.now() + 2 * 3_600_000 };

const scan = (seed: string): Buffer =>
  makeDocument({
    kind: 'contract',
    subject: { firstName: 'Jean', lastName: 'Dupont', employeeNumber: '00001' },
    format: 'pdf',
    seed,
  }).bytes;

const person = (office: GenerationOffice, part: string): Employee =>
  office.lucca.company.employees.find(({ id }) => id === office.lucca.company.cast[part])!;

/** Contracts in Lucca, by whom. */
const contracts = (office: GenerationOffice): readonly (readonly [number, string])[] =>
  office.lucca.holdings().map(({ employeeId, fileName }) => [employeeId, fileName] as const);

describe.each(apis)('"api": "%s": a folder keeps to its person', (api) => {
  it.each([
    ['marries', { lastName: 'Durand-Martin' }],
    ['gets another number', { employeeNumber: '00099' }],
    [
      'gets another name, number and address',
      { firstName: 'Jan', employeeNumber: 'E7', mail: 'j@x.example' },
    ],
  ])('who %s, under the old name as under the new one', async (_, changes) => {
    const office = await openGeneration(api);
    const who = person(office, 'first');
    const old = folderOf(who);
    await office.save(`${old}/Contrats/avant.pdf`, scan('before'));
    expect((await office.runOnce(office.wishes())).counts).toEqual({ filed: 1 });

    const now = office.lucca.setEmployee(who.id, changes);
    await office.save(`${old}/Contrats/après.pdf`, scan('after'));
    await office.save(`${folderOf(now)}/Contrats/nouveau.pdf`, scan('new folder'));
    const ran = await office.runOnce({ ...office.wishes(), clock: later });
    expect(ran.counts, JSON.stringify([...ran.documents.values()].map(reasonOf))).toEqual({ filed: 3 });
    expect(new Set(contracts(office))).toEqual(
      new Set(['avant.pdf', 'après.pdf', 'nouveau.pdf'].map((name) => [who.id, name])),
    );
  });

  it('but asks where the old name is another’s now', async () => {
    const office = await openGeneration(api);
    const [who, other] = [person(office, 'first'), person(office, 'accents')];
    const old = folderOf(who);
    await office.save(`${old}/Contrats/avant.pdf`, scan('before'));
    await office.runOnce(office.wishes());
    office.lucca.setEmployee(who.id, { lastName: 'Durand', employeeNumber: '00098' });
    office.lucca.setEmployee(other.id, {
      firstName: who.firstName,
      lastName: who.lastName,
      employeeNumber: who.employeeNumber,
    });
    await office.save(`${old}/Contrats/après.pdf`, scan('after'));
    const ran = await office.runOnce({ ...office.wishes(), clock: later });
    expect(reasonOf(ran.documents.get(`${old}/Contrats/après.pdf`))).toBe('employee-ambiguous');
    expect(contracts(office)).toEqual([[who.id, 'avant.pdf']]);
  });

  it('and asks once a second person of that name comes', async () => {
    const office = await openGeneration(api);
    const who = person(office, 'first');
    const pattern = { employeeFolder: '{lastName} {firstName}' };
    const folder = `${who.lastName} ${who.firstName}/Contrats`;
    await office.save(`${folder}/avant.pdf`, scan('before'));
    expect((await office.runOnce(office.wishes(pattern))).counts).toEqual({ filed: 1 });
    office.lucca.addEmployee({ firstName: who.firstName, lastName: who.lastName });
    await office.save(`${folder}/après.pdf`, scan('after'));
    const ran = await office.runOnce({ ...office.wishes(pattern), clock: later });
    expect(reasonOf(ran.documents.get(`${folder}/après.pdf`))).toBe('employee-ambiguous');
  });
});

describe.each(apis)('"api": "%s": people of every kind', (api) => {
  it('are told apart by number and establishment; leavers of long ago ask, who is yet to come does not', async () => {
    const office = await openGeneration(api);
    const filed = ['homonymA', 'homonymB', 'sharedNumberLyon', 'recentLeaver', 'future', 'fixedTerm'];
    for (const part of [...filed, 'oldLeaver'])
      await office.save(`${folderOf(person(office, part))}/Contrats/${part}.pdf`, scan(part));
    const ran = await office.runOnce(office.wishes());
    expect(new Set(contracts(office))).toEqual(
      new Set(filed.map((part) => [person(office, part).id, `${part}.pdf`])),
    );
    const left = `${folderOf(person(office, 'oldLeaver'))}/Contrats/oldLeaver.pdf`;
    expect(reasonOf(ran.documents.get(left))).toBe('employee-left');
  });

  it.each(['legalEntity', 'department'] as const)('are found by their {%s}', async (by) => {
    const office = await openGeneration(api);
    const { legalEntities, departments } = office.lucca.company;
    const above = (who: Employee): string =>
      by === 'legalEntity'
        ? legalEntities.find(({ id }) => id === who.legalEntityId)!.name
        : departments.find(({ id }) => id === who.departmentId)!.name;
    const parts = by === 'legalEntity' ? ['homonymA', 'homonymB'] : ['first', 'accents'];
    const people = parts.map((part) => person(office, part));
    for (const who of people)
      await office.save(
        `${above(who)}/${who.lastName} ${who.firstName}/Contrats/${who.id}.pdf`,
        scan(`${who.id}`),
      );
    const ran = await office.runOnce(office.wishes({ employeeFolder: `{${by}}/{lastName} {firstName}` }));
    expect(ran.counts).toEqual({ filed: 2 });
    expect(new Set(contracts(office))).toEqual(new Set(people.map(({ id }) => [id, `${id}.pdf`])));
  });

  it('ask where two have one name and the pattern says no more', async () => {
    const office = await openGeneration(api);
    const who = person(office, 'homonymA');
    const path = `${who.lastName} ${who.firstName}/Contrats/contrat.pdf`;
    await office.save(path, scan('homonym'));
    const ran = await office.runOnce(office.wishes({ employeeFolder: '{lastName} {firstName}' }));
    expect(reasonOf(ran.documents.get(path))).toBe('employee-ambiguous');
    expect(office.lucca.files.size).toBe(0);
  });
});

describe.each(apis)('"api": "%s": new arrivals', (api) => {
  const auto = { folders: { create: 'auto' } };
  const has = (office: GenerationOffice, folder: string): boolean => existsSync(join(office.root, folder));

  it('get their folders with a sub-folder for each route, and leavers and nameless ones none', async () => {
    const office = await openGeneration(api);
    await office.runOnce(office.wishes(auto));
    const first = person(office, 'first');
    expect(has(office, `${folderOf(first)}/RIB`)).toBe(true);
    expect(has(office, folderOf(person(office, 'future')))).toBe(true);
    expect(has(office, folderOf(person(office, 'oldLeaver')))).toBe(false);

    const arrival = office.lucca.addEmployee({ firstName: 'Nora', lastName: 'Petit' });
    const nameless = office.lucca.addEmployee({ firstName: '', lastName: 'Sans', employeeNumber: '' });
    await office.runOnce({ ...office.wishes(auto), clock: later });
    expect(has(office, `${folderOf(arrival)}/Contrats`)).toBe(true);
    expect(has(office, folderOf(nameless))).toBe(false);
    // What is saved there is theirs.
    await office.save(`${folderOf(arrival)}/Contrats/contrat.pdf`, scan('arrival'));
    expect((await office.runOnce({ ...office.wishes(auto), clock: later })).counts).toEqual({ filed: 1 });
    expect(contracts(office)).toEqual([[arrival.id, 'contrat.pdf']]);
  });

  it('but nobody gets a second one for having married, and none is made where nobody asked for it', async () => {
    const office = await openGeneration(api);
    const who = person(office, 'first');
    await office.save(`${folderOf(who)}/Contrats/avant.pdf`, scan('before'));
    await office.runOnce(office.wishes());
    expect(has(office, folderOf(person(office, 'accents')))).toBe(false);
    const now = office.lucca.setEmployee(who.id, { lastName: 'Durand-Martin' });
    await office.runOnce({ ...office.wishes(auto), clock: later });
    expect(has(office, folderOf(person(office, 'accents')))).toBe(true);
    expect(has(office, folderOf(now))).toBe(false);
  });
});

describe.each(apis)('"api": "%s": a folder with a former name', (api) => {
  it('is offered a new one by "folders", and its documents are not filed again when it has it', async () => {
    const place = await openPlace();
    try {
      const env = { CLASSEUR_API_KEY: key, CLASSEUR_CLIENT_SECRET: defaultClient.secret };
      place.settings({ tenant: tenantOf(api, place.emulator.url, 1_000) });
      const who = place.person('accents');
      place.save(at(who, 'Contrats/un.pdf'), pdf(who, 'un'));
      expect((await place.run(['run', '--once', '--json'], { env })).code).toBe(0);
      const now = place.emulator.setEmployee(who.id, { lastName: 'Durand-Martin' });
      const said = await place.run(['folders', '--dry-run', '--json'], { env });
      expect(said.events('folder-outdated')).toMatchObject([
        { path: folderOf(who), wouldBe: folderOf(now), employeeId: who.id },
      ]);
      const words = await place.run(['folders', '--dry-run'], { env });
      expect(words.out).toContain(`${folderOf(who)} → ${folderOf(now)}`);
      renameSync(join(place.root, folderOf(who)), join(place.root, folderOf(now)));
      const ran = await place.run(['run', '--once', '--json'], { env });
      expect(ran.code, ran.out).toBe(0);
      expect(place.emulator.holdings()).toHaveLength(1);
      expect((await place.run(['folders', '--json'], { env })).events('folder-outdated')).toEqual([]);
    } finally {
      await place.close();
    }
  });
});
