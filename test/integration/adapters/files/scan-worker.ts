/** The scanning thread's program, built as it is shipped, once for each test process. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';

let built: Promise<string> | null = null;

export function builtScanWorker(): Promise<string> {
  built ??= (async () => {
    const script = (await import(new URL('../../../../scripts/build.mjs', import.meta.url).href)) as {
      readonly bundles: { readonly scanWorker: BuildOptions };
    };
    const folder = await mkdtemp(join(tmpdir(), 'classeur-scan-worker-'));
    const outfile = join(folder, 'scan-worker.cjs');
    await build({ ...script.bundles.scanWorker, outfile, sourcemap: false });
    return outfile;
  })();
  return built;
}
