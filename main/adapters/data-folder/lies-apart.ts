/**
 * The employees' folder and the data folder are two: in one another, the agent would look at its own ledger as at a
 * scan, and whoever may read the tree could read the receipts.
 */
import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** Links are followed, as far as the folders exist. */
export function liesApart(root: string, data: string): boolean {
  const [one, other] = [whereIs(root), whereIs(data)];
  return !holds(one, other) && !holds(other, one);
}

function holds(folder: string, other: string): boolean {
  const way = relative(folder, other);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

function whereIs(path: string): string {
  const whole = resolve(path);
  // What does not exist yet lies where its nearest folder does.
  const missing: string[] = [];
  for (let at = whole; ; at = dirname(at))
    try {
      return sameSpelling(join(realpathSync.native(at), ...missing));
    } catch {
      if (dirname(at) === at) return sameSpelling(whole);
      missing.unshift(basename(at));
    }
}

const sameSpelling = (path: string): string =>
  process.platform === 'win32' || process.platform === 'darwin' ? path.toLowerCase() : path;
