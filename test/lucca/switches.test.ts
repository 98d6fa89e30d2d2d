/** Each switch in each of its settings: what a client sees of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, extend, sendFile, sendJson, tokenFor } from './2024-11-01/client.ts';
import { call, extendedData, fileId, form, get, overSocket, put, upload } from './client.ts';
import { defaultSwitches, listSwitches, startEmulator } from './index.ts';
import type { Emulator, SwitchName } from './index.ts';
import { applySwitches, parseSwitch } from './switches.ts';

let emulator: Emulator;
let time = Date.parse('2026-03-15T09:00:00Z');
beforeEach(async () => {
  time = Date.parse('2026-03-15T09:00:00Z');
  emulator = await startEmulator({ clock: () => time, switches: { rateLimit: 0 } });
});
afterEach(() => emulator.stop());

const who = 416;
const statusOfPut = async (body: unknown): Promise<number> => (await put(emulator, who, body)).status;
const statusOfGet = async (path: string): Promise<number> => (await get(emulator, path)).status;
const values = (field: string): readonly unknown[] =>
  (emulator.record(who)[field] ?? []).map(({ value }) => value);
const show = async (query: string): Promise<unknown> =>
  (await get(emulator, `/api/v3/users/${who}?fields=${query}`)).body();
const messages = async (path: string): Promise<string> => (await get(emulator, path)).text;

/** Sends so many requests; gives the statuses. */
async function burst(count: number, path = '/api/v3/users/416'): Promise<number[]> {
  const statuses: number[] = [];
  for (let sent = 0; sent < count; sent++) statuses.push(await statusOfGet(path));
  return statuses;
}

const newFile = async (): Promise<string> => ((await sendFile(emulator)).body() as { id: string }).id;

/** Of an employee with one extension, beside another with one. */
async function extensionsOf(id: string): Promise<number> {
  emulator.setValue(416, 'e_quote', 'a');
  emulator.setValue(417, 'e_quote', 'b');
  const reply = await ask(emulator, 'GET', `employee-extensions?employee.id=${id}`);
  return (reply.body() as { items: unknown[] }).items.length;
}

/** A listing asked for by its own ETag, and a change of a row that stands otherwise. */
async function askedAgain(): Promise<readonly number[]> {
  const etag = (await ask(emulator, 'GET', 'employees')).headers.get('etag') ?? '';
  const again = await ask(emulator, 'GET', 'employees', { headers: { 'If-None-Match': etag } });
  const [row] = emulator.setValue(416, 'e_quote', 'x');
  const path = `employee-extensions/${row}`;
  const changed = await sendJson(emulator, 'PATCH', path, { value: 'y' }, { 'If-Match': 'W/other' });
  return [again.status, changed.status];
}

/** By this generation, and by v3, which packs nothing. */
async function encodingOf(path: string): Promise<readonly (string | null)[]> {
  const headers = { 'Accept-Encoding': 'gzip' };
  const replies = [
    await ask(emulator, 'GET', path, { headers }),
    await get(emulator, '/api/v3/users', { headers }),
  ];
  return replies.map((reply) => reply.headers.get('content-encoding'));
}

/** What the link of a file gives so many milliseconds after it was shown; null where none is shown. */
async function bytesByLink(laterMs: number): Promise<readonly [number, string] | null> {
  const { id } = emulator.addFile({ name: 'a.pdf', bytes: Buffer.from('read me') });
  emulator.setValue(who, 'e_RIB', { id });
  const path = `employee-extensions?employee.id=${who}&extensionDefinition.id=e_RIB&include=links`;
  const shown = (await ask(emulator, 'GET', path)).body() as {
    items: { links: { value?: { href: string } } }[];
  };
  const link = shown.items[0]?.links.value?.href.split('/lucca-api/')[1];
  time += laterMs;
  if (link === undefined) return null;
  const reply = await ask(emulator, 'GET', link, { headers: { Accept: 'application/octet-stream' } });
  return [reply.status, reply.text];
}

type Check = () => Promise<void>;
type Checks = { readonly [name in SwitchName]: Readonly<Record<string, Check>> };

