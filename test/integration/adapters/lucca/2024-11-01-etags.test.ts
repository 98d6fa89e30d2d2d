/** Conditional requests and packed answers of the 2024-11-01 generation: what stands is not sent again, and nothing of somebody else's is written over. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLucca20241101 } from '../../../../main/adapters/lucca/2024-11-01/index.ts';
import type { Employee, EmployeeId, FileId, ValueId } from '../../../../main/core/model.ts';
import type { CancelSignal, Lucca, Outcome, RecordWrite } from '../../../../main/core/ports.ts';
import { sendJson } from '../../../lucca/2024-11-01/client.ts';
import { defaultClient, fictionalCompany, startEmulator } from '../../../lucca/index.ts';
import type { Emulator, Switches } from '../../../lucca/index.ts';

const never = new AbortController().signal;
const who = 416 as EmployeeId;
const people = 250;

async function tenant(etags: boolean, switches: Partial<Switches> = {}) {
  const company = fictionalCompany({ employees: people });
  const departments = company.departments.map((one) => ({ ...one }));
  const emulator = await startEmulator({
    company: { ...company, departments },
    switches: { rateLimit: 0, ...switches },
  });
  onTestFinished(() => emulator.stop());
  const lucca = createLucca20241101({
    origin: emulator.url,
    clientId: defaultClient.clientId,
    tokenUrl: `${emulator.url}/connect/token`,
    secret: () => Promise.resolve(defaultClient.secret),
    scopes: defaultClient.scopes,
    names: { legalEntity: true, department: true },
    etags,
  });
  onTestFinished(() => lucca.close());
  const renameDepartment = (from: string, name: string): void => {
    for (const one of departments) if (one.name === from) one.name = name;
  };
  return { emulator, lucca, renameDepartment };
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.kind !== 'applied') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

async function directoryOf(lucca: Lucca): Promise<ReadonlyMap<EmployeeId, Employee>> {
  const read = new Map<EmployeeId, Employee>();
  for (let offset = 0; ; offset += 100) {
    const page = valueOf(await lucca.directoryPage(offset, 100, never));
    for (const employee of page.employees) read.set(employee.id, employee);
    if (!page.more) return read;
  }
}

/** The statuses of what was asked of the tenant since `from`. */
const statuses = (emulator: Emulator, from = 0): readonly (number | null)[] =>
  emulator.journal.requests
    .slice(from)
    .filter(({ path }) => path.startsWith('/lucca-api/'))
    .map(({ status }) => status);

