/** What handlers of the 2024-11-01 generation work with, and the questions that all of them ask. */
import { createHash } from 'node:crypto';
import { Refused, json } from '../errors.ts';
import type { Answer } from '../errors.ts';
import type { Switches } from '../switches.ts';
import type { Viewer } from '../user-view.ts';
import { apiVersion, Invalid } from './problem.ts';

export interface NewRequest {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly scopes: ReadonlySet<string>;
  /** Answer as if the work had been done. */
  readonly pretend: boolean;
  readonly etags: Switches['etags'];
}

export type Entity = Readonly<Record<string, unknown>>;

/** @throws Refused 403 where the token lacks the scope. `x.readwrite` covers `x.readonly`. */
export function needsScope({ scopes }: NewRequest, name: string): void {
  const wide = name.replace(/\.readonly$/, '.readwrite');
  if (!scopes.has(name) && !scopes.has(wide)) throw new Refused(403, `The scope ${name} is missing`);
}

/** `a=1,2&a=3` and `a=1&a=2` alike; null where it is not asked. */
export function listOf(query: URLSearchParams, name: string): readonly string[] | null {
  const given = query.getAll(name);
  return given.length === 0 ? null : given.flatMap((one) => one.split(',')).filter((one) => one !== '');
}

export const includes = ({ query }: NewRequest, what: 'embedded' | 'links' | 'totalCount'): boolean =>
  listOf(query, 'include')?.includes(what) ?? false;

/** @throws Refused 415, 400. */
export function jsonBody({ headers, body }: NewRequest): Entity {
  if (!/^application\/json\b/i.test(headers['content-type'] ?? ''))
    throw new Refused(415, 'A body of type application/json was expected');
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Entity;
  } catch {
    // told below
  }
  throw new Invalid('$', 'The body is no JSON object');
}

/** Shown as in Lucca's example: without quotes. A link's token is new each time, and no part of the resource. */
export const etagOf = (value: unknown): string =>
  `W/${createHash('sha256').update(JSON.stringify(value, withoutLinks)).digest('base64url').slice(0, 17)}`;
const withoutLinks = (name: string, one: unknown): unknown => (name === 'links' ? undefined : one);

/** An answer with its ETag: 304 where the caller has it already. [INF: neither 304 nor 412 is in Lucca's list] */
export function shown(request: NewRequest, value: Entity, status = 200, location?: string): Answer {
  const etag = etagOf(value);
  const headers = {
    'Api-Version': apiVersion,
    ...(request.etags === 'absent' ? {} : { ETag: etag }),
    ...(location === undefined ? {} : { Location: location }),
  };
  const asked = request.etags === 'honoured' ? request.headers['if-none-match'] : undefined;
  if (request.method === 'GET' && asked === etag) return { status: 304, headers, body: Buffer.alloc(0) };
  return json(status, value, headers);
}

/** @throws Refused 412 where the caller means another version of the resource than the one that stands. */
export function matches({ headers, etags }: NewRequest, current: Entity): void {
  const wanted = etags === 'honoured' ? headers['if-match'] : undefined;
  if (wanted !== undefined && wanted !== '*' && wanted !== etagOf(current))
    throw new Refused(412, 'The resource has changed');
}

export const urlOf = (view: Viewer, path: string): string => `${view.origin}/lucca-api/${path}`;

export const reference = (view: Viewer, type: string, collection: string, id: string): Entity => ({
  id,
  type,
  url: urlOf(view, `${collection}/${id}`),
});
