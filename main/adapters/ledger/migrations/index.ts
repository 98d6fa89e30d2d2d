import { firstLedger } from './0001-first-ledger.ts';
import { putAway } from './0002-put-away.ts';

/** In order; the place in the list, from 1, is the `user_version` that a migration leads to. Never edited once shipped. */
export const migrations: readonly string[] = [firstLedger, putAway];
