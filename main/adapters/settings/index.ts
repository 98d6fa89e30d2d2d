/**
 * `settings.json` in the data folder, parsed whole on every read: an administrator may write it at any time.
 * What is wrong with it is a value, told in one line with the file, the place in it and what was expected.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import { parseSettings } from '../../shared/settings.ts';
import type { Settings, SettingsProblem } from '../../shared/settings.ts';
import { jsonProblemAt } from './json-place.ts';

/** What electron-store and Conf have in common, as far as it is used. */
export interface SettingsFile {
  store: Record<string, unknown>;
}

export interface SettingsStoreOptions {
  /** The data folder, absolute. */
  readonly folder: string;
  /** Tenant hosts that the organisation's policy adds to Lucca's own. */
  readonly allowedHosts?: readonly string[];
  /** Opens the file where the shell brings a store of its own. */
  readonly open?: (folder: string, name: string) => SettingsFile;
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | {
      readonly ok: false;
      readonly code: 'missing' | 'unreadable' | 'not-json' | 'invalid';
      readonly problem: SettingsProblem;
      /** One line: `settings.json: routes[0].target.field: expected …`. */
      readonly message: string;
    };

export interface SettingsStore {
  readonly path: string;
  read(): SettingsResult;
  /** Writes settings that are right, whole or not at all, for its owner's eyes; others are not written. */
  write(input: Record<string, unknown>): SettingsResult;
}

const fileName = 'settings.json';

export function createSettingsStore(options: SettingsStoreOptions): SettingsStore {
  const path = join(options.folder, fileName);
  const open = options.open ?? openConf;
  const parse = (input: unknown): SettingsResult => {
    const parsed = parseSettings(input, options.allowedHosts ?? []);
    return parsed.ok ? parsed : failed('invalid', parsed.problem);
  };

  return {
    path,
    read() {
      // Looked at first: a store makes the folder of a file that is not there, and a dry run makes nothing.
      const text = readText(path);
      if (typeof text !== 'string') return text;
      const place = jsonProblemAt(text);
      if (place !== null)
        return failed('not-json', {
          path: `line ${place.line}, column ${place.column}`,
          message: 'expected JSON, without comments and without a comma before a closing bracket',
        });
      return parse(open(options.folder, 'settings').store);
    },
    write(input) {
      const result = parse(input);
      if (result.ok) open(options.folder, 'settings').store = input;
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

/** Some editors begin a text with a byte order mark. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

function readText(path: string): string | SettingsResult {
  try {
    return withoutMark(readFileSync(path, 'utf8'));
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return missing
      ? failed('missing', { path: '', message: 'expected this file in the data folder' })
      : failed('unreadable', { path: '', message: 'expected a file that this account may read' });
  }
}

function failed(
  code: Exclude<SettingsResult, { ok: true }>['code'],
  problem: SettingsProblem,
): SettingsResult {
  const message = [fileName, problem.path, problem.message].filter((part) => part !== '').join(': ');
  return { ok: false, code, problem, message };
}
