/**
 * POST /connect/token: OAuth 2, client credentials, form-encoded, credentials in the body. [DOC authentication-spec]
 * In reality it is another host, the same for all tenants; here it is another path, and no tenant's minute counts it.
 */
import { randomBytes } from 'node:crypto';
import { json } from '../errors.ts';
import type { Answer } from '../errors.ts';
import type { ApiKey, OAuthClient } from '../model.ts';

export const tokenPath = '/connect/token';

/** What a bearer may do: the client's rights, within the scopes that were asked for. */
export interface Grant {
  readonly client: OAuthClient;
  readonly scopes: ReadonlySet<string>;
}

interface Issued extends Grant {
  readonly until: number;
}

export class Tokens {
  readonly #clients = new Map<string, OAuthClient>();
  readonly #issued = new Map<string, Issued>();
  /** How many were given. */
  given = 0;

  constructor(clients: readonly OAuthClient[]) {
    for (const client of clients) this.set(client);
  }

  set(client: OAuthClient): void {
    this.#clients.set(client.clientId, client);
  }

  remove(clientId: string): void {
    this.#clients.delete(clientId);
    this.revokeAll();
  }

  /** Every token given so far is refused from now on. */
  revokeAll(): void {
    this.#issued.clear();
  }

  /** Undefined: 401. */
  find(authorization: string | undefined, now: number): Grant | undefined {
    const given = /^bearer +(\S+)$/i.exec(authorization?.trim() ?? '');
    const issued = given ? this.#issued.get(given[1]!) : undefined;
    return issued && issued.until > now ? issued : undefined;
  }

  /** Errors as RFC 6749 §5.2 words them; [NOT FOUND] in Lucca's pages. */
  issue(contentType: string, body: Buffer, now: number, seconds: number): Answer {
    if (!/^application\/x-www-form-urlencoded\b/i.test(contentType))
      return oauthError(400, 'invalid_request');
    const form = new URLSearchParams(body.toString('utf8'));
    const client = this.#clients.get(form.get('client_id') ?? '');
    if (!client || client.secret !== form.get('client_secret')) return oauthError(400, 'invalid_client');
    if (form.get('grant_type') !== 'client_credentials') return oauthError(400, 'unsupported_grant_type');
    const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
    if (scopes.length === 0 || scopes.some((scope) => !client.scopes.includes(scope)))
      return oauthError(400, 'invalid_scope');
    const token = `eyJ${randomBytes(24).toString('base64url')}`;
    this.#issued.set(token, { client, scopes: new Set(scopes), until: now + seconds * 1000 });
    this.given++;
    return json(200, { access_token: token, token_type: 'Bearer', expires_in: seconds });
  }
}

const oauthError = (status: number, error: string): Answer => json(status, { error });

/** The body of a token request as the journal may keep it. */
export function withoutSecret(body: Buffer): Buffer {
  const form = new URLSearchParams(body.toString('utf8'));
  if (form.has('client_secret')) form.set('client_secret', '…');
  return Buffer.from(form.toString());
}

/** The part of a key is played by the client: the same rights, by section, decide what it sees. */
export const asKey = ({ client }: Grant): ApiKey => ({
  key: client.secret,
  name: client.name,
  rights: client.rights,
});
