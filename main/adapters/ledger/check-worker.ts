/** The look through the ledger's file in a thread of its own, as `check-apart.ts` starts it. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Checked } from './check-apart.ts';
import { isDamaged } from './damage.ts';
import { openDriver } from './driver.ts';
import { areReceiptsSound } from './sound-receipts.ts';

const path = workerData as string;

async function check(): Promise<Checked> {
  if (isDamaged(path)) return { damaged: true, receipts: 'unchecked' };
  const driver = openDriver(path, 'read');
  try {
    return { damaged: false, receipts: (await areReceiptsSound(driver)) ? 'sound' : 'unsound' };
  } finally {
    driver.close();
  }
}

// What fails ends the thread: the file is then looked through where the ledger is opened.
void check().then((checked) => parentPort?.postMessage(checked));
