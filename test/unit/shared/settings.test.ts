import { describe, expect, test } from 'vitest';
import { isLoopback } from '../../../main/shared/loopback.ts';
import { parseSettings, tenantHost, type Settings } from '../../../main/shared/settings.ts';

const least = {
  version: 1,
  tenant: { url: 'https://example.ilucca.net' },
  root: '/srv/hr/Employees',
  employeeFolder: '{lastName} {firstName} ({employeeNumber})',
  routes: [{ match: 'RIB/*', target: { field: 'e_RIB' } }],
};

/** The least settings, with some members put otherwise. */
const but = (members: Readonly<Record<string, unknown>>): unknown => ({ ...least, ...members });
const tenant = (members: Readonly<Record<string, unknown>>): unknown =>
  but({ tenant: { ...least.tenant, ...members } });
const target = (members: unknown): unknown => but({ routes: [{ match: 'RIB/*', target: members }] });
const without = (name: keyof typeof least): unknown =>
  Object.fromEntries(Object.entries(least).filter(([key]) => key !== name));

function accepted(input: unknown, hosts: readonly string[] = []): Settings {
  const parsed = parseSettings(input, hosts);
  if (!parsed.ok) throw new Error(`${parsed.problem.path}: ${parsed.problem.message}`);
  return parsed.settings;
}

/** Where the first problem is told to be, and in what words. */
function refused(input: unknown, hosts: readonly string[] = []): readonly [string, string] {
  const parsed = parseSettings(input, hosts);
  if (parsed.ok) throw new Error('accepted');
  return [parsed.problem.path, parsed.problem.message];
}

test('what need not be said is as the contract promises', () => {
  expect(accepted(least)).toEqual({
    version: 1,
    tenant: { url: 'https://example.ilucca.net', api: 'v3', requestsPerMinute: 40 },
    root: '/srv/hr/Employees',
    employeeFolder: '{lastName} {firstName} ({employeeNumber})',
    folders: { create: 'never' },
    leavers: { fileForDays: 90 },
    routes: [{ match: 'RIB/*', target: { field: 'e_RIB', rows: 'append' }, whenFilled: 'ask' }],
    settle: { quietSeconds: 10, incompleteSeconds: 100 },
    rescanMinutes: 10,
    afterFiling: 'keep',
    receipts: { keepDays: 1825 },
    readBack: false,
    ignore: [],
    app: { openAtLogin: true, tray: true, notifications: true },
  });
});

test('all that can be said is kept as it was said', () => {
  const whole = {
    version: 1,
    language: 'fr',
    tenant: {
      url: 'https://example.ilucca.net',
      api: 'mixed',
      oauth: { clientId: 'c', tokenUrl: 'https://accounts.ilucca.net/connect/token' },
      requestsPerMinute: 50,
    },
    root: 'D:\\Personnel',
    employeeFolder: '{legalEntity}/{id}',
    folders: { create: 'auto' },
    leavers: { fileForDays: 0 },
    routes: [
      {
        match: 'Visites médicales/**',
        target: {
          field: 'e_Visite-medicale',
          file: 'e_Attestation',
          multiple: true,
          values: { e_Date: '{date}', e_Convocation: null },
          rows: 'resend',
        },
        whenFilled: 'skip',
      },
      { match: 'Photo/*', target: 'picture', whenFilled: 'replace' },
    ],
    settle: { quietSeconds: 2, incompleteSeconds: 7 },
    rescanMinutes: 1,
    afterFiling: 'trash',
    receipts: { keepDays: 30 },
    readBack: true,
    ignore: ['*.bak'],
    app: { openAtLogin: false, tray: false, notifications: false },
  };
  expect(accepted(whole)).toEqual(whole);
});

test('an unfinished document is asked about after ten times the quiet, where nothing else is said', () => {
  expect(accepted(but({ settle: { quietSeconds: 3 } })).settle).toEqual({
    quietSeconds: 3,
    incompleteSeconds: 30,
  });
});

test.each(['version', 'tenant', 'root', 'employeeFolder', 'routes'] as const)('%s must be given', (name) => {
  expect(refused(without(name))[0]).toBe(name);
});

test('the address of the tenant must be given', () => {
  expect(refused(but({ tenant: {} }))[0]).toBe('tenant.url');
});

describe('a member that nobody knows is named with its place', () => {
  test.each([
    ['at the top', but({ rots: [] }), 'rots'],
    ['in the tenant', tenant({ requestPerMinute: 20 }), 'tenant.requestPerMinute'],
    [
      'in the sign-in',
      tenant({ oauth: { clientId: 'c', tokenUrl: 'https://x', secret: 's' } }),
      'tenant.oauth.secret',
    ],
    ['in a group', but({ leavers: { days: 3 } }), 'leavers.days'],
    [
      'in a route',
      but({ routes: [...least.routes, { match: 'a', target: 'picture', when: 'ask' }] }),
      'routes[1].when',
    ],
    ['in a target', target({ field: 'e_RIB', many: true }), 'routes[0].target.many'],
  ])('%s', (_what, input, path) => {
    expect(refused(input)).toEqual([path, 'is not a known setting']);
  });
});

