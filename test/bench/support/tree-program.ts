/**
 * Runs what is measured on a tree in a process of its own, built as it is shipped: whatever else a benchmark has loaded
 * weighs on nothing.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';
import type { Measures } from './benchmark.ts';

export interface TreeProgram {
  /** Runs one of the ways of `tree-ways.ts` on a tree, and gives what it measured. */
  run(way: string, root: string): Promise<Measures>;
  remove(): Promise<void>;
}

export async function buildTreeProgram(): Promise<TreeProgram> {
  const { bundles } = (await import(new URL('../../../scripts/build.mjs', import.meta.url).href)) as {
    readonly bundles: Readonly<Record<'cli' | 'scanWorker' | 'earWorker', BuildOptions>>;
  };
  const folder = await mkdtemp(join(tmpdir(), 'classeur-bench-program-'));
  const [program, worker] = [join(folder, 'tree-ways.cjs'), join(folder, 'scan-worker.cjs')];
  const entry = fileURLToPath(new URL('tree-ways.ts', import.meta.url));
  await build({ ...bundles.cli, entryPoints: [entry], outfile: program, sourcemap: false });
  await build({ ...bundles.scanWorker, outfile: worker, sourcemap: false });
  // The watcher looks for it beside the program.
  await build({ ...bundles.earWorker, outfile: join(folder, 'ear-worker.cjs'), sourcemap: false });
  return {
    run: (way, root) =>
      said(spawn(process.execPath, [program, way, root, worker], { stdio: ['ignore', 'pipe', 'inherit'] })),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function said(child: ReturnType<typeof spawn>): Promise<Measures> {
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(out) as Measures);
      else reject(new Error(`The program ended with ${String(code)}: ${out}`));
    });
  });
}
