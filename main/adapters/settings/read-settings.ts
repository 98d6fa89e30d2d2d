/**
 * `settings.json` as it stands, parsed whole: an administrator may write it at any time. What is wrong with it is a
 * value, told in one line with the file, the place in it and what was expected.
 *
 * Apart from the store that writes it, which a command that only reads need not load.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSettings } from '../../shared/settings.ts';
import type { Settings, SettingsProblem } from '../../shared/settings.ts';
import { jsonProblemAt } from './json-place.ts';

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | {
      readonly ok: false;
      readonly code: 'missing' | 'unreadable' | 'not-json' | 'invalid';
      readonly problem: SettingsProblem;
      /** One line: `settings.json: routes[0].target.field: expected …`. */
      readonly message: string;
    };

const fileName = 'settings.json';

export const settingsPath = (folder: string): string => join(folder, fileName);

/** `allowedHosts`: tenant hosts that the organisation's policy adds to Lucca's own. */
export function readSettingsIn(folder: string, allowedHosts: readonly string[] = []): SettingsResult {
  const text = readText(settingsPath(folder));
  if (typeof text !== 'string') return text;
  const place = jsonProblemAt(text);
  if (place !== null)
    return failed('not-json', {
      path: `line ${place.line}, column ${place.column}`,
      message: 'expected JSON, without comments and without a comma before a closing bracket',
    });
  const input = JSON.parse(text) as unknown;
  // What is no object has no member: the first that is missing is told, not a shape that nobody typed.
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  return checkSettings(isObject ? input : {}, allowedHosts);
}

export function checkSettings(input: unknown, allowedHosts: readonly string[]): SettingsResult {
  const parsed = parseSettings(input, allowedHosts);
  return parsed.ok ? parsed : failed('invalid', parsed.problem);
}

/** Some editors begin a text with a byte order mark. */
export function withoutMark(text: string): string {
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
