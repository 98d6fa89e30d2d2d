/** A first run on the newer generation, and between the two: from the client's secret to settings that work. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSettingsStore } from '../../../main/adapters/settings/index.ts';
import { openSetup } from '../../../main/electron/setup/session.ts';
import type { SetupSession } from '../../../main/electron/setup/session.ts';
import type { SetupWay } from '../../../main/shared/setup-contract.ts';
import { noPolicy } from '../../../main/shared/policy.ts';
import { defaultClient, defaultKey, startEmulator } from '../../lucca/index.ts';
import type { Emulator, EmulatorOptions } from '../../lucca/index.ts';
import { samplePdf } from '../../support/sample-documents.ts';
import { keychainIn } from './kept-keys.ts';

let home: string;
let data: string;
let root: string;
let lucca: Emulator;
let setup: SetupSession;
let kept: Map<string, string>;

const keychainOf = (origin: string) => keychainIn(kept, origin);
const begin = (): SetupSession =>
  openSetup({ data, policy: noPolicy, keychain: keychainOf, requestsPerMinute: 6_000 });

async function open(options: EmulatorOptions = {}): Promise<void> {
  await lucca.stop();
  lucca = await startEmulator({ switches: { rateLimit: 0 }, ...options });
  setup.close();
  setup = begin();
}

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'classeur-setup-'));
  [data, root] = [join(home, 'data'), join(home, 'Salariés')];
  await mkdir(data, { mode: 0o700 });
  await mkdir(root);
  kept = new Map();
  lucca = await startEmulator({ switches: { rateLimit: 0 } });
  setup = begin();
});
afterEach(async () => {
  setup.close();
  await lucca.stop();
  await rm(home, { recursive: true, force: true });
});

const secrets = {
  '2024-11-01': defaultClient.secret,
  mixed: `${defaultKey.key} ${defaultClient.secret}`,
} as const;
const wayOf = (api: SetupWay['api'], tokenUrl = `${lucca.url}/connect/token`): SetupWay => ({
  api,
  clientId: defaultClient.clientId,
  tokenUrl,
});
const connect = (api: SetupWay['api'], key: string | null = secrets[api], way = wayOf(api)) =>
  setup['setup.connect']({ url: lucca.url, key, way });

describe.each(['2024-11-01', 'mixed'] as const)('"api": "%s"', (api) => {
  it('leads to settings that the agent files with, and keeps the secret in the keychain alone', async () => {
    await mkdir(join(root, 'Dupont Jean (00001)', 'RIB'), { recursive: true });
    await writeFile(join(root, 'Dupont Jean (00001)', 'RIB', 'rib.pdf'), await samplePdf('RIB'));
    expect(await connect(api)).toMatchObject({
      ok: true,
      employees: 40,
      findings: [{ what: 'fields' }],
    });
    expect(kept.get(lucca.url)).toBe(secrets[api]);
    // Somebody leaves and comes back: how Lucca is spoken to is known.
    setup.close();
    setup = begin();
    expect(await setup['setup.get'](undefined)).toMatchObject({ way: wayOf(api), keyKept: true });
    expect(await setup['setup.read-folder']({ path: root, pattern: null })).toMatchObject({
      ok: true,
      matched: { count: 1 },
    });
    expect(await setup['setup.kinds'](undefined)).toMatchObject({
      rows: [{ name: 'RIB', choice: { to: 'field', field: 'e_RIB', multiple: false } }],
    });
    expect(await setup['setup.preview'](undefined)).toMatchObject({ ok: true, groups: { file: 1 } });
    for (const name of await readdir(data))
      expect(await readFile(join(data, name), 'latin1').catch(() => '')).not.toContain(defaultClient.secret);
    await setup['setup.finish'](undefined);
    const { clientId, tokenUrl } = wayOf(api);
    const read = createSettingsStore({ folder: data, policy: noPolicy }).read();
    expect(read).toMatchObject({
      settings: { tenant: { url: lucca.url, api, oauth: { clientId, tokenUrl } } },
    });
  });

  it('finds folders below those of an establishment', async () => {
    await mkdir(join(root, 'Ateliers Brévanne – Nantes', 'Jean Dupont'), { recursive: true });
    await mkdir(join(root, 'Ateliers Brévanne – Nantes', 'Noémie Lefèvre'), { recursive: true });
    await connect(api);
    expect(await setup['setup.read-folder']({ path: root, pattern: null })).toMatchObject({
      pattern: '{legalEntity}/{firstName} {lastName}',
      matched: { count: 2 },
    });
  });

  it('goes on without the names of establishments where the client lacks their scopes', async () => {
    const scopes = defaultClient.scopes.filter((scope) => !/legal-entities|departments|job-/.test(scope));
    await open({ clients: [{ ...defaultClient, scopes }] });
    expect(await connect(api)).toMatchObject({ ok: true, employees: 40 });
  });

  it('keeps nothing that is refused, and shows the secret to nobody but Lucca', async () => {
    const wrong = api === 'mixed' ? `${defaultKey.key} wrong` : 'wrong';
    expect(await connect(api, wrong)).toEqual({ ok: false, why: 'key-refused' });
    expect(await connect(api, secrets[api], { ...wayOf(api), clientId: 'nobody' })).toEqual({
      ok: false,
      why: 'key-refused',
    });
    for (const address of ['https://tokens.example.com/connect/token', 'http://x.ilucca.net/t', 'no address'])
      expect(await connect(api, secrets[api], wayOf(api, address))).toEqual({ ok: false, why: 'not-lucca' });
    expect(kept.size).toBe(0);
    expect(await connect(api)).toMatchObject({ ok: true });
  });
});
