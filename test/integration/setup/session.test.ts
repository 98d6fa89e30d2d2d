import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSettingsStore } from '../../../main/adapters/settings/index.ts';
import { openSetup } from '../../../main/electron/setup/session.ts';
import type { SetupSession } from '../../../main/electron/setup/session.ts';
import { noPolicy } from '../../../main/shared/policy.ts';
import { defaultKey, everyRight, startEmulator } from '../../lucca/index.ts';
import type { Emulator } from '../../lucca/index.ts';
import { samplePdf } from '../../support/sample-documents.ts';
import { keychainIn } from './kept-keys.ts';

let home: string;
let data: string;
let root: string;
let lucca: Emulator;
let kept: Map<string, string>;
let setup: SetupSession;

const keychainOf = (origin: string) => keychainIn(kept, origin);
const begin = (): SetupSession =>
  openSetup({ data, policy: noPolicy, keychain: keychainOf, requestsPerMinute: 6_000 });
const connect = (key: string | null = defaultKey.key, url = lucca.url) =>
  setup['setup.connect']({ url, key });
const readFolder = (pattern: string | null = null) => setup['setup.read-folder']({ path: root, pattern });

async function save(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), content);
}

async function everything(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = files
    .filter((entry) => entry.isFile())
    // What SQLite keeps beside its file comes and goes.
    .map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1').catch(() => ''));
  return (await Promise.all(texts)).join('\n');
}

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'classeur-setup-'));
  data = join(home, 'data');
  root = join(home, 'Salariés');
  await mkdir(data, { mode: 0o700 });
  await mkdir(root);
  kept = new Map();
  lucca = await startEmulator({ switches: { rateLimit: 0 } });
  setup = begin();
});
afterEach(async () => {
  setup.close();
  await lucca.stop();
  await rm(home, { recursive: true, force: true });
});

describe('the connection', () => {
  it('counts the employees, keeps the key in the keychain and nowhere else', async () => {
    expect(await connect()).toMatchObject({ ok: true, url: lucca.url, employees: 40 });
    expect(kept.get(lucca.url)).toBe(defaultKey.key);
    expect(await everything(data)).not.toContain(defaultKey.key);
    expect(await setup['setup.get'](undefined)).toMatchObject({ keyKept: true, results: { employees: 40 } });
  });

  it('says what the key may not do', async () => {
    lucca.addKey({
      key: 'a1b2c3d4-0000-4000-8000-000000000000',
      name: 'Peu',
      rights: { ...everyRight, readDefinitions: false, seeFormer: false },
    });
    expect(await connect('a1b2c3d4-0000-4000-8000-000000000000')).toMatchObject({
      findings: [{ what: 'fields-unseen' }, { what: 'former-hidden' }],
    });
    lucca.addKey({
      key: 'a1b2c3d4-0000-4000-8000-000000000001',
      name: 'Lecture',
      rights: { ...everyRight, sections: { Paie: 'read', Contrat: 'none' } },
    });
    expect(await connect('a1b2c3d4-0000-4000-8000-000000000001')).toMatchObject({
      findings: [
        { what: 'fields', n: 4 },
        { what: 'read-only', names: ['RIB'] },
      ],
    });
  });

  it('keeps no key that Lucca refuses, and takes the right one after it', async () => {
    expect(await connect('not-a-key')).toEqual({ ok: false, why: 'key-refused' });
    expect(kept.size).toBe(0);
    expect(await connect()).toMatchObject({ ok: true });
  });

  it.each([
    ['', 'no-address'],
    ['   ', 'no-address'],
    ['mon entreprise', 'not-an-address'],
    ['entreprise', 'not-an-address'],
    ['ftp://x.ilucca.net', 'not-an-address'],
    ['https://example.com', 'not-lucca'],
    ['https://ilucca.net.example.com', 'not-lucca'],
    ['http://127.0.0.1:1', 'offline'],
  ])('to %j: %s', async (url, why) => {
    expect(await connect('a-key', url)).toEqual({ ok: false, why });
    expect(kept.size).toBe(0);
  });

  it('asks for a key where there is none yet', async () => {
    expect(await connect(null)).toEqual({ ok: false, why: 'no-key' });
  });

  it.each([
    ['a page in place of data', 200, 'text/html', '<!doctype html><html></html>', 'web-page'],
    ['another program', 200, 'application/json', '{"hello":1}', 'not-found'],
    ['a redirect', 302, 'text/plain', '', 'not-found'],
    ['a proxy that wants a password', 407, 'text/plain', '', 'proxy'],
    ['a server in trouble', 500, 'text/plain', '', 'trouble'],
    ['a key without the right', 403, 'text/plain', '', 'not-permitted'],
  ])('tells %s apart', async (_, status, type, body, why) => {
    const other = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': type, location: '/elsewhere' }).end(body);
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    expect(await connect('a-key', `http://127.0.0.1:${String(port)}`)).toEqual({ ok: false, why });
    other.closeAllConnections();
    other.close();
  });
});

