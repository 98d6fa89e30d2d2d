/** After a working life of every kind of trouble: what is on disk and on standard error, and who allowed it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDriver } from '../../../main/adapters/ledger/driver.ts';
import { pdf, type Said } from '../contract/program.ts';
import { litter, marks, openOffice, type Office } from './office.ts';
import { filesBelow, findings, tracesIn, type Kind, type Trace } from './traces.ts';

/** What may stand where, and the sentence of the contract, or of the design, that says so. What is not here may not. */
const allowed: readonly { readonly file: string; readonly kinds: readonly Kind[]; readonly says: string }[] =
  [
    {
      file: 'settings.json',
      kinds: ['place', 'tenant'],
      says: 'interface.md, settings.json: "root" and "tenant.url" must be given',
    },
    {
      file: 'ledger.db',
      kinds: ['name', 'number', 'mail', 'login', 'file'],
      says: 'interface.md: status and history show what stands in the ledger, path and person; employeeFolder lists the keys that match them. design.md: the directory is the employees with the keys to match them',
    },
    {
      file: 'ledger.db-wal',
      kinds: ['name', 'number', 'mail', 'login', 'file'],
      says: 'interface.md, Data folder: ledger.db with its -wal, -shm',
    },
  ];

/** Of the ledger, by table and column. */
const allowedInLedger: Readonly<Record<string, readonly Kind[]>> = {
  'employees.first_name': ['name'],
  'employees.last_name': ['name'],
  'employees.employee_number': ['number'],
  'employees.email': ['mail'],
  'employees.login': ['login'],
  'folders.path': ['name', 'number'],
  'folders.search': ['name', 'number'],
  'documents.name': ['name', 'file'],
  'receipts.name': ['file'],
  'shown.search': ['file'],
  'bindings.folder': ['name', 'number'],
};

/** Refusals as Lucca words them, with what they should not be kept with. */
function refusal(person: { readonly firstName: string; readonly lastName: string }, file: string): string {
  return `${marks.error}: ${person.firstName} ${person.lastName}, file ${file}, is not accepted`;
}

let office: Office;
let traces: readonly Trace[];
const record = () => join(office.base, 'record.jsonl');

beforeAll(async () => {
  office = await openOffice();
  await liveThroughIt();
  traces = [...office.peopleTraces(), ...office.fileTraces(), ...office.secretTraces()];
}, 180_000);
afterAll(async () => {
  await office.close();
});

const runOnce = (more: readonly string[] = []): Promise<Said> =>
  office.run(['run', '--once', '--json', '--wait', '20', '--record', record(), ...more]);

