/**
 * `settings.json` in the data folder, parsed whole on every read: an administrator may write it at any time.
 * What is wrong with it is a value, told in one line with the file, the place in it and what was expected.
 */
import Conf from 'conf';
import type { Policy } from '../../shared/policy.ts';
import { withoutMark } from './json-place.ts';
import { checkSettings, readSettingsIn, settingsPath, type SettingsResult } from './read-settings.ts';

export type { SettingsResult } from './read-settings.ts';

/** What electron-store and Conf have in common, as far as it is used. */
export interface SettingsFile {
  store: Record<string, unknown>;
}

export interface SettingsStoreOptions {
  /** The data folder, absolute. */
  readonly folder: string;
  /** The organisation's, which wins over the file. */
  readonly policy: Policy;
  /** Opens the file where the shell brings a store of its own. */
  readonly open?: (folder: string, name: string) => SettingsFile;
}

export interface SettingsStore {
  readonly path: string;
  read(): SettingsResult;
  /** Writes settings that are right with the policy over them, whole or not at all, for its owner's eyes; others are not. */
  write(input: Record<string, unknown>): SettingsResult;
}

export function createSettingsStore(options: SettingsStoreOptions): SettingsStore {
  const { folder, policy, open = openConf } = options;

  return {
    path: settingsPath(folder),
    // By hand: a store makes the folder of a file that is not there, and a dry run makes nothing.
    read: () => readSettingsIn(folder, policy),
    write(input) {
      const result = checkSettings(input, policy);
      if (result.ok) open(folder, 'settings').store = input;
      return result;
    },
  };
}

function openConf(folder: string, name: string): SettingsFile {
  return new Conf<Record<string, unknown>>({
    cwd: folder,
    configName: name,
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
    deserialize: (text) => JSON.parse(withoutMark(text)) as Record<string, unknown>,
    serialize: (value) => `${JSON.stringify(value, null, 2)}\n`,
    // A file that another hand has broken is mended by that hand, or by a whole new one.
    clearInvalidConfig: true,
  });
}