describe('the directory, with ETags', () => {
  it('is not sent again while nothing has changed, and is the same', async () => {
    const { emulator, lucca } = await tenant(true);
    const first = await directoryOf(lucca);
    const sent = emulator.journal.requests.length;
    const pages = statuses(emulator).length;
    expect(await directoryOf(lucca)).toEqual(first);
    expect(statuses(emulator, sent)).toEqual(Array.from({ length: pages }, () => 304));
    expect(lucca.pagesUnchanged?.()).toBe(pages);
    expect(first.size).toBe(emulator.company.employees.length);
  });

  it('shows who is called otherwise now, and asks for the other pages all the same', async () => {
    const { emulator, lucca } = await tenant(true);
    await directoryOf(lucca);
    emulator.setEmployee(who, { lastName: 'Martin-Dupont' });
    const sent = emulator.journal.requests.length;
    expect((await directoryOf(lucca)).get(who)?.lastName).toBe('Martin-Dupont');
    const again = statuses(emulator, sent);
    expect(again.filter((status) => status === 200)).toHaveLength(1);
    expect(again.filter((status) => status === 304)).toHaveLength(again.length - 1);
  });

  it('shows a department’s new name on everybody in it', async () => {
    const { lucca, renameDepartment } = await tenant(true);
    const before = await directoryOf(lucca);
    const old = before.get(who)?.department ?? '';
    renameDepartment(old, 'Renommé');
    const after = await directoryOf(lucca);
    for (const [id, employee] of before)
      expect(after.get(id)?.department).toBe(employee.department === old ? 'Renommé' : employee.department);
  });

  it.each([
    ['ignored', 'a tenant that ignores them'],
    ['absent', 'one that gives none'],
  ] as const)('is read whole each time from %s: %s', async (etags, _) => {
    const { emulator, lucca } = await tenant(true, { etags });
    const first = await directoryOf(lucca);
    expect(await directoryOf(lucca)).toEqual(first);
    expect(new Set(statuses(emulator))).toEqual(new Set([200]));
    expect(lucca.pagesUnchanged?.()).toBe(0);
  });

  it('is asked for without them unless they are wanted', async () => {
    const { emulator, lucca } = await tenant(false);
    await directoryOf(lucca);
    await directoryOf(lucca);
    for (const { headers } of emulator.journal.requests) expect(headers).not.toHaveProperty('if-none-match');
    expect(lucca.pagesUnchanged).toBeUndefined();
  });

  it('reads records without: a row of somebody else’s is never taken for unchanged', async () => {
    const { emulator, lucca } = await tenant(true);
    const query = { employeeIds: [who], fields: ['e_Contrats'], picture: false };
    await lucca.records(query, never);
    await lucca.records(query, never);
    for (const { headers } of emulator.journal.find({ path: '/lucca-api/employee-extensions' }))
      expect(headers).not.toHaveProperty('if-none-match');
  });
});

describe.each([true, false])('a directory in which somebody goes while it is read (ETags: %s)', (etags) => {
  it('is read once more, and nobody is missing whom the shift between two pages had hidden', async () => {
    const { emulator, lucca } = await tenant(etags);
    const before = await directoryOf(lucca);
    const [first] = [...before.keys()].sort((a, b) => a - b);
    const read = new Set<EmployeeId>();
    let pages = 0;
    for (let offset = 0, more = true; more; offset += 100) {
      const page = valueOf(await lucca.directoryPage(offset, 100, never));
      for (const { id } of page.employees) read.add(id);
      // All that follow move up by one: the next page begins behind one who was on neither.
      if (page.employees.length > 0 && pages === 0) emulator.removeEmployee(first!);
      pages += page.employees.length > 0 ? 1 : 0;
      more = page.more;
    }
    expect(read).toEqual(new Set(before.keys()));
    expect(pages).toBe(6);
  });

  it('is not read for ever where Lucca counts more people than it shows', async () => {
    const { emulator, lucca } = await tenant(etags);
    emulator.faults.add({
      match: { path: '/lucca-api/employees', times: 'always' },
      fault: { kind: 'answer', status: 200, contentType: 'application/json', body: short },
    });
    expect((await directoryOf(lucca)).size).toBe(1);
    expect(emulator.journal.find({ path: '/lucca-api/employees' })).toHaveLength(2);
  });
});

const short = JSON.stringify({
  type: 'employees',
  url: 'https://example.ilucca.net/lucca-api/employees',
  items: [{ id: '416', type: 'employee', givenName: 'Zoé', familyName: 'Weber', status: 'active' }],
  totalCount: 2,
  links: { prev: null, next: null },
  embedded: {},
});

