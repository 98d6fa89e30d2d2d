import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isLocked,
  lockedPlaces,
  valueAt,
  withoutPolicy,
  withPolicy,
} from '../../../main/shared/policy-merge.ts';
import { parsePolicy } from '../../../main/shared/policy.ts';
import { sameJson } from '../../../main/shared/same-json.ts';
import { parseSettings } from '../../../main/shared/settings.ts';

const said = {
  version: 1,
  language: 'de',
  tenant: { url: 'https://exemple.ilucca.net', requestsPerMinute: 20 },
  root: '/home/jeanne/scans',
  employeeFolder: '{lastName} {firstName}',
  routes: [{ match: 'RIB/*', target: { field: 'e_RIB', multiple: false } }],
  ignore: ['*.bak'],
  app: { tray: false },
};

describe('a policy over settings', () => {
  it('wins member by member, and with a list as a whole', () => {
    const policy = {
      language: 'fr',
      tenant: { requestsPerMinute: 10 },
      ignore: [],
      app: { openAtLogin: true },
    };
    expect(withPolicy(said, policy)).toEqual({
      ...said,
      language: 'fr',
      tenant: { url: 'https://exemple.ilucca.net', requestsPerMinute: 10 },
      ignore: [],
      app: { tray: false, openAtLogin: true },
    });
  });

  it('leaves what follows from it to follow', () => {
    const parsed = parseSettings(withPolicy(said, { settle: { quietSeconds: 30 } }));
    expect(parsed).toMatchObject({
      ok: true,
      settings: { settle: { quietSeconds: 30, incompleteSeconds: 300 } },
    });
  });

  it('locks what it names and what is below, and nothing beside', () => {
    const locked = lockedPlaces({
      language: 'fr',
      tenant: { url: 'x', oauth: { clientId: 'c' } },
      routes: [],
      app: {},
    });
    expect(locked).toEqual(['language', 'tenant.url', 'tenant.oauth.clientId', 'routes']);
    for (const place of ['language', 'tenant.url', 'tenant.oauth.clientId', 'routes', 'routes[0].match'])
      expect(isLocked(locked, place)).toBe(true);
    for (const place of [
      'tenant',
      'tenant.oauth',
      'tenant.urls',
      'tenant.oauth.tokenUrl',
      'app',
      'app.tray',
      'root',
    ])
      expect(isLocked(locked, place)).toBe(false);
  });

  it('finds what stands at a place, and nothing that an object has by birth', () => {
    expect(valueAt({ app: { tray: false } }, 'app.tray')).toBe(false);
    expect(valueAt({ app: { tray: false } }, 'app.tray.more')).toBeUndefined();
    expect(valueAt({}, 'constructor')).toBeUndefined();
    expect(valueAt({}, 'app.toString')).toBeUndefined();
  });

  it('takes a member by the name of __proto__ for a member, not for the birth of an object', () => {
    const merged = withPolicy(
      { version: 1 },
      JSON.parse('{"__proto__": {"root": "/mine"}}') as Record<string, unknown>,
    );
    expect((merged as { root?: unknown }).root).toBeUndefined();
  });
});

describe('what of settings is written under a policy', () => {
  const policy = {
    language: 'fr',
    tenant: { url: 'https://neuf.ilucca.net' },
    app: { notifications: false },
    root: '/srv',
  };

  it('never holds what is locked, and keeps what the file said of it before', () => {
    const next = { ...withPolicy(said, policy), rescanMinutes: 5 };
    expect(withoutPolicy(next, said, policy)).toEqual({ ...said, rescanMinutes: 5 });
    const least = Object.fromEntries(
      Object.entries(said).filter(([name]) => name !== 'language' && name !== 'root'),
    );
    expect(withoutPolicy(withPolicy(least, policy), least, policy)).toEqual(least);
  });

  it('leaves out an object of which all is locked, unless the file had it', () => {
    const next = { tenant: { url: 'https://neuf.ilucca.net' }, app: { notifications: false, tray: true } };
    expect(withoutPolicy(next, {}, policy)).toEqual({ app: { tray: true } });
    expect(withoutPolicy(next, { tenant: {} }, policy)).toEqual({ tenant: {}, app: { tray: true } });
  });

  it('comes to the same settings once the policy is over it again, whatever both hold', () => {
    const value = fc.oneof(
      fc.boolean(),
      fc.nat(9),
      fc.constantFrom('a', 'b'),
      fc.array(fc.nat(3), { maxLength: 2 }),
    );
    const name = fc.constantFrom('a', 'b', 'c');
    const { tree } = fc.letrec<{ tree: Record<string, unknown>; node: unknown }>((tie) => ({
      tree: fc.dictionary(name, tie('node'), { maxKeys: 3 }),
      node: fc.oneof({ maxDepth: 2 }, value, tie('tree')),
    }));
    fc.assert(
      fc.property(tree, tree, tree, (next, before, policy) => {
        const whole = withPolicy(next, policy);
        const written = withoutPolicy(whole, before, policy);
        expect(sameJson(withPolicy(written, policy), withPolicy(whole, policy))).toBe(true);
        for (const place of lockedPlaces(policy))
          expect(sameJson(valueAt(written, place), valueAt(before, place))).toBe(true);
      }),
    );
  });
});

