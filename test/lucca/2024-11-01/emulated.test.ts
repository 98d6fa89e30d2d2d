/** The 2024-11-01 generation as the seed and Lucca's own OpenAPI document describe it. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, put } from '../client.ts';
import { defaultClient, startEmulator } from '../index.ts';
import type { Emulator } from '../index.ts';
import { ask, extend, sendFile, sendJson, tokenFor } from './client.ts';

let emulator: Emulator;
let time = Date.parse('2026-03-15T09:00:00Z');
beforeEach(async () => {
  emulator = await startEmulator({ clock: () => time, switches: { rateLimit: 0 } });
});
afterEach(() => emulator.stop());

interface Page {
  readonly items: readonly Record<string, unknown>[];
  readonly totalCount?: number;
  readonly links?: { readonly next: { readonly href: string } | null };
  readonly embedded: Record<string, Record<string, Record<string, unknown>>>;
}
const page = async (path: string): Promise<Page> => (await ask(emulator, 'GET', path)).body() as Page;

describe('the token', () => {
  it('is given for credentials in the body, lives half an hour, and holds the scopes asked for', async () => {
    const reply = await tokenFor(emulator, ['employees.readonly']);
    expect(reply.status).toBe(200);
    const given = reply.body() as { access_token: string };
    expect(given).toEqual({ access_token: given.access_token, token_type: 'Bearer', expires_in: 1800 });
    const seen = async (path: string): Promise<number> =>
      (
        await call(emulator, 'GET', path, {
          key: null,
          headers: { Authorization: `Bearer ${given.access_token}`, 'Api-Version': '2024-11-01' },
        })
      ).status;
    expect(await seen('/lucca-api/employees')).toBe(200);
    expect(await seen('/lucca-api/employee-extensions')).toBe(403);
    expect(await seen('/api/v3/users')).toBe(401);
    time += 1_800_000;
    expect(await seen('/lucca-api/employees')).toBe(401);
  });

  it.each([
    ['invalid_client', { client_secret: 'wrong' }],
    ['invalid_scope', { scope: 'employees.readonly everything' }],
    ['unsupported_grant_type', { grant_type: 'password' }],
  ])('is refused with %s', async (error, changes) => {
    const reply = await tokenFor(emulator, ['employees.readonly'], changes);
    expect([reply.status, reply.body()]).toEqual([400, { error }]);
  });

  it('keeps the secret out of the journal, and out of the minute', async () => {
    emulator.switches.rateLimit = 2;
    for (let turn = 0; turn < 4; turn++) expect((await tokenFor(emulator)).status).toBe(200);
    const [first] = emulator.journal.requests;
    expect(first?.body?.toString()).toContain(defaultClient.clientId);
    expect(first?.body?.toString()).not.toContain(defaultClient.secret);
    expect(emulator.journal.busiest()).toBe(0);
    const statuses = [];
    for (let turn = 0; turn < 3; turn++) statuses.push((await ask(emulator, 'GET', 'employees')).status);
    expect(statuses).toEqual([200, 200, 429]);
  });
});

describe('a file', () => {
  it('is answered with the members of the seed, in its order', async () => {
    const reply = await sendFile(emulator, { fileName: 'pic.jpg', contentType: 'image/jpg' });
    const printed = JSON.parse(
      readFileSync(new URL('../../fixtures/seeds/2024-11-01/file-response.json', import.meta.url), 'utf8'),
    ) as Record<string, unknown>;
    const answered = reply.body() as Record<string, unknown>;
    expect(Object.keys(answered)).toEqual(Object.keys(printed));
    const same = { id: '', url: '', createdAt: '' };
    expect({ ...answered, ...same }).toEqual({ ...printed, ...same });
    expect(answered['createdAt']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(reply.headers.get('location')).toBe(answered['url']);
  });

  it('goes in the part "form" and nowhere else', async () => {
    expect((await sendFile(emulator, { name: '' })).status).toBe(400);
    expect((await sendFile(emulator, {}, { scopes: ['employees.readonly'] })).status).toBe(403);
    expect(emulator.files.size).toBe(0);
  });

  it('is refused where its type is not of the list and the tenant is strict', async () => {
    emulator.switches.contentTypes = 'strict';
    const statusOf = async (fileName: string, contentType: string): Promise<number> =>
      (await sendFile(emulator, { fileName, contentType })).status;
    expect(await statusOf('a.jpg', 'image/jpg')).toBe(201);
    expect(await statusOf('a.jpg', 'image/jpeg')).toBe(400);
    expect(await statusOf('a.html', 'text/html')).toBe(201);
    expect(await statusOf('a.bin', 'application/octet-stream')).toBe(400);
  });
});

describe('a file’s link', () => {
  const shownLink = async (): Promise<string> => {
    const { id } = emulator.addFile({ name: 'a.pdf', bytes: Buffer.from('%PDF the bytes') });
    emulator.setValue(416, 'e_RIB', { id });
    const filter = 'employee.id=416&extensionDefinition.id=e_RIB';
    const { items } = await page(`employee-extensions?${filter}&include=links`);
    const { value } = items[0]!['links'] as { value: { href: string } };
    return value.href.split('/lucca-api/')[1]!;
  };

  it('gives the description, or the bytes, as the request wants it', async () => {
    const link = await shownLink();
    expect((await ask(emulator, 'GET', link)).body()).toMatchObject({ type: 'file', fileName: 'a.pdf' });
    const raw = { headers: { Accept: 'application/octet-stream' } };
    expect((await ask(emulator, 'GET', link, raw)).text).toBe('%PDF the bytes');
    expect((await ask(emulator, 'GET', `${link}&disposition=attachment`)).text).toBe('%PDF the bytes');
    expect((await ask(emulator, 'GET', `${link}&disposition=json`, raw)).text).toContain('"fileName"');
  });

  it('opens that file alone, and nothing without its token or the scope', async () => {
    const link = await shownLink();
    const statusOf = async (path: string, scopes?: readonly string[]): Promise<number> =>
      (await ask(emulator, 'GET', path, scopes === undefined ? {} : { scopes })).status;
    const other = emulator.addFile({ name: 'b.pdf', bytes: Buffer.from('b') }).id;
    expect(await statusOf(link.replace(/[^/?]+(?=\?)/, other))).toBe(404);
    expect(await statusOf(link.replace(/\?.*/, ''))).toBe(404);
    expect(await statusOf(link, ['employees.readonly'])).toBe(403);
    expect(await statusOf(link, ['files.readwrite'])).toBe(200);
  });

  it('is not shown to who asks for none', async () => {
    await shownLink();
    const { items } = await page('employee-extensions?employee.id=416&extensionDefinition.id=e_RIB');
    expect(items[0]!['links']).toEqual({});
  });
});

