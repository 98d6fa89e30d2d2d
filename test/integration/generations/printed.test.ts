/** What Lucca prints, given to the client as answers; and what the emulator answers, held against it. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { luccaFor } from '../../../main/adapters/lucca/index.ts';
import type { EmployeeId, FileId } from '../../../main/core/model.ts';
import type { Lucca } from '../../../main/core/ports.ts';
import { parseSettings } from '../../../main/shared/settings.ts';
import { ask, extend, sendFile, tokenFor } from '../../lucca/2024-11-01/client.ts';
import { startEmulator } from '../../lucca/index.ts';
import type { Emulator } from '../../lucca/index.ts';
import { printed, printedText, seed } from '../../support/lucca-contract/printed.ts';
import { wrongRequests } from '../../support/lucca-contract/requests.ts';
import { openDocumentOf } from '../../support/open-document.ts';
import { settingsOf } from '../../support/tree/index.ts';
import { secrets, tenantOf, type Api } from './tenant.ts';

const never = new AbortController().signal;
const who = 416 as EmployeeId;

async function tenant(api: Api): Promise<{ emulator: Emulator; lucca: Lucca }> {
  const emulator = await startEmulator({ switches: { rateLimit: 0 } });
  onTestFinished(() => emulator.stop());
  const parsed = parseSettings(
    settingsOf({ root: '/nowhere', tenantUrl: emulator.url, more: { tenant: tenantOf(api, emulator.url) } }),
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const lucca = luccaFor({ settings: parsed.settings, key: () => Promise.resolve(secrets[api]) });
  onTestFinished(() => lucca.close());
  return { emulator, lucca };
}

const upload = (lucca: Lucca, size = 3242) =>
  lucca.upload(
    {
      document: openDocumentOf(Buffer.alloc(size, 0x25)),
      fileName: 'test.pdf',
      contentType: 'application/pdf',
      onProgress: () => undefined,
    },
    never,
  );

const answers = (emulator: Emulator, path: string, status: number, body: string, method?: string): void =>
  void emulator.faults.add({
    match: { path, ...(method === undefined ? {} : { method }) },
    fault: {
      kind: 'answer',
      status,
      contentType: status < 400 ? 'application/json' : 'application/problem+json',
      body,
    },
  });

describe('an answer as it is printed', () => {
  it('of the legacy upload gives its id', async () => {
    const { emulator, lucca } = await tenant('v3');
    answers(emulator, '/lucca-files', 201, JSON.stringify(seed('upload-response.json')));
    expect(await upload(lucca)).toEqual({
      kind: 'applied',
      value: { fileId: 'd18261af-3b70-442f-94c2-3995cc8ca02c', contentLength: 3242 },
    });
  });

  it.each([200, 201])('of the newer upload gives its id, with %i', async (status) => {
    const { emulator, lucca } = await tenant('2024-11-01');
    answers(emulator, '/lucca-api/files', status, JSON.stringify(seed('2024-11-01/file-response.json')));
    expect(await upload(lucca)).toMatchObject({
      kind: 'applied',
      value: { fileId: '2face165-5345-4cf3-ab05-5421a6b19df2' },
    });
  });

  it('of employees gives the people, and the cursor of the next page', async () => {
    const { emulator, lucca } = await tenant('2024-11-01');
    answers(emulator, '/lucca-api/employees', 200, printedText('employees.json'));
    expect(await lucca.directoryPage(0, 10, never)).toEqual({
      kind: 'applied',
      value: {
        more: true,
        employees: [
          {
            id: who,
            firstName: 'Edward',
            lastName: 'Atkinson',
            employeeNumber: 'E000124',
            email: 'eatkinson@acme.corp',
            login: '',
            legalEntity: '',
            department: '',
            contractStart: '2024-01-01',
            contractEnd: null,
          },
        ],
      },
    });
    await lucca.directoryPage(10, 10, never);
    expect(emulator.journal.find({ path: '/lucca-api/employees' })[1]?.query['page']).toBe('!S7DHF');
  });

  it('of an extension is no file where it is a label', async () => {
    const { emulator, lucca } = await tenant('2024-11-01');
    const items = [printed('extension.json')];
    answers(
      emulator,
      '/lucca-api/employee-extensions',
      200,
      JSON.stringify({ type: 'employee-extensions', url: '', items, links: { prev: null, next: null } }),
    );
    const query = { employeeIds: [who], fields: ['e_tShirtSize'], picture: false };
    const outcome = await lucca.records(query, never);
    const values = outcome.kind === 'applied' ? outcome.value[0]?.fields['e_tShirtSize'] : undefined;
    expect(values?.map(({ valueId, files, empty }) => [valueId, files, empty])).toEqual([[123, {}, false]]);
  });

  it.each([
    [400, { kind: 'refused', refusal: { kind: 'invalid' } }],
    [401, { kind: 'refused', refusal: { kind: 'unauthorized' } }],
    [403, { kind: 'refused', refusal: { kind: 'forbidden' } }],
    [404, { kind: 'refused', refusal: { kind: 'forbidden' } }],
    [500, { kind: 'unknown' }],
  ])('of a problem %i means what it says to a write', async (status, outcome) => {
    const { emulator, lucca } = await tenant('2024-11-01');
    const path = '/lucca-api/employee-extensions';
    answers(emulator, path, status, printedText(`problem-${status}.json`), 'POST');
    const rows = [{ valueId: null, fileId: '2face165-5345-4cf3-ab05-5421a6b19df2' as FileId, values: {} }];
    const write = {
      employeeId: who,
      picture: null,
      fields: [{ field: 'e_RIB', file: null, multiple: false, rows }],
    };
    const query = { employeeIds: [who], fields: ['e_RIB'], picture: false };
    expect(await lucca.write(write, query, never)).toMatchObject(outcome);
    expect(emulator.holdings()).toEqual([]);
  });
});

/** Members and their kinds: what is null, or empty, in one of them fits anything. */
function sameShape(value: unknown, example: unknown, at = ''): readonly string[] {
  if (value === null || example === null) return [];
  if (Array.isArray(value) && Array.isArray(example))
    return value.flatMap((one) => (example.length === 0 ? [] : sameShape(one, example[0], `${at}[]`)));
  if (typeof value !== typeof example) return [`${at}: ${typeof value}`];
  if (typeof value !== 'object' || typeof example !== 'object') return [];
  const [mine, theirs] = [value as Record<string, unknown>, example as Record<string, unknown>];
  const missing = Object.keys(theirs).filter((key) => !(key in mine));
  return [
    ...missing.map((key) => `${at}.${key}: missing`),
    ...Object.keys(theirs).flatMap((key) =>
      key in mine ? sameShape(mine[key], theirs[key], `${at}.${key}`) : [],
    ),
  ];
}

