/**
 * What others change in Lucca between the upload and the write, or between the reading and the write: the person
 * goes, the field goes, rights go, the key goes, somebody edits the same field. Nobody's document is written over,
 * the rest is filed, and the answer that the question names leads on without a second upload.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { EmployeeId } from '../../../main/core/model.ts';
import { defaultKey, type Emulator } from '../../lucca/index.ts';
import { isPerfect, placeAll } from '../../support/tree/index.ts';
import type { Holding } from '../../lucca/store.ts';
import { idOf, openOffice, pause, reasonOf, type Office, type Running } from '../agent/office.ts';
import { attachedTo, lesson, peopleOf, scanOf, writesTo } from './people.ts';

/** Lets a person's write wait, so that something may happen while it is under way. */
function holdWrite(lucca: Emulator, employeeId: number, ms: number): void {
  lucca.faults.add({
    match: { method: 'PUT', path: `/api/v3/users/${employeeId}` },
    fault: { kind: 'delay', ms },
  });
}

/** Resolves once a write of this person stands before Lucca. */
async function writeUnderWay(lucca: Emulator, employeeId: number): Promise<void> {
  await expect.poll(() => writesTo(lucca, employeeId).length, { timeout: 10_000, interval: 5 }).toBe(1);
}

const filesOn = (lucca: Emulator, employeeId: number, field: string): readonly string[] =>
  lucca
    .holdings()
    .filter((one) => one.employeeId === employeeId && one.field === field)
    .map(({ fileName }) => fileName);

/** An agent that has looked here before and knows how rows are treated. */
async function settledIn(office: Office, next: ReturnType<typeof peopleOf>): Promise<Running> {
  await placeAll(office.root, lesson(next()));
  const running = await office.start();
  await running.quiet();
  return running;
}

async function save(office: Office, running: Running, plan: Parameters<typeof placeAll>[1]): Promise<void> {
  await placeAll(office.root, plan);
  await running.agent.syncNow();
}

/** Ours and theirs, those of the first lesson left out. */
function later(office: Office): readonly Holding[] {
  return office.lucca.holdings().filter(({ fileName }) => !fileName.includes('lesson'));
}

/** The clock goes on, and the lease is confirmed by it. */
async function laterBy(ms: number, office: Office): Promise<void> {
  const real = Date.now;
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => real() + ms);
  onTestFinished(() => clock.mockRestore());
  const beatAt = (): number => {
    const folder = path.join(office.root, '.classeur');
    const [lease = ''] = readdirSync(folder).filter((name) => name.startsWith('lease-'));
    return (JSON.parse(readFileSync(path.join(folder, lease), 'utf8')) as { readonly at: number }).at;
  };
  await expect.poll(beatAt, { timeout: 15_000 }).toBeGreaterThan(real() + ms - 60_000);
  await pause(50);
}

async function standing(running: Running, below: string): Promise<string> {
  await running.quiet();
  const document = running.at(below);
  return `${document?.state ?? 'gone'} ${reasonOf(document) ?? ''}`.trim();
}

it.each([404, 500] as const)('the person goes (%i): it asks, and the answer files it', async (status) => {
  const office = await openOffice({ switches: { userNotFound: status === 404 ? '404' : '500' } });
  const { lucca } = office;
  const next = peopleOf(lucca);
  const running = await settledIn(office, next);
  const [leaving, other] = [next(), next()];
  const plan = scanOf(leaving, 'contracts', 'a');
  holdWrite(lucca, leaving.id, 300);
  await save(office, running, [plan]);
  await writeUnderWay(lucca, leaving.id);
  lucca.removeEmployee(leaving.id);
  // The directory was read less than five minutes ago: it cannot yet be told from a right that is missing.
  expect(await standing(running, plan.path)).toMatch(/^attention (employee-unknown|not-permitted)$/);
  expect(later(office)).toEqual([]);
  await laterBy(6 * 60_000, office);
  await running.agent.retry([idOf(running.at(plan.path))]);
  await running.until(plan.path, (document) => reasonOf(document) === 'employee-unknown');
  const employeeId = other.id as EmployeeId;
  const id = idOf(running.at(plan.path));
  expect(await running.agent.answer([id], { kind: 'employee', employeeId, always: false })).toEqual({
    ok: true,
  });
  expect(await standing(running, plan.path)).toBe('filed');
  expect(later(office).map((one) => one.employeeId)).toEqual([other.id]);
  expect(office.sent().uploads).toBe(3);
});