const checks: Checks = {
  multiValueMode: {
    append: async () => {
      emulator.setValue(who, 'e_favorite_food', ['a', 'b']);
      expect(await statusOfPut({ e_favorite_food: [{ id: 0, isNew: true, value: 'c' }] })).toBe(200);
      expect(values('e_favorite_food')).toEqual(['a', 'b', 'c']);
      expect(await statusOfPut({ e_favorite_food: [] })).toBe(200);
      expect(values('e_favorite_food')).toEqual(['a', 'b', 'c']);
    },
    replace: async () => {
      const [, b] = emulator.setValue(who, 'e_favorite_food', ['a', 'b']);
      expect(
        await statusOfPut({
          e_favorite_food: [
            { id: b, value: 'b' },
            { id: 0, value: 'c' },
          ],
        }),
      ).toBe(200);
      expect(values('e_favorite_food')).toEqual(['b', 'c']);
      expect(await statusOfPut({ e_favorite_food: [] })).toBe(200);
      expect(values('e_favorite_food')).toEqual([]);
    },
  },
  updateWithoutId: {
    refuse: async () => {
      emulator.setValue(who, 'e_quote', 'a');
      expect(await statusOfPut({ e_quote: { value: 'b' } })).toBe(400);
      expect(values('e_quote')).toEqual(['a']);
    },
    overwrite: async () => {
      const ids = emulator.setValue(who, 'e_quote', 'a');
      expect(await statusOfPut({ e_quote: { value: 'b' } })).toBe(200);
      expect(emulator.record(who)['e_quote']).toEqual([{ id: ids[0], value: 'b' }]);
    },
    ignore: async () => {
      emulator.setValue(who, 'e_quote', 'a');
      expect(await statusOfPut({ e_quote: { value: 'b' } })).toBe(200);
      expect(values('e_quote')).toEqual(['a']);
    },
  },
  rowDeletion: {
    valueNull: async () => {
      const [id] = emulator.setValue(who, 'e_favorite_food', ['a', 'b']);
      expect(await statusOfPut({ e_favorite_food: [{ id, isDeleted: true }] })).toBe(400);
      expect(await statusOfPut({ e_favorite_food: [{ id, value: null }] })).toBe(200);
      expect(values('e_favorite_food')).toEqual(['b']);
    },
    isDeleted: async () => {
      const [id] = emulator.setValue(who, 'e_favorite_food', ['a', 'b']);
      expect(await statusOfPut({ e_favorite_food: [{ id, value: null }] })).toBe(400);
      expect(await statusOfPut({ e_favorite_food: [{ id, isDeleted: true }] })).toBe(200);
      expect(values('e_favorite_food')).toEqual(['b']);
    },
    none: async () => {
      const [id] = emulator.setValue(who, 'e_favorite_food', ['a', 'b']);
      expect(await statusOfPut({ e_favorite_food: [{ id, value: null }] })).toBe(400);
      expect(await statusOfPut({ e_favorite_food: [{ id, isDeleted: true }] })).toBe(400);
      expect(values('e_favorite_food')).toEqual(['a', 'b']);
    },
  },
  omittedSubFields: {
    keep: async () => {
      const [id] = emulator.setValue(who, 'e_Diplome', { e_Intitule: { value: 'CAP' } });
      await put(emulator, who, {
        e_Diplome: { id, value: { 'e_Date-d-obtention': { value: '2020-07-01' } } },
      });
      expect(values('e_Diplome')).toMatchObject([{ e_Intitule: { value: 'CAP' } }]);
    },
    clear: async () => {
      const [id] = emulator.setValue(who, 'e_Diplome', { e_Intitule: { value: 'CAP' } });
      await put(emulator, who, {
        e_Diplome: { id, value: { 'e_Date-d-obtention': { value: '2020-07-01' } } },
      });
      expect(values('e_Diplome')).toMatchObject([
        { e_Intitule: { value: null }, 'e_Date-d-obtention': { value: '2020-07-01T00:00:00' } },
      ]);
    },
  },
  bareScalar: {
    accept: async () => {
      expect(await statusOfPut({ e_secondName: 'Luc' })).toBe(200);
      expect(values('e_secondName')).toEqual(['Luc']);
    },
    refuse: async () => {
      expect(await statusOfPut({ e_secondName: 'Luc' })).toBe(400);
      expect(values('e_secondName')).toEqual([]);
    },
  },
  wrappedBody: {
    refuse: async () => expect(await statusOfPut({ data: { e_quote: { value: 'x' } } })).toBe(400),
    accept: async () => {
      expect(await statusOfPut({ data: { e_quote: { value: 'x' } } })).toBe(200);
      expect(values('e_quote')).toEqual(['x']);
    },
  },
  extendedDataWrites: {
    ignore: async () => {
      expect(await statusOfPut({ extendedData: { e_quote: { value: 'x' } } })).toBe(200);
      expect(values('e_quote')).toEqual([]);
    },
    refuse: async () => {
      expect(await statusOfPut({ extendedData: { e_quote: { value: 'x' } } })).toBe(400);
      expect(values('e_quote')).toEqual([]);
    },
  },
  unknownField: {
    refuse: async () => {
      expect(await statusOfPut({ e_nothing: { value: 'x' } })).toBe(400);
      expect(await statusOfPut({ nothing: 'x' })).toBe(400);
    },
    ignore: async () => {
      const diploma = { value: { e_nothing: { value: 'x' }, e_Intitule: { value: 'CAP' } } };
      expect(await statusOfPut({ e_nothing: { value: 'x' }, nothing: 'x', e_Diplome: diploma })).toBe(200);
      expect(Object.keys(emulator.record(who))).toEqual(['e_Diplome']);
    },
  },
  hiddenFieldWrites: {
    refuse: async () => {
      emulator.setRights('Classeur', { sections: { Divers: 'none' } });
      expect(await statusOfPut({ e_quote: { value: 'x' } })).toBe(403);
    },
    ignore: async () => {
      emulator.setRights('Classeur', { sections: { Divers: 'none' } });
      expect(await statusOfPut({ e_quote: { value: 'x' }, e_secondName: { value: 'Luc' } })).toBe(200);
      expect(Object.keys(emulator.record(who))).toEqual(['e_secondName']);
    },
  },
  refusedWrites: {
    atomic: async () => {
      expect(await statusOfPut({ e_quote: { value: 'x' }, e_secondName: { value: 3 } })).toBe(400);
      expect(emulator.record(who)).toEqual({});
    },
    partial: async () => {
      expect(await statusOfPut({ e_quote: { value: 'x' }, e_secondName: { value: 3 } })).toBe(400);
      expect(values('e_quote')).toEqual(['x']);
    },
  },
  sharedFileId: {
    allow: async () => {
      const id = await fileId(emulator);
      expect(await statusOfPut({ e_RIB: { value: { id } }, e_Contrats: [{ value: { id } }] })).toBe(200);
      expect(emulator.holdings()).toHaveLength(2);
    },
    refuse: async () => {
      const id = await fileId(emulator);
      expect(await statusOfPut({ e_RIB: { value: { id } }, e_Contrats: [{ value: { id } }] })).toBe(400);
      expect(await statusOfPut({ e_RIB: { value: { id } } })).toBe(200);
      expect(await statusOfPut({ e_Contrats: [{ value: { id } }] })).toBe(400);
      const row = emulator.record(who)['e_RIB']![0]!;
      expect(await statusOfPut({ e_RIB: row })).toBe(200);
    },
  },
  unattachedUploads: {
    keep: async () => {
      const id = await fileId(emulator);
      time += 90_000_000;
      expect(await statusOfPut({ e_RIB: { value: { id } } })).toBe(200);
    },
    expire: async () => {
      const [late, kept] = [await fileId(emulator), await fileId(emulator)];
      await put(emulator, who, { e_Contrats: [{ value: { id: kept } }] });
      time += 90_000_000;
      expect(await statusOfPut({ e_RIB: { value: { id: late } } })).toBe(400);
      expect(await statusOfPut({ e_RIB: { value: { id: kept } } })).toBe(200);
    },
  },
  uploadLifetimeSeconds: {
    '10': async () => {
      emulator.switches.unattachedUploads = 'expire';
      const [first, second] = [await fileId(emulator), await fileId(emulator)];
      time += 9_999;
      expect(await statusOfPut({ e_RIB: { value: { id: first } } })).toBe(200);
      time += 1;
      expect(await statusOfPut({ e_Contrats: [{ value: { id: second } }] })).toBe(400);
    },
  },
  pictureTypes: {
    images: async () => {
      expect(await statusOfPut({ picture: { id: await fileId(emulator) } })).toBe(400);
      expect(await statusOfPut({ picture: { id: await fileId(emulator, { fileName: 'a.jpg' }) } })).toBe(200);
    },
    any: async () => expect(await statusOfPut({ picture: { id: await fileId(emulator) } })).toBe(200),
  },
  fileRead: {
    full: async () => {
      const id = await fileId(emulator);
      emulator.setValue(who, 'e_RIB', { id });
      const url = `${emulator.url}/api/v3/files/${id}`;
      expect(await extendedData(emulator, who)).toMatchObject({
        e_RIB: { value: { id, name: 'test.pdf', href: url, url } },
      });
    },
    id: async () => {
      const id = await fileId(emulator);
      const rows = emulator.setValue(who, 'e_RIB', { id });
      expect(await extendedData(emulator, who)).toEqual({ e_RIB: { id: rows[0], value: { id } } });
    },
    guid: async () => {
      const id = await fileId(emulator);
      const rows = emulator.setValue(who, 'e_RIB', { id });
      expect(await extendedData(emulator, who)).toEqual({ e_RIB: { id: rows[0], value: id } });
    },
  },
  subValueIds: {
    absent: async () => {
      emulator.setValue(who, 'e_Diplome', { e_Intitule: { value: 'CAP' } });
      expect(await extendedData(emulator, who)).toMatchObject({
        e_Diplome: { value: { e_Justificatif: { value: null } } },
      });
      expect(JSON.stringify(await extendedData(emulator, who))).toMatch(/"e_Intitule":\{"value":"CAP"\}/);
    },
    present: async () => {
      emulator.setValue(who, 'e_Diplome', { e_Intitule: { value: 'CAP' } });
      expect(JSON.stringify(await extendedData(emulator, who))).toMatch(
        /"e_Intitule":\{"id":\d+,"value":"CAP"\}/,
      );
    },
  },
  emptyValues: {
    absent: async () => expect(await extendedData(emulator, who)).toEqual({}),
    null: async () => {
      emulator.setRights('Classeur', { sections: { Discipline: 'none' } });
      const shown = await extendedData(emulator, who);
      expect(shown).toMatchObject({ e_RIB: null, e_Contrats: [] });
      expect(shown).not.toHaveProperty('e_Sanctions');
    },
  },
  extendedDataSelection: {
    honoured: async () => {
      emulator.setValue(who, 'e_quote', 'x');
      emulator.setValue(who, 'e_secondName', 'Luc');
      expect(await show('extendedData[e_quote]')).toMatchObject({ data: { extendedData: { e_quote: {} } } });
      expect(await show('extendedData.e_quote')).not.toMatchObject({
        data: { extendedData: { e_secondName: {} } },
      });
    },
    ignored: async () => {
      emulator.setValue(who, 'e_quote', 'x');
      emulator.setValue(who, 'e_secondName', 'Luc');
      expect(await show('extendedData[e_quote]')).toMatchObject({
        data: { extendedData: { e_quote: {}, e_secondName: {} } },
      });
    },
  },
  keyCasing: {
    documented: async () => expect(await show('legalentityid')).toMatchObject({ data: { legalEntityId: 1 } }),
    irregular: async () =>
      expect(await show('legalEntityId,employeeNumber')).toMatchObject({
        data: { legalEntityID: 1, EmployeeNumber: '00001' },
      }),
    asked: async () => expect(await show('LEGALENTITYID')).toMatchObject({ data: { LEGALENTITYID: 1 } }),
  },
  header: {
    rdd: async () =>
      expect(Object.keys(((await show('id')) as { header: object }).header)).toEqual([
        'generated',
        'principal',
      ]),
    monolith: async () =>
      expect(Object.keys(((await show('id')) as { header: object }).header)).toEqual([
        'generated',
        'serverTime',
        'queryTime',
        'principal',
      ]),
  },
  defaultPageSize: {
    '1000': async () =>
      expect(((await get(emulator, '/api/v3/users')).body() as Listed).data.items).toHaveLength(38),
    '10': async () =>
      expect(((await get(emulator, '/api/v3/users')).body() as Listed).data.items).toHaveLength(10),
  },
  queryErrors: {
    strict: async () => {
      expect(await statusOfGet('/api/v3/users?paging=0,5000')).toBe(400);
      expect(await statusOfGet('/api/v3/users?orderBy=x')).toBe(400);
      expect(await statusOfGet('/api/v3/users?dtContractEnd=since,x')).toBe(400);
    },
    lenient: async () => {
      expect(await statusOfGet('/api/v3/users?paging=0,5000')).toBe(200);
      expect(await statusOfGet('/api/v3/users?orderBy=x')).toBe(200);
      expect(await statusOfGet('/api/v3/users?dtContractEnd=since,x')).toBe(200);
    },
  },
  unknownReadField: {
    refuse: async () => {
      expect(await statusOfGet('/api/v3/users?fields=id,nothing')).toBe(400);
      expect(await statusOfGet('/api/v3/users?fields=legalEntity[nothing]')).toBe(400);
    },
    ignore: async () => {
      expect(await show('id,nothing,legalEntity[id,nothing]')).toMatchObject({
        data: { id: who, legalEntity: { id: 1 } },
      });
    },
  },
  unknownFilter: {
    refuse: async () => expect(await statusOfGet('/api/v3/users?nothing=1')).toBe(400),
    ignore: async () =>
      expect(((await get(emulator, '/api/v3/users?nothing=1')).body() as Listed).data.items).toHaveLength(38),
  },
  numberFilter: {
    honoured: async () =>
      expect(
        ((await get(emulator, '/api/v3/users?employeeNumber=00007&legalEntityID=2')).body() as Listed).data
          .items,
      ).toHaveLength(1),
    ignored: async () =>
      expect(
        ((await get(emulator, '/api/v3/users?employeeNumber=00007&legalEntityID=2')).body() as Listed).data
          .items,
      ).toHaveLength(38),
  },
  userNotFound: {
    '404': async () => expect(await statusOfGet('/api/v3/users/99999')).toBe(404),
    '500': async () => {
      const reply = await get(emulator, '/api/v3/users/99999');
      expect(reply.status).toBe(500);
      expect(reply.text).toContain('User Not Found');
    },
  },
  errorStyle: {
    statusMessage: async () => {
      const reply = await get(emulator, '/api/v3/users?paging=0,0');
      expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
      expect(reply.body()).toEqual({ Status: 400, Message: 'Paging limit should be between 1 and 1000' });
    },
    text: async () => {
      const reply = await get(emulator, '/api/v3/users?paging=0,0');
      expect(reply.headers.get('content-type')).toBe('application/json');
      expect(reply.text).toBe('Paging limit should be between 1 and 1000');
      expect((await get(emulator, '/api/v3/users/99999')).body()).toEqual({
        id: '99999',
        error: 'Resource 99999 not found',
      });
      emulator.faults.add({ fault: { kind: 'refuse', status: 500, message: 'secret' } });
      expect((await get(emulator, '/api/v3/users')).text).toBe('');
    },
    problem: async () => {
      const reply = await get(emulator, '/api/v3/users/99999');
      expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(reply.body()).toMatchObject({
        type: 'https://tools.ietf.org/html/rfc7231#section-6.5',
        title: 'Not Found',
        status: 404,
        instance: `${emulator.url}/api/v3/users/99999`,
      });
    },
    empty: async () => {
      const reply = await get(emulator, '/api/v3/users/99999');
      expect([reply.status, reply.text, reply.headers.get('content-type')]).toEqual([404, '', null]);
    },
    html: async () => {
      const reply = await get(emulator, '/api/v3/users/99999');
      expect(reply.headers.get('content-type')).toMatch(/^text\/html/);
      expect(reply.text).toContain('<h2>404 - Not Found</h2>');
    },
  },
  errorStatus: {
    honest: async () => expect(await statusOfPut({ e_nothing: { value: 1 } })).toBe(400),
    always200: async () => {
      const reply = await put(emulator, who, { e_nothing: { value: 1 } });
      expect(reply.status).toBe(200);
      expect(reply.body()).toEqual({ Status: 400, Message: 'Unknown property e_nothing' });
      expect((await call(emulator, 'GET', '/api/v3/users', { key: null })).status).toBe(401);
    },
  },
  retryAfter: {
    seconds: async () => {
      emulator.switches.rateLimit = 1;
      time += 123;
      await burst(1);
      time += 20_000;
      expect((await get(emulator, '/api/v3/users')).headers.get('retry-after')).toBe('40');
    },
    date: async () => {
      emulator.switches.rateLimit = 1;
      time += 123;
      await burst(1);
      const date = (await get(emulator, '/api/v3/users')).headers.get('retry-after')!;
      expect(date).toBe('Sun, 15 Mar 2026 09:01:01 GMT');
    },
    none: async () => {
      emulator.switches.rateLimit = 1;
      await burst(1);
      const reply = await get(emulator, '/api/v3/users');
      expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, null]);
    },
  },
  rateLimit: {
    '50': async () => {
      const statuses = await burst(51);
      expect(statuses.slice(0, 50)).toEqual(Array(50).fill(200));
      expect(statuses[50]).toBe(429);
    },
    '0': async () => expect(new Set(await burst(60))).toEqual(new Set([200])),
  },
  rateWindowSeconds: {
    '5': async () => {
      emulator.switches.rateLimit = 1;
      expect(await burst(2)).toEqual([200, 429]);
      time += 4_999;
      expect(await burst(1)).toEqual([429]);
      time += 1;
      expect(await burst(1)).toEqual([200]);
    },
  },
  rateWindow: {
    sliding: async () => {
      emulator.switches.rateLimit = 2;
      time += 50_000;
      expect(await burst(2)).toEqual([200, 200]);
      time += 10_000;
      expect(await burst(1)).toEqual([429]);
      time += 50_000;
      expect(await burst(3)).toEqual([200, 200, 429]);
    },
    fixed: async () => {
      emulator.switches.rateLimit = 2;
      time += 50_000;
      expect(await burst(3)).toEqual([200, 200, 429]);
      expect((await get(emulator, '/api/v3/users')).headers.get('retry-after')).toBe('10');
      time += 10_000;
      expect(await burst(3)).toEqual([200, 200, 429]);
    },
  },
  rateCountedAt: {
    arrival: async () => {
      emulator.switches.rateLimit = 1;
      await slowRequest(30_000);
      time += 30_000;
      expect(await burst(1)).toEqual([200]);
    },
    answer: async () => {
      emulator.switches.rateLimit = 1;
      await slowRequest(30_000);
      time += 30_000;
      expect(await burst(1)).toEqual([429]);
      time += 30_000;
      expect(await burst(1)).toEqual([200]);
    },
  },
  sharedRateCounter: {
    yes: async () => {
      emulator.switches.rateLimit = 1;
      expect((await upload(emulator)).status).toBe(201);
      expect(await burst(1)).toEqual([429]);
    },
    no: async () => {
      emulator.switches.rateLimit = 1;
      expect((await upload(emulator)).status).toBe(201);
      expect(await burst(2)).toEqual([200, 429]);
      expect((await upload(emulator)).status).toBe(429);
    },
  },
  countThrottled: {
    no: async () => {
      emulator.switches.rateLimit = 1;
      await burst(1);
      time += 30_000;
      expect(await burst(1)).toEqual([429]);
      time += 30_000;
      expect(await burst(1)).toEqual([200]);
    },
    yes: async () => {
      emulator.switches.rateLimit = 1;
      await burst(1);
      time += 30_000;
      const reply = await get(emulator, '/api/v3/users');
      expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '60']);
      time += 30_000;
      expect(await burst(1)).toEqual([429]);
      time += 60_000;
      expect(await burst(1)).toEqual([200]);
    },
  },
  countUnauthorized: {
    yes: async () => {
      emulator.switches.rateLimit = 1;
      expect((await call(emulator, 'GET', '/api/v3/users', { key: null })).status).toBe(401);
      expect(await burst(1)).toEqual([429]);
    },
    no: async () => {
      emulator.switches.rateLimit = 1;
      expect((await call(emulator, 'GET', '/api/v3/users', { key: null })).status).toBe(401);
      expect(await burst(1)).toEqual([200]);
    },
  },
  timeout: {
    processing: async () => {
      emulator.switches.timeoutSeconds = 0.1;
      expect(await slowUpload(300)).toBe(201);
      emulator.faults.add({ fault: { kind: 'delay', ms: 5_000 } });
      expect(await burst(1)).toEqual([408]);
    },
    whole: async () => {
      emulator.switches.timeoutSeconds = 0.1;
      expect(await slowUpload(300)).toBe(408);
      expect(emulator.files.size).toBe(0);
    },
    off: async () => {
      emulator.switches.timeoutSeconds = 0.01;
      emulator.faults.add({ fault: { kind: 'delay', ms: 100 } });
      expect(await burst(1)).toEqual([200]);
    },
  },
  timeoutSeconds: {
    '0.05': async () => {
      emulator.faults.add({ fault: { kind: 'delay', ms: 40 } });
      emulator.faults.add({ match: { nth: 2 }, fault: { kind: 'delay', ms: 60 } });
      expect(await burst(2)).toEqual([200, 408]);
    },
  },
  tooLarge: {
    cut: async () => {
      emulator.switches.maxBodyBytes = 100;
      await expect(upload(emulator, { bytes: Buffer.alloc(200) })).rejects.toThrow();
    },
    '413': async () => {
      emulator.switches.maxBodyBytes = 100;
      const head = 'POST /lucca-files/api/uploads HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n';
      const { text } = await overSocket(emulator.port, Buffer.from(head));
      expect(text).toMatch(/^HTTP\/1\.1 413 /);
    },
  },
  maxBodyBytes: {
    '300': async () => {
      const frame = form([{ bytes: Buffer.alloc(0) }]).length;
      expect((await upload(emulator, { bytes: Buffer.alloc(300 - frame) })).status).toBe(201);
      await expect(upload(emulator, { bytes: Buffer.alloc(301 - frame) })).rejects.toThrow();
    },
  },
  refusals: {
    afterBody: async () => {
      await upload(emulator, {}, { key: 'wrong' });
      expect(emulator.journal.requests[0]).toMatchObject({ status: 401, bytesReceived: form([{}]).length });
    },
    atOnce: async () => {
      const head =
        'POST /lucca-files/api/uploads HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5000000\r\n\r\n';
      const { text } = await overSocket(emulator.port, Buffer.from(head));
      expect(text).toMatch(/^HTTP\/1\.1 401 /);
    },
  },
  partName: {
    any: async () => expect((await upload(emulator, { name: 'whatever' })).status).toBe(201),
    documented: async () => {
      expect((await upload(emulator, { name: 'whatever' })).status).toBe(400);
      expect((await upload(emulator, { name: '' })).status).toBe(201);
      expect((await upload(emulator, { name: 'form' })).status).toBe(201);
    },
  },
  emptyFile: {
    refuse: async () => expect((await upload(emulator, { bytes: Buffer.alloc(0) })).status).toBe(400),
    accept: async () =>
      expect((await upload(emulator, { bytes: Buffer.alloc(0) })).body()).toMatchObject({ contentLength: 0 }),
  },
  contentTypes: {
    lenient: async () => expect((await upload(emulator, { fileName: 'page.html' })).status).toBe(201),
    strict: async () => {
      expect((await upload(emulator, { fileName: 'page.html', contentType: 'text/html' })).status).toBe(400);
      expect((await upload(emulator, { fileName: 'setup.exe', contentType: null })).status).toBe(400);
      for (const fileName of [
        'a.pdf',
        'a.jpg',
        'a.jpeg',
        'a.png',
        'a.docx',
        'a.heic',
        'a.tiff',
        'a.csv',
        'a.eml',
      ])
        expect((await upload(emulator, { fileName, contentType: null })).status).toBe(201);
    },
  },
  typeRefusal: {
    '400': async () => {
      emulator.switches.contentTypes = 'strict';
      expect((await upload(emulator, { fileName: 'a.exe', contentType: null })).status).toBe(400);
    },
    '415': async () => {
      emulator.switches.contentTypes = 'strict';
      expect((await upload(emulator, { fileName: 'a.exe', contentType: null })).status).toBe(415);
    },
  },
  fileNamePercent: {
    decode: async () =>
      expect((await upload(emulator, { fileName: 'a%22b.pdf' })).body()).toMatchObject({ name: 'a"b.pdf' }),
    verbatim: async () =>
      expect((await upload(emulator, { fileName: 'a%22b.pdf' })).body()).toMatchObject({ name: 'a%22b.pdf' }),
  },
  requireAccept: {
    no: async () =>
      expect((await get(emulator, '/api/v3/users', { headers: { Accept: '*/*' } })).status).toBe(200),
    yes: async () => {
      expect((await get(emulator, '/api/v3/users', { headers: { Accept: '*/*' } })).status).toBe(406);
      expect(await statusOfGet('/api/v3/users')).toBe(200);
    },
  },
  userProperties: {
    available: async () => expect(await statusOfGet('/api/v3/userproperties')).toBe(200),
    absent: async () => expect(await statusOfGet('/api/v3/userproperties')).toBe(404),
  },
  compositeDefinitions: {
    nested: async () => expect(await messages('/api/v3/userproperties')).toContain('e_Attestation'),
    absent: async () => {
      const text = await messages('/api/v3/userproperties');
      expect(text).toContain('e_Visite-medicale');
      expect(text).not.toContain('e_Attestation');
    },
  },
  downloads: {
    bytes: async () => expect(await statusOfGet(`/api/v3/files/${await fileId(emulator)}`)).toBe(200),
    absent: async () => expect(await statusOfGet(`/api/v3/files/${await fileId(emulator)}`)).toBe(404),
  },
  cors: {
    deny: async () => {
      const reply = await get(emulator, '/api/v3/users', { headers: { Origin: 'https://app.example' } });
      expect(reply.headers.get('access-control-allow-origin')).toBeNull();
    },
    allow: async () => {
      const reply = await get(emulator, '/api/v3/users', { headers: { Origin: 'https://app.example' } });
      expect(reply.headers.get('access-control-allow-origin')).toBe('https://app.example');
    },
  },
  apiVersionHeader: {
    required: async () => {
      expect((await ask(emulator, 'GET', 'employees', { headers: { 'Api-Version': '' } })).status).toBe(400);
    },
    optional: async () => {
      expect((await ask(emulator, 'GET', 'employees', { headers: { 'Api-Version': '' } })).status).toBe(200);
    },
  },
  tokenSeconds: {
    600: async () => {
      expect((await tokenFor(emulator)).body()).toMatchObject({ expires_in: 600 });
    },
  },
  newFileStatus: {
    201: async () => expect((await sendFile(emulator)).status).toBe(201),
    200: async () => expect((await sendFile(emulator)).status).toBe(200),
  },
  embeddedResources: {
    shown: async () => {
      const { text } = await ask(emulator, 'GET', `employees?id=${who}&include=embedded`);
      expect(text).toContain('"start"');
    },
    absent: async () => {
      const reply = await ask(emulator, 'GET', `employees?id=${who}&include=embedded`);
      expect(reply.body()).toMatchObject({ embedded: {} });
      expect(reply.text).not.toContain('"start"');
    },
  },
  extensionWrites: {
    open: async () => expect((await extend(emulator, '416', 'e_quote', 'x')).status).toBe(201),
    closed: async () => expect((await extend(emulator, '416', 'e_quote', 'x')).status).toBe(405),
  },
  extensionFilters: {
    honoured: async () => expect(await extensionsOf('417')).toBe(1),
    ignored: async () => expect(await extensionsOf('417')).toBe(2),
    refused: async () => {
      expect((await ask(emulator, 'GET', 'employee-extensions?employee.id=417')).status).toBe(400);
    },
  },
  extensionPageMost: {
    1000: async () => {
      expect((await ask(emulator, 'GET', 'employee-extensions?limit=1000')).status).toBe(200);
      expect((await ask(emulator, 'GET', 'employee-extensions?limit=1001')).status).toBe(400);
    },
  },
  employeeIds: {
    same: async () => expect((await ask(emulator, 'GET', `employees/${who}`)).text).toContain('Dupont'),
    different: async () =>
      expect((await ask(emulator, 'GET', `employees/${who + 1}`)).text).toContain('Dupont'),
  },
  mixedFileIds: {
    shared: async () => expect(await statusOfPut({ e_RIB: { value: { id: await newFile() } } })).toBe(200),
    separate: async () => expect(await statusOfPut({ e_RIB: { value: { id: await newFile() } } })).toBe(400),
  },
  fileLinks: {
    given: async () => expect(await bytesByLink(0)).toEqual([200, 'read me']),
    absent: async () => expect(await bytesByLink(0)).toBeNull(),
  },
  linkSeconds: {
    60: async () => {
      expect(await bytesByLink(59_000)).toEqual([200, 'read me']);
      expect((await bytesByLink(60_000))?.[0]).toBe(404);
    },
  },
  etags: {
    honoured: async () => expect(await askedAgain()).toEqual([304, 412]),
    ignored: async () => expect(await askedAgain()).toEqual([200, 200]),
    absent: async () => {
      expect((await ask(emulator, 'GET', 'employees')).headers.get('etag')).toBeNull();
    },
  },
  compression: {
    gzip: async () => expect(await encodingOf('employees')).toEqual(['gzip', null]),
    none: async () => expect(await encodingOf('employees')).toEqual([null, null]),
  },
  latencyMs: {
    '80': async () => {
      const began = performance.now();
      await burst(1);
      expect(performance.now() - began).toBeGreaterThanOrEqual(79);
    },
  },
};

