/** `classeur forget`: nothing of one person stays, everything of the others does, and nothing is filed twice after. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDriver } from '../../../main/adapters/ledger/driver.ts';
import type { Employee } from '../../lucca/index.ts';
import { at, pdf, type Said } from '../contract/program.ts';
import { openOffice, type Office } from './office.ts';
import { findings, type Trace } from './traces.ts';

let office: Office;
let who: Employee;
let other: Employee;
beforeEach(async () => {
  office = await openOffice();
  who = office.person('accents');
  other = office.person('hyphens');
});
afterEach(async () => {
  await office.close();
});

const runOnce = (data?: string): Promise<Said> =>
  office.run(['run', '--once', '--json', '--wait', '20'], data === undefined ? {} : { data });
const forget = (): Promise<Said> => office.run(['forget', '--employee', String(who.id), '--json']);
const ends = (said: Said): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(said.byName()).map(([name, { state, reason }]) => [
      name,
      [state, reason].filter((word) => typeof word === 'string').join(' '),
    ]),
  );

/** All that may lead to the person: names, numbers, files; ids and hashes of what was filed for them. */
function tracesOf(person: Employee, said: readonly Said[]): readonly Trace[] {
  const ofPerson = said
    .flatMap((one) => one.events('document'))
    .filter(({ employeeId, path }) => employeeId === person.id || String(path).includes(person.lastName));
  const ids = ofPerson.flatMap((line) => [line['id'], line['sha256'], line['fileId']]);
  return [
    ...office.peopleTraces([person]),
    ...office.fileTraces().filter(({ text }) => text.includes('-zq')),
    ...ids.filter((id) => typeof id === 'string').map((text): Trace => ({ kind: 'file', text })),
  ];
}

/** The data folder and what lies in the root, but for settings. */
function left(traces: readonly Trace[], data = office.data) {
  return [...findings(data, traces), ...findings(join(office.root, '.classeur'), traces)];
}

test('nothing of the person is left, filed or not, known or only guessed; of the others nothing is lost', async () => {
  // Another data folder worked here before: its journal lies in the root too.
  const others = join(office.base, 'others');
  office.settings({}, others);
  office.put(who, 'Contrats/premier-zqa.pdf');
  const before = await runOnce(others);
  expect(before.code).toBe(0);
  office.settings({ ignore: ['*.bak'] });
  for (const name of ['RIB/rib-zqb.pdf', 'Contrats/contrat-zqc.pdf', 'Visites médicales/visite-zqd.pdf'])
    office.put(who, name);
  office.put(who, 'Contrats/.caché-zqe.pdf');
  office.put(who, 'Contrats/~$ouvert-zqf.docx', 'x');
  office.put(who, 'Contrats/brouillon-zqg.bak', 'x');
  office.put(who, 'Divers/sans-route-zqh.pdf');
  office.put(who, 'Contrats/coupé-zqi.pdf', pdf(who, 'cut').subarray(0, -600));
  office.putAt(`${who.lastName} ${who.firstName}/RIB/sans-numéro-zqj.pdf`);
  office.putAt(`${who.lastName} ${who.firstName} (${other.employeeNumber})/RIB/mélange-zqk.pdf`);
  office.putAt(`${who.lastName} ${who.firstName} seul-zql.pdf`);
  office.put(other, 'RIB/rib-wwa.pdf');
  office.put(other, 'Contrats/contrat-wwb.pdf');
  office.put(other, 'Divers/sans-route-wwc.pdf');
  const first = await runOnce();
  const asking = String(first.byName()['sans-route-zqh.pdf']?.['id']);
  await office.run(['answer', asking, '--ignore']);
  const second = await runOnce();
  const traces = tracesOf(who, [before, first, second]);
  // What is looked for is there before: ids, hashes and names alike.
  expect(new Set(left(traces).map(({ where }) => where.replace(/journal-.*/, 'journal-')))).toEqual(
    new Set(['ledger.db', 'journal.jsonl', 'journal-']),
  );
  const history = (await office.run(['history', '--json'])).events('receipt');

  const said = await forget();
  expect(said.code).toBe(0);
  expect(said.events('forgotten')).toHaveLength(1);
  expect(left(traces)).toEqual([]);
  const driver = openDriver(join(office.data, 'ledger.db'), 'read');
  for (const table of ['documents', 'receipts', 'bindings', 'rows_seen'])
    expect(driver.all(`SELECT * FROM ${table} WHERE employee_id = ?`, [who.id])).toEqual([]);
  driver.close();

  const kept = (await office.run(['history', '--json'])).events('receipt');
  const told = ({ path, fileId, employeeId }: Readonly<Record<string, unknown>>) => ({
    ...{ path, fileId, employeeId },
  });
  expect(kept.map(told)).toEqual(history.filter(({ employeeId }) => employeeId === other.id).map(told));
  expect(kept).toHaveLength(2);
  expect(ends(await office.run(['status', '--json']))).toEqual({
    'sans-route-wwc.pdf': 'attention no-route',
  });
});

