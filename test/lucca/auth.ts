/** `Authorization: lucca application={key}`; the scheme word in any case. [DOC legacy/authentication; 3P] */
import type { ApiKey } from './model.ts';

export class Keyring {
  readonly #keys = new Map<string, ApiKey>();

  constructor(keys: readonly ApiKey[]) {
    for (const key of keys) this.#keys.set(key.key, key);
  }

  all(): readonly ApiKey[] {
    return [...this.#keys.values()];
  }

  /** Undefined: 401. */
  find(authorization: string | undefined): ApiKey | undefined {
    const given = /^lucca +application=(\S+)$/i.exec(authorization?.trim() ?? '');
    return given ? this.#keys.get(given[1]!) : undefined;
  }

  set(key: ApiKey): void {
    this.#keys.set(key.key, key);
  }

  /** By secret or by name. */
  get(keyOrName: string): ApiKey {
    const found = this.#keys.get(keyOrName) ?? this.all().find(({ name }) => name === keyOrName);
    if (!found) throw new Error('There is no such key.');
    return found;
  }

  revoke(keyOrName: string): void {
    this.#keys.delete(this.get(keyOrName).key);
  }
}

/** For the journal: the scheme stays, the secret goes. */
export function redact(authorization: string, key: ApiKey | undefined): string {
  const scheme = /^\s*\w+( +\w+=)?/.exec(authorization)?.[0] ?? '';
  return `${scheme}<${key ? key.name : 'unknown'}>`;
}
