/** The terminal program's entry: plain Node, no Electron, no display. */
import { machinePolicy } from './adapters/settings/policy-place.ts';
import { processIo } from './terminal/io.ts';
import { runProgram } from './terminal/program.ts';

void runProgram(process.argv.slice(2), processIo(), machinePolicy()).then((code) => {
  // Sockets and native handles may still be open; what was written to a pipe must get out first.
  process.stdout.write('', () => process.exit(code));
});
