import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeFolderLock } from '../../../main/adapters/data-folder/folder-lock.ts';
import { folderOf } from '../../support/tree/index.ts';
import { key, openOffice, type Office } from './office.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
  office.settings();
});
afterEach(async () => {
  await office.close();
});

/** Every file below the office by path, time and content. */
function picture(): string[] {
  return readdirSync(office.base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map(
      (path) =>
        `${path} ${statSync(path).mtimeMs} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`,
    );
}

/** What an agent on another computer leaves in the root while it works. */
function writeLease(root: string, host: string): void {
  const holder = {
    agentId: 'other',
    host,
    folder: '1:1',
    machine: 'x',
    boot: 'x',
    pidSpace: null,
    pid: 1,
    startedAt: null,
  };
  const record = {
    holder,
    nonce: 'n',
    beats: 1,
    at: Date.now(),
    released: false,
    quietUntil: 0,
    formerly: [],
  };
  writeFileSync(join(root, '.classeur', 'lease-1'), JSON.stringify(record));
}

/** Nothing personal on standard error, whatever happened: no name, path, address or key. */
function expectDiscreet(errors: readonly string[]): void {
  const text = errors.join('\n');
  for (const secret of [office.base, office.root, office.emulator.url, '127.0.0.1', '1f0e1d5c', '.pdf'])
    expect(text).not.toContain(secret);
  for (const { lastName } of office.people) if (lastName.length > 3) expect(text).not.toContain(lastName);
}

describe('run --once', () => {
  test('files what is there, tells each document, and ends with a summary and 0', async () => {
    const [one, two] = [office.people[0]!, office.people[1]!];
    const path = office.save(one, 'RIB/rib.pdf');
    office.save(two, 'Contrats/contrat.pdf');
    const said = await office.classeur(['run', '--once', '--json']);
    expectDiscreet(said.errors);
    expect(said.code).toBe(0);
    const bytes = readFileSync(join(office.root, path));
    const filed = said
      .eventsOf('document')
      .find((event) => event['path'] === path && event['state'] === 'filed');
    const fileId = office.emulator.holdings().find(({ employeeId }) => employeeId === one.id)?.fileId;
    expect(filed).toMatchObject({
      employeeId: one.id,
      target: 'e_RIB',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
      fileId,
    });
    for (const event of said.events) expect(event['at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const summary = said.events.at(-1)!;
    expect(summary).toMatchObject({ event: 'summary', throttled: 0, orphans: 0 });
    expect(summary['documents']).toEqual({
      settling: 0,
      ready: 0,
      uploading: 0,
      uploaded: 0,
      attaching: 0,
      filed: 2,
      waiting: 0,
      attention: 0,
      ignored: 0,
    });
    expect(summary['requests']).toBe(office.emulator.journal.requests.length);
  });

  test('asks, and ends with 2; a second run announces the question again and sends nothing twice', async () => {
    office.save('Inconnu Personne (99999)', 'RIB/a.pdf');
    office.save(office.people[0]!, 'RIB/rib.pdf');
    const first = await office.classeur(['run', '--once', '--json']);
    expect(first.code).toBe(2);
    const uploads = office.emulator.journal.countUploads();
    const second = await office.classeur(['run', '--once', '--json']);
    expect(second.code).toBe(2);
    expect(second.eventsOf('document').map(({ path, state, reason }) => ({ path, state, reason }))).toEqual([
      { path: 'Inconnu Personne (99999)/RIB/a.pdf', state: 'attention', reason: 'employee-unknown' },
    ]);
    expect(office.emulator.journal.countUploads()).toBe(uploads);
  });

  test('a refused key ends it at once with 4', async () => {
    office.save(office.people[0]!, 'RIB/rib.pdf');
    const said = await office.classeur(['run', '--once', '--json', '--wait', '60'], {
      env: { CLASSEUR_API_KEY: 'another-key' },
    });
    expect(said.code).toBe(4);
    expectDiscreet(said.errors);
    expect((said.events.at(-1)!['seconds'] as number) < 30).toBe(true);
    expect((await office.classeur(['run', '--once'])).code).toBe(0);
  });

  test('what is not finished in time makes 3, and nothing of it is lost', async () => {
    office.settings({ quietSeconds: 60 });
    const path = office.save(office.people[0]!, 'RIB/rib.pdf');
    const said = await office.classeur(['run', '--once', '--json', '--wait', '0.5']);
    expect(said.code).toBe(3);
    expect(said.eventsOf('document')).toMatchObject([{ path, state: 'settling' }]);
    office.settings();
    expect((await office.classeur(['run', '--once'])).code).toBe(0);
  });

  test('waits for the lease, says who has it, and ends with 3', async () => {
    office.save(office.people[0]!, 'RIB/rib.pdf');
    mkdirSync(join(office.root, '.classeur'));
    writeLease(office.root, 'PC-COMPTA');
    const said = await office.classeur(['run', '--once', '--wait', '1']);
    expect(said.code).toBe(3);
    expect(said.lines.join('\n')).toContain('PC-COMPTA');
    expect(office.emulator.journal.countUploads()).toBe(0);
    const empty = await office.classeur(['run', '--once', '--wait', '1']);
    expect(empty.code).toBe(3);
  });

  test.each([
    ['no settings', () => rmSync(join(office.data, 'settings.json')), /settings\.json/],
    [
      'settings that are not JSON',
      () => writeFileSync(join(office.data, 'settings.json'), '{ "version": 1,, }'),
      /line 1, column \d+/,
    ],
    [
      'settings that are wrong',
      () => office.settings({ more: { routes: [{ match: 'RIB/*', target: { field: 'RIB' } }] } }),
      /routes\[0\]\.target/,
    ],
    ['an unknown setting', () => office.settings({ more: { colour: 'red' } }), /colour/],
    ['no root', () => rmSync(office.root, { recursive: true }), /root/],
  ])('with %s it cannot run: one line says what to do, and 1', async (_, spoil, says) => {
    spoil();
    const said = await office.classeur(['run', '--once', '--json']);
    expect(said.code).toBe(1);
    expect(said.errors).toHaveLength(1);
    expect(said.errors[0]).toMatch(says);
    expect(said.lines).toEqual([]);
    expectDiscreet(said.errors);
  });

  test.each([['run', '--once'], ['run']])(
    'on a cloud drive where another agent works it is refused: %s %s',
    async (...args) => {
      const root = join(office.base, 'OneDrive - Exemple', 'RH');
      mkdirSync(join(root, '.classeur'), { recursive: true });
      office.settings({ root });
      writeLease(root, 'PC-COMPTA');
      const said = await office.classeur(args);
      expect(said.code).toBe(1);
      expect(said.errors.at(-1)).toContain('cloud drive');
    },
  );

  test.each([['check'], ['run', '--once'], ['folders', '--dry-run']])(
    '%s: refuses a root that is entangled with the data folder, and makes nothing',
    async (...args) => {
      const before = picture();
      for (const root of [office.data, join(office.data, 'Salariés'), office.base]) {
        mkdirSync(root, { recursive: true });
        office.settings({ root });
        const said = await office.classeur(args);
        expect(said.code, root).toBe(1);
        expect(said.errors).toEqual([expect.stringContaining('lie in one another')]);
        rmSync(join(office.data, 'Salariés'), { recursive: true, force: true });
      }
      office.settings();
      const names = (all: readonly string[]) => all.map((line) => line.split(' ')[0]);
      expect(names(picture())).toEqual(names(before));
    },
  );

  test('a data folder that another agent works on is refused with 1', async () => {
    const lock = takeFolderLock(office.data);
    const said = await office.classeur(['run', '--once']);
    lock?.release();
    expect(said.code).toBe(1);
    expect(said.errors).toEqual([expect.stringContaining('already')]);
  });

  test('what went over the wire is recorded without anything personal', async () => {
    const one = office.people[0]!;
    office.save(one, 'RIB/rib.pdf');
    const file = join(office.base, 'traffic.jsonl');
    await office.classeur(['run', '--once', '--record', file]);
    const text = readFileSync(file, 'utf8');
    expect(text.trim().split('\n').length).toBe(office.emulator.journal.requests.length);
    expect(text).toContain(office.emulator.holdings()[0]!.fileId);
    for (const secret of [one.lastName, one.firstName, one.mail, 'rib.pdf', '1f0e1d5c', '127.0.0.1'])
      expect(text).not.toContain(secret);
    expect(statSync(file).mode & 0o077).toBe(0);
  });
});

describe('check', () => {
  test('says what would happen to each file and writes nothing anywhere', async () => {
    const one = office.people[0]!;
    office.save(one, 'RIB/filed.pdf');
    expect(await office.start(['run', '--once']).ended()).toBe(0);
    office.save(one, 'Contrats/new.pdf');
    office.save('Inconnu Personne (99999)', 'RIB/a.pdf');
    writeFileSync(join(office.root, folderOf(one), 'RIB', '~$rib.docx'), 'x');
    office.settings({ quietSeconds: 3_000 });
    const before = picture();
    const { uploads, writes } = {
      uploads: office.emulator.journal.countUploads(),
      writes: office.emulator.journal.countWrites(),
    };
    const said = await office.classeur(['check', '--json']);
    expect(picture()).toEqual(before);
    expect([office.emulator.journal.countUploads(), office.emulator.journal.countWrites()]).toEqual([
      uploads,
      writes,
    ]);
    const found = Object.fromEntries<readonly unknown[]>(
      said
        .eventsOf('document')
        .map((event) => [String(event['path']).split('/').at(-1) ?? '', [event['state'], event['reason']]]),
    );
    expect(found).toEqual({
      'filed.pdf': ['filed', undefined],
      'new.pdf': ['ready', undefined],
      'a.pdf': ['attention', 'employee-unknown'],
      '~$rib.docx': ['ignored', 'temporary'],
    });
    expect(said.events.at(-1)).toMatchObject({ event: 'summary' });
    expect(said.code).toBe(2);
  });

  test('needs no ledger, and makes none', async () => {
    office.save(office.people[0]!, 'RIB/rib.pdf');
    const before = picture();
    const said = await office.classeur(['check']);
    expect(said.code).toBe(0);
    expect(said.lines.join('\n')).toContain('would be filed');
    expect(picture()).toEqual(before);
  });
});

describe('status and history', () => {
  test('status tells what is not filed, and the worst by its exit code', async () => {
    office.save(office.people[0]!, 'RIB/rib.pdf');
    office.save('Inconnu Personne (99999)', 'RIB/a.pdf');
    await office.classeur(['run', '--once']);
    const said = await office.classeur(['status', '--json']);
    expect(said.code).toBe(2);
    expect(said.eventsOf('document')).toMatchObject([
      { path: 'Inconnu Personne (99999)/RIB/a.pdf', state: 'attention', reason: 'employee-unknown' },
    ]);
    expect(said.events.at(-1)).toMatchObject({ event: 'summary', documents: { filed: 1, attention: 1 } });
    const people = await office.classeur(['status']);
    expect(people.lines.join('\n')).toMatch(/classeur answer d_\w+ --employee ID \| --ignore/);
  });

  test('history exports receipts, newest first, with cells that no spreadsheet runs', async () => {
    const one = office.people[0]!;
    office.save(one, 'RIB/first.pdf');
    await office.classeur(['run', '--once']);
    office.save(one, 'Contrats/=SUM(A1).pdf');
    await office.classeur(['run', '--once']);
    const events = (await office.classeur(['history', '--json'])).events;
    expect(events.map(({ event, target, employeeId }) => ({ event, target, employeeId }))).toEqual([
      { event: 'receipt', target: 'e_Contrats', employeeId: one.id },
      { event: 'receipt', target: 'e_RIB', employeeId: one.id },
    ]);
    const csv = await office.classeur(['history', '--csv']);
    expect(csv.code).toBe(0);
    expect(csv.lines).toHaveLength(3);
    expect(csv.lines[0]).toMatch(/^filedAt,employeeId,/);
    expect(csv.lines[2]).toContain(`${one.firstName} ${one.lastName}`);
  });
});

describe('answer and retry', () => {
  const asking = async (): Promise<string> => {
    const said = await office.classeur(['status', '--json']);
    return String(said.eventsOf('document').find(({ state }) => state === 'attention')!['id']);
  };

  test('an answer without a running agent is taken at once, and the next run files', async () => {
    const path = office.save('Inconnu Personne (99999)', 'RIB/a.pdf');
    await office.classeur(['run', '--once']);
    const who = office.people[3]!;
    const said = await office.classeur([
      'answer',
      await asking(),
      '--employee',
      String(who.id),
      '--always',
      '--json',
    ]);
    expect(said).toMatchObject({ code: 0, events: [{ event: 'answer', taken: true }] });
    expect((await office.classeur(['status'])).code).toBe(3);
    const run = await office.classeur(['run', '--once', '--json']);
    expect(run.code).toBe(0);
    expect(run.eventsOf('document').at(-1)).toMatchObject({ path, state: 'filed', employeeId: who.id });
    office.save('Inconnu Personne (99999)', 'Contrats/b.pdf');
    expect((await office.classeur(['run', '--once'])).code).toBe(0);
  });

  test.each([
    [['d_none', '--ignore'], /d_none.*unknown/],
    [['ID', '--keep'], /does not fit/],
    [['ID', '--employee', '999999'], /directory/],
  ])('an answer that cannot be is refused, and nothing changes: %s', async (words, says) => {
    office.save('Inconnu Personne (99999)', 'RIB/a.pdf');
    await office.classeur(['run', '--once']);
    const id = await asking();
    const said = await office.classeur(['answer', ...words.map((word) => (word === 'ID' ? id : word))]);
    expect(said.code).toBe(1);
    expect(said.errors.at(-1)).toMatch(says);
    expect(await asking()).toBe(id);
  });

  test('retry of a document that is not known names it', async () => {
    expect(await office.classeur(['retry', 'd_none'])).toMatchObject({
      code: 1,
      errors: [expect.stringContaining('d_none')],
    });
    expect((await office.classeur(['retry'])).code).toBe(0);
  });
});

describe('folders, fields and doctor', () => {
  test('folders makes what is missing, once; a dry run only says so', async () => {
    const dry = await office.classeur(['folders', '--dry-run', '--json']);
    expect(dry.code).toBe(0);
    expect(readdirSync(office.root)).toEqual([]);
    const real = await office.classeur(['folders', '--json']);
    expect(real.eventsOf('folder').map(({ path }) => path)).toEqual(
      dry.eventsOf('folder').map(({ path }) => path),
    );
    const made = real.eventsOf('folder').map(({ path }) => String(path));
    for (const path of made) expect(existsSync(join(office.root, path))).toBe(true);
    expect(made.some((path) => path.endsWith('/Visites médicales'))).toBe(true);
    expect((await office.classeur(['folders', '--json'])).eventsOf('folder')).toEqual([]);
  });

  test('fields lists what can hold a file, and nothing else', async () => {
    const said = await office.classeur(['fields', '--json']);
    expect(said.code).toBe(0);
    const fields = said.eventsOf('field');
    expect(fields).toContainEqual(
      expect.objectContaining({ field: 'e_RIB', file: null, kind: 'single', name: 'RIB' }),
    );
    expect(fields).toContainEqual(
      expect.objectContaining({ field: 'e_Visite-medicale', file: 'e_Attestation', kind: 'multiple' }),
    );
    expect(fields.some(({ field }) => field === 'e_secondName')).toBe(false);
  });

  test('doctor reads only, and says what the key may not', async () => {
    const well = await office.classeur(['doctor', '--json']);
    expect(well.code).toBe(0);
    expect(well.eventsOf('finding').filter(({ verdict }) => verdict === 'no')).toEqual([]);
    expect(office.emulator.journal.requests.every(({ method }) => method === 'GET')).toBe(true);
    expect(readdirSync(office.root)).toEqual([]);
    office.save(office.people[0]!, 'RIB/rib.pdf');
    await office.classeur(['run', '--once']);
    const shown = await office.classeur(['doctor', '--json']);
    const ofBank = { topic: 'target-shown', target: 'e_RIB' };
    expect(shown.eventsOf('finding')).toContainEqual(expect.objectContaining({ ...ofBank, verdict: 'ok' }));
    office.emulator.setRights('Classeur', { sections: { Paie: 'none' } });
    const hidden = await office.classeur(['doctor', '--json']);
    expect(hidden.code).toBe(2);
    expect(hidden.eventsOf('finding')).toContainEqual(expect.objectContaining({ ...ofBank, verdict: 'no' }));
    const refused = await office.classeur(['doctor'], { env: { CLASSEUR_API_KEY: 'wrong' } });
    expect(refused.code).toBe(4);
  });

  test('doctor with a test employee files one document where nothing stands', async () => {
    const who = office.people[2]!.id;
    const said = await office.classeur(['doctor', '--employee', String(who), '--json']);
    for (const topic of ['upload', 'write'])
      expect(said.eventsOf('finding')).toContainEqual(expect.objectContaining({ topic, verdict: 'ok' }));
    expect(office.emulator.journal.countUploads()).toBe(1);
    expect(office.emulator.holdings()).toMatchObject([{ employeeId: who, fileName: 'classeur-test.pdf' }]);
  });
});

describe('forget', () => {
  test('leaves nothing of the person in the data folder and the journals, and says what it cannot reach', async () => {
    const who = office.people[0]!;
    office.save(who, 'RIB/rib.pdf');
    office.save(office.people[1]!, 'RIB/rib.pdf', 'other');
    await office.classeur(['run', '--once']);
    const journal = readdirSync(join(office.root, '.classeur')).find((name) => name.startsWith('journal-'))!;
    const fileId = office.emulator.holdings().find(({ employeeId }) => employeeId === who.id)!.fileId;
    expect(readFileSync(join(office.root, '.classeur', journal), 'utf8')).toContain(fileId);
    writeFileSync(join(office.data, 'ledger.damaged-2026.db'), who.lastName);
    const said = await office.classeur(['forget', '--employee', String(who.id), '--json']);
    expect(said).toMatchObject({
      code: 0,
      events: [{ event: 'forgotten', documents: 1, receipts: 1, damagedLedgers: 1 }],
    });
    expect(said.events[0]!['notReached']).toContain('lucca');
    const places = [
      ...readdirSync(office.data, { recursive: true }).map((name) => join(office.data, String(name))),
      join(office.root, '.classeur', journal),
    ];
    for (const path of places.filter((one) => statSync(one).isFile()))
      for (const trace of [fileId, who.mail, `${who.lastName} ${who.firstName}`])
        expect({
          path,
          found: readFileSync(path, 'latin1').includes(Buffer.from(trace).toString('latin1')),
        }).toEqual({ path, found: false });
    expect((await office.classeur(['history', '--json'])).events).toHaveLength(1);
  });
});

describe('secret set', () => {
  test.each([
    ['', /no key was read/],
    ['  \n', /no key was read/],
    ['lucca application=1f0e1d5c', /is no key/],
    ['first\nsecond\n', /is no key/],
  ])('what is no key is not kept: %j', async (typed, says) => {
    const said = await office.classeur(['secret', 'set'], { input: () => Promise.resolve(typed) });
    expect(said).toMatchObject({ code: 1, errors: [expect.stringMatching(says)] });
    expectDiscreet(said.errors);
  });

  test('without a key nowhere the agent says where one goes, and does not begin', async () => {
    const said = await office.classeur(['run', '--once'], { env: {} });
    expect(said.code).toBe(1);
    expect(said.errors.join()).toMatch(/CLASSEUR_API_KEY|environment/);
    expect(office.emulator.journal.requests).toEqual([]);
  });

  test('a file of that name in the credentials folder is a key', async () => {
    writeFileSync(join(office.base, 'CLASSEUR_API_KEY'), `${key}\n`);
    const said = await office.classeur(['fields'], { env: { CREDENTIALS_DIRECTORY: office.base } });
    expect(said.code).toBe(0);
  });
});
