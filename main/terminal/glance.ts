/** The terminal program as this process runs it. Other commands than a glance at the ledger load the rest of it. */
import { machinePolicy } from '../adapters/settings/policy-place.ts';
import type { ExitCode } from './exit-codes.ts';
import { processIo } from './io.ts';
import { runProgram } from './program.ts';

export function start(): Promise<ExitCode> {
  return runProgram(process.argv.slice(2), processIo(), machinePolicy());
}
