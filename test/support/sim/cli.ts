/**
 * `npm run simulate -- --seeds N [--from S] [--show] [--events TEXT] [--no-shrink]`: plays histories and tells which
 * did not end well, each as the shortest story that still goes wrong. `--protections` switches each protection off in
 * turn and tells which histories find it.
 */
import { parseArgs } from 'node:util';
import { protections } from './protections.ts';
import { shrink } from './shrink.ts';
import { play } from './story.ts';
import { findFaultWithout } from './without.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    show: { type: 'boolean', default: false },
    events: { type: 'string' },
    'no-shrink': { type: 'boolean', default: false },
    protections: { type: 'boolean', default: false },
  },
});
if (values.protections) process.exit(await switchOff());
const from = Number(values.from);
const began = Date.now();
let failed = 0;
const sums = { filed: 0, asked: 0, crashes: 0 };
for (let seed = from; seed < from + Number(values.seeds); seed += 1) {
  const outcome = await play(seed);
  sums.filed += outcome.filed;
  sums.asked += outcome.asked;
  sums.crashes += outcome.crashes;
  if (values.show) process.stdout.write(`${outcome.told.join('\n')}\n`);
  const { events: about } = values;
  if (about !== undefined)
    process.stdout.write(`${outcome.events.filter((line) => line.includes(about)).join('\n')}\n`);
  const played = seed - from + 1;
  if (played % 500 === 0) process.stderr.write(`${played} histories, ${failed} failed\n`);
  if (outcome.faults.length === 0) continue;
  failed += 1;
  const told = values['no-shrink'] ? outcome : await shrink(outcome);
  process.stdout.write(`seed ${seed}:\n${told.faults.map((fault) => `  ${fault}\n`).join('')}`);
  if (!values['no-shrink']) process.stdout.write(`${told.told.join('\n')}\n`);
}
process.stdout.write(
  `${values.seeds} histories, ${failed} failed, ${JSON.stringify(sums)}, ${((Date.now() - began) / 1_000).toFixed(1)} s\n`,
);
process.exit(failed === 0 ? 0 : 1);

async function switchOff(): Promise<number> {
  let unseen = 0;
  for (const protection of protections) {
    const began = Date.now();
    const found = await findFaultWithout(protection);
    if (found === null) unseen += 1;
    const seen = found === null ? 'NOT FOUND' : `seed ${found.seed}: ${found.faults[0] ?? ''}`;
    const seconds = ((Date.now() - began) / 1_000).toFixed(1);
    process.stdout.write(`without ${protection.name} (${protection.keeps}), ${seconds} s\n  ${seen}\n`);
  }
  process.stdout.write(`${protections.length} protections, ${unseen} not missed\n`);
  return unseen === 0 ? 0 : 1;
}
