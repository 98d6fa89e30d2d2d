import type { Checked } from './check-apart.ts';
import type { Employee } from '../../core/model.ts';
import type { Ledger } from '../../core/ports.ts';
import { applyChange } from './changes.ts';
import type { Driver } from './driver.ts';
import { readReceiptOf, readReceipts, type SearchMemory } from './history.ts';
import { readLife } from './life.ts';
import {
  lookUpIn,
  readEmployees,
  readInbox,
  readOverview,
  readRowsInDoubt,
  readRowsSeen,
  readState,
  type Overview,
} from './reading.ts';
import { eraseReceiptsBefore, forgetEmployee, type Retention } from './retention.ts';
import { breathe, serial } from './serial.ts';

/** Changes that are written before others have their turn. */
const chunk = 500;

/** Beside the port: glances for those who need no more. */
export interface Glances {
  overview(): Promise<Overview>;
  employees(): Promise<readonly Employee[]>;
}

/**
 * The `Ledger` port over an open, migrated database. `account` is who answers in this process. `receiptsChecked`:
 * what somebody else says, or will say, of the receipts.
 */
export function sqliteLedger(
  driver: Driver,
  account: string,
  receiptsChecked: Promise<Checked['receipts']>,
): Ledger & Retention & Glances {
  let searched: SearchMemory | null = null;
  const inTurn = serial();

  const write: Ledger['write'] = (changes) =>
    inTurn(async () => {
      if (changes.length === 0) return;
      if (changes.some(({ kind }) => kind === 'receipt')) searched = null;
      await driver.transaction(async () => {
        for (const [index, change] of changes.entries()) {
          applyChange(driver, change, account);
          if (index % chunk === chunk - 1) await breathe();
        }
      });
    });

  /** Done by this process alone, and by the machine's end too. */
  async function lasting<T>(work: () => T | Promise<T>): Promise<T> {
    const result = await inTurn(work);
    await driver.flush();
    return result;
  }

  return {
    lookUp: lookUpIn(driver),
    load: (pages) => inTurn(() => readState(driver, pages, receiptsChecked)),
    write,
    flush: () => driver.flush(),
    async commit(changes) {
      await write(changes);
      await driver.flush();
    },
    overview: () => inTurn(() => readOverview(driver)),
    employees: () => inTurn(() => readEmployees(driver)),
    receipts: (query) =>
      inTurn(() => {
        const { items, total, found } = readReceipts(driver, query, searched);
        searched = found;
        return { items, total };
      }),
    receiptOf: (id) => inTurn(() => readReceiptOf(driver, id)),
    life: (id) => inTurn(() => readLife(driver, id)),
    rowsSeen: (employeeId, target) => inTurn(() => readRowsSeen(driver, employeeId, target)),
    rowsInDoubt: () => inTurn(() => readRowsInDoubt(driver)),
    inbox: () => inTurn(() => readInbox(driver)),
    post: (message, at) =>
      lasting(() => {
        driver.run('INSERT INTO inbox (at, account, message) VALUES (?, ?, ?)', [
          at,
          account,
          JSON.stringify(message),
        ]);
      }),
    eraseReceiptsBefore: (ms) =>
      lasting(() => {
        searched = null;
        return eraseReceiptsBefore(driver, ms);
      }),
    forgetEmployee: (id) =>
      lasting(() => {
        searched = null;
        return forgetEmployee(driver, id);
      }),
    close: () =>
      inTurn(async () => {
        await driver.flush().catch(() => undefined);
        driver.close();
      }),
  };
}