it.each([
  ['and Lucca refuses to write it', { unknownField: 'refuse' }, 'attention rejected'],
  ['and Lucca says nothing', { unknownField: 'ignore' }, 'attention field-unknown'],
] as const)('the field goes, %s: that one asks, the others are filed', async (_, switches, asks) => {
  const office = await openOffice({ switches });
  const { lucca } = office;
  const person = peopleOf(lucca)();
  const gone = scanOf(person, 'contracts', 'gone');
  const rest = [scanOf(person, 'bank', 'a'), scanOf(person, 'identity', 'b')];
  holdWrite(lucca, person.id, 300);
  await placeAll(office.root, [gone, ...rest]);
  const running = await office.start();
  await writeUnderWay(lucca, person.id);
  const field = lucca.store.fields.get('e_Contrats');
  lucca.store.fields.delete('e_Contrats');
  expect(await standing(running, gone.path)).toBe(asks);
  expect(isPerfect(office.compareWith(rest))).toBe(true);
  // The administrator puts it back.
  if (field !== undefined) lucca.store.fields.set('e_Contrats', field);
  await running.agent.retry([idOf(running.at(gone.path))]);
  expect(await standing(running, gone.path)).toBe('filed');
  expect(isPerfect(office.compareWith([gone, ...rest]))).toBe(true);
  expect(office.sent().uploads).toBe(3);
});

it.each([
  ['and Lucca refuses to write', { hiddenFieldWrites: 'refuse' }, 'attention not-permitted'],
  ['and Lucca says nothing', { hiddenFieldWrites: 'ignore' }, 'attention field-unknown'],
] as const)('rights go, %s: that one asks, the others are filed', async (_, switches, asks) => {
  const office = await openOffice({ switches });
  const { lucca } = office;
  const person = peopleOf(lucca)();
  const closed = scanOf(person, 'contracts', 'closed');
  const rest = [scanOf(person, 'bank', 'a'), scanOf(person, 'identity', 'b')];
  const section = lucca.store.fields.get('e_Contrats')?.section ?? '';
  const own = rest.every(({ field }) => lucca.store.fields.get(field)?.section !== section);
  expect(own).toBe(true);
  lucca.faults.add({ match: { method: 'POST', fileName: 'closed.pdf' }, fault: { kind: 'delay', ms: 400 } });
  await placeAll(office.root, [closed, ...rest]);
  const running = await office.start();
  await expect.poll(() => lucca.faults.list()[0]?.struck, { timeout: 10_000, interval: 5 }).toBe(1);
  lucca.setRights(defaultKey.name, { sections: { [section]: 'none' } });
  expect(await standing(running, closed.path)).toBe(asks);
  expect(isPerfect(office.compareWith(rest))).toBe(true);
  lucca.setRights(defaultKey.name, { sections: {} });
  await running.agent.retry([idOf(running.at(closed.path))]);
  expect(await standing(running, closed.path)).toBe('filed');
  expect(isPerfect(office.compareWith([closed, ...rest]))).toBe(true);
  expect(office.sent().uploads).toBe(3);
});

it('the key is revoked between upload and write: it waits signed out, and is not uploaded again', async () => {
  const office = await openOffice();
  const { lucca } = office;
  const person = peopleOf(lucca)();
  const plan = [scanOf(person, 'contracts', 'a'), scanOf(person, 'bank', 'b')];
  holdWrite(lucca, person.id, 300);
  await placeAll(office.root, plan);
  const running = await office.start();
  await writeUnderWay(lucca, person.id);
  lucca.faults.clear();
  lucca.revokeKey(defaultKey.key);
  lucca.faults.add({ match: { method: 'PUT' }, fault: { kind: 'refuse', status: 401 } });
  await running.agent.worldChanged('secret');
  lucca.addKey(defaultKey);
  await running.quiet();
  await running.agent.worldChanged('secret');
  await running.until(plan[0]?.path ?? '', ({ state }) => state === 'filed');
  await running.quiet();
  expect(isPerfect(office.compareWith(plan))).toBe(true);
  expect(office.sent().uploads).toBe(2);
});