async function liveThroughIt(): Promise<void> {
  const { emulator } = office;
  const one = office.person('accents');
  const two = office.person('hyphens');
  const three = office.person('apostrophe');
  const four = office.person('ligature');
  const five = office.person('particle');
  const six = office.person('foreign');
  // What Lucca holds and no route leads to, and what stands beside the file in a row.
  emulator.setValue(one.id, 'e_quote', marks.record);
  emulator.setValue(one.id, 'e_secondName', marks.record);
  const { id: old } = emulator.addFile({ name: 'ancien-uq.pdf', bytes: Buffer.from('old') });
  emulator.addRow(one.id, 'e_Visite-medicale', {
    e_Attestation: { value: { id: old } },
    'e_Preconisations-medicales': { value: marks.record },
  });
  const { id: bank } = emulator.addFile({ name: 'ancien-uk.pdf', bytes: Buffer.from('old bank') });
  emulator.setValue(two.id, 'e_RIB', { id: bank });

  office.put(one, 'Visites médicales/2026-11-02 visite-qaa.pdf');
  office.put(one, 'RIB/rib-qab.pdf');
  office.put(one, 'Contrats/contrat-qac.txt', `${marks.content}\n`.repeat(40));
  office.put(one, 'Contrats/.caché-qad.pdf');
  office.put(one, 'Contrats/~$ouvert-qae.docx', 'x');
  office.put(two, 'RIB/rib-qaf.pdf');
  office.put(two, 'Contrats/vide-qag.pdf', '');
  office.put(two, 'Contrats/outil-qah.exe', 'MZ\u0090\u0000');
  office.put(two, 'Contrats/coupé-qai.pdf', pdf(two, 'cut').subarray(0, -600));
  office.put(two, 'Divers/sans-route-qaj.pdf');
  office.putAt('Sørensen-Groß inconnu/RIB/qui-qak.pdf');
  office.putAt(`${one.lastName} ${one.firstName} (${two.employeeNumber})/RIB/lequel-qal.pdf`);
  office.put(office.person('oldLeaver'), 'RIB/parti-qam.pdf');
  const twins = pdf(one, 'twins');
  office.put(one, 'Contrats/jumeau-qan.pdf', twins);
  office.put(three, 'Contrats/jumeau-qao.pdf', twins);
  for (const [person, name] of [
    [three, 'refusé-qap.pdf'],
    [four, 'refusé-qaq.pdf'],
    [five, 'perdu-qar.pdf'],
    [six, 'interdit-qas.pdf'],
  ] as const)
    office.put(person, `RIB/${name}`);
  const put = (person: { readonly id: number }) => ({ method: 'PUT', path: `/api/v3/users/${person.id}` });
  const upload = { method: 'POST', path: '/lucca-files/api/uploads' };
  emulator.faults.add({
    match: { ...put(three), times: 2 },
    fault: { kind: 'refuse', status: 400, message: refusal(three, 'refusé-qap.pdf') },
  });
  emulator.faults.add({
    match: { ...upload, fileName: 'refusé-qaq.pdf', times: 'always' },
    fault: { kind: 'refuse', status: 415, style: 'problem', message: refusal(four, 'refusé-qaq.pdf') },
  });
  emulator.faults.add({
    match: { ...put(five) },
    fault: { kind: 'commit-then-refuse', status: 500, message: refusal(five, 'perdu-qar.pdf') },
  });
  emulator.faults.add({
    match: { ...put(six), times: 'always' },
    fault: { kind: 'refuse', status: 403, style: 'text', message: refusal(six, 'interdit-qas.pdf') },
  });

  const seven = office.person('fixedTerm');
  office.put(seven, 'RIB/clé-qau.pdf');
  office.put(seven, 'Contrats/scan-qav.Gaudin');
  emulator.faults.add({
    match: { ...put(seven), times: 'always' },
    fault: {
      kind: 'answer',
      status: 400,
      contentType: 'application/json',
      body: JSON.stringify({
        errors: { 'clé-qau.pdf': [refusal(seven, 'clé-qau.pdf')], [seven.mail]: ['x'] },
      }),
    },
  });

  await office.run(['check', '--record', record()]);
  const asked = await runOnce();
  expect(asked.code).toBe(2);
  for (const [name, words] of [
    ['rib-qaf.pdf', ['--replace']],
    ['coupé-qai.pdf', ['--accept']],
    ['sans-route-qaj.pdf', ['--target', 'e_Contrats']],
    ['qui-qak.pdf', ['--employee', String(six.id), '--always']],
    ['vide-qag.pdf', ['--ignore']],
  ] as const)
    await office.run(['answer', String(asked.byName()[name]?.['id']), ...words]);
  office.put(one, 'RIB/rib-qab.pdf', pdf(one, 'changed'));
  emulator.faults.add({
    match: { method: 'GET', path: '/api/v3/users', times: 1 },
    fault: { kind: 'portal', status: 200 },
  });
  await office.run(['run', '--once', '--wait', '20', '--record', record()]);
  for (const args of [
    ['status'],
    ['status', '--json'],
    ['history'],
    ['history', '--csv'],
    ['fields'],
    ['doctor'],
    ['doctor', '--employee', String(four.id), '--record', record()],
    ['retry'],
    ['folders', '--dry-run'],
    ['answer', 'd_nobody', '--ignore'],
    ['retry', 'd_nobody'],
  ])
    await office.run(args);
  emulator.faults.add({
    match: { method: 'GET', times: 'always' },
    fault: { kind: 'refuse', status: 503, message: refusal(one, 'rib-qab.pdf') },
  });
  office.put(one, 'Contrats/panne-qat.pdf');
  await office.run(['run', '--once', '--wait', '2']);
  emulator.faults.clear();
  emulator.revokeKey('Classeur');
  expect((await runOnce()).code).toBe(4);
}

