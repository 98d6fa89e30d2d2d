/** One exchange with the tenant as a bearer: token, version, and the words of problem+json. */
import type { FileLink } from '../../../core/model.ts';
import type { CancelSignal, Outcome } from '../../../core/ports.ts';
import type { Http, HttpBody, HttpRequest, HttpResult } from '../v3/http.ts';
import { isObject, member, text } from '../v3/json.ts';
import type { JsonObject } from '../v3/json.ts';
import { outcomeOf } from '../v3/outcome.ts';
import type { Expected } from '../v3/outcome.ts';
import type { SignedIn, Tokens } from './tokens.ts';

export const apiVersion = '2024-11-01';

export interface Asked<T> extends Omit<Expected<T>, 'now' | 'words' | 'parse'> {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Makes the value of the answer's JSON and its ETag, `` where there is none; null where it is not what was asked for. */
  readonly parse: (json: unknown, etag: string) => T | null;
  readonly condition?: HttpRequest['condition'];
  /** What a 304 means: asked only where the condition is `if-none-match`. */
  readonly unchanged?: () => T;
  /** Below `/lucca-api/`, with its query. */
  readonly path: string;
  readonly body?: HttpBody;
  readonly signal: CancelSignal;
}

export interface Session {
  /** Where it is: links of another host are not followed. */
  readonly origin: string;
  ask<T>(asked: Asked<T>): Promise<Outcome<T>>;
  /**
   * The bytes behind a link. A 401 says nothing of the token: the link has one of its own, which may have ended.
   */
  download(
    link: FileLink,
    sink: NonNullable<HttpRequest['sink']>,
    signal: CancelSignal,
  ): Promise<HttpResult | Extract<SignedIn, { kind: 'none' }>>;
}

export interface SessionOptions {
  readonly origin: string;
  /** To the tenant; each request names its token as its key. */
  readonly http: Http;
  readonly tokens: Tokens;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createSession({ origin, http, tokens, now }: SessionOptions): Session {
  return {
    origin,
    async ask({ method, path, body, condition, unchanged, parse, signal, ...expected }) {
      const signedIn = await tokens.get(signal);
      if (signedIn.kind === 'none') return signedIn.outcome;
      const { token } = signedIn;
      const result = await http.send({
        method,
        key: token,
        path: `/lucca-api/${path}`,
        signal,
        ...(body === undefined ? {} : { body }),
        ...(condition === undefined ? {} : { condition }),
      });
      if (result.kind === 'answer' && result.answer.status === 401) {
        // Known not done. A token that worked has ended before its time: the next request gets another.
        return tokens.ended(token)
          ? { kind: 'failed', status: 401, code: 'token-ended' }
          : { kind: 'refused', refusal: { kind: 'unauthorized' }, status: 401 };
      }
      const answer = result.kind === 'answer' ? result.answer : null;
      if (answer !== null) tokens.accepted(token);
      if (answer?.status === 304 && unchanged !== undefined) return { kind: 'applied', value: unchanged() };
      const etag = answer?.headers['etag'] ?? '';
      const read = (json: unknown) => parse(json, etag);
      return outcomeOf(result, { ...expected, parse: read, words: wordsOf, now: now() });
    },
    async download(path, sink, signal) {
      const signedIn = await tokens.get(signal);
      if (signedIn.kind === 'none') return signedIn;
      const accept = 'application/octet-stream';
      return http.send({ method: 'GET', key: signedIn.token, path, accept, sink, signal });
    },
  };
}

/** What a problem says in words: its `extensions` and `type` are none ([SRC] components.responses). */
export function wordsOf(json: unknown): string {
  const errors = member(json, 'errors');
  const told = isObject(errors) ? Object.values(errors).flat() : [];
  return [member(json, 'title'), member(json, 'detail'), ...told].map(text).join(' ');
}

/** The id of a reference, `{id, type, url}`. */
export function idOf(reference: unknown): string {
  return text(member(reference, 'id'));
}

/** The cursor of the next page; null on the last. Only the cursor is taken from the link, never its host. */
export function nextPage(json: unknown): string | null {
  const href = text(member(member(member(json, 'links'), 'next'), 'href'));
  const query = href.includes('?') ? href.slice(href.indexOf('?') + 1) : '';
  return new URLSearchParams(query).get('page');
}

/** The items of a collection with its page; null where the answer is none. */
export function pageOf(json: unknown): Page | null {
  const items = member(json, 'items');
  if (!Array.isArray(items)) return null;
  const embedded = member(json, 'embedded');
  return {
    items: items as readonly unknown[],
    next: nextPage(json),
    embedded: isObject(embedded) ? embedded : {},
  };
}

export interface Page {
  readonly items: readonly unknown[];
  readonly next: string | null;
  readonly embedded: JsonObject;
}
