/**
 * The token that every request carries ([DOC] authentication-spec): asked for with the client's secret, renewed before
 * it ends, by one request at a time. Kept in memory, told to nobody.
 *
 * The token's host is not the tenant's: its requests count in no tenant's minute.
 */
import type { CancelSignal, Outcome } from '../../../core/ports.ts';
import type { Http, HttpResult } from '../v3/http.ts';
import { member, parseJson, text, wholeNumber } from '../v3/json.ts';
import { textBody } from '../v3/json-body.ts';

export type NotSignedIn = Exclude<Outcome<never>, { kind: 'applied' } | { kind: 'unknown' }>;

export type SignedIn =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'none'; readonly outcome: NotSignedIn };

export interface TokensOptions {
  /** To the token's host, without a key of its own. */
  readonly http: Http;
  /** Path and query of the token's address. */
  readonly path: string;
  readonly clientId: string;
  /** The client's secret; null where there is none. Asked for each time. */
  readonly secret: () => Promise<string | null>;
  readonly scopes: readonly string[];
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
  /** Hears why Lucca gave no token: one of the codes below. */
  readonly onRefused?: ((code: string) => void) | undefined;
}

export interface Tokens {
  get(signal: CancelSignal): Promise<SignedIn>;
  /** Lucca took a request with it. */
  accepted(token: string): void;
  /** Lucca refused a request with it. True where it had worked before: a new one may do. */
  ended(token: string): boolean;
}

interface Held {
  readonly token: string;
  readonly secret: string;
  readonly renewAt: number;
  worked: boolean;
}

/** Renewed so long before its end, or when a fifth of its life is left. */
const marginMs = 120_000;
const never: CancelSignal = {
  aborted: false,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
};

/** RFC 6749 §5.2. Only these words are passed on: others could be anything. */
const errorCodes = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
];

export function createTokens(options: TokensOptions): Tokens {
  let held: Held | null = null;
  let asking: Promise<SignedIn> | null = null;

  async function ask(secret: string): Promise<SignedIn> {
    const form = new URLSearchParams({
      client_id: options.clientId,
      client_secret: secret,
      grant_type: 'client_credentials',
      scope: options.scopes.join(' '),
    });
    const began = options.monotonic();
    const result = await options.http.send({
      method: 'POST',
      path: options.path,
      body: textBody('application/x-www-form-urlencoded', form.toString()),
      signal: never,
    });
    const given = tokenIn(result);
    if (given === null) return { kind: 'none', outcome: whyNot(result, options.onRefused) };
    const lifeMs = given.seconds * 1000;
    held = {
      token: given.token,
      secret,
      renewAt: began + lifeMs - Math.min(marginMs, lifeMs / 5),
      worked: false,
    };
    return { kind: 'token', token: given.token };
  }

  return {
    async get(signal) {
      const secret = (await options.secret())?.trim() ?? '';
      if (secret === '') return { kind: 'none', outcome: noSecret };
      if (held?.secret === secret && options.monotonic() < held.renewAt)
        return { kind: 'token', token: held.token };
      asking ??= ask(secret).finally(() => (asking = null));
      return unlessCancelled(asking, signal);
    },
    accepted(token) {
      if (held?.token === token) held.worked = true;
    },
    ended(token) {
      // Somebody else noticed first, and there is a new one.
      if (held === null || held.token !== token) return true;
      const { worked } = held;
      held = null;
      return worked;
    },
  };
}

const noSecret: NotSignedIn = { kind: 'refused', refusal: { kind: 'unauthorized' }, status: 0 };

/** Others may wait for the same token: whoever gives up leaves them to it. */
async function unlessCancelled(asking: Promise<SignedIn>, signal: CancelSignal): Promise<SignedIn> {
  let leave: () => void = () => undefined;
  const cancelled = new Promise<SignedIn>((resolve) => {
    leave = () => resolve({ kind: 'none', outcome: { kind: 'unreachable', code: 'cancelled' } });
  });
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave);
  try {
    return await Promise.race([asking, cancelled]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

function tokenIn(result: HttpResult): { readonly token: string; readonly seconds: number } | null {
  if (result.kind !== 'answer' || result.answer.status !== 200) return null;
  const json = parseJson(result.answer.body);
  const token = text(member(json, 'access_token'));
  const seconds = wholeNumber(member(json, 'expires_in')) ?? 0;
  // A header must hold it; without a life it is asked for anew each time.
  return /^[\x21-\x7e]+$/.test(token) ? { token, seconds: Math.max(0, seconds) } : null;
}

function whyNot(result: HttpResult, onRefused: TokensOptions['onRefused']): NotSignedIn {
  if (result.kind === 'no-key') return noSecret;
  // A token that was given and lost changes nothing: another one is asked for.
  if (result.kind === 'lost') return { kind: 'unreachable', code: `sign-in-${result.code}` };
  const { status, body } = result.answer;
  const error = text(member(parseJson(body), 'error'));
  const said = errorCodes.includes(error);
  if (status === 401 || (status >= 400 && status < 500 && said)) {
    onRefused?.(said ? error : 'refused');
    return { kind: 'refused', refusal: { kind: 'unauthorized' }, status };
  }
  // Anything else is a page in between, or a host that is not well.
  return status >= 300 && status < 400
    ? { kind: 'unreachable', code: 'sign-in-redirected' }
    : { kind: 'failed', status, code: 'sign-in-failed' };
}
