/** The policy on a real disk: what is taken, what is refused, and what it does to settings. */
import { chmod, mkdir, rename, symlink } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createSettingsStore } from '../../../../main/adapters/settings/index.ts';
import type { PolicyPlace } from '../../../../main/adapters/settings/policy-place.ts';
import { readPolicy } from '../../../../main/adapters/settings/read-policy.ts';
import { noPolicy } from '../../../../main/shared/policy.ts';
import type { Policy } from '../../../../main/shared/policy.ts';
import { temporaryFolder, type TemporaryFolder } from '../../../support/temporary-folder.ts';

/** As the machine's, but for whose it is: tests need not be root. */
const placeIn = (folder: TemporaryFolder, name = 'policy.json'): PolicyPlace => ({
  path: folder.at(name),
  owners: process.getuid === undefined ? null : [process.getuid()],
});

const policyOf = (settings: object, more: object = {}): string =>
  JSON.stringify({ version: 1, settings, ...more });

async function laid(settings: object, more: object = {}): Promise<Policy> {
  const folder = await temporaryFolder();
  await folder.write('policy.json', policyOf(settings, more));
  const result = readPolicy(placeIn(folder));
  if (!result.ok) throw new Error(result.message);
  return result.policy;
}

const refusalOf = (place: PolicyPlace) => {
  const result = readPolicy(place);
  if (result.ok) throw new Error('taken');
  return result;
};

describe('the policy of a machine', () => {
  it('locks nothing where there is none', async () => {
    const folder = await temporaryFolder();
    expect(readPolicy(placeIn(folder))).toEqual({ ok: true, policy: noPolicy });
    expect(readPolicy(placeIn(folder, 'no/folder/policy.json'))).toEqual({ ok: true, policy: noPolicy });
  });

  it('is read anew each time, with or without a mark at its head', async () => {
    const folder = await temporaryFolder();
    const place = placeIn(folder);
    await folder.write('policy.json', policyOf({ language: 'fr' }));
    expect(readPolicy(place)).toMatchObject({ ok: true, policy: { file: place.path, locked: ['language'] } });
    await folder.write('policy.json', `\uFEFF${policyOf({ root: '/srv/rh' })}`);
    expect(readPolicy(place)).toMatchObject({ ok: true, policy: { locked: ['root'] } });
  });

  it.each([
    ['', 'not-json', 'line 1, column 1: expected JSON'],
    ['{ "version": 1, // one\n}', 'not-json', 'line 1, column 17: expected JSON'],
    ['[]', 'invalid', 'expected'],
    ['{}', 'invalid', 'version: '],
    [policyOf({ rot: '/srv' }), 'invalid', 'settings.rot: is not a known setting'],
    [
      policyOf({}, { allowedHosts: ['https://x.example'] }),
      'invalid',
      'allowedHosts[0]: expected a host name',
    ],
  ])('is refused as %j, with its file, the place and what was expected', async (text, code, what) => {
    const folder = await temporaryFolder();
    await folder.write('policy.json', text);
    const refusal = refusalOf(placeIn(folder));
    expect(refusal).toMatchObject({ code, file: folder.at('policy.json') });
    expect(refusal.message.split('\n')).toEqual([expect.stringContaining(what)]);
    expect(refusal.message).toContain(folder.at('policy.json'));
  });

  it('is refused where it cannot be read: a folder in its place, a link that leads nowhere', async () => {
    const folder = await temporaryFolder();
    await mkdir(folder.at('policy.json'));
    expect(refusalOf(placeIn(folder))).toMatchObject({ code: 'unreadable' });
    await symlink(folder.at('gone.json'), folder.at('link.json'));
    expect(refusalOf(placeIn(folder, 'link.json'))).toMatchObject({
      code: 'unreadable',
      file: folder.at('link.json'),
    });
  });
});