describe('policy.json', () => {
  it.each([
    [{}],
    [{ settings: { language: 'fr' } }],
    [{ settings: { version: 1, root: 'C:\\RH', employeeFolder: '{login}' } }],
    [{ settings: { tenant: { api: 'mixed' } } }],
    [
      {
        settings: {
          tenant: { api: '2024-11-01', oauth: { tokenUrl: 'https://accounts.world.luccasoftware.com/t' } },
        },
      },
    ],
    [{ settings: { tenant: { url: 'https://lucca.corp.example' } }, allowedHosts: ['lucca.corp.example'] }],
    [
      {
        settings: { tenant: { oauth: { tokenUrl: 'https://id.corp.example/token' } } },
        allowedHosts: ['id.corp.example'],
      },
    ],
    [{ settings: { settle: { quietSeconds: 30 }, app: { tray: false }, routes: said.routes } }],
  ])('is right as %j', (policy) => {
    expect(parsePolicy({ version: 1, ...policy })).toMatchObject({ ok: true });
  });

  it.each<readonly [unknown, string, RegExp]>([
    [{}, 'version', /expected/],
    [[], '', /expected/],
    [null, '', /expected/],
    [{ version: 2 }, 'version', /expected/],
    [{ version: 1, locked: ['root'] }, 'locked', /is not a known setting/],
    [{ version: 1, settings: { colour: 'blue' } }, 'settings.colour', /is not a known setting/],
    [{ version: 1, settings: { app: { trya: true } } }, 'settings.app.trya', /is not a known setting/],
    [{ version: 1, settings: { root: { path: '/srv' } } }, 'settings.root', /expected/],
    [{ version: 1, settings: { tenant: 'https://exemple.ilucca.net' } }, 'settings.tenant', /expected/],
    [{ version: 1, settings: { root: 'relative' } }, 'settings.root', /whole path/],
    [{ version: 1, settings: { routes: [] } }, 'settings.routes', /at least one/],
    [
      { version: 1, settings: { routes: [{ match: 'RIB/*', target: { field: 'RIB' } }] } },
      'settings.routes[0].target.field',
      /e_/,
    ],
    [
      { version: 1, settings: { tenant: { url: 'http://exemple.ilucca.net' } } },
      'settings.tenant.url',
      /https/,
    ],
    [
      { version: 1, settings: { tenant: { url: 'https://lucca.corp.example' } } },
      'settings.tenant.url',
      /Lucca host/,
    ],
    [
      {
        version: 1,
        settings: { tenant: { url: 'https://other.example' } },
        allowedHosts: ['lucca.corp.example'],
      },
      'settings.tenant.url',
      /or one that policy allows: lucca\.corp\.example/,
    ],
    [
      {
        version: 1,
        settings: { tenant: { url: 'http://lucca.corp.example' } },
        allowedHosts: ['lucca.corp.example'],
      },
      'settings.tenant.url',
      /https/,
    ],
    [{ version: 1, settings: { language: null } }, 'settings.language', /expected/],
    [{ version: 1, allowedHosts: 'lucca.corp.example' }, 'allowedHosts', /expected/],
    ...[
      'https://lucca.corp.example',
      'lucca.corp.example:8443',
      '*.corp.example',
      'Lucca.corp.example',
      'a/b',
      '',
      'a b',
      'a@b',
    ].map((host) => [{ version: 1, allowedHosts: [host] }, 'allowedHosts[0]', /host name alone/] as const),
  ])('%j is told with its place', (input, path, message) => {
    const parsed = parsePolicy(input);
    expect(parsed).toMatchObject({ ok: false, problem: { path } });
    if (!parsed.ok) expect(parsed.problem.message).toMatch(message);
  });

  it('says what it holds: settings without their version, hosts, locked places, the language', () => {
    const settings = { version: 1, language: 'nl', app: { tray: false } };
    expect(parsePolicy({ version: 1, settings, allowedHosts: ['lucca.corp.example'] })).toEqual({
      ok: true,
      policy: {
        settings: { language: 'nl', app: { tray: false } },
        allowedHosts: ['lucca.corp.example'],
        locked: ['language', 'app.tray'],
        language: 'nl',
      },
    });
  });
});
