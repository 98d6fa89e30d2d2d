/** The adapter of the 2024-11-01 generation against the emulated tenant, over real HTTP. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLucca20241101 } from '../../../../main/adapters/lucca/2024-11-01/index.ts';
import type { EmployeeId, FileId, ValueId } from '../../../../main/core/model.ts';
import type { CancelSignal, Lucca, Outcome, RecordQuery } from '../../../../main/core/ports.ts';
import { defaultClient, everyRight, startEmulator } from '../../../lucca/index.ts';
import type { Emulator, EmulatorOptions } from '../../../lucca/index.ts';
import { openDocumentOf } from '../../../support/open-document.ts';

const never = new AbortController().signal;
const who = 416 as EmployeeId;

interface Wishes extends EmulatorOptions {
  readonly secret?: () => string | null;
  readonly scopes?: readonly string[];
  readonly names?: { readonly legalEntity: boolean; readonly department: boolean };
}

async function tenant(wishes: Wishes = {}) {
  const { secret, scopes, names, ...options } = wishes;
  const emulator = await startEmulator({ ...options, switches: { rateLimit: 0, ...options.switches } });
  onTestFinished(() => emulator.stop());
  const time = { monotonic: 0 };
  const refused: string[] = [];
  const lucca = createLucca20241101({
    origin: emulator.url,
    clientId: defaultClient.clientId,
    tokenUrl: `${emulator.url}/connect/token`,
    secret: () => Promise.resolve(secret === undefined ? defaultClient.secret : secret()),
    scopes: scopes ?? defaultClient.scopes,
    names: names ?? { legalEntity: false, department: false },
    monotonic: () => time.monotonic,
    onSignInRefused: (code) => void refused.push(code),
    stallMs: 4_000,
    connectMs: 2_000,
  });
  onTestFinished(() => lucca.close());
  return { emulator, lucca, time, refused };
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.kind !== 'applied') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

const upload = (lucca: Lucca, fileName = 'a.pdf', bytes = Buffer.from('%PDF-1.4 %%EOF'), signal = never) =>
  lucca.upload(
    {
      document: openDocumentOf(bytes),
      fileName,
      contentType: 'application/pdf',
      onProgress: () => undefined,
    },
    signal,
  );

const fileOf = async (lucca: Lucca): Promise<FileId> => valueOf(await upload(lucca)).fileId;

const query = (...fields: readonly string[]): RecordQuery => ({ employeeIds: [who], fields, picture: false });
const newRow = (fileId: FileId, values = {}) => ({ valueId: null, fileId, values });
const contract = (...fileIds: readonly FileId[]) => ({
  employeeId: who,
  picture: null,
  fields: [
    { field: 'e_Contrats', file: null, multiple: true, rows: fileIds.map((fileId) => newRow(fileId)) },
  ],
});

const tokens = (emulator: Emulator): number => emulator.journal.find({ path: '/connect/token' }).length;

describe('the token', () => {
  it('is asked for once, by whoever comes first, and renewed before it ends', async () => {
    const { emulator, lucca, time } = await tenant();
    await Promise.all([1, 2, 3, 4].map(() => lucca.directoryPage(0, 100, never)));
    expect(tokens(emulator)).toBe(1);
    time.monotonic = 1_679_000;
    await lucca.directoryPage(0, 100, never);
    expect(tokens(emulator)).toBe(1);
    time.monotonic = 1_681_000;
    await Promise.all([1, 2, 3].map(() => lucca.directoryPage(0, 100, never)));
    expect(tokens(emulator)).toBe(2);
    const [asked] = emulator.journal.find({ path: '/connect/token' });
    expect(asked?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(asked?.headers).not.toHaveProperty('authorization');
    expect(Object.fromEntries(new URLSearchParams(asked?.body?.toString()))).toEqual({
      client_id: defaultClient.clientId,
      client_secret: '…',
      grant_type: 'client_credentials',
      scope: defaultClient.scopes.join(' '),
    });
  });

  it('that ended before its time is no refusal of the client: the next request has another', async () => {
    const { emulator, lucca, refused } = await tenant();
    valueOf(await lucca.directoryPage(0, 100, never));
    emulator.tokens.revokeAll();
    expect(await upload(lucca)).toEqual({ kind: 'failed', status: 401, code: 'token-ended' });
    expect(emulator.files.size).toBe(0);
    valueOf(await upload(lucca));
    expect(refused).toEqual([]);
  });

  it.each([
    ['a wrong secret', { secret: () => 'wrong' }, ['invalid_client']],
    [
      'a scope that was not given',
      { scopes: ['employees.readonly', 'salaries.readonly'] },
      ['invalid_scope'],
    ],
    ['no secret', { secret: () => null }, []],
  ])('is not given for %s, and that is told', async (_, wishes, codes) => {
    const { emulator, lucca, refused } = await tenant(wishes);
    expect(await lucca.directoryPage(0, 100, never)).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'unauthorized' },
    });
    expect(refused).toEqual(codes);
    expect(emulator.journal.find({ path: '/lucca-api' })).toEqual([]);
  });

  it('is asked for anew when the secret was changed', async () => {
    let secret: string = defaultClient.secret;
    const { emulator, lucca } = await tenant({ secret: () => secret });
    valueOf(await lucca.directoryPage(0, 100, never));
    secret = 'regenerated';
    emulator.tokens.set({ ...defaultClient, secret });
    valueOf(await lucca.directoryPage(0, 100, never));
    expect(tokens(emulator)).toBe(2);
  });

  it.each([
    ['a page in between', { kind: 'portal', status: 302 }, 'unreachable'],
    ['a host that is not well', { kind: 'refuse', status: 503 }, 'failed'],
    ['a cut', { kind: 'cut' }, 'unreachable'],
  ] as const)('that %s stands before is waited for: nobody is signed out', async (_, fault, kind) => {
    const { emulator, lucca, refused } = await tenant();
    emulator.faults.add({ match: { path: '/connect/token' }, fault });
    expect((await upload(lucca)).kind).toBe(kind);
    expect(refused).toEqual([]);
    valueOf(await upload(lucca));
  });

  it('is waited for no longer than the caller wishes', async () => {
    const { emulator, lucca } = await tenant();
    emulator.faults.add({ match: { path: '/connect/token' }, fault: { kind: 'stall', at: 'work', ms: 600 } });
    const stop = new AbortController();
    const mine = upload(lucca, 'a.pdf', undefined, stop.signal);
    const theirs = lucca.directoryPage(0, 100, never);
    stop.abort();
    expect(await mine).toEqual({ kind: 'unreachable', code: 'cancelled' });
    valueOf(await theirs);
  });
});

describe('every request', () => {
  it('names the version and the bearer, and follows no redirect', async () => {
    const { emulator, lucca } = await tenant();
    await upload(lucca);
    const [sent] = emulator.journal.find({ path: '/lucca-api/files' });
    expect(sent?.headers).toMatchObject({
      'api-version': '2024-11-01',
      authorization: 'Bearer<Classeur>',
      accept: 'application/json',
    });
    emulator.faults.add({
      match: { path: '/lucca-api/employees' },
      fault: { kind: 'answer', status: 302, body: '' },
    });
    expect(await lucca.directoryPage(0, 100, never)).toMatchObject({ kind: 'unreachable' });
  });
});

describe('the directory', () => {
  it('is read page by page, one request each, leavers included', async () => {
    const { emulator, lucca } = await tenant({
      names: { legalEntity: true, department: true },
    });
    const people = new Map<number, unknown>();
    let pages = 0;
    for (let offset = 0, more = true; more; offset += 16) {
      const page = valueOf(await lucca.directoryPage(offset, 16, never));
      for (const employee of page.employees) people.set(employee.id, employee);
      more = page.more;
      pages += 1;
    }
    expect([...people.keys()]).toEqual([...emulator.store.employees.keys()]);
    expect(emulator.journal.find({ path: '/lucca-api/' })).toHaveLength(pages);
    expect(pages).toBe(5);
    const { cast } = emulator.company;
    expect(people.get(cast['sharedNumberLyon']!)).toMatchObject({
      firstName: 'Samira',
      employeeNumber: '00007',
      legalEntity: 'Ateliers Brévanne – Lyon',
      department: 'Commerce',
      contractEnd: null,
    });
    const leaver = emulator.store.employees.get(cast['recentLeaver']!);
    expect(people.get(cast['recentLeaver']!)).toMatchObject({
      contractEnd: leaver?.dtContractEnd?.slice(0, 10),
    });
  });

  it('calls whoever left, when it is not shown when, long gone: that is asked', async () => {
    const { emulator, lucca } = await tenant({ switches: { embeddedResources: 'absent' } });
    const { employees } = valueOf(await lucca.directoryPage(0, 100, never));
    const endOf = (part: string) =>
      employees.find(({ id }) => id === emulator.company.cast[part])?.contractEnd;
    expect(endOf('recentLeaver')).toBe('1900-01-01');
    expect(endOf('first')).toBeNull();
  });

  it('asks for the names of nothing that the folders do not need', async () => {
    const { emulator, lucca } = await tenant({ scopes: ['employees.readonly', 'employments.readonly'] });
    valueOf(await lucca.directoryPage(0, 1_000, never));
    expect(emulator.journal.find({ path: '/lucca-api/' }).map(({ path }) => path)).toEqual([
      '/lucca-api/employees',
    ]);
  });
});

describe('definitions', () => {
  it('are those that hold a file, sub-fields included', async () => {
    const { lucca } = await tenant();
    const fields = valueOf(await lucca.definitions(never));
    expect(fields.map(({ field, multiple, holdsFile }) => [field, multiple, holdsFile])).toEqual([
      ['e_Visite-medicale', true, false],
      ['e_Contrats', true, true],
      ['e_RIB', false, true],
      ['e_Diplome', false, false],
      ['e_Piece-identite', false, true],
      ['e_Sanctions', true, true],
    ]);
    expect(fields[0]?.subFields.filter((sub) => sub.holdsFile)).toEqual([
      { key: 'e_Attestation', name: 'Attestation', holdsFile: true },
      { key: 'e_Convocation', name: 'Convocation', holdsFile: true },
    ]);
  });
});

describe('a record', () => {
  it('shows files and no other reference, and what is empty as empty', async () => {
    const { emulator, lucca } = await tenant();
    const file = emulator.addFile({ name: 'a.pdf', bytes: Buffer.from('a') });
    emulator.addRow(who, 'e_Visite-medicale', {
      'e_Date-de-la-visite': { value: '2024-03-12T00:00:00' },
      e_Attestation: { value: { id: file.id } },
    });
    emulator.setValue(who, 'e_eyes_color', 84);
    const [record] = valueOf(await lucca.records(query('e_Visite-medicale', 'e_eyes_color', 'e_RIB'), never));
    expect(record?.fields['e_Visite-medicale']).toMatchObject([
      { files: { e_Attestation: file.id }, empty: false },
    ]);
    expect(record?.fields['e_eyes_color']?.map(({ files, empty }) => [files, empty])).toEqual([[{}, false]]);
    expect(record?.fields['e_RIB']).toEqual([]);
  });

  it('of many rows is read to its end, and each page asks for its place', async () => {
    const { emulator, lucca } = await tenant();
    const rows = Array.from({ length: 230 }, (_, index) => `row ${index}`);
    emulator.setValue(who, 'e_favorite_food', rows);
    let asked = 0;
    const signal: CancelSignal = {
      aborted: false,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      another: () => Promise.resolve(++asked > 0),
    };
    const [record] = valueOf(await lucca.records(query('e_favorite_food'), signal));
    expect(record?.fields['e_favorite_food']).toHaveLength(230);
    expect(asked).toBe(2);
    expect(emulator.journal.find({ path: '/lucca-api/' })).toHaveLength(3);
  });

  it.each([
    ['ignored', 'filter-not-honoured'],
    ['refused', 'filter-refused'],
  ] as const)('is not taken from a tenant that has the filter %s', async (extensionFilters, code) => {
    const { emulator, lucca } = await tenant({ switches: { extensionFilters } });
    emulator.setValue(417, 'e_quote', 'somebody else’s');
    expect(await lucca.records(query('e_quote'), never)).toMatchObject({ kind: 'failed', code });
  });
});

describe('a write', () => {
  it('adds rows one by one, and shows the whole field afterwards', async () => {
    const { emulator, lucca } = await tenant();
    const before = emulator.addFile({ name: 'old.pdf', bytes: Buffer.from('old') });
    emulator.setValue(who, 'e_Contrats', [{ id: before.id }]);
    const [a, b] = [await fileOf(lucca), await fileOf(lucca)];
    const record = valueOf(await lucca.write(contract(a, b), query('e_Contrats'), never));
    expect(record.fields['e_Contrats']?.map(({ files }) => files[''])).toEqual([before.id, a, b]);
    expect(emulator.journal.countWrites()).toBe(2);
  });

  it('lays a file over a composite value that stands, and leaves the rest of it', async () => {
    const { emulator, lucca } = await tenant();
    emulator.setValue(who, 'e_Diplome', { e_Intitule: { value: 'Master' } });
    const file = await fileOf(lucca);
    const [standing] = valueOf(await lucca.records(query('e_Diplome'), never))[0]!.fields['e_Diplome']!;
    const record = valueOf(
      await lucca.write(
        {
          employeeId: who,
          picture: null,
          fields: [
            {
              field: 'e_Diplome',
              file: 'e_Justificatif',
              multiple: false,
              rows: [
                {
                  valueId: standing!.valueId,
                  fileId: file,
                  values: { 'e_Date-d-obtention': '2019-06-30T00:00:00' },
                  again: standing!.raw,
                },
              ],
            },
          ],
        },
        query('e_Diplome'),
        never,
      ),
    );
    expect(record.fields['e_Diplome']).toMatchObject([
      {
        files: { e_Justificatif: file },
        raw: { value: { e_Intitule: 'Master', 'e_Date-d-obtention': '2019-06-30' } },
      },
    ]);
    expect(emulator.journal.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  it.each([
    [1, { kind: 'refuse', status: 400 }, { kind: 'refused', status: 400 }],
    [
      1,
      { kind: 'refuse', status: 429, headers: { 'Retry-After': '7' } },
      { kind: 'throttled', retryAfterMs: 7_000 },
    ],
    [1, { kind: 'refuse', status: 403 }, { kind: 'refused', refusal: { kind: 'forbidden' } }],
    [1, { kind: 'refuse', status: 500 }, { kind: 'unknown' }],
    [1, { kind: 'commit-then-cut' }, { kind: 'unknown' }],
    [1, { kind: 'pretend' }, { kind: 'applied' }],
    [2, { kind: 'refuse', status: 400 }, { kind: 'unknown' }],
    [2, { kind: 'refuse', status: 403 }, { kind: 'unknown' }],
    [
      2,
      { kind: 'refuse', status: 429, headers: { 'Retry-After': '7' } },
      { kind: 'unknown', throttled: { retryAfterMs: 7_000 } },
    ],
    [2, { kind: 'cut' }, { kind: 'unknown' }],
  ] as const)('whose row %i meets %j is %j', async (nth, fault, outcome) => {
    const { emulator, lucca } = await tenant();
    const [a, b] = [await fileOf(lucca), await fileOf(lucca)];
    emulator.faults.add({ match: { method: 'POST', path: '/lucca-api/employee-extensions', nth }, fault });
    expect(await lucca.write(contract(a, b), query('e_Contrats'), never)).toMatchObject(outcome);
  });

  it('says which file Lucca does not know', async () => {
    const { lucca } = await tenant();
    const lost = '2face165-5345-4cf3-ab05-5421a6b19df2' as FileId;
    expect(await lucca.write(contract(lost), query('e_Contrats'), never)).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'invalid', unknownFileId: lost },
    });
  });

  it('is not permitted where writing is closed, as Lucca’s pages say today: nothing was done', async () => {
    const { lucca } = await tenant({ switches: { extensionWrites: 'closed' } });
    expect(await lucca.write(contract(await fileOf(lucca)), query('e_Contrats'), never)).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'forbidden' },
    });
  });

  it('of a portrait is refused before anything leaves', async () => {
    const { emulator, lucca } = await tenant();
    const file = await fileOf(lucca);
    const sent = emulator.journal.requests.length;
    const outcome = await lucca.write({ employeeId: who, picture: file, fields: [] }, query(), never);
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { kind: 'forbidden' } });
    expect(emulator.journal.requests).toHaveLength(sent);
  });

  it('stops between two rows where nothing may leave any more', async () => {
    const { emulator, lucca } = await tenant();
    const [a, b] = [await fileOf(lucca), await fileOf(lucca)];
    const signal: CancelSignal = {
      aborted: false,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      another: () => Promise.resolve(false),
    };
    expect(await lucca.write(contract(a, b), query('e_Contrats'), signal)).toEqual({
      kind: 'unknown',
      code: 'interrupted',
    });
    expect(emulator.holdings()).toHaveLength(1);
  });

  it('does not send rows again that stand by themselves', async () => {
    const { emulator, lucca } = await tenant();
    const before = emulator.addFile({ name: 'old.pdf', bytes: Buffer.from('old') });
    const [id] = emulator.setValue(who, 'e_Contrats', [{ id: before.id }]);
    const file = await fileOf(lucca);
    const [field] = contract(file).fields;
    const again = { valueId: id as ValueId, fileId: null, values: {}, again: { value: { id: before.id } } };
    const write = { ...contract(file), fields: [{ ...field!, rows: [again, ...field!.rows] }] };
    valueOf(await lucca.write(write, query('e_Contrats'), never));
    expect(emulator.journal.countWrites()).toBe(1);
    expect(emulator.holdings()).toHaveLength(2);
  });
});

describe('an upload', () => {
  it('sends the very bytes, whatever the name', async () => {
    const { emulator, lucca } = await tenant();
    const bytes = Buffer.from(Array.from({ length: 1_234_567 }, (_, index) => (index * 7) % 256));
    for (const name of ['contrat "final".pdf', 're\u0301leve\u0301.pdf', '🙂 contrat.pdf', '100 %.pdf']) {
      const sent = valueOf(await upload(lucca, name, bytes));
      expect(sent.contentLength).toBe(bytes.length);
      const held = emulator.files.get(sent.fileId);
      expect(held?.name).toBe(name.normalize('NFC'));
      expect(held?.bytes?.equals(bytes)).toBe(true);
    }
  });

  it.each([
    [{ kind: 'commit-then-cut' }, 'unknown'],
    [{ kind: 'commit-then-refuse', status: 503 }, 'unknown'],
    [{ kind: 'refuse', status: 413 }, 'refused'],
    [{ kind: 'portal', status: 302 }, 'unreachable'],
    [{ kind: 'cut-in-body', of: 'answer' }, 'unknown'],
    [{ kind: 'refuse', status: 429 }, 'throttled'],
  ] as const)('that meets %j is %s', async (fault, kind) => {
    const { emulator, lucca } = await tenant();
    emulator.faults.add({ match: { path: '/lucca-api/files' }, fault });
    expect((await upload(lucca)).kind).toBe(kind);
  });

  it('is refused for its type where the tenant says so, and for nothing that its trace is called', async () => {
    const { emulator, lucca } = await tenant();
    emulator.switches.contentTypes = 'strict';
    const document = openDocumentOf(Buffer.from('x'));
    const page = { document, fileName: 'a.bin', contentType: 'image/jpeg', onProgress: () => undefined };
    expect(await lucca.upload(page, never)).toMatchObject({ refusal: { kind: 'type' } });
    expect(await upload(lucca, 'a.pdf', Buffer.alloc(0))).toMatchObject({ refusal: { kind: 'invalid' } });
  });

  it('is refused without the right', async () => {
    const client = { ...defaultClient, rights: { ...everyRight, uploadFiles: false } };
    const { lucca } = await tenant({ clients: [client] });
    expect(await upload(lucca)).toMatchObject({ kind: 'refused', refusal: { kind: 'forbidden' } });
  });
});
