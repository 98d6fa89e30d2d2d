/** The listening thread's program, built as it is shipped, once for each test process. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';

let built: Promise<string> | null = null;

export function builtEarWorker(): Promise<string> {
  built ??= (async () => {
    const script = (await import(new URL('../../../../scripts/build.mjs', import.meta.url).href)) as {
      readonly bundles: { readonly earWorker: BuildOptions };
    };
    const outfile = join(await mkdtemp(join(tmpdir(), 'classeur-ear-worker-')), 'ear-worker.cjs');
    await build({ ...script.bundles.earWorker, outfile, sourcemap: false });
    return outfile;
  })();
  return built;
}
