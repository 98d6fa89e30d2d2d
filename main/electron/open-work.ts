/** Opens what the app works with: data folder, its lock, settings, keychain, log, agent. Each step may refuse. */
import { ensureDataFolder } from '../adapters/data-folder/data-folder.ts';
import { takeFolderLock } from '../adapters/data-folder/folder-lock.ts';
import { liesApart } from '../adapters/data-folder/lies-apart.ts';
import type { FolderLock } from '../adapters/data-folder/folder-lock.ts';
import { createTree, readWhole } from '../adapters/files/index.ts';
import { createKeychain } from '../adapters/keychain/index.ts';
import { LedgerUnavailable } from '../adapters/ledger/ledger-unavailable.ts';
import { createLog } from '../adapters/log/index.ts';
import { wordsOf } from '../adapters/lucca/secrets.ts';
import { createSettingsStore } from '../adapters/settings/index.ts';
import { readPolicy } from '../adapters/settings/read-policy.ts';
import { createWatcher } from '../adapters/watch/index.ts';
import { probeName } from '../adapters/watch/probe-name.ts';
import { assemble } from '../assemble.ts';
import type { StartProblem } from '../shared/ipc-contract.ts';
import type { Policy } from '../shared/policy.ts';
import { mostPreviewBytes } from '../shared/preview.ts';
import { tenantHost } from '../shared/settings.ts';
import type { Settings } from '../shared/settings.ts';
import { namingKeyTrouble } from './name-key-trouble.ts';
import { openSettingsEditor } from './settings/editor.ts';
import type { Opened, OpenWork, OpenWorkOptions } from './work.ts';

const refused = (kind: StartProblem['kind'], path = '', message = ''): Opened => ({
  ok: false,
  problem: { kind, path, message },
});

export const openWork: OpenWork = async (options) => {
  const folder = await ensureDataFolder(options.data, true);
  if (!folder.ok) return refused('data-folder');
  const laid = readPolicy(options.policy);
  if (!laid.ok) return refused('policy', '', laid.message);
  const { policy } = laid;
  const read = createSettingsStore({ folder: options.data, policy }).read();
  if (!read.ok) {
    if (read.code === 'policy') return refused('policy', '', read.message);
    return read.code === 'missing'
      ? refused('settings-missing')
      : refused('settings', read.problem.path, read.problem.message);
  }
  if (!liesApart(read.settings.root, options.data))
    return refused(
      'settings',
      'root',
      'expected a folder apart from the data folder, neither in it nor around it',
    );
  let lock: FolderLock | null;
  try {
    lock = takeFolderLock(options.data);
  } catch {
    return refused('data-folder');
  }
  if (lock === null) return refused('in-use');
  try {
    return await openAgent(options, read.settings, policy, lock);
  } catch (error) {
    lock.release();
    if (error instanceof LedgerUnavailable) return refused('ledger');
    throw error;
  }
};

async function openAgent(
  { data, version, moveToBin, policy: place }: OpenWorkOptions,
  settings: Settings,
  policy: Policy,
  lock: FolderLock,
): Promise<Opened> {
  const log = createLog({ folder: data });
  const tree = createTree(settings.root);
  log.register([settings.root, tenantHost(settings)]);
  const keychainFor = (origin: string) => createKeychain({ origin });
  const keychain = keychainFor(new URL(settings.tenant.url).origin);
  let lastKey: 'found' | 'missing' | 'locked' | 'unavailable' = 'found';
  const assembled = await assemble({
    data,
    settings,
    key: async () => {
      const state = await keychain.read();
      lastKey = state.kind;
      if (state.kind !== 'found') return null;
      log.register(wordsOf(state.secret));
      return state.secret;
    },
    log,
    watcher: createWatcher({ root: settings.root, agentId: probeName(data) }),
    moveToBin,
  });
  const agent = namingKeyTrouble(assembled.agent, () => lastKey);
  const editor = openSettingsEditor({ data, place, policy, settings, agent, keychainFor, version });
  return {
    ok: true,
    work: {
      agent,
      settings,
      log,
      editor,
      keepKey: async (key) => (await keychain.write(key)) === 'kept',
      readDocument: (path) => readWhole(tree, path, mostPreviewBytes),
      close: async () => {
        editor.close();
        try {
          await assembled.close();
        } finally {
          lock.release();
        }
      },
    },
  };
}
