/**
 * Holds every request that the client sent against what Lucca prints: addresses, parameters, headers, bodies. A request
 * that nothing describes is wrong, too.
 */
import { z } from 'zod';
import type { RequestEntry } from '../../lucca/index.ts';
import { parseMultipart } from '../../lucca/multipart.ts';
import { legacyUpload, newerUpload } from './printed.ts';

interface Rule {
  readonly method: string;
  readonly path: RegExp;
  readonly query: z.ZodType;
  /** Names in lower case. */
  readonly headers: readonly string[];
  readonly body: (entry: RequestEntry) => void;
}

const nothing = z.strictObject({});
const ids = z.string().regex(/^\d+(,\d+)*$/);
const fieldKey = /^e_\S+$/;
const fieldKeys = z.string().regex(/^e_[^,]+(,e_[^,]+)*$/);
const file = z.strictObject({ id: z.string().min(1) });

const none = ({ body }: RequestEntry): void => {
  if (body !== null && body.length > 0) throw new Error('a body was not expected');
};

const json =
  (schema: z.ZodType): Rule['body'] =>
  ({ headers, body }) => {
    if (!/^application\/json\b/.test(headers['content-type'] ?? '')) throw new Error('JSON was expected');
    schema.parse(JSON.parse(body?.toString('utf8') ?? ''));
  };

/** One part under the printed name, with a file's name and a type of its own. */
const oneFile =
  (part: string): Rule['body'] =>
  ({ headers, body }) => {
    const parts = parseMultipart(headers['content-type'] ?? '', body ?? Buffer.alloc(0), 'verbatim');
    z.tuple([
      z.object({ name: z.literal(part), fileName: z.string().min(1), contentType: z.string().min(3) }),
    ]).parse(parts);
    if (headers['content-length'] !== String(body?.length)) throw new Error('the length was not announced');
  };

/** `{"value": …}` in `{"value": …}`, as seed 000 prints them (research §4.4). */
const subValue = z.strictObject({
  id: z.int().optional(),
  value: z.union([file, z.string(), z.number(), z.boolean(), z.null()]),
});
const value = z.union([file, z.string(), z.null(), z.record(z.string().regex(fieldKey), subValue)]);
const newRow = z.strictObject({ value, isNew: z.literal(true), id: z.literal(0) });
const knownRow = z.strictObject({ id: z.int().min(1), value });
const single = z.strictObject({ id: z.int().optional(), value });
const user = z
  .object({ picture: file.optional() })
  .catchall(z.union([single, z.array(z.union([newRow, knownRow]))]))
  .refine((body) => Object.keys(body).every((key) => key === 'picture' || fieldKey.test(key)));

const extensionValue = z.union([
  file,
  z.record(z.string().regex(fieldKey), z.union([file, z.string(), z.number(), z.boolean(), z.null()])),
]);
const newerHeaders = ['authorization', 'api-version', 'accept'];
const include = z.string().regex(/^(embedded|links|totalCount)(,(embedded|links|totalCount))*$/);
const limit = z.string().regex(/^([1-9]\d?|100)$/);
const cursor = z.string().min(1).optional();
const page = { include, limit, page: cursor };

