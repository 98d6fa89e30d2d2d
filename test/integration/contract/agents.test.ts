/** Agents that run: beside other commands, beside each other, and when they are stopped or cut off. */
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { at, openPlace, usualRoutes, type Line, type Place } from './program.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(async () => {
  await place.close();
});

const is =
  (state: string, name = '') =>
  (line: Line) =>
    line['state'] === state && (name === '' || String(line['path']).endsWith(`/${name}`));

test('one agent a data folder; questions, answers and retries go beside it', async () => {
  const agent = place.start(['run', '--json']);
  await agent.line(is('idle'));
  place.save('Mystère/RIB/who.pdf');
  const asked = await agent.line(is('attention', 'who.pdf'));
  for (const args of [['run'], ['run', '--once'], ['forget', '--employee', '416']]) {
    const second = await place.run(args);
    expect(second).toMatchObject({ code: 1, out: '' });
    expect(second.err.trim().split('\n')).toHaveLength(1);
  }
  for (const [args, code] of [
    [['check'], 2],
    [['status'], 2],
    [['history'], 0],
    [['retry'], 0],
    [['fields'], 0],
  ] as const)
    expect([args[0], (await place.run(args)).code]).toEqual([args[0], code]);
  const who = place.people[0]!.id;
  const said = await place.run(['answer', String(asked['id']), '--employee', String(who)]);
  expect(said.code).toBe(0);
  expect(await agent.line(is('filed', 'who.pdf'))).toMatchObject({ id: asked['id'], employeeId: who });
  expect((await agent.stop()).code).toBe(0);
});

test('asked to stop in the middle of its work it ends within 5 s, and the next run files each document once', async () => {
  const [attached, uploaded] = [place.people[0]!, place.people[1]!];
  const stall = { kind: 'stall', at: 'answer' } as const;
  place.emulator.faults.add({ match: { method: 'PUT', times: 1 }, fault: stall });
  place.save(at(attached, 'RIB/attached.pdf'));
  const agent = place.start(['run', '--json']);
  await agent.line(is('attaching', 'attached.pdf'));
  place.emulator.faults.add({ match: { path: '/lucca-files/api/uploads', times: 1 }, fault: stall });
  place.save(at(uploaded, 'RIB/uploaded.pdf'));
  await agent.line(is('uploading', 'uploaded.pdf'));
  await expect.poll(() => place.emulator.journal.countUploads()).toBe(2);
  const begun = Date.now();
  const stopped = await agent.stop();
  expect(Date.now() - begun).toBeLessThan(5_000);
  expect(stopped.code).toBe(3);
  const next = await place.run(['run', '--once', '--json', '--wait', '30']);
  expect(next.code).toBe(0);
  expect(place.emulator.holdings().map(({ employeeId }) => employeeId)).toEqual([attached.id, uploaded.id]);
});

test('two data folders, one root: one works, the other stands by and takes over from a dead one', async () => {
  const others = join(place.base, 'others');
  place.settings({}, others);
  const first = place.start(['run', '--json']);
  await first.line(is('idle'));
  const second = place.start(['run', '--json'], { data: others });
  await second.line(is('standing-by'));
  place.save(at(place.people[0]!, 'RIB/one.pdf'));
  await first.line(is('filed', 'one.pdf'));
  const impatient = join(place.base, 'impatient');
  place.settings({}, impatient);
  const waited = await place.run(['run', '--once', '--json', '--wait', '1'], { data: impatient });
  expect(waited.code).toBe(3);
  expect(Object.values(waited.byName())).not.toContainEqual(expect.objectContaining({ state: 'filed' }));
  first.child.kill('SIGKILL');
  place.save(at(place.people[0]!, 'Contrats/two.pdf'));
  await second.line(is('filed', 'two.pdf'));
  expect((await second.stop()).code).toBe(0);
  expect(place.emulator.holdings()).toHaveLength(2);
  const inRoot = readdirSync(join(place.root, '.classeur'));
  const text = inRoot.map((name) => readFileSync(join(place.root, '.classeur', name), 'utf8')).join('\n');
  for (const { lastName } of place.people) if (lastName.length > 3) expect(text).not.toContain(lastName);
});

test('a root that goes away is no deletion: what waits says so, and goes on when it is back', async () => {
  place.settings({ settle: { quietSeconds: 0.2 } });
  place.emulator.faults.add({
    match: { path: '/lucca-files/api/uploads', times: 1 },
    fault: { kind: 'refuse', status: 429, headers: { 'Retry-After': '3' } },
  });
  place.save(at(place.people[0]!, 'RIB/bank.pdf'));
  const agent = place.start(['run', '--json']);
  const held = await agent.line(is('waiting', 'bank.pdf'));
  expect(held['reason']).toBe('throttled');
  expect(held['until']).toMatch(/Z$/);
  renameSync(place.root, `${place.root}-away`);
  expect(await agent.line((line) => line['reason'] === 'root-missing')).toMatchObject({ state: 'waiting' });
  expect((await place.run(['status', '--json'])).events('agent')).toMatchObject([{ state: 'offline' }]);
  expect((await place.run(['check'])).code).toBe(1);
  renameSync(`${place.root}-away`, place.root);
  await agent.line(is('filed', 'bank.pdf'));
  expect((await agent.stop()).code).toBe(0);
});