describe('the emulator answers as printed', () => {
  it('a token, a file, employees, an extension, each member of them', async () => {
    const { emulator } = await tenant('2024-11-01');
    expect(sameShape((await tokenFor(emulator)).body(), printed('token.json'))).toEqual([]);
    const file = (await sendFile(emulator)).body();
    expect(sameShape(file, seed('2024-11-01/file-response.json'))).toEqual([]);
    const page = await ask(emulator, 'GET', 'employees?limit=1&include=embedded,links,totalCount');
    const example = printed('employees.json') as { embedded: object };
    // What is embedded is by id: its members are compared below.
    expect(sameShape(page.body(), { ...example, embedded: {} })).toEqual([]);
    expect(page.body()).toMatchObject({
      embedded: { employment: { '4161': { start: { date: expect.any(String) as string } } } },
    });
    const { id } = file as { id: string };
    const extension = (await extend(emulator, '416', 'e_RIB', { id })).body();
    expect(sameShape(extension, printed('extension.json'))).toEqual([]);
  });

  it.each([
    [401, '/lucca-api/employees/416', { key: null }],
    [404, '/lucca-api/employees/99999', {}],
    [403, '/lucca-api/employees/416', { scopes: ['files.readwrite'] }],
  ] as const)('a problem %i', async (status, path, options) => {
    const { emulator } = await tenant('2024-11-01');
    const reply = await ask(emulator, 'GET', path.replace('/lucca-api/', ''), {
      ...options,
      ...(status === 401 ? { headers: { Authorization: 'Bearer old' } } : {}),
    });
    const body = reply.body() as Record<string, unknown>;
    const example = printed(`problem-${status}.json`) as Record<string, unknown>;
    expect({ ...body, instance: '' }).toMatchObject({ ...example, instance: '' });
  });
});

it('a request that nothing describes is called wrong, and so is one that is described otherwise', async () => {
  const { emulator } = await tenant('2024-11-01');
  await sendFile(emulator, { name: 'file' });
  await ask(emulator, 'GET', 'employees?limit=200');
  await ask(emulator, 'GET', 'job-positions');
  await ask(emulator, 'POST', 'employee-extensions', {
    body: '{"employee":416}',
    headers: { 'Content-Type': 'application/json' },
  });
  const said = wrongRequests(emulator.journal.requests).map((line) => line.split(':')[0]);
  expect(said).toEqual([
    'POST /lucca-api/files',
    'GET /lucca-api/employees',
    'GET /lucca-api/job-positions',
    'POST /lucca-api/employee-extensions',
  ]);
});