const rules: readonly Rule[] = [
  {
    method: 'POST',
    path: /^\/lucca-files\/api\/uploads$/,
    query: nothing,
    headers: legacyUpload().headers,
    body: oneFile(legacyUpload().part),
  },
  {
    method: 'GET',
    path: /^\/api\/v3\/users$/,
    query: z.strictObject({
      fields: z.string().min(1),
      formerEmployees: z.literal('true'),
      paging: z.string().regex(/^\d+,\d+$/),
      orderBy: z.literal('id,asc').optional(),
      id: ids.optional(),
    }),
    headers: ['authorization', 'accept'],
    body: none,
  },
  {
    method: 'GET',
    path: /^\/api\/v3\/(extensionuserdefinitions|userproperties)$/,
    query: z.strictObject({ paging: z.literal('0,1000') }),
    headers: ['authorization', 'accept'],
    body: none,
  },
  {
    method: 'PUT',
    path: /^\/api\/v3\/users\/\d+$/,
    query: z.strictObject({ fields: z.enum(['extendedData,id', 'extendedData,id,picture']) }),
    headers: ['authorization', 'accept', 'content-type'],
    body: json(user),
  },
  {
    method: 'POST',
    path: /^\/connect\/token$/,
    query: nothing,
    headers: ['content-type'],
    body: ({ headers, body }) => {
      z.literal('application/x-www-form-urlencoded').parse(headers['content-type']);
      z.strictObject({
        client_id: z.string().min(1),
        client_secret: z.string().min(1),
        grant_type: z.literal('client_credentials'),
        scope: z.string().regex(/^[a-z-]+\.(readonly|readwrite)( [a-z-]+\.(readonly|readwrite))*$/),
      }).parse(Object.fromEntries(new URLSearchParams(body?.toString())));
    },
  },
  {
    method: 'POST',
    path: /^\/lucca-api\/files$/,
    query: nothing,
    headers: newerUpload().headers,
    body: oneFile(newerUpload().part),
  },
  {
    method: 'GET',
    path: /^\/lucca-api\/files\/[^/]+$/,
    query: z.strictObject({ token: z.string().min(1) }),
    headers: newerHeaders,
    body: (entry) => {
      none(entry);
      z.literal('application/octet-stream').parse(entry.headers['accept']);
    },
  },
  {
    method: 'GET',
    path: /^\/lucca-api\/employees$/,
    query: z.strictObject({ ...page, status: z.literal('active,upcoming,deactivated') }),
    headers: newerHeaders,
    body: none,
  },
  {
    method: 'GET',
    path: /^\/lucca-api\/(legal-entities|departments|employee-extension-definitions)$/,
    query: z.strictObject(page),
    headers: newerHeaders,
    body: none,
  },
  {
    method: 'GET',
    path: /^\/lucca-api\/employee-extensions$/,
    query: z.strictObject({ ...page, 'employee.id': ids, 'extensionDefinition.id': fieldKeys }),
    headers: newerHeaders,
    body: none,
  },
  {
    method: 'POST',
    path: /^\/lucca-api\/employee-extensions$/,
    query: nothing,
    headers: [...newerHeaders, 'content-type'],
    body: json(
      z.strictObject({
        employee: z.strictObject({ id: z.string().regex(/^\d+$/) }),
        extensionDefinition: z.strictObject({ id: z.string().regex(fieldKey) }),
        value: extensionValue,
      }),
    ),
  },
  {
    method: 'PATCH',
    path: /^\/lucca-api\/employee-extensions\/\d+$/,
    query: nothing,
    headers: [...newerHeaders, 'content-type'],
    body: json(z.strictObject({ value: extensionValue })),
  },
];

/** What is wrong with an address as a recording tells it; null where it is as printed. */
export function wrongAddress(method: string, address: string): string | null {
  const { pathname, searchParams } = new URL(address, 'http://recorded');
  const rule = rules.find((one) => one.method === method && one.path.test(pathname));
  if (rule === undefined) return `${method} ${pathname}: nothing describes it`;
  const parsed = rule.query.safeParse(Object.fromEntries(searchParams));
  return parsed.success ? null : `${method} ${pathname}: ${parsed.error.message}`;
}

/** What is wrong with the requests, in words; empty where all of them are as printed. */
export function wrongRequests(entries: readonly RequestEntry[]): readonly string[] {
  return entries.flatMap((entry) => {
    const name = `${entry.method} ${entry.path}`;
    const rule = rules.find(({ method, path }) => method === entry.method && path.test(entry.path));
    if (rule === undefined) return [`${name}: nothing describes it`];
    const missing = rule.headers.filter((header) => entry.headers[header] === undefined);
    if (missing.length > 0) return [`${name}: without ${missing.join(', ')}`];
    if (entry.path.startsWith('/lucca-api/') && entry.headers['api-version'] !== '2024-11-01')
      return [`${name}: another version`];
    try {
      rule.query.parse(entry.query);
      // One that was cut on its way says nothing of what was meant.
      if (entry.ending !== 'cut' && entry.ending !== 'gone') rule.body(entry);
      return [];
    } catch (error) {
      return [`${name}: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
}