test.each([
  ['offline', { tenant: { url: 'http://127.0.0.1:9' } }, null],
  ['lucca-error', {}, { kind: 'refuse', status: 503 }],
  ['throttled', {}, { kind: 'refuse', status: 429, headers: { 'Retry-After': '60' } }],
] as const)('what cannot be finished in time waits: %s, 3', async (reason, over, fault) => {
  place.settings(over);
  if (fault !== null)
    place.emulator.faults.add({ match: { path: '/lucca-files/api/uploads', times: 'always' }, fault });
  place.save(at(place.people[0]!, 'RIB/bank.pdf'));
  const said = await place.run(['run', '--once', '--json', '--wait', '1.5']);
  expect(said.code).toBe(3);
  expect(said.byName()['bank.pdf']).toMatchObject({ state: 'waiting', reason });
  expect(said.byName()['bank.pdf']?.['until']).toMatch(/Z$/);
  if (reason !== 'throttled') return;
  // A question outranks what waits.
  place.save(at(place.people[0]!, 'Divers/what.pdf'));
  expect((await place.run(['run', '--once', '--json', '--wait', '0.8'])).code).toBe(2);
});

test('what was filed goes into _Filed and is no document there; without a bin it stays, and status says so', async () => {
  const person = place.people[0]!;
  place.settings({ afterFiling: 'archive' });
  place.save(at(person, 'Contrats/2026/a.pdf'));
  expect((await place.run(['run', '--once'])).code).toBe(0);
  expect(existsSync(join(place.root, at(person, '_Filed/Contrats/2026/a.pdf')))).toBe(true);
  expect(existsSync(join(place.root, at(person, 'Contrats/2026/a.pdf')))).toBe(false);
  place.settings({ afterFiling: 'trash' });
  place.save(at(person, 'RIB/b.pdf'));
  const env = { HOME: place.base, XDG_DATA_HOME: join(place.base, 'none') };
  expect((await place.run(['run', '--once'], { env })).code).toBe(0);
  expect(existsSync(join(place.root, at(person, 'RIB/b.pdf')))).toBe(true);
  expect((await place.run(['status', '--json'], { env })).events('trouble')).toMatchObject([
    { trouble: 'trash-missing' },
  ]);
  expect(place.emulator.holdings()).toHaveLength(2);
});

test('what was filed goes into the recycle bin of the account, where it has one', async () => {
  const person = place.people[0]!;
  const share = join(place.base, 'share');
  for (const part of ['files', 'info']) mkdirSync(join(share, 'Trash', part), { recursive: true });
  place.settings({ afterFiling: 'trash' });
  place.save(at(person, 'RIB/b.pdf'));
  const env = { HOME: place.base, XDG_DATA_HOME: share };
  expect((await place.run(['run', '--once'], { env })).code).toBe(0);
  expect(existsSync(join(place.root, at(person, 'RIB/b.pdf')))).toBe(false);
  expect(readdirSync(join(share, 'Trash', 'files'))).toHaveLength(1);
  expect(place.emulator.holdings()).toHaveLength(1);
});

test('values, dates and names arrive as the settings say; folders are compared as people write them', async () => {
  const [accents, foreign] = [place.person('accents'), place.person('foreign')];
  place.settings({
    routes: [
      usualRoutes[0],
      {
        match: 'Diplomes/*',
        target: {
          field: 'e_Diplome',
          file: 'e_Justificatif',
          values: { e_Intitule: '{fileName}', 'e_Date-d-obtention': '{date}' },
        },
      },
    ],
  });
  place.save('LEFEVRE  noemie (00002)/visites medicales/deep/20191399 le 22_11_2018.pdf');
  place.save('Sorensen Gross Lukasz (00010)/DIPLÔMES/E\u0301te\u0301 1949-12-31 02.03.2021.pdf');
  // Without its zeros it is another number.
  place.save('Lefèvre Noémie (2)/Visites médicales/no.pdf');
  const said = await place.run(['run', '--once', '--json', '--wait', '30']);
  expect(said.byName()['no.pdf']).toMatchObject({ state: 'attention' });
  const visit = place.emulator.record(accents.id)['e_Visite-medicale']?.[0]?.value;
  expect(visit).toMatchObject({
    'e_Date-de-la-visite': { value: '2018-11-22T00:00:00' },
    e_Convocation: { value: null },
    'e_Preconisations-medicales': { value: null },
  });
  expect(place.emulator.record(foreign.id)['e_Diplome']?.[0]?.value).toMatchObject({
    e_Intitule: { value: 'Été 1949-12-31 02.03.2021.pdf'.normalize('NFC') },
    'e_Date-d-obtention': { value: '2021-03-02T00:00:00' },
  });
  expect(said.events('document').map(({ path }) => path)).toContain(
    'Sorensen Gross Lukasz (00010)/DIPLÔMES/E\u0301te\u0301 1949-12-31 02.03.2021.pdf',
  );
});
