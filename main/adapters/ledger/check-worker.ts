/** The look through the ledger's file in a thread of its own, as `check-apart.ts` starts it. */
import { parentPort, workerData } from 'node:worker_threads';
import { isDamaged } from './damage.ts';

parentPort?.postMessage(isDamaged(workerData as string));
