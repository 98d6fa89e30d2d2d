/**
 * The organisation's policy as it stands, parsed whole on every read. Where there is none, nothing is locked. One that
 * cannot be read, is wrong, or could be written by somebody else is a value that says so: it is never passed over.
 */
import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { noPolicy, parsePolicy } from '../../shared/policy.ts';
import type { Policy } from '../../shared/policy.ts';
import type { SettingsProblem } from '../../shared/settings.ts';
import { notJson, withoutMark } from './json-place.ts';
import type { PolicyPlace } from './policy-place.ts';

export interface PolicyRefused {
  readonly ok: false;
  readonly code: 'unreadable' | 'unsafe' | 'not-json' | 'invalid';
  /** The policy's path. */
  readonly file: string;
  /** Where in it and what was expected; of rights, which file or folder and what mends it. */
  readonly problem: SettingsProblem;
  /** All of it in one line. */
  readonly message: string;
}

export type PolicyResult = { readonly ok: true; readonly policy: Policy } | PolicyRefused;

export function readPolicy({ path, owners }: PolicyPlace): PolicyResult {
  if (!isThere(path)) return { ok: true, policy: noPolicy };
  let text: string;
  try {
    const real = realpathSync(path);
    const unsafe = [...new Set([dirname(path), dirname(real), real])].find((one) => !isSafe(one, owners));
    if (unsafe !== undefined) return policyRefused(path, 'unsafe', { path: unsafe, message: mend(unsafe) });
    text = withoutMark(readFileSync(real, 'utf8'));
  } catch {
    const message = 'expected a file that every account may read, in a folder that every account may open';
    return policyRefused(path, 'unreadable', { path: '', message });
  }
  const broken = notJson(text);
  if (broken !== null) return policyRefused(path, 'not-json', broken);
  const parsed = parsePolicy(JSON.parse(text));
  return parsed.ok
    ? { ok: true, policy: { ...parsed.policy, file: path } }
    : policyRefused(path, 'invalid', parsed.problem);
}

export function policyRefused(
  file: string,
  code: PolicyRefused['code'],
  problem: SettingsProblem,
): PolicyRefused {
  const parts = [file, problem.path === file ? '' : problem.path, problem.message];
  return { ok: false, code, file, problem, message: parts.filter((part) => part !== '').join(': ') };
}

/** A link that leads nowhere is there, and so is what this account may not see. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}

const writableByOthers = 0o022;

function isSafe(path: string, owners: PolicyPlace['owners']): boolean {
  if (owners === null) return true;
  const { uid, mode } = statSync(path);
  return owners.includes(uid) && (mode & writableByOthers) === 0;
}

const mend = (path: string): string =>
  `expected to belong to root and to be writable by nobody else: sudo chown root "${path}" && sudo chmod go-w "${path}"`;
