import { emptyDisk, memoryLedger } from '../../support/memory-ledger.ts';
import { ledgerContract } from './contract.ts';

ledgerContract('the ledger in memory', () => {
  const disk = emptyDisk();
  return Promise.resolve({ ledger: memoryLedger(disk), reopen: () => Promise.resolve(memoryLedger(disk)) });
});