describe('the folder', () => {
  it('finds what the folders are called and whose they are, by the matcher of the work', async () => {
    for (const name of [
      'DUPONT Jean (00001)',
      'lefevre noemie (00002)',
      'Intérimaires 2025',
      'Dupont Jean (00002)',
    ])
      await mkdir(join(root, name));
    await connect();
    const report = await readFolder();
    expect(report).toMatchObject({
      ok: true,
      pattern: '{lastName} {firstName} ({employeeNumber})',
      found: true,
      matched: { count: 2 },
      unknown: { count: 1, first: [{ folder: 'Intérimaires 2025', guesses: [] }] },
      ambiguous: { count: 1, first: [{ folder: 'Dupont Jean (00002)' }] },
      cloud: false,
      writable: true,
    });
  });

  it('has no folder that the data folder lies in, or that lies in it', async () => {
    await connect();
    for (const path of [data, home])
      expect(await setup['setup.read-folder']({ path, pattern: null })).toEqual({
        ok: false,
        why: 'data-folder',
      });
  });

  it('finds folders below those of an establishment', async () => {
    await mkdir(join(root, 'Ateliers Brévanne – Nantes', 'Jean Dupont'), { recursive: true });
    await mkdir(join(root, 'Ateliers Brévanne – Nantes', 'Noémie Lefèvre'), { recursive: true });
    await connect();
    expect(await readFolder()).toMatchObject({
      pattern: '{legalEntity}/{firstName} {lastName}',
      matched: { count: 2 },
    });
  });

  it('takes a person’s word for whose folder it is, and takes it back', async () => {
    await mkdir(join(root, 'Dupont Jean (00001)'));
    await mkdir(join(root, 'Nono'));
    await connect();
    const { missing } = (await readFolder()) as { missing: number };
    const noemie = lucca.company.cast['accents'] ?? 0;
    const told = await setup['setup.who']({ folder: 'Nono', employeeId: noemie });
    expect(told).toMatchObject({ matched: { count: 2 }, unknown: { count: 0 }, missing: missing - 1 });
    expect(await setup['setup.people']({ text: 'noem' })).toMatchObject([{ id: noemie }]);
    expect(await setup['setup.who']({ folder: 'Nono', employeeId: null })).toMatchObject({
      unknown: { count: 1 },
    });
  });

  it.each([
    ['', 'no-path'],
    ['Salariés', 'not-absolute'],
    ['/nowhere/at/all', 'missing'],
  ])('has a word for %j: %s', async (path, why) => {
    await connect();
    expect(await setup['setup.read-folder']({ path, pattern: null })).toEqual({ ok: false, why });
  });

  it('of two folders named in a row keeps the last, whichever is read first', async () => {
    const small = join(home, 'Autre');
    await mkdir(join(small, 'Dupont Jean (00001)'), { recursive: true });
    for (let n = 0; n < 200; n += 1) await mkdir(join(root, `Inconnu ${String(n)}`));
    await connect();
    const slow = readFolder();
    const quick = setup['setup.read-folder']({ path: small, pattern: null });
    await Promise.all([slow, quick]);
    expect(await setup['setup.get'](undefined)).toMatchObject({ root: small, results: { folders: 1 } });
  });

  it('makes the folders that are missing, with the sub-folders, and touches none that is there', async () => {
    await save('Dupont Jean (00001)/Contrats/a.pdf', 'kept');
    await connect();
    await readFolder();
    const plan = await setup['setup.plan-folders'](undefined);
    expect(plan.drawers).toContainEqual({ name: 'Contrats', there: true });
    expect(plan.drawers).toContainEqual({ name: 'RIB', there: false });
    // "Contrats" is there for it already.
    expect(plan.drawers.map(({ name }) => name)).not.toContain('Contrats et avenants');
    expect((await readdir(root)).length).toBe(1);
    const done = await setup['setup.make-folders']({ drawers: ['Contrats', 'RIB'] });
    expect(done).toMatchObject({ made: plan.folders, failed: 0, report: { missing: 0 } });
    expect((await readdir(root)).length).toBe(plan.folders + 1);
    expect(await readdir(join(root, 'Lefèvre Noémie (00002)'))).toEqual(['Contrats', 'RIB']);
    expect(await readdir(join(root, 'Dupont Jean (00001)'))).toEqual(['Contrats']);
    expect(await readFile(join(root, 'Dupont Jean (00001)/Contrats/a.pdf'), 'utf8')).toBe('kept');
  });
});

