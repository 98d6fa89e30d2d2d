/** Each question with each of its answers, over real files: what is filed then, and what is left alone. */
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { at, openPlace, pdf, usualRoutes, type Place, type Said } from './program.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(async () => {
  await place.close();
});

const runOnce = (): Promise<Said> => place.run(['run', '--once', '--json', '--wait', '30']);

/** What each document that is not under way ended as: `attention field-filled`, `filed`. */
function ends(said: Said): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(said.byName()).map(([name, { state, reason }]) => [
      name,
      [state, reason].filter((word) => typeof word === 'string').join(' '),
    ]),
  );
}

/** Answers by file name, as `said` showed the questions; the exit codes. */
async function answer(said: Said, answers: Readonly<Record<string, readonly string[]>>) {
  const codes: Record<string, number | null> = {};
  for (const [name, words] of Object.entries(answers)) {
    const id = String(said.byName()[name]?.['id']);
    codes[name] = (await place.run(['answer', id, ...words])).code;
  }
  return codes;
}

function holds(): readonly string[] {
  return place.emulator
    .holdings()
    .map(
      ({ employeeId, field, fileId }) => `${employeeId} ${field} ${place.emulator.files.get(fileId)?.name}`,
    )
    .sort();
}

function old(employeeId: number, field: string): void {
  const { id } = place.emulator.addFile({
    name: 'old.pdf',
    bytes: Buffer.from(`old ${employeeId} ${field}`),
  });
  if (field === 'e_RIB') place.emulator.setValue(employeeId, field, { id });
  else place.emulator.addRow(employeeId, field, { id });
}

test('whose it is and what it is: a person says so once, for a document or for its folder', async () => {
  const [one, two, three] = [place.people[0]!, place.people[1]!, place.people[2]!];
  const left = place.person('oldLeaver');
  const mixed = `${one.lastName} ${one.firstName} (${two.employeeNumber})`;
  place.save('Mystère/RIB/once.pdf');
  place.save('Mystère/Contrats/left.pdf');
  place.save(`${mixed}/RIB/always.pdf`);
  place.save(at(left, 'RIB/leaver.pdf'));
  place.save(at(place.person('recentLeaver'), 'RIB/recent.pdf'));
  place.save(at(three, 'Divers/what.pdf'));
  const asked = await runOnce();
  expect(asked.code).toBe(2);
  expect(ends(asked)).toEqual({
    'once.pdf': 'attention employee-unknown',
    'left.pdf': 'attention employee-unknown',
    'always.pdf': 'attention employee-ambiguous',
    'leaver.pdf': 'attention employee-left',
    'recent.pdf': 'filed',
    'what.pdf': 'attention no-route',
  });
  expect(await answer(asked, { 'once.pdf': ['--keep'], 'what.pdf': ['--target', 'e_Nothing'] })).toEqual({
    'once.pdf': 1,
    'what.pdf': 1,
  });
  expect(
    await answer(asked, {
      'once.pdf': ['--employee', String(one.id)],
      'left.pdf': ['--ignore'],
      'always.pdf': ['--employee', String(two.id), '--always'],
      'leaver.pdf': ['--employee', String(left.id)],
      'what.pdf': ['--target', 'e_Contrats'],
    }),
  ).toEqual({ 'once.pdf': 0, 'left.pdf': 0, 'always.pdf': 0, 'leaver.pdf': 0, 'what.pdf': 0 });
  place.save('Mystère/Contrats/again.pdf');
  place.save(`${mixed}/Contrats/later.pdf`);
  const done = await runOnce();
  expect(ends(done)).toMatchObject({
    'left.pdf': 'ignored skipped',
    'again.pdf': 'attention employee-unknown',
    'later.pdf': 'filed',
  });
  expect(holds()).toEqual(
    [
      `${one.id} e_RIB once.pdf`,
      `${two.id} e_RIB always.pdf`,
      `${two.id} e_Contrats later.pdf`,
      `${three.id} e_Contrats what.pdf`,
      `${left.id} e_RIB leaver.pdf`,
      `${place.person('recentLeaver').id} e_RIB recent.pdf`,
    ].sort(),
  );
});

