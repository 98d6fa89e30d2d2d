/**
 * A recording is a fixture: whoever has a tenant records it (`--record FILE`), and its lines, put below
 * `test/fixtures/recordings/API/`, are held against what Lucca prints, what the client understands and what the emulator
 * shows. Those that are there were recorded from the emulator.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { luccaFor } from '../../../main/adapters/lucca/index.ts';
import { describeExchange } from '../../../main/adapters/lucca/v3/index.ts';
import type { EmployeeId, FileId } from '../../../main/core/model.ts';
import type { FieldWrite, Lucca, Outcome } from '../../../main/core/ports.ts';
import { parseSettings } from '../../../main/shared/settings.ts';
import { startEmulator } from '../../lucca/index.ts';
import type { Emulator } from '../../lucca/index.ts';
import {
  kindOf,
  membersOf,
  notRedacted,
  readRecording,
  rebuilt,
  type Recorded,
} from '../../support/lucca-contract/recording.ts';
import { wrongAddress } from '../../support/lucca-contract/requests.ts';
import { openDocumentOf } from '../../support/open-document.ts';
import { settingsOf } from '../../support/tree/index.ts';
import { apis, secrets, tenantOf, type Api } from './tenant.ts';

const never = new AbortController().signal;
const who = 416 as EmployeeId;
const folder = new URL('../../fixtures/recordings/', import.meta.url);

interface Line {
  readonly emulator: Emulator;
  readonly lucca: Lucca;
  /** What a recorder wrote so far. */
  readonly recorded: () => readonly Recorded[];
}

async function tenant(api: Api): Promise<Line> {
  const emulator = await startEmulator({ switches: { rateLimit: 0 } });
  onTestFinished(() => emulator.stop());
  const more = {
    tenant: tenantOf(api, emulator.url),
    employeeFolder: '{legalEntity}/{department}/{employeeNumber}',
  };
  const parsed = parseSettings(settingsOf({ root: '/nowhere', tenantUrl: emulator.url, more }));
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const lines: string[] = [];
  const lucca = luccaFor({
    settings: parsed.settings,
    key: () => Promise.resolve(secrets[api]),
    onExchange: (...exchange) => void lines.push(JSON.stringify(describeExchange(...exchange))),
  });
  onTestFinished(() => lucca.close());
  return { emulator, lucca, recorded: () => readRecording(lines.join('\n')) };
}

const upload = (lucca: Lucca, size: number): ReturnType<Lucca['upload']> =>
  lucca.upload(
    {
      document: openDocumentOf(Buffer.alloc(size, 0x25)),
      fileName: 'test.pdf',
      contentType: 'application/pdf',
      onProgress: () => undefined,
    },
    never,
  );

const writing = (field: string, file: string | null, fileId: FileId | null): FieldWrite => ({
  field,
  file,
  multiple: true,
  rows: [{ valueId: null, fileId, values: {} }],
});

/** All that a client may ask: people, fields, a record, a file onto it, and that file back. */
async function morning({ lucca, recorded }: Line): Promise<readonly Recorded[]> {
  for (let offset = 0, more = true; more; offset += 1000) {
    const page = await lucca.directoryPage(offset, 1000, never);
    more = page.kind === 'applied' && page.value.more;
  }
  await lucca.definitions(never);
  const fields = ['e_Contrats', 'e_Visite-medicale'];
  const query = { employeeIds: [who], fields, picture: false };
  for (const [field, file] of [
    ['e_Contrats', null],
    ['e_Visite-medicale', 'e_Attestation'],
  ] as const) {
    const sent = await upload(lucca, 300);
    const fileId = sent.kind === 'applied' ? sent.value.fileId : null;
    const write = { employeeId: who, picture: null, fields: [writing(field, file, fileId)] };
    await lucca.write(write, query, never);
  }
  const reading = await lucca.records(query, never);
  const value = reading.kind === 'applied' ? reading.value[0]?.fields['e_Contrats']?.[0] : undefined;
  const link = value?.links?.[''];
  if (link !== undefined) await lucca.compare?.({ link, sha256: 'x' as never, size: 300 }, never);
  return recorded();
}

