import { readdir, stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createSettingsStore } from '../../../../main/adapters/settings/index.ts';
import { jsonProblemAt } from '../../../../main/adapters/settings/json-place.ts';
import { noPolicy } from '../../../../main/shared/policy.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const least = {
  version: 1,
  tenant: { url: 'https://example.ilucca.net' },
  root: '/srv/hr/Employees',
  employeeFolder: '{lastName} {firstName} ({employeeNumber})',
  routes: [{ match: 'RIB/*', target: { field: 'e_RIB' } }],
};

describe('settings.json', () => {
  it('is read anew each time, with its defaults', async () => {
    const folder = await temporaryFolder();
    await folder.write('settings.json', JSON.stringify(least));
    const store = createSettingsStore({ folder: folder.path, policy: noPolicy });
    const first = store.read();
    expect(first).toMatchObject({
      ok: true,
      settings: { rescanMinutes: 10, settle: { incompleteSeconds: 100 } },
    });
    await folder.write('settings.json', `\uFEFF${JSON.stringify({ ...least, rescanMinutes: 5 })}`);
    expect(store.read()).toMatchObject({ ok: true, settings: { rescanMinutes: 5 } });
  });

  it.each([
    ['{ "version": 1,\n  "root": /srv }', 'settings.json: line 2, column 11: expected JSON'],
    ['{ "version": 1, // one\n}', 'settings.json: line 1, column 17: expected JSON'],
    ['', 'settings.json: line 1, column 1: expected JSON'],
    ['[]', 'settings.json: version: '],
    [JSON.stringify({ ...least, colour: 'blue' }), 'settings.json: colour: is not a known setting'],
    [
      JSON.stringify({ ...least, routes: [{ match: 'RIB/*', target: { field: 'RIB' } }] }),
      'settings.json: routes[0].target',
    ],
    [JSON.stringify({ ...least, root: 'relative' }), 'settings.json: root: expected a whole path'],
    [
      JSON.stringify({ ...least, tenant: { url: 'http://example.ilucca.net' } }),
      'settings.json: tenant.url: expected https',
    ],
  ])('tells in one line what is wrong with %j', async (text, message) => {
    const folder = await temporaryFolder();
    await folder.write('settings.json', text);
    const result = createSettingsStore({ folder: folder.path, policy: noPolicy }).read();
    if (result.ok) throw new Error('taken');
    expect(result.message.startsWith(message)).toBe(true);
    expect(result.message).not.toMatch(/\n/);
  });

  it('makes nothing where there is no file', async () => {
    const folder = await temporaryFolder();
    const store = createSettingsStore({ folder: folder.at('not/there'), policy: noPolicy });
    expect(store.read()).toMatchObject({ ok: false, code: 'missing' });
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('writes right settings only, for its owner alone, also over a file that was broken', async () => {
    const folder = await temporaryFolder();
    const store = createSettingsStore({ folder: folder.path, policy: noPolicy });
    expect(store.write({ ...least, version: 2 })).toMatchObject({ ok: false, code: 'invalid' });
    expect(await readdir(folder.path)).toEqual([]);
    await writeFile(folder.at('settings.json'), '{ broken');
    expect(store.write(least).ok).toBe(true);
    expect(store.read()).toMatchObject({ ok: true, settings: { root: '/srv/hr/Employees' } });
    if (process.platform !== 'win32') expect((await stat(store.path)).mode & 0o777).toBe(0o600);
  });

  it('takes a host that policy allows', async () => {
    const folder = await temporaryFolder();
    await folder.write(
      'settings.json',
      JSON.stringify({ ...least, tenant: { url: 'https://lucca.corp.example' } }),
    );
    expect(createSettingsStore({ folder: folder.path, policy: noPolicy }).read().ok).toBe(false);
    expect(
      createSettingsStore({
        folder: folder.path,
        policy: { ...noPolicy, allowedHosts: ['lucca.corp.example'] },
      }).read().ok,
    ).toBe(true);
  });
});

describe('where JSON ends', () => {
  it.each([
    ['{"a": tru}', 1, 7],
    ['{"a": 1,}', 1, 9],
    ['{"a": 1\n "b": 2}', 2, 2],
    ['{"a": "x\ny"}', 1, 7],
    ['{"a": [1, 2}', 1, 12],
    ['{} {}', 1, 4],
    ['{"a": 1', 1, 8],
  ])('%j: line %i, column %i', (text, line, column) => {
    expect(jsonProblemAt(text)).toEqual({ line, column });
  });

  it('is nowhere in JSON', () => {
    expect(jsonProblemAt('{"a":[1,-2.5e3,"\\u00e9\\n",null,true,{}],"b":{"c":[]}}')).toBeNull();
  });
});