test('documents that still lie in the folder are not filed a second time: they ask', async () => {
  office.put(who, 'RIB/rib-zqa.pdf');
  office.put(who, 'Contrats/contrat-zqb.pdf');
  office.put(who, 'Contrats/contrat-zqc.pdf');
  office.put(other, 'Contrats/contrat-wwa.pdf');
  expect((await runOnce()).code).toBe(0);
  const held = office.emulator.holdings();
  const uploads = office.emulator.journal.countUploads();
  expect((await forget()).code).toBe(0);
  office.put(other, 'Contrats/contrat-wwb.pdf');
  const asked = await runOnce();
  expect(ends(asked)).toMatchObject({
    'rib-zqa.pdf': 'attention maybe-filed',
    'contrat-zqb.pdf': 'attention maybe-filed',
    'contrat-zqc.pdf': 'attention maybe-filed',
    'contrat-wwb.pdf': 'filed',
  });
  expect(office.emulator.holdings()).toHaveLength(held.length + 1);
  expect(office.emulator.journal.countUploads()).toBe(uploads + 1);
  // Said once, and then no more: the next new document of the same person is filed as ever.
  for (const name of ['rib-zqa.pdf', 'contrat-zqb.pdf', 'contrat-zqc.pdf'])
    await office.run(['answer', String(asked.byName()[name]?.['id']), '--keep']);
  office.put(who, 'Contrats/nouveau-zqd.pdf');
  expect(ends(await runOnce())).toMatchObject({
    'nouveau-zqd.pdf': 'filed',
    'contrat-zqb.pdf': 'ignored skipped',
  });
  expect(office.emulator.holdings()).toHaveLength(held.length + 2);
});

test('what was on its way to Lucca leaves no line in the journals either, and is not filed a second time', async () => {
  office.put(who, 'Contrats/premier-zqa.pdf');
  expect((await runOnce()).code).toBe(0);
  // Lucca does it, and nobody hears of it; then it cannot be asked any more.
  office.emulator.faults.add({ match: { method: 'PUT' }, fault: { kind: 'commit-then-cut' } });
  office.put(who, 'Contrats/en-route-zqb.pdf');
  const agent = office.start(['run', '--json']);
  await agent.line(({ state }) => state === 'attaching');
  office.emulator.faults.add({
    match: { method: 'GET', times: 'always' },
    fault: { kind: 'refuse', status: 503 },
  });
  await agent.stop();
  office.emulator.faults.clear();
  const held = office.emulator.holdings();
  const traces: readonly Trace[] = [...held.map(({ fileId }): Trace => ({ kind: 'file', text: fileId }))];
  expect(held).toHaveLength(2);
  expect(new Set(left(traces).map(({ text }) => text)).size).toBe(2);
  expect((await forget()).code).toBe(0);
  expect(left(traces)).toEqual([]);
  expect(ends(await runOnce())).toEqual({
    'premier-zqa.pdf': 'attention maybe-filed',
    'en-route-zqb.pdf': 'attention maybe-filed',
  });
  expect(office.emulator.holdings()).toEqual(held);
});

test('gone from folder and Lucca too, the person does not come back', async () => {
  office.put(who, 'Contrats/contrat-zqa.pdf');
  office.put(other, 'Contrats/contrat-wwa.pdf');
  const first = await runOnce();
  const traces = tracesOf(who, [first]);
  rmSync(join(office.root, at(who, '')), { recursive: true });
  office.emulator.removeEmployee(who.id);
  expect((await forget()).code).toBe(0);
  office.put(other, 'Contrats/contrat-wwb.pdf');
  expect((await runOnce()).code).toBe(0);
  expect(left(traces)).toEqual([]);
});

test('what was moved aside or cannot be read goes whole, and what is out of reach is said', async () => {
  office.put(who, 'Contrats/contrat-zqa.pdf');
  const first = await runOnce();
  const traces = tracesOf(who, [first]);
  const broken = readFileSync(join(office.data, 'ledger.db'));
  broken.fill(0x41, 4_096, 8_192);
  writeFileSync(join(office.data, 'ledger.db'), broken);
  await runOnce();
  const said = await forget();
  expect(said.events('forgotten')).toMatchObject([
    { damagedLedgers: 1, notReached: ['lucca', 'tree', 'backups', 'records'] },
  ]);
  expect(left(traces)).toEqual([]);
  expect((await office.run(['forget', '--employee', String(who.id)])).out).toMatch(/Not reached: .*Lucca/);
});
