/** Moves a filed document into `_Filed/` below its employee folder. It never takes another file's place. */
import { link, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sameSignature } from '../../core/document.ts';
import type { Signature, TreePath } from '../../core/model.ts';
import { filedFolder } from '../../core/scan/ignore-rules.ts';
import { codeOf } from './failure.ts';
import { signatureOf } from './signature.ts';
import { look, makeFolderIn } from './tree.ts';
import type { Tree } from './tree.ts';

const mostNames = 1000;

/** The new path; null when the file stayed where it was. */
export async function archive(
  tree: Tree,
  path: TreePath,
  employeeFolder: string,
  signature: Signature,
): Promise<TreePath | null> {
  if (!path.startsWith(`${employeeFolder}/`)) return null;
  const from = tree.absolute(path);
  if (from === null || !(await isStill(tree, from, signature))) return null;
  const below = path.slice(employeeFolder.length + 1);
  try {
    for (let number = 1; number <= mostNames; number += 1) {
      const target = `${employeeFolder}/${filedFolder}/${numbered(below, number)}` as TreePath;
      const to = tree.absolute(target);
      if (to === null) return null;
      if ((await makeFolderIn(tree, dirname(to))) === 'refused') return null;
      if (await moveTo(from, to)) return target;
    }
  } catch (error) {
    codeOf(error);
  }
  return null;
}

/** `RIB/rib.pdf`, then `RIB/rib (2).pdf`. */
function numbered(path: string, number: number): string {
  if (number === 1) return path;
  const dot = path.lastIndexOf('.');
  const end = dot > path.lastIndexOf('/') + 1 ? dot : path.length;
  return `${path.slice(0, end)} (${number})${path.slice(end)}`;
}

/** The file at this path is, link not followed, the one with this signature, and its folder lies in the root. */
export async function isStill(tree: Tree, absolute: string, signature: Signature): Promise<boolean> {
  const device = await tree.device();
  const seen = await look(absolute);
  return (
    device !== null &&
    seen.ok &&
    seen.stats.isFile() &&
    sameSignature(signatureOf(seen.stats, device), signature) &&
    (await tree.holds(dirname(absolute)))
  );
}

/**
 * False when the name is taken. `rename` would overwrite in silence, so a second name is made first and the old one
 * taken away after; where the volume knows no second names, it is looked before it is renamed.
 */
async function moveTo(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') {
      if (!(await isSecondName(from, to))) return false;
      await unlink(from);
      return true;
    }
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EISDIR', 'EINVAL', 'UNKNOWN'].includes(code))
      throw error;
    const taken = await look(to);
    if (taken.ok) return false;
    await rename(from, to);
    return true;
  }
  try {
    await unlink(from);
    return true;
  } catch (error) {
    await unlink(to);
    throw error;
  }
}

/** We died between the second name and the end of the first: it is the same file, and not another one's place. */
async function isSecondName(from: string, to: string): Promise<boolean> {
  const [one, other] = [await look(from), await look(to)];
  if (!one.ok || !other.ok) return false;
  const { dev, ino, nlink } = one.stats;
  return ino !== 0n && other.stats.ino === ino && other.stats.dev === dev && nlink > 1n;
}