test('a field that is filled, and a file that changed after filing: replace, add, keep', async () => {
  const [one, two, three, four] = [place.people[0]!, place.people[1]!, place.people[2]!, place.people[3]!];
  place.save(at(one, 'RIB/bank.pdf'));
  place.save(at(one, 'Contrats/a.pdf'));
  place.save(at(one, 'Contrats/b.pdf'));
  expect((await runOnce()).code).toBe(0);
  for (const person of [two, three]) old(person.id, 'e_RIB');
  place.save(at(two, 'RIB/replace.pdf'));
  place.save(at(three, 'RIB/keep.pdf'));
  place.save(at(four, 'RIB/first.pdf'));
  place.save(at(four, 'RIB/second.pdf'));
  for (const name of ['RIB/bank.pdf', 'Contrats/a.pdf', 'Contrats/b.pdf'])
    place.save(at(one, name), undefined, `new ${name}`);
  const asked = await runOnce();
  expect(ends(asked)).toEqual({
    'bank.pdf': 'attention changed-after-filing',
    'a.pdf': 'attention changed-after-filing',
    'b.pdf': 'attention changed-after-filing',
    'replace.pdf': 'attention field-filled',
    'keep.pdf': 'attention field-filled',
    'first.pdf': 'attention field-filled',
    'second.pdf': 'attention field-filled',
  });
  expect(place.emulator.holdings()).toHaveLength(5);
  expect(await answer(asked, { 'replace.pdf': ['--add'], 'bank.pdf': ['--add'] })).toEqual({
    'replace.pdf': 1,
    'bank.pdf': 1,
  });
  await answer(asked, {
    'bank.pdf': ['--keep'],
    'a.pdf': ['--replace'],
    'b.pdf': ['--add'],
    'replace.pdf': ['--replace'],
    'keep.pdf': ['--keep'],
    'first.pdf': ['--replace'],
    'second.pdf': ['--keep'],
  });
  expect((await runOnce()).code).toBe(0);
  expect(holds()).toEqual(
    [
      `${one.id} e_Contrats a.pdf`,
      `${one.id} e_Contrats b.pdf`,
      `${one.id} e_Contrats b.pdf`,
      `${one.id} e_RIB bank.pdf`,
      `${two.id} e_RIB replace.pdf`,
      `${three.id} e_RIB old.pdf`,
      `${four.id} e_RIB first.pdf`,
    ].sort(),
  );
  const receipts = (await place.run(['history', '--json'])).events('receipt');
  const replaced = receipts.find(({ path }) => String(path).endsWith('/replace.pdf'))?.['replacedFileId'];
  expect(place.emulator.files.get(String(replaced))?.name).toBe('old.pdf');
});

test('the same bytes for somebody else, a file that is not whole, a program: asked before anything is sent', async () => {
  const [one, two, three] = [place.people[0]!, place.people[1]!, place.people[2]!];
  const bytes = pdf(one, 'same');
  place.save(at(one, 'Contrats/mine.pdf'), bytes);
  await runOnce();
  place.save(at(two, 'Contrats/also.pdf'), bytes);
  place.save(at(three, 'Contrats/mistake.pdf'), bytes);
  place.save(at(one, 'Contrats/cut.pdf'), pdf(one, 'cut').subarray(0, -600));
  place.save(at(one, 'Contrats/mended.pdf'), pdf(one, 'mended').subarray(0, -600));
  place.save(at(one, 'Contrats/empty.pdf'), '');
  place.save(at(one, 'Contrats/tool.exe'), 'MZ\u0090\u0000');
  place.save(at(one, 'Contrats/script.sh'), '#!/bin/sh\n');
  const uploads = place.emulator.journal.countUploads();
  const asked = await runOnce();
  expect(ends(asked)).toEqual({
    'also.pdf': 'attention duplicate-elsewhere',
    'mistake.pdf': 'attention duplicate-elsewhere',
    'cut.pdf': 'attention incomplete',
    'mended.pdf': 'attention incomplete',
    'empty.pdf': 'attention empty',
    'tool.exe': 'attention type-refused',
    'script.sh': 'attention type-refused',
  });
  expect(place.emulator.journal.countUploads()).toBe(uploads);
  await answer(asked, {
    'also.pdf': ['--accept'],
    'mistake.pdf': ['--ignore'],
    'cut.pdf': ['--accept'],
    'empty.pdf': ['--ignore'],
    'tool.exe': ['--accept'],
  });
  // What is mended, and what goes, takes its question along.
  place.save(at(one, 'Contrats/mended.pdf'), pdf(one, 'mended'));
  rmSync(join(place.root, at(one, 'Contrats/script.sh')));
  const done = await runOnce();
  expect(done.code).toBe(0);
  expect(ends(done)).toEqual({
    'also.pdf': 'filed',
    'mistake.pdf': 'ignored skipped',
    'cut.pdf': 'filed',
    'mended.pdf': 'filed',
    'empty.pdf': 'ignored skipped',
    'tool.exe': 'filed',
  });
  renameSync(
    join(place.root, at(one, 'Contrats/mine.pdf')),
    join(place.root, at(one, 'Contrats/renamed.pdf')),
  );
  const held = place.emulator.holdings().length;
  expect((await runOnce()).code).toBe(0);
  expect(place.emulator.holdings()).toHaveLength(held);
});

test('a ledger that is new asks where files stand that nothing explains', async () => {
  const [one, two] = [place.people[0]!, place.people[1]!];
  for (const person of [one, two]) {
    old(person.id, 'e_RIB');
    place.save(at(person, `RIB/${person.id}.pdf`));
  }
  const asked = await runOnce();
  const names = [`${one.id}.pdf`, `${two.id}.pdf`] as const;
  expect(ends(asked)).toEqual({
    [names[0]]: 'attention maybe-filed',
    [names[1]]: 'attention maybe-filed',
  });
  expect(await answer(asked, { [names[0]]: ['--keep'], [names[1]]: ['--accept'] })).toEqual({
    [names[0]]: 0,
    [names[1]]: 0,
  });
  // It is a document of its own then, and what stands there is still nobody's to write over.
  expect(ends(await runOnce())).toEqual({
    [names[0]]: 'ignored skipped',
    [names[1]]: 'attention field-filled',
  });
});