describe('to the end', () => {
  async function office(): Promise<void> {
    await save('Dupont Jean (00001)/Contrats/contrat.pdf', await samplePdf('Contrat'));
    await save('Dupont Jean (00001)/Visites médicales/visite 2026-03-01.pdf', await samplePdf('Visite'));
    await save('Lefèvre Noémie (00002)/Coordonnées bancaires/rib.pdf', await samplePdf('RIB'));
    await save('Lefèvre Noémie (00002)/Divers/note.pdf', await samplePdf('Divers'));
    await save('Inconnu/Contrats/x.pdf', await samplePdf('Inconnu'));
  }

  it('proposes, previews without sending, and writes settings that are right', async () => {
    await office();
    await connect();
    await readFolder();
    const kinds = await setup['setup.kinds'](undefined);
    if (!kinds.ok) throw new Error(kinds.why);
    const by = Object.fromEntries(kinds.rows.map((row) => [row.name, row.choice]));
    expect(by).toMatchObject({
      Contrats: { to: 'field', field: 'e_Contrats', multiple: true },
      'Visites médicales': {
        to: 'field',
        field: 'e_Visite-medicale',
        file: 'e_Attestation',
        values: { 'e_Date-de-la-visite': '{date}' },
      },
      'Coordonnées bancaires': { to: 'field', field: 'e_RIB', multiple: false },
      Divers: { to: 'later' },
    });
    expect(await setup['setup.choose']({ id: 'divers', choice: { to: 'nothing' } })).toEqual({ ok: true });

    const preview = await setup['setup.preview'](undefined);
    expect(preview).toMatchObject({
      ok: true,
      documents: 4,
      people: 2,
      groups: { file: 3, there: 0, ask: 1, settle: 0, wait: 0, aside: 1 },
      unknownFolders: 1,
      replaces: false,
    });
    expect(await setup['setup.lines']({ group: 'ask', offset: 0, limit: 50 })).toMatchObject([
      { fileName: 'x.pdf', reason: 'employee-unknown', person: null },
    ]);
    expect(lucca.files.size).toBe(0);
    expect(lucca.journal.requests.every(({ method }) => method === 'GET')).toBe(true);
    expect(existsSync(join(root, '.classeur'))).toBe(false);

    await setup['setup.switch']({ openAtLogin: false, tray: true, notifications: true });
    expect(await setup['setup.finish'](undefined)).toEqual({ ok: true });
    await setup.finished;
    const settings = createSettingsStore({ folder: data, policy: noPolicy }).read();
    expect(settings).toMatchObject({
      ok: true,
      settings: {
        tenant: { url: lucca.url },
        root,
        ignore: ['/*/Divers/**'],
        app: { openAtLogin: false, tray: true, notifications: true },
      },
    });
    expect((await stat(join(data, 'settings.json'))).mode & 0o777).toBe(0o600);
    expect(existsSync(join(data, 'setup.json'))).toBe(false);
    expect(await everything(data)).not.toContain(defaultKey.key);
  });

  it('tells of a choice made before that Lucca’s fields speak against it now', async () => {
    await office();
    await connect();
    await readFolder();
    await setup['setup.kinds'](undefined);
    const gone = { field: 'e_Disparu', file: null, multiple: true, values: {} };
    await setup['setup.choose']({ id: 'divers', choice: { to: 'field', whenFilled: 'ask', ...gone } });
    const kinds = await setup['setup.kinds'](undefined);
    if (!kinds.ok) throw new Error(kinds.why);
    expect(kinds.rows.map(({ name, fault }) => [name, fault])).toEqual(
      kinds.rows.map(({ name }) => [name, name === 'Divers' ? 'field-unknown' : null]),
    );
  });

  it('does not call a document filed whose end nobody has seen', async () => {
    await office();
    const whole = await samplePdf('Coupé');
    await save('Dupont Jean (00001)/Contrats/coupe.pdf', whole.slice(0, whole.length - 40));
    await connect();
    await readFolder();
    await setup['setup.kinds'](undefined);
    expect(await setup['setup.preview'](undefined)).toMatchObject({
      ok: true,
      groups: { file: 3, settle: 1 },
    });
    expect(await setup['setup.lines']({ group: 'settle', offset: 0, limit: 50 })).toMatchObject([
      { fileName: 'coupe.pdf' },
    ]);
  });

  it('goes on where it was left, and asks for nothing twice', async () => {
    await office();
    await connect();
    await setup['setup.go']({ step: 'folder' });
    await readFolder();
    await setup['setup.who']({ folder: 'Inconnu', employeeId: lucca.company.cast['hyphens'] ?? 0 });
    await setup['setup.go']({ step: 'kinds' });
    await setup['setup.kinds'](undefined);
    await setup['setup.choose']({ id: 'divers', choice: { to: 'nothing' } });
    expect((await stat(join(data, 'setup.json'))).mode & 0o777).toBe(0o600);
    setup.close();

    setup = begin();
    expect(await setup['setup.get'](undefined)).toMatchObject({
      step: 'kinds',
      url: lucca.url,
      root,
      results: { employees: 40, folders: 3, kinds: 3 },
    });
    const kinds = await setup['setup.kinds'](undefined);
    if (!kinds.ok) throw new Error(kinds.why);
    expect(kinds.rows.find((row) => row.name === 'Divers')?.choice).toEqual({ to: 'nothing' });
    expect(await setup['setup.preview'](undefined)).toMatchObject({ people: 3, groups: { ask: 0, file: 4 } });
  });

  it('lays aside settings that somebody else put there meanwhile', async () => {
    await office();
    await connect();
    await readFolder();
    await setup['setup.kinds'](undefined);
    await writeFile(join(data, 'settings.json'), '{ "mine": 1 }');
    await setup['setup.finish'](undefined);
    expect(await readFile(join(data, 'settings.previous.json'), 'utf8')).toBe('{ "mine": 1 }');
  });

  it('says that the key is refused, or that Lucca is away, instead of a preview', async () => {
    await office();
    await connect();
    await readFolder();
    await setup['setup.kinds'](undefined);
    lucca.revokeKey(defaultKey.key);
    expect(await setup['setup.preview'](undefined)).toEqual({ ok: false, why: 'key-refused' });
    await lucca.stop();
    expect(await setup['setup.preview'](undefined)).toEqual({ ok: false, why: 'offline' });
  });
});