/** The port's call that had this answer; null where none is about it alone. */
function replay(lucca: Lucca, { method, path, body, answer }: Recorded): Promise<Outcome<unknown>> | null {
  const { pathname, searchParams } = new URL(path, 'http://recorded');
  const ids = (name: string): readonly EmployeeId[] =>
    (searchParams.get(name) ?? '').split(',').map((id) => Number(id) as EmployeeId);
  if (pathname.endsWith('/uploads') || (method === 'POST' && pathname === '/lucca-api/files'))
    return upload(lucca, (answer as { contentLength?: number }).contentLength ?? 300);
  if (/definitions$|userproperties$/.test(pathname)) return lucca.definitions(never);
  if (method === 'PUT') {
    const employeeId = Number(pathname.split('/').at(-1)) as EmployeeId;
    const query = { employeeIds: [employeeId], fields: Object.keys(body as object), picture: false };
    return lucca.write({ employeeId, picture: null, fields: [] }, query, never);
  }
  if (method === 'POST' && pathname.endsWith('/employee-extensions')) {
    const sent = body as { employee: { id: string }; extensionDefinition: { id: string }; value: object };
    const [employeeId, field] = [Number(sent.employee.id) as EmployeeId, sent.extensionDefinition.id];
    const parts = 'id' in sent.value ? [[null, sent.value] as const] : Object.entries(sent.value);
    const [file = null, part = null] = parts.find(([, one]) => (one as object | null) !== null) ?? [];
    const write = writing(field, file, (part as { id: FileId } | null)?.id ?? null);
    const query = { employeeIds: [employeeId], fields: [field], picture: false };
    return lucca.write({ employeeId, picture: null, fields: [write] }, query, never);
  }
  if (pathname.endsWith('/employee-extensions')) {
    const fields = searchParams.get('extensionDefinition.id')?.split(',') ?? [];
    return lucca.records({ employeeIds: ids('employee.id'), fields, picture: false }, never);
  }
  if (pathname === '/api/v3/users' && searchParams.has('id'))
    return lucca.records({ employeeIds: ids('id'), fields: ['e_Contrats'], picture: true }, never);
  if (/\/(users|employees|legal-entities)$/.test(pathname)) return lucca.directoryPage(0, 1000, never);
  return null;
}

/** Each answer, given to the client anew: what became of it. */
async function understood(api: Api, lines: readonly Recorded[]): Promise<readonly string[]> {
  const said: string[] = [];
  for (const line of lines) {
    if (line.status === null || line.path.startsWith('/connect/')) continue;
    // Between the generations each answer is one of the two clients'.
    const { emulator, lucca } = await tenant(
      api === 'mixed' ? (line.path.startsWith('/lucca-api/') ? '2024-11-01' : 'v3') : api,
    );
    const { pathname } = new URL(line.path, 'http://recorded');
    const isListing = /\/(employees|legal-entities|departments)$/.test(pathname);
    emulator.faults.add({
      match: {
        method: line.method,
        path: isListing ? /^\/lucca-api\/(employees|legal-entities)$/ : pathname,
        times: 1,
      },
      fault: {
        kind: 'answer',
        status: line.status,
        contentType: line.headers?.['content-type'] ?? 'application/json',
        body: JSON.stringify(rebuilt(line.answer)),
      },
    });
    const outcome = await replay(lucca, line);
    if (outcome === null) continue;
    if ((outcome.kind === 'applied') !== line.status < 300)
      said.push(`${kindOf(line)} ${line.status}: ${JSON.stringify(outcome)}`);
  }
  return said;
}

function isFixture(lines: readonly Recorded[]): void {
  expect(lines.flatMap(({ method, path }) => wrongAddress(method, path) ?? [])).toEqual([]);
  expect(lines.flatMap(({ body, answer }) => [...notRedacted(body), ...notRedacted(answer)])).toEqual([]);
}

/** Members that a recording shows and the emulator does not: to be learnt by it. */
function strangeTo(known: readonly Recorded[], lines: readonly Recorded[]): readonly string[] {
  const members = (some: readonly Recorded[]): readonly string[] =>
    some
      .filter(({ status }) => status !== null && status < 300)
      .flatMap((line) => membersOf(line.answer).map((member) => `${kindOf(line)} ${member}`));
  const there = new Set(members(known));
  return [...new Set(members(lines))].filter((member) => !there.has(member));
}

describe.each(apis)('"api": "%s"', (api) => {
  it('is recorded as a fixture should be', async () => {
    const lines = await morning(await tenant(api));
    isFixture(lines);
    expect(await understood(api, lines)).toEqual([]);
    const asked = new Set(lines.map(kindOf));
    expect([...asked].some((kind) => kind.startsWith('PUT') || kind.endsWith('/employee-extensions'))).toBe(
      true,
    );
  });

  it.each(readdirSync(new URL(`${api}/`, folder)))('is as %s recorded it', async (name) => {
    const lines = readRecording(readFileSync(new URL(`${api}/${name}`, folder), 'utf8'));
    isFixture(lines);
    expect(await understood(api, lines)).toEqual([]);
    expect(strangeTo(await morning(await tenant(api)), lines)).toEqual([]);
    expect(lines.length).toBeGreaterThan(4);
  });
});

describe('a recording that is none', () => {
  it('is noticed: a name, an address that nobody describes, an answer that says nothing', async () => {
    const line = { method: 'GET', path: '/api/v3/users?paging=0,5', status: 200 };
    expect(() => isFixture([line])).toThrow();
    expect(notRedacted({ items: [{ lastName: 'Dupont', id: '416', type: 'employee' }] })).toEqual([
      '.items[].lastName',
    ]);
    expect(notRedacted({ remoteId: '00042', name: 'e_RIB' })).toEqual(['.remoteId']);
    const path = '/api/v3/users?fields=id&formerEmployees=true&paging=0,1000';
    const empty = { method: 'GET', path, status: 200, answer: { data: 'nothing' } };
    expect(await understood('v3', [empty])).toHaveLength(1);
    expect(strangeTo([], [{ ...empty, answer: { data: { e_x: 1 } } }])).toEqual([
      'GET /api/v3/users .data',
      'GET /api/v3/users .data.e_*',
    ]);
  });
});
