/** The simulation as it would be without one protection: built anew with one line of the core changed. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Protection } from './protections.ts';
import type * as Story from './story.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Found {
  readonly seed: number;
  readonly faults: readonly string[];
}

/**
 * Plays histories from `from` on until one ends badly; null where so many end well.
 * @throws where the protected line is no longer in its file.
 */
export async function findFaultWithout(
  protection: Protection,
  { from = 1, most = 500 }: { readonly from?: number; readonly most?: number } = {},
): Promise<Found | null> {
  const folder = await mkdtemp(path.join(tmpdir(), 'classeur-without-'));
  try {
    const outfile = path.join(folder, 'story.mjs');
    await bundleWithout(protection, outfile);
    const { play } = (await import(pathToFileURL(outfile).href)) as typeof Story;
    for (let seed = from; seed < from + most; seed += 1) {
      const { faults } = await play(seed);
      if (faults.length > 0) return { seed, faults };
    }
    return null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bundleWithout({ name, changes }: Protection, outfile: string): Promise<void> {
  const missing = new Set(changes);
  await build({
    entryPoints: [path.join(root, 'test/support/sim/story.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    // Native modules are not part of the simulation.
    external: ['libsql'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins: [
      {
        name: 'without',
        setup(bundle) {
          bundle.onLoad({ filter: /\.ts$/ }, async (loaded) => {
            const its = changes.filter(({ file }) => path.join(root, file) === path.resolve(loaded.path));
            if (its.length === 0) return undefined;
            let contents = await readFile(loaded.path, 'utf8');
            for (const change of its) {
              if (!contents.includes(change.line)) continue;
              missing.delete(change);
              contents = contents.replace(change.line, () => change.without);
            }
            return { contents, loader: 'ts' };
          });
        },
      },
    ],
  });
  for (const { file } of missing) throw new Error(`${name}: its line is not in ${file} any more.`);
}