describe('after a full run', () => {
  test('it was one: documents filed, questions of many kinds, refusals that quote names', async () => {
    const said = await office.run(['status', '--json']);
    const reasons = new Set(said.events('document').map(({ reason }) => reason));
    for (const reason of [
      'changed-after-filing',
      'duplicate-elsewhere',
      'employee-ambiguous',
      'employee-left',
      'not-permitted',
      'rejected',
      'type-refused',
    ])
      expect(reasons).toContain(reason);
    expect((said.events().at(-1)?.['documents'] as { filed: number }).filed).toBeGreaterThan(3);
    expect(office.emulator.journal.requests.filter(({ fault }) => fault === 'refuse').length).toBeGreaterThan(
      4,
    );
  });

  test('the data folder holds what the contract allows by file and kind, and nothing more', () => {
    const found = findings(office.data, traces);
    const beyond = found.filter(
      ({ where, kind }) => !allowed.some(({ file, kinds }) => file === where && kinds.includes(kind)),
    );
    expect(beyond).toEqual([]);
    // The search itself sees: what is allowed is there.
    expect(new Set(found.map(({ kind }) => kind))).toEqual(
      new Set(['place', 'tenant', 'name', 'number', 'mail', 'login', 'file']),
    );
    expect(filesBelow(office.data).filter((name) => !/^ledger\.db(-wal|-shm)?$/.test(name))).toEqual([
      'agent.lock',
      'journal.jsonl',
      'logs/classeur.log',
      'settings.json',
    ]);
  });

  test('within the ledger, each column holds its own kind only', () => {
    const driver = openDriver(join(office.data, 'ledger.db'), 'read');
    const beyond: unknown[] = [];
    const used = new Set<string>();
    const tables = driver.all("SELECT name FROM sqlite_master WHERE type = 'table'");
    for (const { name: table } of tables)
      for (const row of driver.all(`SELECT * FROM "${String(table)}"`))
        for (const [column, value] of Object.entries(row)) {
          if (typeof value !== 'string') continue;
          const place = `${String(table)}.${column}`;
          for (const { kind, text } of tracesIn(value, traces))
            if (allowedInLedger[place]?.includes(kind) === true) used.add(place);
            else beyond.push({ place, kind, text });
        }
    driver.close();
    expect(beyond).toEqual([]);
    expect([...used].sort()).toEqual(Object.keys(allowedInLedger).sort());
  });

  test('what it leaves in the root names nobody and no file', () => {
    const own = join(office.root, '.classeur');
    expect(findings(own, traces)).toEqual([]);
    expect(filesBelow(own).every((name) => /^(journal-[\w-]+\.jsonl|lease-\d+)$/.test(name))).toBe(true);
  });

  test('standard error and the log hold ids, codes and counts', () => {
    const log = readFileSync(join(office.data, 'logs', 'classeur.log'), 'utf8');
    for (const text of [office.errors(), log]) {
      expect(text).toContain('directory-read employees=');
      expect(tracesIn(text, traces)).toEqual([]);
    }
    for (const line of log.trim().split(/\r?\n/))
      expect(line).toMatch(/^\S+Z (info|warn) [\w-]+( \w+=[\w.:+-]*)*$/);
  });

  test('a record of the traffic is redacted', () => {
    const text = readFileSync(record(), 'utf8');
    expect(text).toContain('/lucca-files/api/uploads');
    expect(tracesIn(text, traces)).toEqual([]);
  });

  test('no dump, no report, no copy of a document: the temporary folder and the working folder are empty', () => {
    expect(litter(office)).toEqual([]);
  });
});

describe('the search', () => {
  test.each([
    ['UTF-16', (text: string) => Buffer.from(text, 'utf16le')],
    ['UTF-16 at an odd place', (text: string) => Buffer.concat([Buffer.of(7), Buffer.from(text, 'utf16le')])],
    ['UTF-16 the other way round', (text: string) => Buffer.from(text, 'utf16le').swap16()],
    ['capitals', (text: string) => Buffer.from(text.toUpperCase())],
    ['decomposed', (text: string) => Buffer.from(text.normalize('NFD'))],
    ['Latin 1', (text: string) => Buffer.from(text, 'latin1')],
    ['percent signs', (text: string) => Buffer.from(encodeURIComponent(text))],
    ['base 64', (text: string) => Buffer.from(Buffer.from(text).toString('base64'))],
    [
      'escapes',
      (text: string) => Buffer.from(text.replace(/[^ -~]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`)),
    ],
  ])('finds a name in %s', (_, write) => {
    const wanted: Trace = { kind: 'name', text: 'Lefèvre' };
    const bytes = Buffer.concat([Buffer.from('{"a":"'), write('Lefèvre')]);
    expect(tracesIn(bytes, [wanted, { kind: 'name', text: 'Moreau' }])).toEqual([wanted]);
  });
});