test('what the administrator must mend: nothing is sent to a field that is not there', async () => {
  const person = place.people[0]!;
  place.settings({
    routes: [
      ...usualRoutes,
      { match: 'Disparu/*', target: { field: 'e_Champ-disparu', multiple: false } },
      { match: 'Texte/*', target: { field: 'e_secondName', multiple: false } },
      { match: 'Entier/*', target: { field: 'e_Visite-medicale', multiple: true } },
      {
        match: 'Morceau/*',
        target: { field: 'e_Visite-medicale', file: 'e_Date-de-la-visite', multiple: true },
      },
      { match: 'Deviné/*', target: { field: 'e_Piece-identite' } },
      { match: 'Sanctions/*', target: { field: 'e_Sanctions', multiple: true } },
    ],
  });
  place.emulator.setRights('Classeur', { sections: { Discipline: 'read' } });
  const names = { Disparu: 'a.pdf', Texte: 'b.pdf', Entier: 'c.pdf', Morceau: 'd.pdf' };
  for (const [folder, name] of Object.entries(names)) place.save(at(person, `${folder}/${name}`));
  place.save(at(person, 'Deviné/e.pdf'));
  place.save(at(person, 'Sanctions/f.pdf'));
  const unknown = Object.fromEntries(Object.values(names).map((name) => [name, 'attention field-unknown']));
  expect(ends(await place.run(['check', '--json']))).toMatchObject(unknown);
  const asked = await runOnce();
  expect(ends(asked)).toEqual({ ...unknown, 'e.pdf': 'filed', 'f.pdf': 'attention not-permitted' });
  expect(place.emulator.journal.countUploads()).toBe(2);
  place.emulator.setRights('Classeur', { sections: {} });
  expect(await place.run(['retry', String(asked.byName()['f.pdf']?.['id'])])).toMatchObject({ code: 0 });
  expect(await answer(asked, { 'a.pdf': ['--ignore'] })).toEqual({ 'a.pdf': 0 });
  expect(ends(await runOnce())).toMatchObject({ 'f.pdf': 'filed', 'a.pdf': 'ignored skipped' });
});

test.each([
  ['the key may not read the fields', () => place.emulator.setRights('Classeur', { readDefinitions: false })],
  ['composite fields are not listed whole', () => (place.emulator.switches.compositeDefinitions = 'absent')],
])('a listing that says little keeps nothing from being filed: %s', async (_, arrange) => {
  arrange();
  const person = place.people[0]!;
  place.save(at(person, 'RIB/a.pdf'));
  place.save(at(person, 'Visites médicales/2026-11-02 b.pdf'));
  expect(ends(await runOnce())).toEqual({ 'a.pdf': 'filed', '2026-11-02 b.pdf': 'filed' });
});

test('a tenant that replaces rows loses none: the target stops, and goes on once all rows are sent back', async () => {
  place.emulator.switches.multiValueMode = 'replace';
  const [one, two] = [place.people[0]!, place.people[1]!];
  old(two.id, 'e_Contrats');
  for (const name of ['a', 'b', 'c']) place.save(at(one, `Contrats/${name}.pdf`));
  const stopped = await runOnce();
  expect(stopped.code).toBe(2);
  expect(Object.values(ends(stopped)).sort()).toEqual(['attention rows-lost', 'filed', 'filed']);
  const troubles = async () => (await place.run(['status', '--json'])).events('trouble');
  expect(stopped.events('trouble')).toMatchObject([{ trouble: 'rows-lost' }]);
  expect(await troubles()).toMatchObject([{ trouble: 'rows-lost' }]);
  place.save(at(two, 'Contrats/d.pdf'));
  place.save(at(two, 'RIB/e.pdf'));
  expect(ends(await runOnce())).toMatchObject({ 'd.pdf': 'attention rows-lost', 'e.pdf': 'filed' });
  expect(holds()).toContain(`${two.id} e_Contrats old.pdf`);
  place.settings({
    routes: usualRoutes.map((route) =>
      route.match === 'Contrats/**' ? { ...route, target: { ...route.target, rows: 'resend' } } : route,
    ),
  });
  expect((await runOnce()).code).toBe(0);
  expect(await troubles()).toEqual([]);
  expect(holds()).toEqual(
    [
      ...['a', 'b', 'c'].map((name) => `${one.id} e_Contrats ${name}.pdf`),
      `${two.id} e_Contrats d.pdf`,
      `${two.id} e_Contrats old.pdf`,
      `${two.id} e_RIB e.pdf`,
    ].sort(),
  );
});
