/** The keychain's entries as a map: what is in the real one is proven by its own tests. */
import type { Keychain } from '../../../main/adapters/keychain/index.ts';

export function keychainIn(kept: Map<string, string>, origin: string): Keychain {
  return {
    read: () => {
      const secret = kept.get(origin);
      return Promise.resolve(secret === undefined ? { kind: 'missing' } : { kind: 'found', secret });
    },
    write: (secret) => {
      kept.set(origin, secret);
      return Promise.resolve('kept');
    },
    clear: () => Promise.resolve(kept.delete(origin) ? 'cleared' : 'missing'),
  };
}
