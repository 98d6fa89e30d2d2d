import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, extendedData, fileId, get, put, upload } from './client.ts';
import { everyRight, startEmulator } from './index.ts';
import type { Emulator } from './index.ts';

let emulator: Emulator;
beforeEach(async () => (emulator = await startEmulator({ switches: { rateLimit: 0 } })));
afterEach(() => emulator.stop());

const users = '/api/v3/users?fields=id&paging=0,1';

describe('key', () => {
  it.each(['lucca application=', 'Lucca application=', 'LUCCA application='])(
    'is taken after %j',
    async (scheme) => {
      const reply = await call(emulator, 'GET', users, {
        key: null,
        headers: { Authorization: scheme + emulator.keys[0]!.key },
      });
      expect(reply.status).toBe(200);
    },
  );

  it.each([
    ['nothing', {}],
    ['Bearer', { Authorization: 'Bearer 1f0e1d5c-7c1a-4f7e-9d0b-2c5a6b7d8e9f' }],
    ['user keys', { Authorization: 'lucca user=1f0e1d5c-7c1a-4f7e-9d0b-2c5a6b7d8e9f' }],
    [
      'a key that does not exist',
      { Authorization: 'lucca application=00000000-0000-0000-0000-000000000000' },
    ],
  ])('in its place, %s is answered 401', async (_, headers) => {
    const reply = await call(emulator, 'GET', users, {
      key: null,
      headers: headers,
    });
    expect(reply.status).toBe(401);
  });

  it('opens nothing once revoked', async () => {
    const { key } = emulator.keys[0]!;
    emulator.revokeKey('Classeur');
    expect((await call(emulator, 'GET', users, { key })).status).toBe(401);
    expect((await upload(emulator, {}, { key })).status).toBe(401);
    expect(emulator.files.size).toBe(0);
  });

  it('never stands in the journal', async () => {
    await get(emulator, users);
    const { key } = emulator.keys[0]!;
    const [entry] = emulator.journal.requests;
    expect(entry).toMatchObject({
      key: 'Classeur',
      headers: { authorization: 'lucca application=<Classeur>' },
    });
    expect(JSON.stringify(entry)).not.toContain(key);
  });
});

describe('rights', () => {
  it.each([
    ['readUsers', () => get(emulator, users)],
    ['readUsers', () => get(emulator, '/api/v3/users/416')],
    ['writeUsers', () => put(emulator, 416, { e_quote: { value: 'x' } })],
    ['uploadFiles', () => upload(emulator)],
    ['readDefinitions', () => get(emulator, '/api/v3/userproperties')],
    ['readDefinitions', () => get(emulator, '/api/v3/extensionuserdefinitions')],
  ] as const)('without %s: 403', async (right, send) => {
    expect((await send()).status).toBeLessThan(300);
    emulator.setRights('Classeur', { [right]: false });
    expect((await send()).status).toBe(403);
  });

  it('hides former and future employees even when asked for', async () => {
    const { recentLeaver, future } = emulator.company.cast;
    emulator.setRights('Classeur', { seeFormer: false, seeFuture: false });
    const reply = await get(emulator, '/api/v3/users?formerEmployees=true&fields=collection.count');
    expect(reply.body()).toMatchObject({ data: { count: 37 } });
    expect((await get(emulator, `/api/v3/users/${recentLeaver}`)).status).toBe(404);
    expect((await get(emulator, `/api/v3/users/${future}`)).status).toBe(404);
  });

  it('reach one establishment only', async () => {
    emulator.setRights('Classeur', { legalEntities: [2] });
    const reply = await get(emulator, '/api/v3/users?employeeNumber=00007&fields=legalEntityId');
    expect(reply.body()).toMatchObject({ data: { items: [{ legalEntityId: 2 }] } });
    expect((await put(emulator, 416, { e_quote: { value: 'x' } })).status).toBe(404);
  });
});

describe('sections', () => {
  it('denied: values are absent, and so are definitions', async () => {
    const id = await fileId(emulator);
    emulator.setValue(416, 'e_Sanctions', [{ id }]);
    emulator.setValue(416, 'e_quote', 'x');
    emulator.setRights('Classeur', { sections: { Discipline: 'none' } });
    expect(Object.keys(await extendedData(emulator, 416))).toEqual(['e_quote']);
    const { text } = await get(emulator, '/api/v3/userproperties');
    expect(text).toContain('e_quote');
    expect(text).not.toContain('e_Sanctions');
  });

  it('for reading: values are shown, writing is refused', async () => {
    emulator.setValue(416, 'e_quote', 'x');
    emulator.setRights('Classeur', { sections: { Divers: 'read' } });
    expect(await extendedData(emulator, 416)).toHaveProperty('e_quote');
    expect((await put(emulator, 416, { e_quote: { value: 'y' } })).status).toBe(403);
    expect(emulator.record(416)['e_quote']).toMatchObject([{ value: 'x' }]);
  });
});

it('a key of its own has rights of its own', async () => {
  const key = 'aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb';
  emulator.addKey({ key, name: 'Lecture', rights: { ...everyRight, writeUsers: false } });
  expect((await call(emulator, 'GET', users, { key })).body()).toMatchObject({
    header: { principal: 'Lecture' },
  });
  expect((await call(emulator, 'PUT', '/api/v3/users/416', { key, body: '{}' })).status).toBe(403);
});
