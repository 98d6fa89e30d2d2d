/** What another program may rely on: how each command ends, what it prints where, and what it leaves on disk. */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultClient } from '../../lucca/index.ts';
import { at, key, openPlace, pdf, usualRoutes, type Place } from './program.ts';

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(async () => {
  await place.close();
});

/** Every file and folder below, with its size, its mode and the time of its last write. */
function picture(folder: string): readonly string[] {
  const { mtimeMs, mode, size } = statSync(folder);
  const below = statSync(folder).isDirectory() ? readdirSync(folder).sort() : [];
  return [`${folder} ${size} ${mode} ${mtimeMs}`, ...below.flatMap((name) => picture(join(folder, name)))];
}

/** No name, path, address or key of anybody or anything here. */
function expectDiscreet(text: string): void {
  const secrets = [place.base, place.emulator.url, '127.0.0.1', key, '.pdf', 'Contrats'];
  for (const secret of secrets) expect(text).not.toContain(secret);
  for (const { lastName, mail } of place.people) {
    expect(text).not.toContain(mail);
    if (lastName.length > 3) expect(text).not.toContain(lastName);
  }
}

test.each([
  [['frobnicate'], 'frobnicate'],
  [['run', '--frobnicate'], '--frobnicate'],
  [['status', '--once'], '--once'],
  [['check', 'more'], 'more'],
  [['run', '--once', '--wait', 'soon'], 'soon'],
  [['answer', 'd_1', '--keep', '--add'], '--keep'],
  [['forget'], '--employee'],
])('%s is refused with 1 and one line that names what is wrong', async (args, names) => {
  const said = await place.run(args);
  expect(said).toMatchObject({ code: 1, out: '' });
  expect(said.err.trim().split('\n')).toEqual([expect.stringContaining(names)]);
});

test('help and version go to standard output and end with 0, wherever the data folder is', async () => {
  const data = join(place.base, 'nowhere');
  for (const args of [['--help'], ['run', '--help'], ['--version']])
    expect(await place.run(args, { data })).toMatchObject({ code: 0, err: '' });
  expect(existsSync(data)).toBe(false);
});

test('a file for each state: check tells them as the run does, and writes nothing anywhere', async () => {
  const [one, two, three, four] = place.people as [
    Place['people'][0],
    Place['people'][0],
    Place['people'][0],
    Place['people'][0],
  ];
  const twins = pdf(four, 'twins');
  place.save(at(one, 'RIB/bank.pdf'));
  place.save(at(two, 'Visites médicales/2026/2026-11-02 visit.pdf'));
  place.save('Inconnu (7)/RIB/who.pdf');
  place.save(at(three, 'Divers/what.pdf'));
  place.save(at(three, 'Contrats/~$open.docx'), 'x');
  place.save(at(three, 'Contrats/.hidden.pdf'));
  place.save(at(three, 'Contrats/draft.bak'), 'x');
  place.save(at(four, 'Contrats/a-twin.pdf'), twins);
  place.save(at(four, 'Contrats/b-twin.pdf'), twins);
  place.save(at(four, 'Contrats/broken.pdf'), pdf(four, 'broken').subarray(0, -600));
  symlinkSync('/etc/hostname', join(place.root, at(three, 'Contrats/link.pdf')));
  place.settings({ ignore: ['*.bak'] });
  const standing = {
    'who.pdf': ['attention', 'employee-unknown'],
    'what.pdf': ['attention', 'no-route'],
    '~$open.docx': ['ignored', 'temporary'],
    '.hidden.pdf': ['ignored', 'hidden'],
    'draft.bak': ['ignored', 'pattern'],
    'link.pdf': ['ignored', 'link'],
    'b-twin.pdf': ['ignored', 'duplicate'],
  };
  const statesOf = (said: Awaited<ReturnType<Place['run']>>) =>
    Object.fromEntries(
      Object.entries(said.byName()).map(([name, line]) => [name, [line['state'], line['reason']]]),
    );

  const before = picture(place.base);
  const checked = await place.run(['check', '--json']);
  expect(picture(place.base)).toEqual(before);
  expect(checked.code).toBe(2);
  expect(statesOf(checked)).toEqual({
    ...standing,
    'bank.pdf': ['ready', undefined],
    '2026-11-02 visit.pdf': ['ready', undefined],
    'a-twin.pdf': ['ready', undefined],
    'broken.pdf': ['settling', undefined],
  });
  expect(place.emulator.journal.requests.every(({ method }) => method === 'GET')).toBe(true);

  const ran = await place.run(['run', '--once', '--json', '--wait', '30']);
  expect(ran.code).toBe(2);
  expect(statesOf(ran)).toEqual({
    ...standing,
    'bank.pdf': ['filed', undefined],
    '2026-11-02 visit.pdf': ['filed', undefined],
    'a-twin.pdf': ['filed', undefined],
    'broken.pdf': ['attention', 'incomplete'],
  });
  const filed = ran.byName()['bank.pdf'];
  const members = ['at', 'event', 'id', 'path', 'state', 'employeeId', 'target', 'sha256', 'size', 'fileId'];
  expect(Object.keys(filed ?? {})).toEqual(members);
  for (const line of ran.events()) expect(line['at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(ran.events().at(-1)).toMatchObject({
    event: 'summary',
    documents: { settling: 0, ready: 0, filed: 3, waiting: 0, attention: 3, ignored: 5 },
    requests: place.emulator.journal.requests.length - Number(checked.events().at(-1)?.['requests']),
  });
  expectDiscreet(ran.err);

  const again = await place.run(['run', '--once', '--json']);
  expect(Object.keys(statesOf(again)).sort()).toEqual([...Object.keys(standing), 'broken.pdf'].sort());
  expect(place.emulator.holdings()).toHaveLength(3);

  const looked = picture(place.root);
  const after = await place.run(['check', '--json']);
  expect(statesOf(after)).toMatchObject({ 'bank.pdf': ['filed', undefined], ...standing });
  expect(picture(place.root)).toEqual(looked);
});