describe('the address of the tenant', () => {
  test.each([
    'https://example.ilucca.net',
    'https://example.ilucca.net/',
    'https://example.ilucca.ch',
    'https://example.ilucca-demo.net',
    'https://luccasoftware.com',
    'https://example.luccasoftware.com',
    'http://localhost:4000',
    'http://127.0.0.1:4000',
    'http://[::1]:4000',
    'https://localhost',
  ])('%s is taken', (url) => {
    expect(accepted(tenant({ url })).tenant.url).toBe(url);
  });

  test.each([
    ['http://example.ilucca.net', /https/],
    ['https://ilucca.net.evil.org', /Lucca host/],
    ['https://evil-ilucca.net', /Lucca host/],
    ['https://example.ilucca.org', /Lucca host/],
    ['https://notluccasoftware.com', /Lucca host/],
    ['https://localhost.evil.org', /Lucca host/],
    ['http://127.evil.org', /https/],
    ['http://192.168.1.4', /https/],
    ['ftp://localhost', /http or https/],
    ['https://me:secret@example.ilucca.net', /without a user name or password/],
    ['https://example.ilucca.net/api', /without a path/],
    ['https://example.ilucca.net/?a=1', /without a path/],
    ['example.ilucca.net', /expected an address/],
    ['', /expected an address/],
  ])('%s is refused', (url, words) => {
    const [path, message] = refused(tenant({ url }));
    expect(path).toBe('tenant.url');
    expect(message).toMatch(words);
    expect(message).not.toContain('secret');
  });

  test('may be a host that the policy allows, by https and by its whole name', () => {
    const hosts = ['lucca.example.org'];
    expect(tenantHost(accepted(tenant({ url: 'https://lucca.example.org' }), hosts))).toBe(
      'lucca.example.org',
    );
    expect(refused(tenant({ url: 'https://x.lucca.example.org' }), hosts)[0]).toBe('tenant.url');
    expect(refused(tenant({ url: 'http://lucca.example.org' }), hosts)[0]).toBe('tenant.url');
    expect(refused(tenant({ url: 'https://lucca.example.org' }))[0]).toBe('tenant.url');
  });

  test('is this machine, or it is not', () => {
    expect(['http://localhost:1', 'http://127.9.9.9', 'http://[::1]'].map(isLoopback)).toEqual([
      true,
      true,
      true,
    ]);
    expect(['http://localhost.org', 'https://10.0.0.1', 'nonsense'].map(isLoopback)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('what Lucca allows', () => {
  test('at most 50 requests a minute, save of this machine', () => {
    expect(accepted(tenant({ requestsPerMinute: 50 })).tenant.requestsPerMinute).toBe(50);
    const [path, message] = refused(tenant({ requestsPerMinute: 51 }));
    expect(path).toBe('tenant.requestsPerMinute');
    expect(message).toContain('at most 50');
    const local = tenant({ url: 'http://localhost:4000', requestsPerMinute: 6000 });
    expect(accepted(local).tenant.requestsPerMinute).toBe(6000);
  });

  test.each(['2024-11-01', 'mixed'])('the sign-in must be described with "api": "%s"', (api) => {
    const [path, message] = refused(tenant({ api }));
    expect(path).toBe('tenant.oauth');
    expect(message).toContain(api);
    const oauth = { clientId: 'c', tokenUrl: 'https://accounts.ilucca.net/connect/token' };
    expect(accepted(tenant({ api, oauth })).tenant.oauth).toEqual(oauth);
  });
});

test('folders by login need a generation that shows it', () => {
  const oauth = { clientId: 'c', tokenUrl: 'https://accounts.ilucca.net/connect/token' };
  const by = (api: string): unknown => ({
    ...(tenant({ api, oauth }) as object),
    employeeFolder: '{lastName} ({login})',
  });
  expect(refused(by('2024-11-01'))[0]).toBe('employeeFolder');
  expect(accepted(by('mixed')).employeeFolder).toContain('{login}');
});

describe('the address where the secret is shown', () => {
  const signIn = (tokenUrl: string): unknown => tenant({ api: 'mixed', oauth: { clientId: 'c', tokenUrl } });

  test.each(['https://accounts.ilucca.net/connect/token', 'http://localhost:4000/connect/token'])(
    '%s is taken',
    (tokenUrl) => {
      expect(accepted(signIn(tokenUrl)).tenant.oauth?.tokenUrl).toBe(tokenUrl);
    },
  );

  test.each([
    'http://accounts.ilucca.net/connect/token',
    'https://ilucca.net.example.com/connect/token',
    'https://accounts.example.com/connect/token',
    'accounts.ilucca.net',
    '',
  ])('%j is refused: it would go in the clear, to somebody else, or nowhere', (tokenUrl) => {
    expect(refused(signIn(tokenUrl))[0]).toBe('tenant.oauth.tokenUrl');
  });

  test('Lucca’s own, the same for all tenants, is taken', () => {
    const tokenUrl = 'https://accounts.world.luccasoftware.com/connect/token';
    expect(accepted(signIn(tokenUrl)).tenant.oauth?.tokenUrl).toBe(tokenUrl);
  });
});

describe('the root', () => {
  test.each(['/srv/hr', 'C:\\RH', 'd:/RH', '\\\\server\\RH'])('%s is a whole path', (root) => {
    expect(accepted(but({ root })).root).toBe(root);
  });

  test.each(['', 'Employees', './Employees', '~/Employees', 'C:RH'])('%j is not', (root) => {
    expect(refused(but({ root }))).toEqual(['root', 'expected a whole path, from the drive or the root on']);
  });
});

describe('the employee folder', () => {
  test.each(['employeeNumber', 'lastName', 'firstName', 'email', 'login', 'id', 'legalEntity', 'department'])(
    '{%s} is a placeholder',
    (name) => {
      expect(accepted(but({ employeeFolder: `Dossiers/{${name}}` })).employeeFolder).toBe(
        `Dossiers/{${name}}`,
      );
    },
  );

  test.each([
    ['{matricule}', /\{employeeNumber\}.*found \{matricule\}/],
    ['{lastname}', /found \{lastname\}/],
    ['{}', /found \{\}/],
    ['Dossiers', /at least one placeholder/],
    ['', /at least one placeholder/],
    ['{id', /at least one placeholder/],
    ['{id} {lastName', /closed/],
    ['{id}}', /closed/],
    ['/{id}', /below root/],
    ['{id}/', /below root/],
    ['a//{id}', /below root/],
    ['../{id}', /below root/],
    ['./{id}', /below root/],
  ])('%j is refused', (employeeFolder, words) => {
    const [path, message] = refused(but({ employeeFolder }));
    expect(path).toBe('employeeFolder');
    expect(message).toMatch(words);
  });
});

describe('a route', () => {
  test.each([
    ['none at all', but({ routes: [] }), 'routes', /at least one route/],
    ['no pattern', but({ routes: [{ match: '', target: 'picture' }] }), 'routes[0].match', /./],
    [
      'a pattern from the root on',
      but({ routes: [{ match: '/RIB/*', target: 'picture' }] }),
      'routes[0].match',
      /with \/ only/,
    ],
    [
      'a pattern with \\',
      but({ routes: [{ match: 'RIB\\*', target: 'picture' }] }),
      'routes[0].match',
      /with \/ only/,
    ],
    ['another target', target('photo'), 'routes[0].target', /"picture"/],
    ['a target without a field', target({ file: 'e_A' }), 'routes[0].target.field', /./],
    ['a field without e_', target({ field: 'RIB' }), 'routes[0].target.field', /begins with e_/],
    ['a field with a blank', target({ field: 'e_R IB' }), 'routes[0].target.field', /begins with e_/],
    [
      'a sub-field without e_',
      target({ field: 'e_A', file: 'B' }),
      'routes[0].target.file',
      /begins with e_/,
    ],
    ['a value of a number', target({ field: 'e_A', values: { e_B: 3 } }), 'routes[0].target.values.e_B', /./],
    [
      'a value for no field',
      target({ field: 'e_A', values: { Date: '{date}' } }),
      'routes[0].target.values.Date',
      /begins with e_/,
    ],
    ['rows otherwise', target({ field: 'e_A', rows: 'replace' }), 'routes[0].target.rows', /./],
    [
      'filled otherwise, in the second one',
      but({ routes: [...least.routes, { match: 'a', target: 'picture', whenFilled: 'overwrite' }] }),
      'routes[1].whenFilled',
      /"ask"/,
    ],
  ])('%s is refused', (_what, input, path, words) => {
    const [where, message] = refused(input);
    expect(where).toBe(path);
    expect(message).toMatch(words);
  });
});

test.each([
  ['version', 2],
  ['language', 'pl'],
  ['rescanMinutes', 0],
  ['afterFiling', 'delete'],
  ['readBack', 'yes'],
  ['ignore', '*.bak'],
])('%s is not taken as %j', (name, value) => {
  expect(refused(but({ [name]: value }))[0]).toBe(name);
});

test.each([
  ['folders', { create: 'always' }, 'folders.create'],
  ['leavers', { fileForDays: -1 }, 'leavers.fileForDays'],
  ['leavers', { fileForDays: 1.5 }, 'leavers.fileForDays'],
  ['receipts', { keepDays: 0 }, 'receipts.keepDays'],
  ['settle', { quietSeconds: -1 }, 'settle.quietSeconds'],
  ['settle', { incompleteSeconds: '9' }, 'settle.incompleteSeconds'],
  ['app', { notifications: 1 }, 'app.notifications'],
  ['ignore', ['a', ''], 'ignore[1]'],
])('%s is not taken as %j', (name, value, path) => {
  expect(refused(but({ [name]: value }))[0]).toBe(path);
});

test('of several problems the first in the file is told', () => {
  expect(refused({ ...least, root: 'x', routes: [] })[0]).toBe('root');
});

test.each([null, undefined, 3, 'text', []])('settings that are %j are refused, never thrown', (input) => {
  const [path, message] = refused(input);
  expect(path).toBe('');
  expect(message).not.toBe('');
});