describe('employees', () => {
  it('come by pages of a cursor until there is none', async () => {
    const ids: unknown[] = [];
    let path: string | null = 'employees?limit=15&include=links,totalCount';
    for (; path !== null;) {
      const one: Page = await page(path);
      ids.push(...one.items.map(({ id }) => id));
      expect(one.totalCount).toBe(40);
      path = one.links?.next?.href.split('/lucca-api/')[1] ?? null;
    }
    expect(ids).toEqual([...emulator.store.employees.keys()].map(String));
    expect((await ask(emulator, 'GET', 'employees?limit=101')).status).toBe(400);
    expect((await ask(emulator, 'GET', 'employees?page=!nonsense')).status).toBe(400);
  });

  it('carry their employment and job where these are asked for, and nothing that is not', async () => {
    const { cast } = emulator.company;
    const whole = await page(`employees?id=${cast['recentLeaver']}&include=embedded`);
    const [leaver] = whole.items as { applicableEmployment: { id: string }; status: string }[];
    expect(leaver?.status).toBe('deactivated');
    expect(whole.embedded['employment']?.[leaver!.applicableEmployment.id]).toMatchObject({
      legalEntity: { id: '1' },
      end: { date: '2026-02-13' },
    });
    const bare = await page(`employees?id=${cast['first']}`);
    expect(bare).not.toHaveProperty('totalCount');
    expect(bare).not.toHaveProperty('links');
    expect(bare.embedded).toEqual({});
  });
});

