/**
 * A tenant that replaces rows where new ones were meant to join them: what a write cost is put back with all that it
 * held, whatever shape it was read in; the target stops and says so; with all rows sent back it goes on.
 */
import { expect, it } from 'vitest';
import type { Emulator } from '../../lucca/index.ts';
import { placeAll, type PlannedDocument } from '../../support/tree/index.ts';
import { idOf, openOffice, reasonOf, type Running } from '../agent/office.ts';
import { peopleOf, scanOf } from './people.ts';

const shapes = [
  ['objects', { fileRead: 'full', subValueIds: 'absent' }],
  ['ids, and ids of sub-values', { fileRead: 'id', subValueIds: 'present' }],
  ['bare GUIDs', { fileRead: 'guid', subValueIds: 'absent' }],
] as const;

const attached = (lucca: Emulator, name: string) => ({
  id: lucca.addFile({ name, bytes: Buffer.from(`%PDF ${name}`) }).id,
});

/** Rows of a field with all that they hold, their own ids left out: a row that was put back may have a new one. */
function rowsOf(lucca: Emulator, employeeId: number, field: string): readonly string[] {
  return (lucca.record(employeeId)[field] ?? [])
    .map(({ value }) =>
      JSON.stringify(value, (key, inner: unknown) =>
        key === 'id' && typeof inner === 'number' ? undefined : inner,
      ),
    )
    .sort();
}

/** A medical visit as somebody entered it, with every sub-field filled. */
const visit = (lucca: Emulator, name: string, day: string) => ({
  e_Attestation: { value: attached(lucca, `${name}.pdf`) },
  e_Convocation: { value: attached(lucca, `convocation ${name}.pdf`) },
  'e_Date-de-la-visite': { value: `${day}T00:00:00` },
  'e_Preconisations-medicales': { value: `préconisation ${name}` },
});

const resend = {
  routes: [
    { match: 'Contrats/**', target: { field: 'e_Contrats', multiple: true, rows: 'resend' } },
    {
      match: 'Visites médicales/**',
      target: {
        field: 'e_Visite-medicale',
        file: 'e_Attestation',
        multiple: true,
        rows: 'resend',
        values: { 'e_Date-de-la-visite': '{date}' },
      },
    },
  ],
};

const asks = (running: Running, { path }: PlannedDocument): string => {
  const document = running.at(path);
  return `${document?.state ?? 'gone'} ${reasonOf(document) ?? ''}`.trim();
};

it.each(shapes)("others' rows, read as %s, are put back whole", async (_, switches) => {
  const office = await openOffice({ switches: { ...switches, multiValueMode: 'replace' } });
  const { lucca } = office;
  const next = peopleOf(lucca);
  const [simple, composite] = [
    scanOf(next(), 'contracts', 'ours'),
    scanOf(next(), 'visits', '2026-05-04 ours'),
  ];
  lucca.setValue(simple.employeeId, 'e_Contrats', [attached(lucca, 'c1.pdf'), attached(lucca, 'c2.pdf')]);
  lucca.setValue(composite.employeeId, 'e_Visite-medicale', [
    visit(lucca, 'v1', '2020-01-02'),
    visit(lucca, 'v2', '2021-03-04'),
    // One that holds no file at all.
    { 'e_Preconisations-medicales': { value: 'sans pièce' } },
  ]);
  const before = [
    rowsOf(lucca, simple.employeeId, 'e_Contrats'),
    rowsOf(lucca, composite.employeeId, 'e_Visite-medicale'),
  ] as const;
  // Not the first look: what stands there is nobody's scan of before.
  await placeAll(office.root, [scanOf(next(), 'bank', 'first')]);
  const running = await office.start();
  await running.quiet();
  await placeAll(office.root, [simple, composite]);
  await running.agent.syncNow();
  await running.quiet();
  // There is nobody to learn on: a person says that it may be added.
  for (const document of [simple, composite]) {
    expect(asks(running, document)).toBe('attention field-filled');
    expect(await running.agent.answer([idOf(running.at(document.path))], { kind: 'add' })).toEqual({
      ok: true,
    });
  }
  await running.quiet();
  const holds = (after: readonly string[], all: readonly string[]): void => {
    for (const row of all) expect(after.filter((one) => one === row)).toEqual([row]);
  };
  const after = (): readonly (readonly string[])[] => [
    rowsOf(lucca, simple.employeeId, 'e_Contrats'),
    rowsOf(lucca, composite.employeeId, 'e_Visite-medicale'),
  ];
  const [contracts = [], visits = []] = after();
  holds(contracts, before[0]);
  holds(visits, before[1]);
  expect([contracts.length, visits.length]).toEqual([3, 4]);
  expect([asks(running, simple), asks(running, composite)]).toEqual(['filed', 'filed']);
  expect(running.agent.status().trouble).toBe('rows-lost');

  // The target stands still until the administrator says how.
  const more = [scanOf(next(), 'contracts', 'next'), scanOf(next(), 'visits', '2026-06-07 next')];
  for (const { employeeId } of more) {
    lucca.setValue(employeeId, 'e_Contrats', [attached(lucca, `c ${employeeId}.pdf`)]);
    lucca.setValue(employeeId, 'e_Visite-medicale', [visit(lucca, `v ${employeeId}`, '2019-09-09')]);
  }
  const theirs = more.map(({ employeeId, field }) => rowsOf(lucca, employeeId, field));
  const { writes } = office.sent();
  await placeAll(office.root, more);
  await running.agent.syncNow();
  await running.quiet();
  expect(more.map((document) => asks(running, document))).toEqual(more.map(() => 'attention rows-lost'));
  expect(office.sent().writes).toBe(writes);
  expect(running.agent.questions().map(({ reason }) => reason)).toEqual(['rows-lost', 'rows-lost']);
  await running.close();

  const again = await office.start({ more: resend });
  await again.quiet();
  expect(more.map((document) => asks(again, document))).toEqual(more.map(() => 'filed'));
  for (const [index, { employeeId, field }] of more.entries()) {
    const now = rowsOf(lucca, employeeId, field);
    holds(now, theirs[index] ?? []);
    expect(now).toHaveLength((theirs[index]?.length ?? 0) + 1);
  }
  expect(after().map(({ length }) => length)).toEqual([3, 4]);
  expect(again.agent.status().trouble).toBeNull();
});

