/**
 * `settings.json`: its shape, its defaults, and the words for what is wrong with it.
 * Parsed whole on every read; unknown members are errors.
 */
import { z } from 'zod';
import { isLoopback, loopbackHost } from './loopback.ts';
import { languages } from './languages.ts';

export { languages } from './languages.ts';
export type { Language } from './languages.ts';

export const placeholders = [
  'employeeNumber',
  'lastName',
  'firstName',
  'email',
  'login',
  'id',
  'legalEntity',
  'department',
] as const;
export type Placeholder = (typeof placeholders)[number];

const luccaHost = /^([a-z0-9-]+\.)*(ilucca[a-z0-9-]*\.(net|ch)|luccasoftware\.com)$/;

/** True for the names that Lucca's tenants have, and for those that policy allows. */
export const isLuccaHost = (host: string, allowedHosts: readonly string[] = []): boolean =>
  luccaHost.test(host) || allowedHosts.includes(host);

/** The client's secret goes there: never in the clear over a network, and to nobody but Lucca. */
export function isSafeForSecrets(address: string, allowedHosts: readonly string[] = []): boolean {
  if (isLoopback(address)) return true;
  try {
    const { protocol, hostname } = new URL(address);
    return protocol === 'https:' && isLuccaHost(hostname, allowedHosts);
  } catch {
    return false;
  }
}

function tenantUrlProblem(text: string, allowedHosts: readonly string[]): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'expected an address such as https://example.ilucca.net';
  }
  if (url.username !== '' || url.password !== '')
    return 'expected an address without a user name or password';
  if ((url.pathname !== '/' && url.pathname !== '') || url.search !== '' || url.hash !== '')
    return 'expected the address alone, without a path';
  if (loopbackHost.test(url.hostname)) {
    return url.protocol === 'http:' || url.protocol === 'https:' ? null : 'expected http or https';
  }
  if (url.protocol !== 'https:') return 'expected https (http is for this machine alone)';
  if (isLuccaHost(url.hostname, allowedHosts)) return null;
  const others = allowedHosts.length === 0 ? '' : `, or one that policy allows: ${allowedHosts.join(', ')}`;
  return `expected a Lucca host (ilucca*.net, ilucca*.ch, luccasoftware.com)${others}`;
}

const absolutePath = /^(\/|[A-Za-z]:[\\/]|\\\\)/;
const fieldKey = z.string().regex(/^e_\S{1,253}$/, 'expected a field key that begins with e_');

