/**
 * `npm run bench [-- NAME…] [--rounds N] [--list]`
 *
 * Each benchmark runs in a process of its own and prints its figures beside a reference measured in the same run. What
 * was measured goes to `test-results/bench/NAME.json`. Ends with 1 where a bar is missed.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { judge, type Benchmark, type Measures } from './support/benchmark.ts';
import { machine, tableOf } from './support/report.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const results = join(here, '..', '..', 'test-results', 'bench');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    list: { type: 'boolean', default: false },
    /** In this very process, and nothing but the one that is named. */
    alone: { type: 'boolean', default: false },
  },
});

const known = readdirSync(here)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => basename(file, '.bench.ts'))
  .sort();

async function open(name: string): Promise<Benchmark> {
  if (!known.includes(name)) throw new Error(`No such benchmark: ${name}. There are: ${known.join(', ')}.`);
  const module = (await import(pathToFileURL(join(here, `${name}.bench.ts`)).href)) as {
    readonly benchmark: Benchmark;
  };
  return module.benchmark;
}

/** True where every bar was reached. */
async function run(name: string): Promise<boolean> {
  const benchmark = await open(name);
  const rounds = values.rounds === undefined ? benchmark.rounds : Number(values.rounds);
  const end = (await benchmark.prepare?.()) ?? (() => Promise.resolve());
  const measured: Measures[] = [];
  try {
    for (let round = 1; round <= rounds; round += 1) measured.push(await benchmark.measure(round));
  } finally {
    await end();
  }
  const judged = judge(benchmark.figures, measured);
  say(tableOf(benchmark, rounds, judged));
  mkdirSync(results, { recursive: true });
  const kept = { name, at: new Date().toISOString(), machine: machine(), rounds: measured, figures: judged };
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify(kept, null, 2)}\n`);
  return judged.every(({ reached }) => reached !== false);
}

function runAlone(name: string): Promise<boolean> {
  const more = values.rounds === undefined ? [] : ['--rounds', values.rounds];
  const args = [...process.execArgv, fileURLToPath(import.meta.url), name, '--alone', ...more];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  return new Promise((resolve) => child.on('close', (code) => resolve(code === 0)));
}

if (values.list) {
  for (const name of known) say(`${name}  ${(await open(name)).title}`);
} else if (values.alone) {
  process.exitCode = (await run(positionals[0] ?? '')) ? 0 : 1;
} else {
  const names = positionals.length === 0 ? known : positionals;
  for (const name of names) await open(name);
  say(machine());
  const missed: string[] = [];
  for (const name of names) if (!(await runAlone(name))) missed.push(name);
  if (missed.length > 0) say(`Missed, or not measured: ${missed.join(', ')}`);
  process.exitCode = missed.length > 0 ? 1 : 0;
}
