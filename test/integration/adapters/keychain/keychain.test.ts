import { describe, expect, it } from 'vitest';
import { handedOverSecret, readSecret } from '../../../../main/adapters/keychain/handed-over.ts';
import { createKeychain } from '../../../../main/adapters/keychain/index.ts';
import type { Keytar } from '../../../../main/adapters/keychain/index.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** A store that behaves as keytar does, with the messages that it was seen to give. */
function memoryKeytar(failure?: string): { keytar: Keytar; entries: Map<string, string> } {
  const entries = new Map<string, string>();
  const key = (service: string, account: string) => `${service}|${account}`;
  const answer = <T>(value: () => T): Promise<T> =>
    failure === undefined ? Promise.resolve(value()) : Promise.reject(new Error(failure));
  return {
    entries,
    keytar: {
      getPassword: (service, account) => answer(() => entries.get(key(service, account)) ?? null),
      setPassword: (service, account, password) =>
        answer(() => void entries.set(key(service, account), password)),
      deletePassword: (service, account) => answer(() => entries.delete(key(service, account))),
    },
  };
}

const keychainOf = (keytar: Keytar, origin = 'https://example.ilucca.net', locked = false) =>
  createKeychain({
    origin,
    load: () => Promise.resolve(keytar),
    isLocked: () => Promise.resolve(locked),
    timeoutMs: 100,
  });

describe('keychain', () => {
  it('keeps a secret for one tenant only', async () => {
    const { keytar, entries } = memoryKeytar();
    const keychain = keychainOf(keytar, 'https://example.ilucca.net/');
    expect(await keychain.read()).toEqual({ kind: 'missing' });
    expect(await keychain.write('secret')).toBe('kept');
    expect([...entries.keys()]).toEqual(['Classeur|https://example.ilucca.net']);
    expect(await keychain.read()).toEqual({ kind: 'found', secret: 'secret' });
    expect(await keychainOf(keytar, 'https://other.ilucca.net').read()).toEqual({ kind: 'missing' });
    expect(await keychain.clear()).toBe('cleared');
    expect(await keychain.clear()).toBe('missing');
  });

  it.each([
    ['Cannot create an item in a locked collection', 'locked'],
    ['Secret Service: unlock prompt was dismissed', 'locked'],
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'unavailable'],
    ['libsecret-1.so.0: cannot open shared object file', 'unavailable'],
  ])('takes %j for %s', async (message, state) => {
    const keychain = keychainOf(memoryKeytar(message).keytar);
    expect(await keychain.read()).toEqual({ kind: state });
    expect(await keychain.write('x')).toBe(state);
    expect(await keychain.clear()).toBe(state);
  });

  it('does not take a locked store for an empty one', async () => {
    expect(await keychainOf(memoryKeytar().keytar, undefined, true).read()).toEqual({ kind: 'locked' });
  });

  it('waits for no store for ever, and lives without its library', async () => {
    const silent: Keytar = { ...memoryKeytar().keytar, getPassword: () => new Promise(() => undefined) };
    expect(await keychainOf(silent).read()).toEqual({ kind: 'locked' });
    const broken = createKeychain({
      origin: 'https://x.ilucca.net',
      load: () => Promise.reject(new Error('no such module')),
    });
    expect(await broken.read()).toEqual({ kind: 'unavailable' });
  });

  it('refuses what Windows could not hold, on every system', async () => {
    const { keytar, entries } = memoryKeytar();
    expect(await keychainOf(keytar).write('é'.repeat(1281))).toBe('too-long');
    expect(entries.size).toBe(0);
  });
});

describe('a secret that is handed over', () => {
  const name = 'CLASSEUR_API_KEY';

  it('goes before the keychain: the environment first, then the credentials of the service', async () => {
    const { keytar } = memoryKeytar();
    const keychain = keychainOf(keytar);
    await keychain.write('from the keychain');
    const folder = await temporaryFolder();
    await folder.write(name, 'from a file\n');
    const environment = { CREDENTIALS_DIRECTORY: folder.path };
    expect(await readSecret([name], { ...environment, [name]: ' from the environment ' }, keychain)).toEqual({
      kind: 'found',
      secret: 'from the environment',
    });
    expect(await readSecret([name], environment, keychain)).toEqual({ kind: 'found', secret: 'from a file' });
    await folder.write(name, 'renewed\n');
    expect(await handedOverSecret(name, environment)).toBe('renewed');
    expect(
      await readSecret([name], { [name]: '', CREDENTIALS_DIRECTORY: folder.at('gone') }, keychain),
    ).toEqual({ kind: 'found', secret: 'from the keychain' });
  });
});
