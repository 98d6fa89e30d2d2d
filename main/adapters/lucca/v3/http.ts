/**
 * One HTTP exchange with the tenant: a raw answer, or how it was lost. Knows nothing of what is asked.
 *
 * The key goes to the tenant's origin and nowhere else: every request is made from that origin, redirects are not
 * followed, and the key is read anew for each request and kept nowhere.
 */
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Agent, EnvHttpProxyAgent, request } from 'undici';
import type { Dispatcher } from 'undici';
import type { CancelSignal } from '../../../core/ports.ts';
import { isLoopback } from '../../../shared/loopback.ts';

export interface HttpBody {
  readonly contentType: string;
  /** Bytes in all; known before the first is sent. */
  readonly length: number;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** What the bytes say, where they are JSON: for a redacted record. */
  readonly json?: unknown;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Path and query, from `/`. */
  readonly path: string;
  readonly body?: HttpBody;
  /** For this request alone; otherwise the key is asked for. */
  readonly key?: string;
  /** JSON, unless said otherwise. */
  readonly accept?: string;
  /** Under which condition it is to be done ([RFC 9110] 13.1); names in lower case. */
  readonly condition?: Readonly<Partial<Record<'if-match' | 'if-none-match', string>>>;
  /** Takes the bytes of a good answer as they come, in place of its `body`. False: no more of them are wanted. */
  readonly sink?: (chunk: Uint8Array) => boolean;
  readonly signal: CancelSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** All of the request's body was handed to the connection before the answer came. */
  readonly bodySent: boolean;
}

export type HttpResult =
  | { readonly kind: 'answer'; readonly answer: HttpAnswer }
  /** `began`: the connection stood and the request was on its way; false means that nothing was sent. */
  | { readonly kind: 'lost'; readonly code: string; readonly began: boolean }
  /** There is no key, or it is none that a header can hold: nothing was sent. */
  | { readonly kind: 'no-key' };

export interface HttpOptions {
  /** `https://example.ilucca.net`: scheme, host and port. */
  readonly origin: string;
  /** The API key; null where there is none. Asked before each request. */
  readonly key: () => Promise<string | null>;
  /** The headers that carry the key: by default the legacy scheme's. */
  readonly authorize?: (key: string) => Readonly<Record<string, string>>;
  /** Answers may come as gzip; a file that is read back never does. */
  readonly compressed?: boolean;
  readonly connectMs?: number;
  /** Longest time without progress: from the last chunk of the body handed over to the end of the answer. */
  readonly stallMs?: number;
  /** Hears of every exchange, for a redacted record. */
  readonly onExchange?: (request: HttpRequest, result: HttpResult, ms: number) => void;
}

export interface Http {
  send(request: HttpRequest): Promise<HttpResult>;
  close(): Promise<void>;
}

const largestAnswer = 64 * 1024 * 1024;
/** More than ever work at once: what runs beside uploads is not kept waiting by them. */
const mostConnections = 32;

export function createHttp(options: HttpOptions): Http {
  const { origin } = new URL(options.origin);
  const stallMs = options.stallMs ?? 30_000;
  const authorize = options.authorize ?? ((key) => ({ authorization: `lucca application=${key}` }));
  const settings = {
    connections: mostConnections,
    pipelining: 1,
    connect: { timeout: options.connectMs ?? 10_000 },
    // Our own watch sees what these do not: an upload that is slow but steady.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  // A proxy for this machine's own addresses is never what was meant.
  const dispatcher: Dispatcher = isLoopback(origin) ? new Agent(settings) : new EnvHttpProxyAgent(settings);

  const encodings = ({ sink }: HttpRequest): Readonly<Record<string, string>> =>
    options.compressed === true && sink === undefined ? { 'accept-encoding': 'gzip' } : {};

  return {
    async send(asked) {
      const begun = performance.now();
      const key = (asked.key ?? (await options.key()))?.trim() ?? '';
      const result: HttpResult = /^[\x21-\x7e]+$/.test(key)
        ? await exchange(dispatcher, origin, { ...authorize(key), ...encodings(asked) }, stallMs, asked)
        : { kind: 'no-key' };
      options.onExchange?.(asked, result, performance.now() - begun);
      return result;
    },
    close: () => dispatcher.destroy(),
  };
}

async function exchange(
  dispatcher: Dispatcher,
  origin: string,
  more: Readonly<Record<string, string>>,
  stallMs: number,
  { method, path, body, accept, condition, sink, signal }: HttpRequest,
): Promise<HttpResult> {
  if (signal.aborted) return { kind: 'lost', code: 'cancelled', began: false };
  const sent = { began: false, complete: body === undefined };
  const stop = new AbortController();
  let why = '';
  const giveUp = (code: string) => {
    why = why === '' ? code : why;
    stop.abort();
  };
  const onAbort = () => giveUp('cancelled');
  signal.addEventListener('abort', onAbort);
  let watch = setTimeout(() => giveUp('timeout'), stallMs);
  const progress = () => {
    clearTimeout(watch);
    watch = setTimeout(() => giveUp('timeout'), stallMs);
  };

  // The first chunk is asked for once the connection stands: until then nothing of the request has left.
  async function* watched(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    sent.began = true;
    for await (const chunk of chunks) {
      progress();
      yield chunk;
    }
    progress();
    sent.complete = true;
  }

  try {
    const response = await request(`${origin}${path}`, {
      dispatcher,
      method,
      signal: stop.signal,
      // undici takes any async iterable ([DOC] its Dispatcher.md); its types name streams only.
      body: body === undefined ? null : (watched(body.chunks) as unknown as Readable),
      headers: {
        ...more,
        ...condition,
        accept: accept ?? 'application/json',
        'user-agent': 'Classeur',
        ...(body === undefined
          ? {}
          : { 'content-type': body.contentType, 'content-length': String(body.length) }),
      },
    });
    const good = response.statusCode >= 200 && response.statusCode < 300;
    const headers = flatHeaders(response.headers);
    const text =
      sink !== undefined && good
        ? await pour(response.body, sink, progress)
        : await readBody(unpacked(response.body, headers['content-encoding']));
    if (text === null) return { kind: 'lost', code: 'answer-too-long', began: true };
    return {
      kind: 'answer',
      answer: { status: response.statusCode, headers, body: text, bodySent: sent.complete },
    };
  } catch (error) {
    return {
      kind: 'lost',
      code: why === '' ? errorCode(error) : why,
      began: sent.began || body === undefined,
    };
  } finally {
    clearTimeout(watch);
    signal.removeEventListener('abort', onAbort);
  }
}

/** What does not unpack, or stops half-way, throws: an answer that was lost. */
function unpacked(body: Readable, encoding = 'identity'): AsyncIterable<Uint8Array> {
  if (!/^(x-)?gzip$/i.test(encoding.trim())) return body;
  // Whoever reads meets the error; both ends are closed with the first of them.
  return pipeline(body, createGunzip(), () => undefined);
}

async function readBody(body: AsyncIterable<Uint8Array>): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > largestAnswer) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** A large file may take long: each chunk of it is progress. */
async function pour(
  body: AsyncIterable<Uint8Array>,
  sink: (chunk: Uint8Array) => boolean,
  progress: () => void,
): Promise<string> {
  for await (const chunk of body) {
    progress();
    if (!sink(chunk)) break;
  }
  return '';
}

function flatHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? (value[0] ?? '') : value;
  return flat;
}

/** A code fit for a log: never a message, which may hold an address. */
function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'failed';
}