describe('definitions and extensions', () => {
  it('tell by their schema what holds a file', async () => {
    const { items } = await page(
      'employee-extension-definitions?schema.title=file-reference&-multipleValueHandling=null',
    );
    expect(items.map(({ id }) => id)).toEqual(['e_Contrats', 'e_Sanctions']);
    expect(items[0]).toMatchObject({
      schema: { $id: '/lucca-api/schemas/file-reference' },
      isArchived: false,
    });
  });

  it('take a file as a new row, and show it on the employee in both generations', async () => {
    const { id } = (await sendFile(emulator)).body() as { id: string };
    emulator.setValue(416, 'e_Contrats', [
      { id: emulator.addFile({ name: 'a.pdf', bytes: Buffer.from('a') }).id },
    ]);
    const created = await extend(emulator, '416', 'e_Contrats', { id });
    expect(created.status).toBe(201);
    expect(created.body()).toMatchObject({
      type: 'employee-extension',
      employee: { id: '416' },
      extensionDefinition: { id: 'e_Contrats' },
      value: { id, type: 'file' },
    });
    const { items } = await page('employee-extensions?employee.id=416&extensionDefinition.id=e_Contrats');
    expect(items).toHaveLength(2);
    expect(emulator.holdings()).toHaveLength(2);
  });

  it('take one value where the definition holds one, and a change of it', async () => {
    const [a, b] = [await sendFile(emulator), await sendFile(emulator)].map(
      (reply) => (reply.body() as { id: string }).id,
    );
    const first = (await extend(emulator, '416', 'e_RIB', { id: a })).body() as { id: string };
    expect((await extend(emulator, '416', 'e_RIB', { id: b })).status).toBe(400);
    const path = `employee-extensions/${first.id}`;
    const stale = await sendJson(emulator, 'PATCH', path, { value: { id: b } }, { 'If-Match': 'W/other' });
    expect(stale.status).toBe(412);
    const etag = (await ask(emulator, 'GET', path)).headers.get('etag') ?? '';
    expect((await ask(emulator, 'GET', path, { headers: { 'If-None-Match': etag } })).status).toBe(304);
    const changed = await sendJson(emulator, 'PATCH', path, { value: { id: b } }, { 'If-Match': etag });
    expect(changed.body()).toMatchObject({ id: first.id, value: { id: b } });
    expect(emulator.holdings().map(({ fileId }) => fileId)).toEqual([b]);
  });

  it('take a composite value by its sub-fields', async () => {
    const { id } = (await sendFile(emulator)).body() as { id: string };
    const value = { 'e_Date-de-la-visite': '2026-03-01', e_Attestation: { id } };
    const created = await extend(emulator, '417', 'e_Visite-medicale', value);
    expect(created.body()).toMatchObject({
      value: { 'e_Date-de-la-visite': '2026-03-01', e_Convocation: null },
    });
    expect(emulator.holdings()).toMatchObject([{ subField: 'e_Attestation', fileId: id }]);
  });

  it.each([
    ['an unknown employee', '9999', 'e_RIB', {}, 'employee'],
    ['an unknown definition', '416', 'e_Nothing', {}, 'extensionDefinition'],
    ['an unknown file', '416', 'e_RIB', { id: '2face165-5345-4cf3-ab05-5421a6b19df2' }, 'value'],
  ])('refuse %s as problem+json', async (_, who, definition, value, member) => {
    const reply = await extend(emulator, who, definition, value);
    expect(reply.status).toBe(400);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    expect(reply.body()).toMatchObject({ status: 400, errors: { [member]: [expect.any(String)] } });
  });

  it('meet the faults of the legacy generation', async () => {
    const { id } = (await sendFile(emulator)).body() as { id: string };
    emulator.faults.add({
      match: { method: 'POST', path: '/lucca-api/employee-extensions' },
      fault: { kind: 'commit-then-refuse', status: 503 },
    });
    expect((await extend(emulator, '416', 'e_Contrats', { id })).status).toBe(503);
    expect(emulator.holdings()).toHaveLength(1);
    expect(emulator.journal.countWrites()).toBe(1);
    expect(emulator.journal.countUploads()).toBe(1);
  });

  it('leave the legacy record as it was written there', async () => {
    const { id } = (await sendFile(emulator)).body() as { id: string };
    expect((await put(emulator, 416, { e_RIB: { value: { id } } })).status).toBe(200);
    const { items } = await page('employee-extensions?employee.id=416&extensionDefinition.id=e_RIB');
    expect(items[0]).toMatchObject({ value: { id } });
  });
});
