import type { Ledger } from '../../core/ports.ts';
import { applyChange } from './changes.ts';
import type { Driver } from './driver.ts';
import { readInbox, readLife, readReceiptOf, readReceipts, readRowsSeen, readState } from './reading.ts';
import { eraseReceiptsBefore, forgetEmployee, type Retention } from './retention.ts';
import { breathe, serial } from './serial.ts';

/** Changes that are written before others have their turn. */
const chunk = 500;

/** The `Ledger` port over an open, migrated database. `account` is who answers in this process. */
export function sqliteLedger(driver: Driver, account: string): Ledger & Retention {
  const inTurn = serial();
  return {
    load: (pages) => inTurn(() => readState(driver, pages)),
    commit: (changes) =>
      inTurn(async () => {
        if (changes.length === 0) return;
        await driver.transaction(async () => {
          for (const [index, change] of changes.entries()) {
            applyChange(driver, change, account);
            if (index % chunk === chunk - 1) await breathe();
          }
        });
      }),
    receipts: (query) => inTurn(() => readReceipts(driver, query)),
    receiptOf: (id) => inTurn(() => readReceiptOf(driver, id)),
    life: (id) => inTurn(() => readLife(driver, id)),
    rowsSeen: (employeeId, target) => inTurn(() => readRowsSeen(driver, employeeId, target)),
    inbox: () => inTurn(() => readInbox(driver)),
    post: (message, at) =>
      inTurn(() => {
        driver.run('INSERT INTO inbox (at, account, message) VALUES (?, ?, ?)', [
          at,
          account,
          JSON.stringify(message),
        ]);
      }),
    eraseReceiptsBefore: (ms) => inTurn(() => eraseReceiptsBefore(driver, ms)),
    forgetEmployee: (id) => inTurn(() => forgetEmployee(driver, id)),
    close: () =>
      inTurn(() => {
        driver.close();
      }),
  };
}