describe.runIf(process.platform !== 'win32')('who may write the policy', () => {
  async function laidOut() {
    const folder = await temporaryFolder();
    await folder.write('classeur/policy.json', policyOf({ language: 'fr' }));
    await chmod(folder.at('classeur'), 0o755);
    await chmod(folder.at('classeur/policy.json'), 0o644);
    return { folder, place: placeIn(folder, 'classeur/policy.json') };
  }

  it('is root alone: everybody may read it', async () => {
    expect(readPolicy((await laidOut()).place)).toMatchObject({ ok: true, policy: { language: 'fr' } });
  });

  it.each([
    ['classeur/policy.json', 0o664],
    ['classeur/policy.json', 0o646],
    ['classeur', 0o775],
    ['classeur', 0o757],
    ['classeur', 0o1777],
  ])('%s as %o is refused, and the line says what mends it', async (which, mode) => {
    const { folder, place } = await laidOut();
    await chmod(folder.at(which), mode);
    const refusal = refusalOf(place);
    expect(refusal).toMatchObject({ code: 'unsafe', file: place.path, problem: { path: folder.at(which) } });
    expect(refusal.message).toContain(`sudo chown root "${folder.at(which)}" && sudo chmod go-w`);
  });

  it('is not whoever owns the file', async () => {
    const { place } = await laidOut();
    const somebodyElse = (process.getuid?.() ?? 0) + 1;
    expect(refusalOf({ ...place, owners: [somebodyElse] })).toMatchObject({ code: 'unsafe' });
  });

  it('is asked of what a link leads to, and of the folder that it lies in', async () => {
    const { folder, place } = await laidOut();
    await mkdir(folder.at('elsewhere'));
    await rename(folder.at('classeur/policy.json'), folder.at('elsewhere/real.json'));
    await symlink(folder.at('elsewhere/real.json'), place.path);
    await chmod(folder.at('elsewhere'), 0o755);
    expect(readPolicy(place)).toMatchObject({ ok: true });
    await chmod(folder.at('elsewhere'), 0o777);
    expect(refusalOf(place)).toMatchObject({ code: 'unsafe', problem: { path: folder.at('elsewhere') } });
  });
});

const least = {
  version: 1,
  tenant: { url: 'https://example.ilucca.net' },
  root: '/srv/hr/Employees',
  employeeFolder: '{lastName} {firstName} ({employeeNumber})',
  routes: [{ match: 'RIB/*', target: { field: 'e_RIB' } }],
};

const without = (names: readonly string[]) =>
  Object.fromEntries(Object.entries(least).filter(([name]) => !names.includes(name)));

describe('settings under a policy', () => {
  it('are the file’s, with the policy’s in their place', async () => {
    const folder = await temporaryFolder();
    await folder.write('settings.json', JSON.stringify({ ...least, language: 'de', app: { tray: false } }));
    const policy = await laid({ language: 'fr', app: { notifications: false } });
    expect(createSettingsStore({ folder: folder.path, policy }).read()).toMatchObject({
      ok: true,
      settings: { language: 'fr', root: '/srv/hr/Employees', app: { tray: false, notifications: false } },
    });
  });

  it('need not say what the policy says, nor be right there', async () => {
    const folder = await temporaryFolder();
    const policy = await laid({ tenant: { url: 'https://neuf.ilucca.net' }, root: '/srv/rh' });
    const store = createSettingsStore({ folder: folder.path, policy });
    const rest = without(['tenant', 'root']);
    await folder.write('settings.json', JSON.stringify(rest));
    expect(store.read()).toMatchObject({ ok: true, settings: { root: '/srv/rh' } });
    await folder.write('settings.json', JSON.stringify({ ...least, root: 'x', tenant: { url: 'http://x' } }));
    expect(store.read()).toMatchObject({
      ok: true,
      settings: { tenant: { url: 'https://neuf.ilucca.net' } },
    });
    await folder.write('settings.json', JSON.stringify({ ...rest, colour: 'blue' }));
    expect(store.read()).toMatchObject({
      ok: false,
      code: 'invalid',
      message: 'settings.json: colour: is not a known setting',
    });
  });

  it('need a file, which may leave all to the policy: without one nothing is set up here', async () => {
    const folder = await temporaryFolder();
    const store = createSettingsStore({ folder: folder.path, policy: await laid(least) });
    expect(store.read()).toMatchObject({ ok: false, code: 'missing' });
    await folder.write('settings.json', '{ "version": 1 }');
    expect(store.read()).toMatchObject({ ok: true, settings: { root: '/srv/hr/Employees' } });
    await folder.write('settings.json', '{}');
    expect(store.read()).toMatchObject({ ok: false, code: 'invalid', problem: { path: 'version' } });
  });

  it('name the policy where what it says does not go with the rest', async () => {
    const folder = await temporaryFolder();
    await folder.write('settings.json', JSON.stringify(least));
    const policy = await laid({ tenant: { requestsPerMinute: 900 } });
    const result = createSettingsStore({ folder: folder.path, policy }).read();
    expect(result).toMatchObject({ ok: false, code: 'policy' });
    if (!result.ok)
      expect(result.message).toBe(
        `${policy.file ?? ''}: settings.tenant.requestsPerMinute: expected at most 50, which is what Lucca allows a tenant`,
      );
  });

  it('name the file where it lacks what the policy asks for', async () => {
    const folder = await temporaryFolder();
    await folder.write('settings.json', JSON.stringify(least));
    const policy = await laid({ tenant: { api: 'mixed' } });
    expect(createSettingsStore({ folder: folder.path, policy }).read()).toMatchObject({
      ok: false,
      code: 'invalid',
      message: 'settings.json: tenant.oauth: expected with "api": "mixed"',
    });
  });
});
