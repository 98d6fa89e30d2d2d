/** Opening what a command needs: data folder, its lock, settings, ledger, key. Each step may refuse. */
import { accessSync, constants, statSync } from 'node:fs';
import { ensureDataFolder } from '../adapters/data-folder/data-folder.ts';
import { liesApart } from '../adapters/data-folder/lies-apart.ts';
import { takeFolderLock, type FolderLock } from '../adapters/data-folder/folder-lock.ts';
import { readSecret, type SecretName } from '../adapters/keychain/handed-over.ts';
import { createKeychain, type Keychain } from '../adapters/keychain/index.ts';
import { LedgerUnavailable } from '../adapters/ledger/ledger-unavailable.ts';
import { openLedger, type LedgerOptions, type OpenedLedger } from '../adapters/ledger/open-ledger.ts';
import { readSettingsIn } from '../adapters/settings/read-settings.ts';
import type { Settings } from '../shared/settings.ts';
import { policyRefusal } from './policy.ts';
import { isRefused, refused, type Refused, type Terminal } from './terminal.ts';

/** Makes sure of the data folder. `make` false makes and changes nothing. */
export async function openDataFolder(terminal: Terminal, make: boolean): Promise<null | Refused> {
  const folder = await ensureDataFolder(terminal.data, make);
  return folder.ok ? null : refused(`refused.data-${folder.why}`);
}

/** The settings with the organisation's policy over them: nothing here reads them in another way. */
export function readSettings(terminal: Pick<Terminal, 'data' | 'policy'>): Settings | Refused {
  const result = readSettingsIn(terminal.data, terminal.policy);
  if (result.ok) return result.settings;
  if (result.code === 'policy') return policyRefusal(result.refused);
  const { path, message } = result.problem;
  if (result.code === 'missing') return refused('refused.settings-missing');
  if (result.code === 'unreadable') return refused('refused.settings-unreadable', { code: result.code });
  return refused('refused.settings-invalid', { path: path === '' ? '.' : path, message });
}

/** The lock of the data folder; null when a running agent has it. */
export function tryLock(terminal: Terminal): FolderLock | null | Refused {
  try {
    return takeFolderLock(terminal.data);
  } catch {
    return refused('refused.data-not-writable');
  }
}

export function takeLock(terminal: Terminal): FolderLock | Refused {
  return tryLock(terminal) ?? refused('refused.in-use');
}

export async function openOrRefuse<T>(open: () => Promise<T>): Promise<T | Refused> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof LedgerUnavailable) return refused(`refused.ledger-${error.why}`);
    throw error;
  }
}

export function openLedgerFor(
  terminal: Terminal,
  mode: LedgerOptions['mode'],
): Promise<OpenedLedger['ledger'] | Refused> {
  return openOrRefuse(async () => (await openLedger({ folder: terminal.data, mode })).ledger);
}

export function keychainOf(settings: Settings): Keychain {
  return createKeychain({ origin: new URL(settings.tenant.url).origin });
}

/** What a server hands over, in the order in which the keychain's entry has it (adapters/lucca/secrets.ts). */
function secretNames({ tenant }: Settings): readonly SecretName[] {
  if (tenant.api === 'mixed') return ['CLASSEUR_API_KEY', 'CLASSEUR_CLIENT_SECRET'];
  return [tenant.api === 'v3' ? 'CLASSEUR_API_KEY' : 'CLASSEUR_CLIENT_SECRET'];
}

/** Asks for the key now, so that what is wrong with it is said before anything begins; then before each request. */
export async function openKey(
  terminal: Terminal,
  settings: Settings,
): Promise<(() => Promise<string | null>) | Refused> {
  const keychain = keychainOf(settings);
  const read = () => readSecret(secretNames(settings), terminal.io.env, keychain);
  const state = await read();
  if (state.kind === 'missing')
    return refused('refused.key-missing', { names: secretNames(settings).join(', ') });
  if (state.kind !== 'found') return refused('refused.keychain', { code: state.kind });
  return async () => {
    const now = await read();
    return now.kind === 'found' ? now.secret : null;
  };
}

/** Settings and key, as every command that speaks to Lucca needs them. */
export async function openTenant(
  terminal: Terminal,
): Promise<{ readonly settings: Settings; readonly key: () => Promise<string | null> } | Refused> {
  const settings = readSettings(terminal);
  if (isRefused(settings)) return settings;
  const key = await openKey(terminal, settings);
  return isRefused(key) ? key : { settings, key };
}

/** Whatever the command, the tree and the data folder are two. */
export const entangled = ({ root }: Pick<Settings, 'root'>, data: string): Refused | null =>
  liesApart(root, data) ? null : refused('refused.root-data-folder');

/** For commands that do not stay to see the root come back. */
export function rootRefusal({ root }: Pick<Settings, 'root'>): Refused | null {
  try {
    if (!statSync(root).isDirectory()) return refused('refused.root-missing');
    accessSync(root, constants.R_OK);
    return null;
  } catch (error) {
    const denied = error instanceof Error && 'code' in error && error.code === 'EACCES';
    return refused(denied ? 'refused.root-unreadable' : 'refused.root-missing');
  }
}
