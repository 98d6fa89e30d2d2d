/** A plain client of the 2024-11-01 generation for the emulator's own tests. */
import { call, form } from '../client.ts';
import type { CallOptions, FilePart, Reply } from '../client.ts';
import { defaultClient } from '../index.ts';
import type { Emulator } from '../index.ts';

export async function tokenFor(
  emulator: Emulator,
  scopes: readonly string[] = defaultClient.scopes,
  changes: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const fields = {
    client_id: defaultClient.clientId,
    client_secret: defaultClient.secret,
    grant_type: 'client_credentials',
    scope: scopes.join(' '),
    ...changes,
  };
  return call(emulator, 'POST', '/connect/token', {
    key: null,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
}

export interface AskOptions extends CallOptions {
  readonly scopes?: readonly string[];
}

/** Gets a token and asks with it; the version goes with every request. */
export async function ask(
  emulator: Emulator,
  method: string,
  path: string,
  { scopes, ...options }: AskOptions = {},
): Promise<Reply> {
  const given = (await tokenFor(emulator, scopes)).body() as { access_token?: string };
  return call(emulator, method, `/lucca-api/${path}`, {
    ...options,
    key: null,
    headers: {
      Authorization: `Bearer ${given.access_token ?? ''}`,
      'Api-Version': '2024-11-01',
      ...options.headers,
    },
  });
}

export const sendFile = (emulator: Emulator, part: FilePart = {}, options: AskOptions = {}): Promise<Reply> =>
  ask(emulator, 'POST', 'files', {
    body: form([{ name: 'form', ...part }]),
    ...options,
    headers: { 'Content-Type': 'multipart/form-data; boundary=frontier', ...options.headers },
  });

export const sendJson = (
  emulator: Emulator,
  method: 'POST' | 'PATCH',
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> =>
  ask(emulator, method, path, {
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', ...headers },
  });

export const extend = (emulator: Emulator, id: string, definition: string, value: unknown): Promise<Reply> =>
  sendJson(emulator, 'POST', 'employee-extensions', {
    employee: { id },
    extensionDefinition: { id: definition },
    value,
  });
