/** What the administrator is told before the first scan: of the key, of each route, and of a write on a test employee. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultClient, defaultKey } from '../../lucca/index.ts';
import { at, key, openPlace, pdf, type Line, type Place, type Said } from '../contract/program.ts';
import { apis, tenantOf, type Api } from './tenant.ts';

let place: Place;
beforeEach(async () => (place = await openPlace()));
afterEach(() => place.close());

const env = { CLASSEUR_API_KEY: key, CLASSEUR_CLIENT_SECRET: defaultClient.secret };

const speak = (api: Api, more: object = {}): void =>
  place.settings({ tenant: tenantOf(api, place.emulator.url, 1_000), ...more });

const found = (said: Said, topic: string): readonly Line[] =>
  said.events('finding').filter((line) => line['topic'] === topic);
const verdictOf = (said: Said, topic: string): unknown => found(said, topic)[0]?.['verdict'];

const contracts = { match: 'Contrats/**', target: { field: 'e_Contrats', multiple: true } };
const bank = { match: 'RIB/*', target: { field: 'e_RIB', multiple: false } };

describe.each(apis)('"api": "%s": doctor', (api) => {
  it('reads only, where nobody is named', async () => {
    speak(api, { routes: [contracts, bank] });
    const said = await place.run(['doctor', '--json'], { env });
    expect(said.code, said.out).toBe(0);
    expect(verdictOf(said, 'route-served')).toBe('ok');
    expect([verdictOf(said, 'upload'), verdictOf(said, 'write')]).toEqual(['assumed', 'assumed']);
    const sent = place.emulator.journal.requests.filter(({ method }) => method !== 'GET');
    expect(sent.filter(({ path }) => path !== '/connect/token')).toEqual([]);
  });

  it('files one document onto an empty field of the test employee', async () => {
    const { id } = place.person('hyphens');
    // What stands there is not touched, though its route comes first.
    const old = place.emulator.addFile({ name: 'old.pdf', bytes: Buffer.from('%PDF old') });
    place.emulator.setValue(id, 'e_RIB', { id: old.id });
    speak(api, { routes: [bank, contracts], readBack: api === '2024-11-01' });
    const said = await place.run(['doctor', '--employee', String(id), '--json'], { env });
    expect([verdictOf(said, 'upload'), verdictOf(said, 'write')], said.out).toEqual(['ok', 'ok']);
    expect(
      place.emulator.holdings().map(({ employeeId, field, fileName }) => [employeeId, field, fileName]),
    ).toEqual([
      [id, 'e_RIB', 'old.pdf'],
      [id, 'e_Contrats', 'classeur-test.pdf'],
    ]);
    const readBack = found(said, 'api-read-back').map((line) => line['verdict']);
    expect(readBack).toEqual(api === '2024-11-01' ? ['assumed', 'ok'] : []);
    // The second time something stands there: what is left to find out is said.
    const again = await place.run(['doctor', '--employee', String(id), '--json'], { env });
    expect(found(again, 'write')).toMatchObject([{ verdict: 'assumed', code: 'no-empty-field' }]);
    expect(place.emulator.holdings()).toHaveLength(2);
  });

  it('says that a write is refused', async () => {
    const { id } = place.person('hyphens');
    speak(api, { routes: [contracts] });
    if (api === '2024-11-01') place.emulator.switches.extensionWrites = 'closed';
    else place.emulator.setRights('Classeur', { ...defaultKey.rights, writeUsers: false });
    const said = await place.run(['doctor', '--employee', String(id), '--json'], { env });
    expect(said.code).toBe(2);
    expect(found(said, 'write')).toMatchObject([{ verdict: 'no', target: 'e_Contrats' }]);
    expect(place.emulator.holdings()).toEqual([]);
  });
});

const wrong: readonly (readonly [string, object, string])[] = [
  ['does not exist', { field: 'e_Inexistant', multiple: true }, 'field-unknown'],
  ['holds a text', { field: 'e_secondName', multiple: false }, 'field-unknown'],
  ['has no such part', { field: 'e_Visite-medicale', file: 'e_Rien', multiple: true }, 'part-unknown'],
  ['has a part that is a date', { field: 'e_Visite-medicale', file: 'e_Date-de-la-visite' }, 'no-file'],
  ['has parts, of which none is named', { field: 'e_Visite-medicale' }, 'part-needed'],
  ['takes one value and not several', { field: 'e_RIB', multiple: true }, 'kind-differs'],
];

describe.each(apis)('"api": "%s": a route', (api) => {
  it('to a field that cannot take files is told when it is set, whatever lies in the tree', async () => {
    const routes = [contracts, ...wrong.map(([name, target]) => ({ match: `${name}/*`, target }))];
    speak(api, { routes });
    const expected = wrong.map(([, , why], index) => ({ verdict: 'no', route: index + 1, why }));
    const checked = await place.run(['check', '--json'], { env });
    expect(found(checked, 'route-served')).toMatchObject(expected);
    const examined = await place.run(['doctor', '--json'], { env });
    expect(found(examined, 'route-served')).toMatchObject(expected);
    expect(examined.code).toBe(2);
    const ran = await place.run(['run', '--once', '--json'], { env });
    for (const [index, [, , why]] of wrong.entries())
      expect(ran.err).toMatch(new RegExp(`route-not-served.*route[^0-9]*${index + 1}\\b.*${why}`));
    expect(place.emulator.files.size).toBe(0);
    // Also when the fields are known from before, and the settings are new.
    const again = await place.run(['run', '--once', '--json'], { env });
    expect(again.err).toContain('route-not-served');
    const words = await place.run(['check'], { env });
    expect(words.out).toContain('the field has sub-fields: name one in "file"');
  });

  it('that is served is not told of, nor asked about twice', async () => {
    speak(api, { routes: [contracts, bank] });
    const person = place.person('accents');
    place.save(at(person, 'Contrats/un.pdf'), pdf(person, 'un'));
    const ran = await place.run(['run', '--once', '--json'], { env });
    expect(ran.err).not.toContain('route-not-served');
    const definitions = (): number =>
      place.emulator.journal.requests.filter(({ path }) => /definitions|userproperties/.test(path)).length;
    const before = definitions();
    await place.run(['run', '--once', '--json'], { env });
    expect(definitions()).toBe(before);
    expect(found(await place.run(['check', '--json'], { env }), 'route-served')).toEqual([]);
  });
});

it.each([
  ['2024-11-01', 'honoured', ['assumed', 'ok']],
  ['mixed', 'honoured', ['assumed', 'ok']],
  ['2024-11-01', 'ignored', ['assumed', 'no']],
  ['2024-11-01', 'absent', ['assumed', 'no']],
  ['v3', 'honoured', ['no']],
] as const)('"api": "%s" where ETags are %s: doctor finds it out', async (api, etags, verdicts) => {
  place.emulator.switches.etags = etags;
  speak(api, { tenant: { ...tenantOf(api, place.emulator.url, 1_000), etags: true }, routes: [contracts] });
  const said = await place.run(['doctor', '--json'], { env });
  expect(found(said, 'api-etags').map((line) => line['verdict'])).toEqual(verdicts);
  expect(said.code).toBe(verdicts.includes('no' as never) ? 2 : 0);
});
