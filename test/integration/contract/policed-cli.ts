/**
 * The terminal program on a machine whose policy lies elsewhere. The shipped entry (main/cli.ts) names the one place
 * that counts; what it is made of takes any.
 */
import { processIo } from '../../../main/terminal/io.ts';
import { runProgram } from '../../../main/terminal/program.ts';

const owner = process.getuid?.();
const policy = {
  path: process.env['TEST_POLICY'] ?? '',
  owners: owner === undefined ? null : [owner],
};
void runProgram(process.argv.slice(2), processIo(), policy).then((code) => {
  process.stdout.write('', () => process.exit(code));
});
