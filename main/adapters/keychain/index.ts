/** The OS keychain through keytar: one entry per tenant's origin. What cannot be read is a state, never a throw. */
import { isSecretServiceLocked } from './linux-lock.ts';

export type SecretState =
  | { readonly kind: 'found'; readonly secret: string }
  | { readonly kind: 'missing' }
  /** It is there and closed: somebody must unlock it. */
  | { readonly kind: 'locked' }
  /** This machine or session has none. */
  | { readonly kind: 'unavailable' };

export type KeptState = 'kept' | 'too-long' | 'locked' | 'unavailable';

export interface Keychain {
  read(): Promise<SecretState>;
  write(secret: string): Promise<KeptState>;
  clear(): Promise<'cleared' | 'missing' | 'locked' | 'unavailable'>;
}

/** What is used of keytar. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

export interface KeychainOptions {
  /** The tenant's origin, `https://example.ilucca.net`: the entry belongs to it and to nothing else. */
  readonly origin: string;
  /** Loads keytar; it fails where the system's library is missing. */
  readonly load?: () => Promise<Keytar>;
  /** How long a keychain may take, an unlock prompt included. */
  readonly timeoutMs?: number;
  /** Whether the store is closed, asked where it says that there is no secret. */
  readonly isLocked?: () => Promise<boolean>;
}

export const keychainService = 'Classeur';
/** The Windows Credential Manager holds 2 560 bytes of UTF-8 (CRED_MAX_CREDENTIAL_BLOB_SIZE). */
const mostBytes = 2560;

export function createKeychain(options: KeychainOptions): Keychain {
  const account = new URL(options.origin).origin;
  const load = options.load ?? loadKeytar;
  const isLocked = options.isLocked ?? isStoreLocked;
  const timeoutMs = options.timeoutMs ?? 60_000;
  const ask = async <T>(work: (keytar: Keytar) => Promise<T>): Promise<T | 'locked' | 'unavailable'> => {
    try {
      return await within(timeoutMs, load().then(work));
    } catch (error) {
      return failureOf(error);
    }
  };

  return {
    async read() {
      const answer = await ask(async (keytar) => ({
        secret: await keytar.getPassword(keychainService, account),
      }));
      if (typeof answer === 'string') return { kind: answer };
      if (answer.secret !== null) return { kind: 'found', secret: answer.secret };
      return { kind: (await isLocked()) ? 'locked' : 'missing' };
    },
    async write(secret) {
      if (Buffer.byteLength(secret, 'utf8') > mostBytes) return 'too-long';
      const answer = await ask((keytar) => keytar.setPassword(keychainService, account, secret));
      return answer ?? 'kept';
    },
    async clear() {
      const answer = await ask((keytar) => keytar.deletePassword(keychainService, account));
      if (typeof answer === 'string') return answer;
      return answer ? 'cleared' : 'missing';
    },
  };
}

function isStoreLocked(): Promise<boolean> {
  return process.platform === 'linux' ? isSecretServiceLocked() : Promise.resolve(false);
}

async function loadKeytar(): Promise<Keytar> {
  const module = (await import('keytar')) as Keytar & { readonly default?: Keytar };
  return module.default ?? module;
}

/** [M] research electron §5.4: messages of libsecret, of the Keychain and of Windows for a closed store. */
const lockedMessage =
  /locked|prompt was dismissed|dismissed|user (has )?cancell?ed|interaction is not allowed|timed out/i;

function failureOf(error: unknown): 'locked' | 'unavailable' {
  return error instanceof Error && lockedMessage.test(error.message) ? 'locked' : 'unavailable';
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The keychain timed out')), ms);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
