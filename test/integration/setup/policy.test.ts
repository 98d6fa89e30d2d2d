/** What an organisation's policy does to whoever sets Classeur up or changes its settings in the window. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSettingsStore } from '../../../main/adapters/settings/index.ts';
import { openSetup } from '../../../main/electron/setup/session.ts';
import { noPolicy, parsePolicy } from '../../../main/shared/policy.ts';
import type { Policy } from '../../../main/shared/policy.ts';
import { defaultKey, startEmulator } from '../../lucca/index.ts';
import { samplePdf } from '../../support/sample-documents.ts';
import { sitDown } from './desk.ts';
import { keychainIn } from './kept-keys.ts';

const rib = { match: 'RIB/**', target: { field: 'e_RIB', multiple: false } };

describe('settings in the window, under a policy', () => {
  const policed = () =>
    sitDown({
      policy: ({ root }) => ({
        version: 1,
        settings: { language: 'fr', root, app: { notifications: true }, settle: { quietSeconds: 0.2 } },
      }),
    });

  it('say what is locked', async () => {
    const { editor, settings } = await policed();
    const view = await editor['settings.get'](undefined);
    expect(view.locked).toEqual(['language', 'root', 'app.notifications', 'settle.quietSeconds']);
    expect(settings).toMatchObject({ language: 'fr', app: { notifications: true } });
  });

  it('save what was changed, and nothing of what is locked, whatever the window sends', async () => {
    const { editor, settings, file } = await policed();
    const before = JSON.parse(await readFile(file, 'utf8')) as { readonly app: object };
    expect(before.app).toMatchObject({ notifications: false });
    const draft = {
      ...settings,
      language: 'nl' as const,
      root: '/somewhere/else',
      rescanMinutes: 7,
      app: { ...settings.app, openAtLogin: true, tray: false },
    };
    expect(await editor['settings.check']({ draft })).toMatchObject({ wrong: null });
    expect(await editor['settings.save']({ draft, key: null })).toEqual({ ok: true });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      ...before,
      rescanMinutes: 7,
      app: { ...before.app, openAtLogin: true, tray: false },
    });
  });

  it('look at the tree as it is decided, not as a draft would have it', async () => {
    const { editor, settings } = await policed();
    const draft = { ...settings, root: '/nowhere/at/all' };
    expect(await editor['settings.effect']({ draft, key: null })).toMatchObject({ ok: true, documents: 4 });
  });

  it('may name a host that the policy allows, and no other', async () => {
    const { editor, settings } = await sitDown({
      policy: () => ({ version: 1, allowedHosts: ['lucca.corp.example'] }),
    });
    const at = (url: string) => ({
      draft: { ...settings, tenant: { ...settings.tenant, url, requestsPerMinute: 40 } },
    });
    expect(await editor['settings.check'](at('https://lucca.corp.example'))).toMatchObject({ wrong: null });
    expect(await editor['settings.check'](at('https://other.corp.example'))).toMatchObject({
      wrong: 'tenant.url',
    });
    expect(await editor['settings.check'](at('http://lucca.corp.example'))).toMatchObject({
      wrong: 'tenant.url',
    });
  });

  it('begin anew with another policy, as with a file of another hand, once it is right', async () => {
    const { editor, settings, lay } = await policed();
    let renewed = false;
    void editor.renewed.then(() => {
      renewed = true;
    });
    await lay('{ "version": 1, "settings": ');
    // Nothing of it holds yet, and nothing is written while nobody knows what will.
    expect(await editor['settings.save']({ draft: settings, key: null })).toEqual({
      ok: false,
      why: 'changed',
    });
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    expect(renewed).toBe(false);
    await lay({ version: 1, settings: { language: 'de' } });
    await expect.poll(() => renewed, { timeout: 10_000 }).toBe(true);
  });

  it('begin anew where the policy is taken away', async () => {
    const { editor, place } = await policed();
    let renewed = false;
    void editor.renewed.then(() => {
      renewed = true;
    });
    await rm(place.path);
    await expect.poll(() => renewed, { timeout: 10_000 }).toBe(true);
  });

  it('say what was changed, in a file that left all to the policy', async () => {
    const { editor, settings, file } = await sitDown({
      file: { version: 1 },
      policy: (_, usual) => ({ version: 1, settings: usual }),
    });
    expect(await editor['settings.save']({ draft: { ...settings, readBack: true }, key: null })).toEqual({
      ok: true,
    });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ version: 1, readBack: true });
  });
});

function policyOf(settings: object, allowedHosts: readonly string[] = []): Policy {
  const parsed = parsePolicy({ version: 1, settings, allowedHosts });
  if (!parsed.ok) throw new Error(`${parsed.problem.path} ${parsed.problem.message}`);
  return { ...parsed.policy, file: '/etc/classeur/policy.json' };
}

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'classeur-setup-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('the first run, under a policy', () => {
  async function begin(settings: (place: { readonly root: string; readonly url: string }) => object) {
    const home = await temporary();
    const [root, data] = [join(home, 'Salariés'), join(home, 'data')];
    await mkdir(data, { mode: 0o700 });
    for (const path of [
      'Dupont Jean (00001)/RIB',
      'Dupont Jean (00001)/Divers',
      'Lefèvre Noémie (00002)/RIB',
    ])
      await mkdir(join(root, path), { recursive: true });
    await writeFile(join(root, 'Dupont Jean (00001)/RIB/rib.pdf'), await samplePdf('RIB'));
    await writeFile(join(root, 'Dupont Jean (00001)/Divers/note.pdf'), await samplePdf('Divers'));
    const lucca = await startEmulator({ switches: { rateLimit: 0 } });
    onTestFinished(() => lucca.stop());
    const kept = new Map<string, string>();
    const policy = policyOf(settings({ root, url: lucca.url }));
    const start = (laid: Policy = policy) => {
      const session = openSetup({
        data,
        policy: laid,
        requestsPerMinute: 6_000,
        keychain: (origin) => keychainIn(kept, origin),
      });
      onTestFinished(() => session.close());
      return session;
    };
    return { root, data, lucca, policy, start, setup: start() };
  }

  it('asks for nothing that is decided, and writes nothing of it', async () => {
    const { root, data, lucca, policy, setup } = await begin(({ root: path, url }) => ({
      language: 'fr',
      tenant: { url },
      root: path,
      employeeFolder: '{lastName} {firstName} ({employeeNumber})',
      routes: [rib],
      app: { tray: false },
    }));
    expect(await setup['setup.get'](undefined)).toMatchObject({
      url: lucca.url,
      root,
      app: { openAtLogin: true, tray: false, notifications: true },
      locked: ['language', 'tenant.url', 'root', 'employeeFolder', 'routes', 'app.tray'],
    });
    // Whatever the window sends, the answer is the organisation's.
    expect(
      await setup['setup.connect']({ url: 'https://autre.ilucca.net', key: defaultKey.key }),
    ).toMatchObject({
      ok: true,
      url: lucca.url,
    });
    expect(await setup['setup.read-folder']({ path: '/', pattern: '{id}' })).toMatchObject({
      ok: true,
      root,
      pattern: '{lastName} {firstName} ({employeeNumber})',
      matched: { count: 2 },
    });
    expect(await setup['setup.kinds'](undefined)).toMatchObject({
      ok: true,
      rows: [],
      given: [{ match: 'RIB/**', place: 'e_RIB' }],
    });
    expect(await setup['setup.get'](undefined)).toMatchObject({ results: { kinds: 1, folders: 2 } });
    expect(await setup['setup.preview'](undefined)).toMatchObject({ ok: true, groups: { file: 1, ask: 1 } });
    await setup['setup.switch']({ openAtLogin: false, tray: true, notifications: true });
    expect(await setup['setup.finish'](undefined)).toEqual({ ok: true });
    expect(JSON.parse(await readFile(join(data, 'settings.json'), 'utf8'))).toEqual({
      version: 1,
      tenant: { requestsPerMinute: 6_000 },
      app: { openAtLogin: false, notifications: true },
    });
    expect(createSettingsStore({ folder: data, policy }).read()).toMatchObject({
      ok: true,
      settings: { root, app: { tray: false, openAtLogin: false } },
    });
    expect(createSettingsStore({ folder: data, policy: noPolicy }).read().ok).toBe(false);
  });

  it('leaves nothing out for good where that is the organisation’s word', async () => {
    const { setup, data, lucca, policy } = await begin(({ root: path }) => ({
      root: path,
      ignore: ['*.bak'],
    }));
    await setup['setup.connect']({ url: lucca.url, key: defaultKey.key });
    await setup['setup.read-folder']({ path: '', pattern: null });
    await setup['setup.kinds'](undefined);
    expect(await setup['setup.choose']({ id: 'divers', choice: { to: 'nothing' } })).toEqual({ ok: false });
    expect(await setup['setup.finish'](undefined)).toEqual({ ok: true });
    expect(createSettingsStore({ folder: data, policy }).read()).toMatchObject({
      ok: true,
      settings: { ignore: ['*.bak'] },
    });
    expect(await readFile(join(data, 'settings.json'), 'utf8')).not.toMatch(/"ignore"|"root"/);
  });

  it('begins at the connection again where the policy names another tenant than the draft', async () => {
    const { setup, start, policy, lucca } = await begin(({ root: path }) => ({ root: path }));
    await setup['setup.connect']({ url: lucca.url, key: defaultKey.key });
    await setup['setup.go']({ step: 'folder' });
    await setup['setup.read-folder']({ path: '', pattern: null });
    await setup['setup.go']({ step: 'kinds' });
    setup.close();
    const moved = policyOf({ ...policy.settings, tenant: { url: 'https://neuf.ilucca.net' } });
    expect(await start(moved)['setup.get'](undefined)).toMatchObject({
      step: 'connect',
      reached: 'connect',
      url: 'https://neuf.ilucca.net',
      keyKept: false,
    });
    expect(await start()['setup.get'](undefined)).toMatchObject({
      step: 'kinds',
      url: lucca.url,
      keyKept: true,
    });
  });

  it('takes the way to Lucca from the policy, and asks for what it leaves open', async () => {
    const oauth = { tokenUrl: 'https://accounts.world.luccasoftware.com/connect/token' };
    const { setup } = await begin(({ url }) => ({ tenant: { url, api: '2024-11-01', oauth } }));
    expect(await setup['setup.get'](undefined)).toMatchObject({
      way: { api: '2024-11-01', clientId: '', ...oauth },
      locked: ['tenant.url', 'tenant.api', 'tenant.oauth.tokenUrl'],
    });
    expect(await setup['setup.connect']({ url: '', key: 'a-secret' })).toEqual({ ok: false, why: 'no-key' });
  });
});