it('somebody fills the single value after it was read: it asks, and what stands there stays', async () => {
  const office = await openOffice();
  const { lucca } = office;
  const next = peopleOf(lucca);
  // One is filled while the upload is under way, one while a write that is then lost is.
  const [early, late] = [scanOf(next(), 'bank', 'early'), scanOf(next(), 'bank', 'late')];
  const put = (employeeId: number): void => {
    const { id } = lucca.addFile({ name: `theirs ${employeeId}.pdf`, bytes: Buffer.from('%PDF theirs') });
    lucca.setValue(employeeId, 'e_RIB', { id });
  };
  lucca.faults.add({
    match: { method: 'POST', fileName: 'early.pdf' },
    fault: { kind: 'stall', at: 'answer', ms: 5_500 },
  });
  lucca.faults.add({
    match: { method: 'PUT', path: `/api/v3/users/${late.employeeId}` },
    fault: { kind: 'cut', when: 'after-body' },
  });
  const running = await settledIn(office, next);
  await save(office, running, [early, late]);
  await running.until(early.path, ({ state }) => state === 'uploading');
  put(early.employeeId);
  await running.until(late.path, (document) => reasonOf(document) === 'lucca-error');
  put(late.employeeId);
  for (const { path, employeeId } of [early, late]) {
    expect(await standing(running, path)).toBe('attention field-filled');
    expect(filesOn(lucca, employeeId, 'e_RIB')).toEqual([`theirs ${employeeId}.pdf`]);
  }
  expect(writesTo(lucca, early.employeeId)).toHaveLength(0);
  expect(writesTo(lucca, late.employeeId)).toHaveLength(1);
  // Each answer does what it says, with the file that is there already.
  await running.agent.answer([idOf(running.at(early.path))], { kind: 'replace' });
  await running.agent.answer([idOf(running.at(late.path))], { kind: 'keep' });
  expect(await standing(running, early.path)).toBe('filed');
  expect(await standing(running, late.path)).toBe('ignored skipped');
  expect(filesOn(lucca, early.employeeId, 'e_RIB')).toEqual(['early.pdf']);
  expect(filesOn(lucca, late.employeeId, 'e_RIB')).toEqual([`theirs ${late.employeeId}.pdf`]);
  expect(office.sent().uploads).toBe(4);
});

it.each([
  ['says no', { updateWithoutId: 'refuse' }, /^attention field-filled$/],
  ['leaves it out', { updateWithoutId: 'ignore' }, /^attention field-filled$/],
] as const)(
  'a value filled in the very instant of the write, Lucca %s: it asks',
  async (_, switches, asks) => {
    const office = await openOffice({ switches });
    const { lucca } = office;
    const next = peopleOf(lucca);
    const running = await settledIn(office, next);
    const person = next();
    const plan = scanOf(person, 'bank', 'ours');
    holdWrite(lucca, person.id, 300);
    await save(office, running, [plan]);
    await writeUnderWay(lucca, person.id);
    const { id } = lucca.addFile({ name: 'theirs.pdf', bytes: Buffer.from('%PDF theirs') });
    lucca.setValue(person.id, 'e_RIB', { id });
    expect(await standing(running, plan.path)).toMatch(asks);
    await running.agent.retry([idOf(running.at(plan.path))]);
    expect(await standing(running, plan.path)).toMatch(asks);
    expect(filesOn(lucca, person.id, 'e_RIB')).toEqual(['theirs.pdf']);
    expect(office.sent().uploads).toBe(3);
  },
);

it('a row that somebody adds or takes away while rows are written stays as they left it', async () => {
  const office = await openOffice();
  const { lucca } = office;
  const next = peopleOf(lucca);
  const running = await settledIn(office, next);
  const [added, taken] = [scanOf(next(), 'contracts', 'added'), scanOf(next(), 'contracts', 'taken')];
  const theirs = (name: string) => ({ id: lucca.addFile({ name, bytes: Buffer.from(`%PDF ${name}`) }).id });
  const rows = new Map<number, readonly number[]>();
  for (const { employeeId } of [added, taken]) {
    rows.set(
      employeeId,
      lucca.setValue(employeeId, 'e_Contrats', [theirs('old 1.pdf'), theirs('old 2.pdf')]),
    );
    holdWrite(lucca, employeeId, 300);
  }
  await save(office, running, [added, taken]);
  await writeUnderWay(lucca, added.employeeId);
  lucca.addRow(added.employeeId, 'e_Contrats', theirs('new.pdf'));
  await writeUnderWay(lucca, taken.employeeId);
  lucca.removeRow(taken.employeeId, 'e_Contrats', rows.get(taken.employeeId)?.[0] ?? 0);
  for (const { path } of [added, taken]) expect(await standing(running, path)).toBe('filed');
  expect([...filesOn(lucca, added.employeeId, 'e_Contrats')].sort()).toEqual([
    'added.pdf',
    'new.pdf',
    'old 1.pdf',
    'old 2.pdf',
  ]);
  expect([...filesOn(lucca, taken.employeeId, 'e_Contrats')].sort()).toEqual(['old 2.pdf', 'taken.pdf']);
  expect(attachedTo(lucca, taken.employeeId, 'e_Contrats')).toBe(3);
  expect(running.agent.status().trouble).toBeNull();
});