test('what it keeps is for its owner alone, and the journals name nobody', () => {
  const modes = readdirSync(place.data, { recursive: true }).map((name) => String(name));
  expect(modes).toEqual(expect.arrayContaining(['settings.json', 'ledger.db', 'journal.jsonl', 'logs']));
  for (const name of ['.', ...modes])
    expect([name, statSync(join(place.data, name)).mode & 0o077]).toEqual([name, 0]);
  const own = join(place.root, '.classeur');
  const inRoot = readdirSync(own).find((name) => name.startsWith('journal-')) ?? '';
  const lines = readFileSync(join(own, inRoot), 'utf8');
  expect(readFileSync(join(place.data, 'journal.jsonl'), 'utf8')).toBe(lines);
  for (const line of lines.trim().split('\n'))
    expect(line).toMatch(
      /^\{"at":"[\d-]+T[\d:.]+Z","event":"(attach|filed)","identity":"[0-9a-f]{64}","fileId":"[0-9a-f-]{36}"\}$/,
    );
  expectDiscreet(lines + readFileSync(join(place.data, 'logs', 'classeur.log'), 'utf8'));
});

test('for people each step of a document is told once', async () => {
  place.save(at(place.people[5]!, 'RIB/once.pdf'));
  const { out } = await place.run(['run', '--once']);
  const lines = out.split('\n').filter((line) => line.includes('once.pdf'));
  expect(lines.length).toBeGreaterThan(2);
  expect(new Set(lines).size).toBe(lines.length);
});

test('a ledger that is lost loses nothing and sends nothing twice', async () => {
  const held = place.emulator.holdings().length;
  const uploads = place.emulator.journal.countUploads();
  for (const name of readdirSync(place.data))
    if (name.startsWith('ledger')) rmSync(join(place.data, name), { force: true });
  const said = await place.run(['run', '--once', '--json', '--wait', '30']);
  expect(said.byName()['once.pdf']).toMatchObject({ state: 'filed' });
  expect(place.emulator.holdings()).toHaveLength(held);
  expect(place.emulator.journal.countUploads()).toBe(uploads);
});

test('the key may come by file, never by guess: without one it cannot run, with a wrong one it ends with 4', async () => {
  const credentials = join(place.base, 'credentials');
  mkdirSync(credentials);
  writeFileSync(join(credentials, 'CLASSEUR_API_KEY'), `${key}\n`);
  const none = { CLASSEUR_API_KEY: undefined, DBUS_SESSION_BUS_ADDRESS: undefined };
  const byFile = await place.run(['fields', '--json'], {
    env: { ...none, CREDENTIALS_DIRECTORY: credentials },
  });
  expect(byFile.code).toBe(0);
  expect(byFile.events('field')).toContainEqual(
    expect.objectContaining({ field: 'e_RIB', kind: 'single', name: 'RIB' }),
  );
  expect((await place.run(['run', '--once'], { env: none })).code).toBe(1);
  place.save(at(place.people[7]!, 'RIB/other.pdf'));
  for (const args of [['run', '--once', '--json'], ['check', '--json'], ['fields']]) {
    const refused = await place.run(args, { env: { CLASSEUR_API_KEY: 'wrong' } });
    expect([args[0], refused.code]).toEqual([args[0], 4]);
    expectDiscreet(refused.err);
  }
});

