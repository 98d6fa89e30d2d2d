/** Gives a folder another name. It never takes the place of anything, and never leaves the root. */
import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FolderRenamed } from '../../core/ports.ts';
import { codeOf } from './failure.ts';
import { look, makeFolderIn } from './tree.ts';
import type { Tree } from './tree.ts';

export async function renameFolder(tree: Tree, from: string, to: string): Promise<FolderRenamed> {
  const [old, wanted] = [tree.absolute(from), tree.absolute(to)];
  if (old === null || wanted === null || from === '' || to === '') return 'gone';
  const seen = await look(old);
  // A link to a folder elsewhere is nobody's folder here.
  if (!seen.ok || !seen.stats.isDirectory() || !(await tree.holds(old))) return 'gone';
  // `rename` takes the place of an empty folder in silence. One that comes after this look is no loss: only an empty
  // one is ever replaced.
  if ((await look(wanted)).ok) return 'taken';
  try {
    if ((await makeFolderIn(tree, dirname(wanted))) === 'refused') return 'locked';
    await rename(old, wanted);
    return 'renamed';
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR' ? 'taken' : 'locked';
  }
}
