import type { Driver } from '../driver.ts';
import { firstLedger } from './0001-first-ledger.ts';
import { stillToDo } from './0002-still-to-do.ts';
import { sharedBudget } from './0003-shared-budget.ts';
import { quickViews } from './0004-quick-views.ts';
import { small } from './0005-small.ts';
import { readBack } from './0006-read-back.ts';
import { lookedUp } from './0007-looked-up.ts';

/** SQL, or work that SQL alone cannot do; inside a transaction. */
export type Migration = string | ((driver: Driver) => void);

/** In order; the place in the list, from 1, is the `user_version` that a migration leads to. Never edited once shipped. */
export const migrations: readonly Migration[] = [
  firstLedger,
  stillToDo,
  sharedBudget,
  quickViews,
  small,
  readBack,
  lookedUp,
];