interface Listed {
  readonly data: { readonly items: readonly unknown[] };
}

/** A request during which the emulator's clock goes on by so much. */
async function slowRequest(ms: number): Promise<void> {
  emulator.faults.add({ fault: { kind: 'delay', ms: 60 } });
  const sent = get(emulator, '/api/v3/users');
  await expect.poll(() => emulator.journal.requests.length).toBe(1);
  time += ms;
  await sent;
}

/** An upload whose body comes in two halves, so many real milliseconds apart. */
async function slowUpload(ms: number): Promise<number> {
  const body = form([{}]);
  const halves = new ReadableStream({
    async start(controller) {
      controller.enqueue(body.subarray(0, 50));
      await sleep(ms);
      controller.enqueue(body.subarray(50));
      controller.close();
    },
  });
  const response = await fetch(`${emulator.url}/lucca-files/api/uploads`, {
    method: 'POST',
    body: halves,
    duplex: 'half',
    headers: {
      Authorization: `lucca application=${emulator.keys[0]!.key}`,
      'Content-Type': 'multipart/form-data; boundary=frontier',
    },
  } as RequestInit);
  return response.status;
}

describe.each(listSwitches())('$name', ({ name, settings }) => {
  it('has a test for each of its settings', () => {
    if (settings) expect(Object.keys(checks[name]).sort()).toEqual([...settings].sort());
    else expect(Object.keys(checks[name]).length).toBeGreaterThan(0);
  });

  it.each(Object.entries(checks[name]))('%s', async (setting, check) => {
    applySwitches(emulator.switches, parseSwitch(`${name}=${setting}`));
    await check();
  });
});

describe('setting', () => {
  it('takes all changes or none', () => {
    const switches = defaultSwitches();
    expect(() => applySwitches(switches, { multiValueMode: 'replace', retryAfter: 'later' })).toThrow(
      'Switch "retryAfter" takes seconds | date | none.',
    );
    expect(() => applySwitches(switches, { nothing: 'x' })).toThrow('There is no switch "nothing".');
    expect(switches).toEqual(defaultSwitches());
  });

  it('says where each doubt comes from', () => {
    for (const { name, source, meaning } of listSwitches()) {
      expect(meaning, name).not.toBe('');
      if (name !== 'latencyMs') expect(source, name).not.toBe('');
    }
  });
});
