/**
 * `settings.json` as it stands, with the organisation's policy laid over it, parsed whole: an administrator may write
 * either at any time. What is wrong is a value, told in one line with the file, the place in it and what was expected.
 *
 * Apart from the store that writes it, which a command that only reads need not load.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLocked, withPolicy } from '../../shared/policy-merge.ts';
import type { Policy } from '../../shared/policy.ts';
import { parseSettings } from '../../shared/settings.ts';
import type { Settings, SettingsProblem } from '../../shared/settings.ts';
import { notJson, withoutMark } from './json-place.ts';
import { policyRefused } from './read-policy.ts';
import type { PolicyRefused } from './read-policy.ts';

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | {
      readonly ok: false;
      readonly code: 'missing' | 'unreadable' | 'not-json' | 'invalid';
      readonly problem: SettingsProblem;
      /** One line: `settings.json: routes[0].target.field: expected …`. */
      readonly message: string;
    }
  | {
      readonly ok: false;
      /** What the policy says does not go with the rest. */
      readonly code: 'policy';
      readonly refused: PolicyRefused;
      readonly problem: SettingsProblem;
      readonly message: string;
    };

const fileName = 'settings.json';

export const settingsPath = (folder: string): string => join(folder, fileName);

/** Without a file nothing is set up here, whatever the policy says; with a whole policy it need say its version alone. */
export function readSettingsIn(folder: string, policy: Policy): SettingsResult {
  const text = readText(settingsPath(folder));
  if (typeof text !== 'string') return text;
  const broken = notJson(text);
  if (broken !== null) return failed('not-json', broken);
  const input = JSON.parse(text) as unknown;
  // What is no object has no member: the first that is missing is told, not a shape that nobody typed.
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  return checkSettings(isObject ? { ...input } : {}, policy);
}

/** `said`: what the file says, or is about to say. */
export function checkSettings(said: Readonly<Record<string, unknown>>, policy: Policy): SettingsResult {
  const parsed = parseSettings(withPolicy(said, policy.settings), policy.allowedHosts);
  if (parsed.ok) return parsed;
  const { path, message } = parsed.problem;
  if (policy.file === null || !isLocked(policy.locked, path)) return failed('invalid', parsed.problem);
  const refused = policyRefused(policy.file, 'invalid', { path: `settings.${path}`, message });
  return { ok: false, code: 'policy', refused, problem: refused.problem, message: refused.message };
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
  code: 'missing' | 'unreadable' | 'not-json' | 'invalid',
  problem: SettingsProblem,
): SettingsResult {
  const message = [fileName, problem.path, problem.message].filter((part) => part !== '').join(': ');
  return { ok: false, code, problem, message };
}