function employeeFolderProblem(pattern: string): string | null {
  const names = [...pattern.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
  const unknown = names.find((name) => !(placeholders as readonly string[]).includes(name));
  if (unknown !== undefined) return `expected one of {${placeholders.join('}, {')}}, found {${unknown}}`;
  if (names.length === 0) return 'expected at least one placeholder, such as {employeeNumber}';
  if (/[{}]/.test(pattern.replace(/\{[^{}]*\}/g, ''))) return 'expected each { to be closed by }';
  const segments = pattern.split('/');
  if (segments.some((segment) => segment.trim() === '' || segment === '.' || segment === '..'))
    return 'expected folder names between single slashes, below root';
  return null;
}

const targetField = z.strictObject({
  field: fieldKey,
  file: fieldKey.optional(),
  multiple: z.boolean().optional(),
  values: z.record(fieldKey, z.string().nullable()).optional(),
  rows: z.enum(['append', 'resend']).default('append'),
  /** For this target alone; what the settings say for all, unless said otherwise. */
  readBack: z.boolean().optional(),
});

const route = z.strictObject({
  match: z
    .string()
    .min(1)
    .refine(
      (glob) => !glob.startsWith('/') && !glob.includes('\\'),
      'expected a pattern below the employee folder, with / only',
    ),
  target: z.union([z.literal('picture'), targetField], { error: 'expected "picture" or { "field": "e_…" }' }),
  whenFilled: z.enum(['ask', 'replace', 'skip']).default('ask'),
});

const tenantShape = z.strictObject({
  url: z.string(),
  api: z.enum(['v3', '2024-11-01', 'mixed']).default('v3'),
  oauth: z.strictObject({ clientId: z.string().min(1), tokenUrl: z.string().min(1) }).optional(),
  /** What a JPEG is called on the way. `image/jpg`, which stands in Lucca's lists, unless said otherwise. */
  jpegAs: z.enum(['image/jpg', 'image/jpeg']).optional(),
  /** Ask the 2024-11-01 generation by ETag (`If-None-Match`, `If-Match`): what it answers then is not public. Off by default. */
  etags: z.boolean().optional(),
  requestsPerMinute: z.int().min(1).max(100_000).default(40),
});

/** The schema. `allowedHosts` are tenant hosts that the organisation's policy adds to Lucca's own. */
export function settingsSchema(allowedHosts: readonly string[] = []) {
  return z
    .strictObject({
      version: z.literal(1),
      language: z.enum(languages).optional(),
      tenant: tenantShape.superRefine((tenant, context) => {
        const problem = tenantUrlProblem(tenant.url, allowedHosts);
        if (problem !== null) context.addIssue({ code: 'custom', path: ['url'], message: problem });
        else if (!isLoopback(tenant.url) && tenant.requestsPerMinute > 50)
          context.addIssue({
            code: 'custom',
            path: ['requestsPerMinute'],
            message: 'expected at most 50, which is what Lucca allows a tenant',
          });
        if (tenant.api !== 'v3' && tenant.oauth === undefined)
          context.addIssue({
            code: 'custom',
            path: ['oauth'],
            message: `expected with "api": "${tenant.api}"`,
          });
        if (tenant.oauth !== undefined && !isSafeForSecrets(tenant.oauth.tokenUrl, allowedHosts))
          context.addIssue({
            code: 'custom',
            path: ['oauth', 'tokenUrl'],
            message: 'expected an https address of Lucca (http is for this machine alone)',
          });
      }),
      root: z.string().regex(absolutePath, 'expected a whole path, from the drive or the root on'),
      employeeFolder: z.string().superRefine((pattern, context) => {
        const problem = employeeFolderProblem(pattern);
        if (problem !== null) context.addIssue({ code: 'custom', message: problem });
      }),
      folders: z.strictObject({ create: z.enum(['never', 'auto']).default('never') }).prefault({}),
      leavers: z.strictObject({ fileForDays: z.int().min(0).max(36_500).default(90) }).prefault({}),
      routes: z.array(route).min(1, 'expected at least one route'),
      settle: z
        .strictObject({
          quietSeconds: z.number().min(0).max(3_600).default(10),
          incompleteSeconds: z.number().min(0).max(86_400).optional(),
        })
        .prefault({})
        .transform((settle) => ({
          quietSeconds: settle.quietSeconds,
          incompleteSeconds: settle.incompleteSeconds ?? settle.quietSeconds * 10,
        })),
      rescanMinutes: z.number().min(0.05).max(1_440).default(10),
      afterFiling: z.enum(['keep', 'archive', 'trash']).default('keep'),
      receipts: z.strictObject({ keepDays: z.int().min(1).max(36_500).default(1_825) }).prefault({}),
      readBack: z.boolean().default(false),
      ignore: z.array(z.string().min(1)).default([]),
      app: z
        .strictObject({
          openAtLogin: z.boolean().default(true),
          /** An icon by the clock. Without it the window is opened by starting Classeur again. */
          tray: z.boolean().default(true),
          notifications: z.boolean().default(true),
        })
        .prefault({}),
    })
    .superRefine(({ tenant, employeeFolder }, context) => {
      if (tenant.api === '2024-11-01' && employeeFolder.includes('{login}'))
        context.addIssue({
          code: 'custom',
          path: ['employeeFolder'],
          message: 'expected no {login}, which the 2024-11-01 API does not show',
        });
    })
    .readonly();
}

export type Settings = z.output<ReturnType<typeof settingsSchema>>;
export type RouteSettings = Settings['routes'][number];
export type TargetSettings = RouteSettings['target'];

/** Scheme, name and port of an address, as the keychain has it. */
export const originOf = (address: string): string => new URL(address).origin;

/** The tenant's host name, with its port where it has one. */
export function tenantHost(settings: Settings): string {
  return new URL(settings.tenant.url).host;
}

/** What is wrong with the settings: where in the file (`routes[0].target.field`), and what was expected there. */
export interface SettingsProblem {
  readonly path: string;
  readonly message: string;
}

export type ParsedSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problem: SettingsProblem };

/** Parses settings read from anywhere. Never throws: the first problem comes back with its place. */
export function parseSettings(input: unknown, allowedHosts: readonly string[] = []): ParsedSettings {
  const parsed = settingsSchema(allowedHosts).safeParse(input);
  return parsed.success
    ? { ok: true, settings: parsed.data }
    : { ok: false, problem: problemOf(parsed.error) };
}

/** The first thing that is wrong. */
export function problemOf(error: z.ZodError): SettingsProblem {
  const first = error.issues[0];
  const issue = first === undefined ? undefined : innermost(first);
  if (issue === undefined) return { path: '', message: 'expected settings' };
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return { path: pathInFile([...issue.path, key]), message: 'is not a known setting' };
  }
  const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return { path: pathInFile(issue.path), message };
}

/** What is wrong inside of a union's member, where the value is plainly meant as that member: more use than "none fits". */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const inside = issue.errors
    .flatMap((issues) => issues.slice(0, 1))
    .find((one) => one.path.length > 0 || one.code === 'unrecognized_keys');
  return inside === undefined ? issue : innermost({ ...inside, path: [...issue.path, ...inside.path] });
}

function pathInFile(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? String(part) : `.${String(part)}`;
  }
  return text;
}
