/**
 * `policy.json`: what the organisation has decided for every account of a machine. A part of the settings, which wins
 * over `settings.json`, and the further hosts that a tenant may have.
 */
import { z } from 'zod';
import { lockedPlaces, withPolicy } from './policy-merge.ts';
import { parseSettings, problemOf } from './settings.ts';
import type { Language, SettingsProblem } from './settings.ts';

export interface Policy {
  /** The file that it was read from; null where there is none. */
  readonly file: string | null;
  /** The part of the settings that it holds, as it is written. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Hosts that `tenant.url` and `tenant.oauth.tokenUrl` may name besides Lucca's own. */
  readonly allowedHosts: readonly string[];
  /** The places in the settings that it names. */
  readonly locked: readonly string[];
  /** Spoken even where there are no settings yet. */
  readonly language: Language | undefined;
}

export const noPolicy: Policy = {
  file: null,
  settings: {},
  allowedHosts: [],
  locked: [],
  language: undefined,
};

export type ParsedPolicy =
  | { readonly ok: true; readonly policy: Omit<Policy, 'file'> }
  | { readonly ok: false; readonly problem: SettingsProblem };

const host = z
  .string()
  .refine(
    (text) => isHost(text),
    'expected a host name alone, in small letters, such as lucca.example.com: no https://, no port, no *',
  );

export const policySchema = z.strictObject({
  version: z.literal(1),
  /** Any part of settings.json. */
  settings: z.record(z.string(), z.unknown()).default({}),
  allowedHosts: z.array(host).default([]),
});

/** Parses a policy read from anywhere. Never throws: the first problem comes back with its place. */
export function parsePolicy(input: unknown): ParsedPolicy {
  const parsed = policySchema.safeParse(input);
  if (!parsed.success) return { ok: false, problem: problemOf(parsed.error) };
  const { settings, allowedHosts } = parsed.data;
  // What is wrong in whole settings that were right before is the policy's.
  const tried = parseSettings(withPolicy(anySettings, settings), allowedHosts);
  if (!tried.ok) {
    const { path, message } = tried.problem;
    return { ok: false, problem: { path: path === '' ? 'settings' : `settings.${path}`, message } };
  }
  // Says which settings are meant, and is nothing that one could have otherwise.
  const part = Object.fromEntries(Object.entries(settings).filter(([name]) => name !== 'version'));
  const { language } = tried.settings;
  return { ok: true, policy: { settings: part, allowedHosts, locked: lockedPlaces(part), language } };
}

/** Right, and such that any right part laid over them leaves them right. */
const anySettings = {
  version: 1,
  tenant: {
    url: 'http://localhost',
    oauth: { clientId: 'client', tokenUrl: 'http://localhost/connect/token' },
  },
  root: '/',
  employeeFolder: '{id}',
  routes: [{ match: '*', target: 'picture' }],
} as const;

function isHost(text: string): boolean {
  try {
    return !text.includes('*') && new URL(`https://${text}/`).hostname === text;
  } catch {
    return false;
  }
}
