/**
 * Everything that must hold, in one command; prints each part's command as it runs.
 *
 *   node scripts/test.mjs [--only part,part]
 *
 * All parts run, also after one that failed. A part that cannot run has failed, and says why; so has a skipped test,
 * and a part without tests. The last line is the sum.
 */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { ensureDebianPackages } from './debian.mjs';
import { isMain, root, run } from './process.mjs';
import { runProject } from './vitest.mjs';

/** A command that passes or fails as one. */
const check = (script) => ({
  shown: `npm run ${script}`,
  run: async () => {
    const { code } = await run('npm', ['run', '--silent', script], { shell: process.platform === 'win32' });
    return code === 0
      ? { passed: 1, failed: 0, skipped: 0 }
      : { passed: 0, failed: 1, skipped: 0, reason: `npm run ${script} ended with ${code}` };
  },
});

const tests = (project) => ({ shown: `npx vitest run --project ${project}`, run: () => runProject(project) });

/** One of the scenarios is played by a real scanning program. Without it all others run, and that one says what to do. */
const withScanner = (part) => ({
  ...part,
  run: async () => {
    const missing = await ensureDebianPackages(['scanner']);
    const counts = await part.run();
    return missing === null ? counts : { reason: missing, ...counts };
  },
});

/** In order: what is quick to run and to mend comes first. */
const parts = {
  lint: check('lint'),
  typecheck: check('typecheck'),
  layers: check('layers'),
  build: check('build'),
  unit: tests('unit'),
  renderer: tests('renderer'),
  integration: withScanner(tests('integration')),
  model: tests('model'),
  crash: tests('crash'),
  pack: check('pack'),
  // Imported late: what it needs may be what is broken.
  e2e: {
    shown: 'npm run test:e2e',
    run: async () => (await import('./e2e.mjs')).runE2e({ packed: passed.has('pack') }),
  },
};
const passed = new Set();

async function runPart(name) {
  const { shown, run: start } = parts[name];
  print(`\n=== ${name}\n$ ${shown}`);
  const before = performance.now();
  const counts = await start().catch((error) => ({
    passed: 0,
    failed: 1,
    skipped: 0,
    reason: String(error),
  }));
  const seconds = ((performance.now() - before) / 1000).toFixed(1);
  const why = counts.reason === undefined ? '' : `: ${counts.reason}`;
  print(`=== ${name}: ${summary(counts)} in ${seconds} s${why}`);
  return { name, ...counts };
}

function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function print(line) {
  process.stdout.write(`${line}\n`);
}

async function main() {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const chosen = values.only?.split(',') ?? Object.keys(parts);
  const unknown = chosen.filter((name) => !(name in parts));
  if (unknown.length > 0) {
    print(`No such part: ${unknown}. There are: ${Object.keys(parts).join(', ')}.`);
    return 1;
  }
  process.chdir(root);
  const results = [];
  for (const name of chosen) {
    const result = await runPart(name);
    results.push(result);
    if (result.failed === 0) passed.add(name);
  }
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  const sum = { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
  const bad = results.filter(({ failed, skipped }) => failed + skipped > 0);
  print('');
  for (const result of bad) {
    print(`Not passed: ${result.name}${result.reason === undefined ? '' : ` (${result.reason})`}`);
    for (const failure of result.failures ?? []) print(`  ${failure}`);
  }
  if (sum.skipped > 0) print('A skipped test proves nothing: it counts as a failure.');
  print(summary(sum));
  return bad.length === 0 ? 0 : 1;
}

if (isMain(import.meta)) process.exit(await main());
