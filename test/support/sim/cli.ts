/** `npm run simulate -- --seeds N [--from S] [--show] [--events TEXT]`: plays histories and tells which did not end well. */
import { parseArgs } from 'node:util';
import { play } from './story.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    show: { type: 'boolean', default: false },
    events: { type: 'string' },
  },
});
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
  if (outcome.faults.length === 0) continue;
  failed += 1;
  process.stdout.write(`seed ${seed}:\n${outcome.faults.map((fault) => `  ${fault}\n`).join('')}`);
}
process.stdout.write(
  `${values.seeds} histories, ${failed} failed, ${JSON.stringify(sums)}, ${((Date.now() - began) / 1_000).toFixed(1)} s\n`,
);
process.exit(failed === 0 ? 0 : 1);
