/** `secret set` and `secret clear`: the key in the system's keychain, bound to the tenant's origin. */
import { secretsOf, wordsOf } from '../../adapters/lucca/secrets.ts';
import type { Command } from '../arguments.ts';
import { exitCodes } from '../exit-codes.ts';
import { emit, isRefused, refused, tell, type Outcome, type Terminal } from '../terminal.ts';
import { keychainOf, openDataFolder, readSettings } from '../workplace.ts';

export async function secret(
  terminal: Terminal,
  { what }: Extract<Command, { name: 'secret' }>,
): Promise<Outcome> {
  const folder = await openDataFolder(terminal, false);
  if (folder !== null) return folder;
  const settings = readSettings(terminal);
  if (isRefused(settings)) return settings;
  const keychain = keychainOf(settings);
  if (what === 'clear') {
    const result = await keychain.clear();
    if (result === 'locked' || result === 'unavailable') return refused('refused.keychain', { code: result });
    emit(terminal, 'secret', { state: result });
    tell(terminal, terminal.say('secret.cleared'));
    return exitCodes.done;
  }
  const key = (await terminal.io.input()).trim();
  if (key === '') return refused('refused.no-secret-given');
  // What a header cannot hold is something else: a whole file, a sentence, the key with its label.
  const words = wordsOf(key);
  const wanted = secretsOf(settings.tenant.api);
  if (words.length !== wanted || !words.every((word) => /^[\x21-\x7e]+$/.test(word)))
    return refused(wanted === 1 ? 'refused.secret-form' : 'refused.secrets-form');
  const kept = await keychain.write(words.join(' '));
  if (kept === 'too-long') return refused('refused.secret-form');
  if (kept !== 'kept') return refused('refused.keychain', { code: kept });
  emit(terminal, 'secret', { state: 'kept' });
  tell(terminal, terminal.say('secret.set'));
  return exitCodes.done;
}
