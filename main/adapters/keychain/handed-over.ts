/** A secret that a server hands over: in the environment, or as a file in `$CREDENTIALS_DIRECTORY` (systemd). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keychain, SecretState } from './index.ts';

export type SecretName = 'CLASSEUR_API_KEY' | 'CLASSEUR_CLIENT_SECRET';
type Environment = Readonly<Record<string, string | undefined>>;

/** Null where nothing is handed over. The file is read anew each time: it may have been renewed. */
export async function handedOverSecret(name: SecretName, environment: Environment): Promise<string | null> {
  const direct = environment[name]?.trim() ?? '';
  if (direct !== '') return direct;
  const folder = environment['CREDENTIALS_DIRECTORY'] ?? '';
  if (folder === '') return null;
  try {
    const secret = (await readFile(join(folder, name), 'utf8')).trim();
    return secret === '' ? null : secret;
  } catch {
    return null; // the keychain is asked next
  }
}

/**
 * For the terminal program: what is handed over goes before the keychain. Where several are needed, all of them are
 * handed over, or the keychain has them all.
 */
export async function readSecret(
  names: readonly SecretName[],
  environment: Environment,
  keychain: Keychain,
): Promise<SecretState> {
  const secrets = await Promise.all(names.map((name) => handedOverSecret(name, environment)));
  const given = secrets.filter((secret) => secret !== null);
  return given.length < names.length ? keychain.read() : { kind: 'found', secret: given.join(' ') };
}
