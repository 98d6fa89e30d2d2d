/** The program's version, from the package that it runs out of. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Looks upwards from this file: bundled or not, the package is the nearest one of this name. */
export function programVersion(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    try {
      const found = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8')) as {
        name?: string;
        version?: string;
      };
      if (found.name === 'classeur' && found.version !== undefined) return found.version;
    } catch {
      // Not there; one further up may be.
    }
    if (dirname(at) === at) return 'unknown';
  }
}