test('a name that a spreadsheet would run is exported as text', async () => {
  const person = place.people[6]!;
  place.emulator.setEmployee(person.id, { firstName: '=1+1', lastName: 'Formule', employeeNumber: '00777' });
  rmSync(join(place.data, 'ledger.db'));
  place.save('Formule =1+1 (00777)/Contrats/a, "b".pdf');
  await place.run(['run', '--once']);
  const { out, code } = await place.run(['history', '--csv']);
  expect(code).toBe(0);
  expect(out).toContain(`,'=1+1 Formule,`);
  expect(out).toContain('"Formule =1+1 (00777)/Contrats/a, ""b"".pdf"');
});

const target = (over: object) => ({ routes: [{ match: 'a/*', target: { field: 'e_RIB', ...over } }] });
test.each([
  ['{ // no', 'line 1, column 3'],
  [{ version: 2 }, 'version'],
  [{ colour: 'red' }, 'colour'],
  [{ tenant: { url: 'http://example.ilucca.net' } }, 'tenant.url'],
  [{ tenant: { url: 'https://ilucca.net.example.com' } }, 'tenant.url'],
  [{ tenant: { url: 'https://example.ilucca.net', api: 'v5' } }, 'tenant.api'],
  [{ root: 'somewhere' }, 'root'],
  [{ employeeFolder: '{name}' }, 'employeeFolder'],
  [{ routes: [] }, 'routes'],
  [{ routes: [...usualRoutes, { match: '/a', target: 'picture' }] }, 'routes[4].match'],
  [target({ field: 'RIB' }), 'routes[0].target.field'],
  [target({ rows: 'replace' }), 'routes[0].target.rows'],
  [target({ values: { e_x: 3 } }), 'routes[0].target.values.e_x'],
  [{ settle: { quietSeconds: '10' } }, 'settle.quietSeconds'],
])('settings %j are refused with the place %s', async (over, path) => {
  place.settings(over);
  const said = await place.run(['check', '--json']);
  expect(said).toMatchObject({ code: 1, out: '' });
  expect(said.err.trim().split('\n')).toEqual([expect.stringContaining(path)]);
  expect(said.err).not.toContain(place.base);
});

describe.each(['2024-11-01', 'mixed'])('"api": "%s"', (api) => {
  const env = { CLASSEUR_API_KEY: key, CLASSEUR_CLIENT_SECRET: defaultClient.secret };
  const speak = (): void => {
    const { url } = place.emulator;
    const oauth = { clientId: defaultClient.clientId, tokenUrl: `${url}/connect/token` };
    place.settings({ tenant: { url, api, oauth, requestsPerMinute: 1_000 } });
  };

  test('is served end to end, and check tells what is assumed of it', async () => {
    speak();
    const person = place.person('hyphens');
    const path = place.save(at(person, `Contrats/contrat ${api}.pdf`), pdf(person, `spoken ${api}`));
    const thought = await place.run(['check', '--json'], { env });
    const topic = api === 'mixed' ? 'api-file-ids' : 'api-write';
    expect(thought.events('finding')).toContainEqual(expect.objectContaining({ topic, verdict: 'assumed' }));
    const said = await place.run(['run', '--once', '--json'], { env });
    expect(
      said.events('document').find((line) => line['path'] === path && line['state'] === 'filed'),
    ).toMatchObject({
      employeeId: person.id,
      target: 'e_Contrats',
    });
    expect(place.emulator.holdings().filter(({ employeeId }) => employeeId === person.id)).not.toEqual([]);
    expectDiscreet(said.err);
    expect(said.err + said.out).not.toContain(defaultClient.secret);
    const fields = await place.run(['fields', '--json'], { env });
    expect(fields.events('field').map((line) => line['field'])).toContain('e_RIB');
    expect((await place.run(['doctor', '--json'], { env })).events('finding')).toContainEqual(
      expect.objectContaining({ topic }),
    );
  });

  test('ends with 4 and a word where no token is given', async () => {
    speak();
    const wrong = { ...env, CLASSEUR_CLIENT_SECRET: 'wrong' };
    const data = join(place.base, `refused ${api}`);
    const { url } = place.emulator;
    const oauth = { clientId: defaultClient.clientId, tokenUrl: `${url}/connect/token` };
    place.settings({ tenant: { url, api, oauth } }, data);
    const said = await place.run(['run', '--once', '--json'], { env: wrong, data });
    expect(said.code).toBe(4);
    expect(said.err).toContain('sign-in-refused');
    expect(said.err).toContain('invalid_client');
    const none = { CLASSEUR_CLIENT_SECRET: undefined };
    expect((await place.run(['fields'], { env: wrong, data })).code).toBe(4);
    expect((await place.run(['fields'], { env: none, data })).code).toBe(1);
  });
});
