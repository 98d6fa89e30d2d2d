import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { get, put } from './client.ts';
import { fictionalCompany, startEmulator } from './index.ts';
import type { Emulator } from './index.ts';

const now = Date.parse('2026-03-15T09:00:00Z');
let emulator: Emulator;
let cast: Readonly<Record<string, number>>;
beforeEach(async () => {
  const company = fictionalCompany({ now });
  cast = company.cast;
  emulator = await startEmulator({ company, clock: () => now, switches: { rateLimit: 0 } });
});
afterEach(() => emulator.stop());

interface Listed {
  readonly header: Record<string, unknown>;
  readonly data: { readonly items: readonly Record<string, unknown>[]; readonly count?: number };
}
const list = async (query: string): Promise<Listed> => {
  const reply = await get(emulator, `/api/v3/users?${query}`);
  expect(reply.text.slice(0, 200)).toContain('"data"');
  return reply.body() as Listed;
};
const ids = async (query: string): Promise<readonly unknown[]> =>
  (await list(`${query}&fields=id`)).data.items.map(({ id }) => id);
const refusal = async (path: string): Promise<string> => {
  const reply = await get(emulator, path);
  expect(reply.status).toBe(400);
  return (reply.body() as { Message: string }).Message;
};

describe('fields', () => {
  it('shows id, name and url when nothing is asked', async () => {
    const { data, header } = await list('id=416');
    expect(header).toEqual({ generated: '2026-03-15T09:00:00.000', principal: 'Classeur' });
    expect(data.items).toEqual([{ id: 416, name: 'Jean Dupont', url: `${emulator.url}/api/v3/users/416` }]);
  });

  it('nests with brackets and with dots, whatever the case, in the documented spelling', async () => {
    const { data } = await list(
      'id=417&fields=ID,firstname,legalentity[id,name],manager.name,manager[department[name],mail]',
    );
    expect(data.items).toEqual([
      {
        id: 417,
        firstName: 'Noémie',
        legalEntity: { id: 1, name: 'Ateliers Brévanne – Nantes' },
        manager: { name: 'Jean Dupont', department: { name: 'Atelier' }, mail: 'jdupont@brevanne.example' },
      },
    ]);
  });

  it('gives ids as integers, dates without zone, and null for a contract without end', async () => {
    const fields = 'id,employeeNumber,birthDate,dtContractStart,dtContractEnd,modifiedAt,picture,managerId';
    const { data } = await list(`id=416&fields=${fields}`);
    expect(data.items[0]).toEqual({
      id: 416,
      employeeNumber: '00001',
      birthDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00$/) as string,
      dtContractStart: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00$/) as string,
      dtContractEnd: null,
      modifiedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/) as string,
      picture: null,
      managerId: null,
    });
  });

  it.each(['a[b', 'a]', 'a,,b', '[a]', 'a[]'])('refuses %s', async (fields) => {
    expect(await refusal(`/api/v3/users?fields=${fields}`)).toBe('Fields query parameter is invalid');
  });

  it('counts beside the items, or alone', async () => {
    const both = await list('fields=id,collection.count&paging=0,3');
    expect(both.data.items).toHaveLength(3);
    expect(both.data.count).toBe(38);
    expect((await list('fields=collection.count')).data).toEqual({ count: 38 });
  });

  it('reads extended data of several people in one request', async () => {
    emulator.setValue(417, 'e_quote', 'Rien ne presse');
    const { data } = await list('id=416,417&fields=id,extendedData');
    expect(data.items).toMatchObject([
      { id: 416, extendedData: {} },
      { id: 417, extendedData: { e_quote: { value: 'Rien ne presse' } } },
    ]);
  });
});

describe('paging', () => {
  it('cuts pages that fit together and end with a short one', async () => {
    const all = await ids('formerEmployees=true');
    const pages = [
      await ids('formerEmployees=true&paging=0,25'),
      await ids('formerEmployees=true&paging=25,25'),
    ];
    expect(all).toHaveLength(40);
    expect(pages.map(({ length }) => length)).toEqual([25, 15]);
    expect(pages.flat()).toEqual(all);
    expect(await ids('paging=40,25')).toEqual([]);
  });

  it.each([
    ['5', '5 does not respect limit=start,count format'],
    ['a,5', 'Offset value a not in correct format'],
    ['0,b', 'Limit value b not in correct format'],
    ['0,1001', 'Paging limit should be between 1 and 1000'],
    ['0,0', 'Paging limit should be between 1 and 1000'],
    ['-1,10', 'Paging offset should be greater than 0'],
  ])('refuses paging=%s', async (paging, message) => {
    expect(await refusal(`/api/v3/users?paging=${paging}`)).toBe(message);
  });

  it('takes paging=1 for the default page', async () => {
    expect(await ids('paging=1')).toHaveLength(38);
  });
});

