/** Small ports made of what Node has: time, chance, hashes; and the two pattern languages of the settings. */
import { createHash, randomInt, randomUUID } from 'node:crypto';
import ignore from 'ignore';
import picomatch from 'picomatch';
import type { Globs, Hasher, Random } from '../../core/ports.ts';

export { systemClock } from './clock.ts';

const steps = 2 ** 47;

export const systemRandom: Random = {
  next: () => randomInt(steps) / steps,
  uuid: () => randomUUID(),
};

export const hasher: Hasher = {
  sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
};

/**
 * Route patterns. `windows: false`: the paths have `/` on every system. To picomatch, bare brackets are a group, and
 * `Contrats (CDI)/*` would never match the folder of that name; it is taken word for word as well.
 */
export const globs: Globs = {
  compile: (pattern) => {
    const options = { dot: false, windows: false };
    const matches = picomatch(pattern, options);
    const literal = pattern.replace(/(^|[^@?!+*\\])\(([^()|]*)\)/g, '$1\\($2\\)');
    const matchesLiteral = literal === pattern ? matches : picomatch(literal, options);
    return (path) => matches(path) || matchesLiteral(path);
  },
};

/**
 * The `ignore` patterns of the settings, gitignore syntax. The result says whether a path below the root is left out,
 * whatever its case on systems that do not see it.
 */
export function createGitignore(patterns: readonly string[]): (path: string) => boolean {
  if (patterns.length === 0) return () => false;
  const rules = ignore({ allowRelativePaths: true }).add([...patterns]);
  return (path) => rules.ignores(path);
}
