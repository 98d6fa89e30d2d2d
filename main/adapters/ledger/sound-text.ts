import { isUtf8 } from 'node:buffer';
import { LedgerUnavailable } from './ledger-unavailable.ts';

/** The text that bytes of the ledger are; '' for none. Throws `LedgerUnavailable` where they are not UTF-8. */
export function soundText(bytes: unknown): string {
  if (!(bytes instanceof ArrayBuffer)) return '';
  if (!isUtf8(bytes)) throw new LedgerUnavailable('damaged');
  return Buffer.from(bytes).toString('utf8');
}