describe('a row that is replaced, with ETags', () => {
  const query = { employeeIds: [who], fields: ['e_RIB'], picture: false };

  /** A bank detail that stands, and the write that would replace it. */
  async function standing(etags: boolean, switches: Partial<Switches> = {}) {
    const { emulator, lucca } = await tenant(etags, switches);
    const [old, mine, theirs] = ['old', 'mine', 'theirs'].map((name) =>
      emulator.addFile({ name: `${name}.pdf`, bytes: Buffer.from(name) }),
    );
    const [row] = emulator.setValue(who, 'e_RIB', { id: old!.id });
    const again = { value: { id: old!.id, type: 'file' } };
    const values = { valueId: row as ValueId, fileId: mine!.id as FileId, values: {}, again };
    const write: RecordWrite = {
      employeeId: who,
      picture: null,
      fields: [{ field: 'e_RIB', file: null, multiple: false, rows: [values] }],
    };
    const path = `employee-extensions/${row}`;
    const other = (): Promise<unknown> => sendJson(emulator, 'PATCH', path, { value: { id: theirs!.id } });
    const stands = (): readonly string[] => emulator.holdings().map(({ fileName }) => fileName);
    return { emulator, lucca, write, other, stands };
  }

  /** Says yes to each further request, after `before` was done for the first of them. */
  function another(before: () => Promise<unknown>): CancelSignal {
    let first = true;
    return {
      aborted: false,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      another: async () => {
        if (first) await before();
        first = false;
        return true;
      },
    };
  }

  it('is replaced as it stands', async () => {
    const { emulator, lucca, write, stands } = await standing(true);
    valueOf(await lucca.write(write, query, never));
    expect(stands()).toEqual(['mine.pdf']);
    const [changed] = emulator.journal.find({ method: 'PATCH' });
    expect(changed?.headers['if-match']).toMatch(/^W\//);
  });

  it('is left alone where another file stands there since it was decided', async () => {
    const { emulator, lucca, write, other, stands } = await standing(true);
    await other();
    const changes = emulator.journal.countWrites();
    expect(await lucca.write(write, query, never)).toMatchObject({
      kind: 'failed',
      code: 'changed-meanwhile',
    });
    expect(stands()).toEqual(['theirs.pdf']);
    expect(emulator.journal.countWrites()).toBe(changes);
  });

  it('is left alone where somebody was quicker by one request', async () => {
    const { lucca, write, other, stands } = await standing(true);
    const outcome = await lucca.write(write, query, another(other));
    expect(outcome).toEqual({ kind: 'failed', status: 412, code: 'changed-meanwhile' });
    expect(stands()).toEqual(['theirs.pdf']);
  });

  it('is left alone where it has gone', async () => {
    const { emulator, lucca, write, stands } = await standing(true);
    emulator.setValue(who, 'e_RIB', null);
    expect(await lucca.write(write, query, never)).toMatchObject({
      kind: 'failed',
      code: 'changed-meanwhile',
    });
    expect(stands()).toEqual([]);
  });

  it.each([
    ['where nobody asks', false, {}],
    ['by a tenant that gives no ETag', true, { etags: 'absent' }],
    ['by one that ignores it', true, { etags: 'ignored' }],
  ] as const)('is replaced all the same %s', async (_, etags, switches) => {
    const { lucca, write, stands } = await standing(etags, switches);
    valueOf(await lucca.write(write, query, never));
    expect(stands()).toEqual(['mine.pdf']);
  });
});

describe('a packed answer', () => {
  it.each(['gzip', 'none'] as const)('of a tenant that does "%s" says the same', async (compression) => {
    const { emulator, lucca } = await tenant(false, { compression });
    expect((await directoryOf(lucca)).size).toBe(emulator.company.employees.length);
    const [asked] = emulator.journal.find({ path: '/lucca-api/employees' });
    expect(asked?.headers['accept-encoding']).toBe('gzip');
  });

  it('that is cut short, or no gzip at all, is an answer that was lost', async () => {
    const { emulator, lucca } = await tenant(false);
    const match = { path: '/lucca-api/employees' };
    emulator.faults.add({
      match,
      fault: { kind: 'refuse', status: 200, headers: { 'Content-Encoding': 'gzip' } },
    });
    const names = valueOf(await lucca.directoryPage(0, 100, never)).more;
    expect(names).toBe(true);
    await lucca.directoryPage(100, 100, never);
    expect((await lucca.directoryPage(200, 100, never)).kind).toBe('failed');
    expect((await directoryOf(lucca)).size).toBe(emulator.company.employees.length);
  });
});
