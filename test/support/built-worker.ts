/** The program of a thread, built as it is shipped, once for each test process. */
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';

type Name = 'scanWorker' | 'checkWorker' | 'earWorker';

const folder = fileURLToPath(new URL('../../.cache/workers', import.meta.url));
const built = new Map<Name, Promise<string>>();

/** Absolute path of the program. */
export function builtWorker(name: Name): Promise<string> {
  const known = built.get(name);
  if (known !== undefined) return known;
  const making = make(name);
  built.set(name, making);
  return making;
}

async function make(name: Name): Promise<string> {
  const script = (await import(new URL('../../scripts/build.mjs', import.meta.url).href)) as {
    readonly bundles: Readonly<Record<Name, BuildOptions>>;
  };
  const [fresh, outfile] = [join(folder, `${process.pid}-${name}.cjs`), join(folder, `${name}.cjs`)];
  await mkdir(folder, { recursive: true });
  await build({ ...script.bundles[name], outfile: fresh, sourcemap: false });
  // Other test processes build the very same at the same time.
  await rename(fresh, outfile);
  return outfile;
}
