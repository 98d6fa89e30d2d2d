/**
 * Paths below the root. Nothing outside of it is ever read, moved or made: not by `..`, not through a link or a
 * junction that took a folder's place after the scan.
 */
import { lstat, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { codeOf } from './failure.ts';

export interface Tree {
  readonly root: string;
  /** Absolute path; null for one that does not lie below the root as it is written. */
  absolute(path: string): string | null;
  /** True when the folder, every link on the way followed, still lies below the root. */
  holds(absoluteFolder: string): Promise<boolean>;
  /** Device of the root, for signatures. Null while the root is missing. */
  device(): Promise<bigint | null>;
}

export function createTree(root: string): Tree {
  return {
    root,
    absolute(path) {
      if (path === '') return root;
      const segments = path.split('/');
      const sound = segments.every(
        (segment) =>
          segment !== '' &&
          segment !== '.' &&
          segment !== '..' &&
          !segment.includes('\0') &&
          (sep === '/' || !/[\\:]/.test(segment)),
      );
      return sound ? join(root, ...segments) : null;
    },
    async holds(absoluteFolder) {
      try {
        const way = relative(await realpath(root), await realpath(absoluteFolder));
        return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`));
      } catch (error) {
        codeOf(error);
        return false;
      }
    },
    async device() {
      try {
        return (await stat(root, { bigint: true })).dev;
      } catch (error) {
        codeOf(error);
        return null;
      }
    },
  };
}

/** `lstat`, or the code of its failure. */
export async function look(absolute: string | Buffer) {
  try {
    return { ok: true, stats: await lstat(absolute, { bigint: true }) } as const;
  } catch (error) {
    return { ok: false, code: codeOf(error) } as const;
  }
}

/** Makes a folder below the root with its parents, unless one of them is a link to elsewhere. Rejects as `mkdir`. */
export async function makeFolderIn(tree: Tree, absolute: string): Promise<'made' | 'there' | 'refused'> {
  let nearest = absolute;
  while (!(await look(nearest)).ok && nearest.length > tree.root.length) nearest = dirname(nearest);
  if (!(await tree.holds(nearest))) return 'refused';
  if (nearest === absolute) return 'there';
  await mkdir(absolute, { recursive: true });
  return 'made';
}