it.each([
  ['append', 'they join'],
  ['replace', 'they are put back'],
] as const)(
  "learns %s on two of its own documents, before anybody else's rows are beside them: %s",
  async (multiValueMode, _) => {
    const office = await openOffice({ switches: { multiValueMode } });
    const { lucca } = office;
    const next = peopleOf(lucca);
    const person = next();
    const own = ['a', 'b'].map((name) => scanOf(person, 'contracts', name));
    const beside = scanOf(next(), 'contracts', 'beside');
    lucca.setValue(beside.employeeId, 'e_Contrats', [attached(lucca, 'theirs.pdf')]);
    await placeAll(office.root, [scanOf(next(), 'bank', 'first')]);
    const running = await office.start();
    await running.quiet();
    await placeAll(office.root, [...own, beside]);
    await running.agent.syncNow();
    await running.quiet();
    // In two writes, each of one document, and the other person's not before them.
    const writes = lucca.journal.find({ method: 'PUT' }).filter(({ committed }) => committed);
    const people = writes.map(({ path }) => Number(path.split('/').at(-1)));
    const first = people.indexOf(beside.employeeId);
    const learnt = people.slice(0, first === -1 ? undefined : first).filter((id) => id === person.id);
    expect(learnt.length).toBeGreaterThanOrEqual(2);
    const names = (id: number) =>
      lucca
        .holdings()
        .filter((one) => one.employeeId === id && one.field === 'e_Contrats')
        .map(({ fileName }) => fileName)
        .sort();
    expect(names(person.id)).toEqual(['a.pdf', 'b.pdf']);
    if (multiValueMode === 'append') {
      expect(names(beside.employeeId)).toEqual(['beside.pdf', 'theirs.pdf']);
      expect(running.agent.status().trouble).toBeNull();
    } else {
      expect(names(beside.employeeId)).toEqual(['theirs.pdf']);
      expect(asks(running, beside)).toBe('attention rows-lost');
    }
    // What was learnt outlives the program.
    await running.close();
    const ledger = await office.start();
    expect((await ledger.ledger.load()).targets.map(({ key, rows }) => [key, rows])).toEqual([
      ['e_Contrats', multiValueMode],
    ]);
  },
);

it('a row deleted by hand is not brought back by the writes that come after', async () => {
  const office = await openOffice();
  const { lucca } = office;
  const next = peopleOf(lucca);
  const person = next();
  await placeAll(
    office.root,
    ['a', 'b'].map((name) => scanOf(person, 'contracts', name)),
  );
  const running = await office.start();
  await running.quiet();
  // Which of the two went first is not said: the one named a is deleted.
  const row = lucca.holdings().find(({ fileName }) => fileName === 'a.pdf');
  lucca.removeRow(person.id, 'e_Contrats', row?.valueId ?? 0);
  const later = scanOf(person, 'contracts', 'c');
  await placeAll(office.root, [later]);
  await running.agent.syncNow();
  await running.quiet();
  expect(asks(running, later)).toBe('filed');
  expect(
    lucca
      .holdings()
      .filter(({ field }) => field === 'e_Contrats')
      .map(({ fileName }) => fileName)
      .sort(),
  ).toEqual(['b.pdf', 'c.pdf']);
  // The scan whose row went is filed still: its receipt stands, and it is not sent again.
  expect(running.agent.status().counts.filed).toBe(3);
  expect(office.sent().uploads).toBe(3);
});
