/** What an organisation's policy does to the program, seen from outside: what wins, what is told, what is refused. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, builtProgram, openPlace, usualRoutes, type Place, type Said } from './program.ts';

let place: Place;
let file: string;
let program: string;
beforeAll(async () => {
  place = await openPlace();
  file = join(place.base, 'policy.json');
  program = await builtProgram('policed-cli');
});
afterAll(() => place.close());
beforeEach(() => {
  rmSync(file, { recursive: true, force: true });
  place.settings();
});

const lay = (settings: object, more: object = {}): void =>
  writeFileSync(file, JSON.stringify({ version: 1, settings, ...more }), { mode: 0o644 });
const run = (args: readonly string[], data?: string): Promise<Said> =>
  place
    .start(args, {
      program,
      env: { TEST_POLICY: file, LC_ALL: 'en_GB.UTF-8' },
      ...(data === undefined ? {} : { data }),
    })
    .ended();

const everyCommand = [
  ['run', '--once'],
  ['check'],
  ['status'],
  ['history'],
  ['retry'],
  ['answer', 'd_1', '--keep'],
  ['folders', '--dry-run'],
  ['fields'],
  ['doctor'],
  ['forget', '--employee', '1'],
  ['secret', 'clear'],
] as const;

describe('what the policy says', () => {
  test('goes before settings.json, and check says what and where', async () => {
    const person = place.person('first');
    place.save(at(person, 'RIB/rib.pdf'));
    place.settings({ root: join(place.base, 'nowhere'), language: 'en' });
    expect((await run(['check'])).code).toBe(1);
    lay({ root: place.root, app: { tray: false } }, { allowedHosts: ['lucca.corp.example'] });
    const said = await run(['check', '--json']);
    expect(said.code).toBe(0);
    expect(said.err).not.toContain(file);
    expect(said.events('policy')).toMatchObject([
      { event: 'policy', file, settings: ['root', 'app.tray'], allowedHosts: ['lucca.corp.example'] },
    ]);
    expect(said.byName()['rib.pdf']).toMatchObject({ state: 'ready' });
    const told = await run(['check']);
    expect(told.out).toContain(`Your organisation has set these settings (${file}): root, app.tray`);
    expect(told.out).toContain('lucca.corp.example');
    expect((await run(['doctor', '--json'])).events('policy')).toHaveLength(1);
  });

  test('is not told where there is none', async () => {
    expect((await run(['check', '--json'])).events('policy')).toEqual([]);
  });

  test('is spoken: its language goes before the settings’, and holds where there are no settings', async () => {
    lay({ language: 'fr' });
    expect((await run(['history'])).out).toBe('Aucun reçu.\n');
    expect((await run(['check'], join(place.base, 'none'))).err).toContain('il n’y a pas de settings.json');
    rmSync(file);
    expect((await run(['history'])).out).toBe('No receipts.\n');
  });

  test('may say all: settings.json then says that this data folder is set up, and its version', async () => {
    const data = join(place.base, 'bare');
    const { url } = place.emulator;
    lay({
      tenant: { url, requestsPerMinute: 1_000 },
      root: place.root,
      employeeFolder: '{lastName} {firstName} ({employeeNumber})',
      routes: usualRoutes,
      settle: { quietSeconds: 0.2 },
    });
    place.save(at(place.person('first'), 'Contrats/contrat.pdf'));
    expect(await run(['run', '--once', '--json'], data)).toMatchObject({ code: 1, out: '' });
    mkdirSync(data);
    writeFileSync(join(data, 'settings.json'), '{ "version": 1 }');
    const said = await run(['run', '--once', '--json', '--wait', '60'], data);
    expect(said.byName()['contrat.pdf']).toMatchObject({ state: 'filed' });
    expect(readFileSync(join(data, 'settings.json'), 'utf8')).toBe('{ "version": 1 }');
  });

  test('that does not go with the settings is refused by its own name', async () => {
    place.settings({ tenant: { url: 'https://example.ilucca.net' } });
    lay({ tenant: { requestsPerMinute: 900 } });
    const said = await run(['check']);
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(said.err).toContain(`(${file})`);
    expect(said.err).toContain('settings.tenant.requestsPerMinute: expected at most 50');
  });
});

describe('a policy that cannot be used', () => {
  const wrong = {
    'is no JSON': [() => writeFileSync(file, '{ "version": 1,'), /line 1, column 16: expected JSON/],
    'names no setting': [() => lay({ rot: '/srv' }), /settings\.rot: is not a known setting/],
    'allows a host that is none': [
      () => lay({}, { allowedHosts: ['https://x.example'] }),
      /allowedHosts\[0\]: expected a host/,
    ],
    'may be written by others': [
      () => {
        lay({});
        chmodSync(file, 0o666);
      },
      /others than root may change .*sudo chown root .*chmod go-w/,
    ],
  } as const satisfies Record<string, readonly [() => void, RegExp]>;

  test.each(Object.keys(wrong) as (keyof typeof wrong)[])(
    'it %s: stops a run, and names file and remedy',
    async (how) => {
      const [spoil, remedy] = wrong[how];
      spoil();
      const requests = place.emulator.journal.requests.length;
      const said = await run(['run', '--once', '--json']);
      expect(said).toMatchObject({ code: 1, out: '' });
      expect(said.err.trim().split('\n')).toEqual([expect.stringMatching(remedy)]);
      expect(said.err).toContain(file);
      expect(place.emulator.journal.requests).toHaveLength(requests);
    },
  );

  test.each(everyCommand.map((args) => [args]))('no command goes on without it: %j', async (args) => {
    writeFileSync(file, 'no policy');
    const before = readdirSync(place.data).sort();
    const said = await run(args);
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(said.err).toContain(file);
    expect(readdirSync(place.data).sort()).toEqual(before);
  });

  test('help and version are told all the same', async () => {
    writeFileSync(file, 'no policy');
    for (const args of [['--help'], ['--version']])
      expect(await run(args)).toMatchObject({ code: 0, err: '' });
  });

  test('the program as it ships looks at the one place of the machine, whatever the environment says', async () => {
    writeFileSync(file, 'no policy');
    const env = {
      TEST_POLICY: file,
      CLASSEUR_POLICY: file,
      ProgramData: place.base,
      XDG_CONFIG_DIRS: place.base,
    };
    expect(await place.run(['history'], { env })).toMatchObject({ code: 0, err: '' });
    expect((await place.run(['history', '--policy', file])).err).toContain('--policy');
  });
});
