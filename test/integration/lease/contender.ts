/** A contender in a process of its own: beats when told to, and says what came of it. Arguments: root, data, agent id. */
import { openLease } from '../../../main/adapters/lease/lease.ts';
import { systemClock } from '../../../main/adapters/system/clock.ts';

const [root = '', data = '', agentId = ''] = process.argv.slice(2);
const lease = await openLease({ root, data, agentId, clock: systemClock, env: {} });
process.stdin.setEncoding('utf8');
process.stdout.write('ready\n');
for await (const word of process.stdin) {
  if (String(word).trim() === 'release') {
    await lease.release();
    process.stdout.write('released\n');
  } else {
    const state = await lease.beat();
    process.stdout.write(`${state.kind} ${lease.mayWork}\n`);
  }
}