describe('order', () => {
  it('follows pairs of property and direction', async () => {
    const found = await list('orderBy=lastName,desc,firstName,asc&fields=lastName&paging=0,3');
    expect(found.data.items.map(({ lastName }) => lastName)).toEqual(['Yvon', 'Weber', 'Vidal']);
  });

  it.each(['lastName', 'lastName,up', 'nobody,asc'])('refuses orderBy=%s', async (order) => {
    expect(await refusal(`/api/v3/users?orderBy=${order}`)).toBe('Order by query parameter is invalid');
  });
});

describe('former employees', () => {
  it('leaves them out unless they are asked for', async () => {
    const { recentLeaver, oldLeaver, future, fixedTerm } = cast;
    const present = await ids('');
    expect(present).not.toContain(recentLeaver);
    expect(present).toContain(future);
    expect(await ids('formerEmployees=true')).toEqual(expect.arrayContaining([recentLeaver, oldLeaver]));
    expect(await ids('dtContractEnd=notequal,null')).toEqual([recentLeaver, oldLeaver, fixedTerm]);
    expect(await ids('dtContractEnd=until,2050-10-15,null')).toHaveLength(40);
  });
});

describe('filters', () => {
  it.each([
    ['id=416,418', ['first', 'hyphens']],
    ['firstName=camille', []],
    ['firstName=Camille', ['homonymA', 'homonymB']],
    ['firstName=starts,cam', ['homonymA', 'homonymB']],
    ['lastName=like,HOSTIS', ['apostrophe']],
    ['FIRSTNAME=Samira', ['sharedNumberLyon']],
    ['mail=like,sbenali', ['sharedNumberLyon']],
    ['login=jdupont', ['first']],
    ['employeeNumber=00007', ['sharedNumberNantes', 'sharedNumberLyon']],
    ['employeeNumber=00007&legalEntityID=2', ['sharedNumberLyon']],
    ['matricule=7', []],
    ['matricule=00002', ['accents']],
    ['legalEntity.id=2&lastName=Martin', ['homonymB']],
    ['manager.lastName=Dupont&id=417', ['accents']],
    ['lastName=notequal,Dupont&id=416,417', ['accents']],
    ['dtContractEnd=null&id=416', ['first']],
    ['dtContractEnd=since,2026-03-15', ['fixedTerm']],
    ['dtContractEnd=between,2026-01-01,2026-03-01', ['recentLeaver']],
    ['dtContractStart=since,2026-03-16', ['future']],
    ['dtContractStart=until,2026-04-05&id=430', ['future']],
    ['id=greaterthan,430&id=lessthanorequal,431', ['fixedTerm']],
    ['id=greaterthanorequal,416&id=lessthan,417', ['first']],
    ['id=equals,416', ['first']],
  ])('%s', async (query, people) => {
    expect(await ids(query)).toEqual(people.map((part) => cast[part]));
  });

  it('finds what changed since a moment', async () => {
    await put(emulator, 420, { e_quote: { value: 'x' } });
    expect(await ids('modifiedAt=since,2026-03-15T08:45:23')).toEqual([420]);
  });

  it('does not take reserved words for filters', async () => {
    expect(await ids('notify=false&metadata=1&_=123&template=x')).toHaveLength(38);
  });

  it.each(['dtContractEnd=between,2026-01-01', 'dtContractEnd=since,yesterday', 'firstName=like'])(
    'refuses %s',
    async (query) => {
      expect(await refusal(`/api/v3/users?${query}`)).toBe('Query parameter is invalid');
    },
  );
});

describe('one employee', () => {
  it('is shown inside data', async () => {
    const reply = await get(emulator, `/api/v3/users/${cast['accents']}?fields=id,lastName`);
    expect(reply.body()).toMatchObject({ data: { id: cast['accents'], lastName: 'Lefèvre' } });
  });

  it.each(['99999', 'abc', '4e2'])('is not found under %s', async (id) => {
    const reply = await get(emulator, `/api/v3/users/${id}`);
    expect(reply.status).toBe(404);
  });
});

it('knows no other address, and no other verb', async () => {
  expect((await get(emulator, '/api/v3/nothing')).status).toBe(404);
  expect((await get(emulator, '/lucca-files/api/uploads')).status).toBe(405);
});
