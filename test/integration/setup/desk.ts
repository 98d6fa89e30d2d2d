/** Somebody at the settings: an office with an agent that works, the settings' file, a keychain, perhaps a policy. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { PolicyPlace } from '../../../main/adapters/settings/policy-place.ts';
import { readPolicy } from '../../../main/adapters/settings/read-policy.ts';
import { checkSettings } from '../../../main/adapters/settings/read-settings.ts';
import { openSettingsEditor } from '../../../main/electron/settings/editor.ts';
import type { SettingsEditor } from '../../../main/electron/settings/editor.ts';
import type { Settings } from '../../../main/shared/settings.ts';
import { defaultKey } from '../../lucca/index.ts';
import { samplePdf } from '../../support/sample-documents.ts';
import { settingsOf } from '../../support/tree/index.ts';
import { openOffice, type Office, type Running } from '../agent/office.ts';
import { keychainIn } from './kept-keys.ts';

export interface Desk {
  readonly office: Office;
  readonly agent: Running;
  readonly settings: Settings;
  readonly editor: SettingsEditor;
  readonly kept: Map<string, string>;
  readonly file: string;
  readonly place: PolicyPlace;
  /** Lays the policy down anew, as an administrator does. */
  readonly lay: (policy: object | string) => Promise<void>;
}

/** A place for a policy that tests may write, whoever runs them. */
export async function policyPlace(): Promise<PolicyPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'classeur-policy-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const owner = process.getuid?.();
  return { path: join(folder, 'policy.json'), owners: owner === undefined ? null : [owner] };
}

export async function sitDown(
  given: {
    readonly limit?: number;
    /** `usual`: what the file says where nothing else is said. */
    readonly policy?: (office: Office, usual: object) => object;
    /** What the file says, instead of the usual. */
    readonly file?: Readonly<Record<string, unknown>>;
  } = {},
): Promise<Desk> {
  const { limit = 10_000 } = given;
  const office = await openOffice();
  await office.save('Dupont Jean (00001)/RIB/rib.pdf', await samplePdf('rib'));
  await office.save('Dupont Jean (00001)/Contrats/contrat.pdf', await samplePdf('contrat'));
  await office.save('Lefèvre Noémie (00002)/Contrats/contrat.pdf', await samplePdf('autre contrat'));
  await office.save('Lefèvre Noémie (00002)/Entretiens/2026.pdf', await samplePdf('entretien'));
  const wishes = { requestsPerMinute: limit };
  const agent = await office.start(wishes);
  await agent.quiet();
  const input = settingsOf({ root: office.root, tenantUrl: office.lucca.url, quietSeconds: 0.2, ...wishes });
  const said = given.file ?? input;
  const place = await policyPlace();
  const lay = (policy: object | string): Promise<void> =>
    writeFile(place.path, typeof policy === 'string' ? policy : JSON.stringify(policy), { mode: 0o644 });
  if (given.policy !== undefined) await lay(given.policy(office, input));
  const laid = readPolicy(place);
  if (!laid.ok) throw new Error(laid.message);
  const parsed = checkSettings(said, laid.policy);
  if (!parsed.ok) throw new Error(parsed.message);
  const file = join(office.data, 'settings.json');
  await writeFile(file, JSON.stringify(said), { mode: 0o600 });
  const kept = new Map([[office.lucca.url, defaultKey.key]]);
  const editor = openSettingsEditor({
    data: office.data,
    place,
    policy: laid.policy,
    settings: parsed.settings,
    agent: agent.agent,
    keychainFor: (origin) => keychainIn(kept, origin),
    version: '0.1.0',
  });
  onTestFinished(() => editor.close());
  return { office, agent, settings: parsed.settings, editor, kept, file, place, lay };
}
