import { firstLedger } from './0001-first-ledger.ts';
import { stillToDo } from './0002-still-to-do.ts';
import { sharedBudget } from './0003-shared-budget.ts';
import { quickViews } from './0004-quick-views.ts';

/** In order; the place in the list, from 1, is the `user_version` that a migration leads to. Never edited once shipped. */
export const migrations: readonly string[] = [firstLedger, stillToDo, sharedBudget, quickViews];
