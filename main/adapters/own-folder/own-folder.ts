/** `.classeur/` in the root: where agents leave the lease and the journals. Never a document. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export const ownFolderName = '.classeur';

/** Path of the folder in a root. */
export function ownFolder(root: string): string {
  return join(root, ownFolderName);
}

/**
 * Makes the folder where it is missing, hidden on Windows too. Only that one: a root that is not there (a share that
 * is not connected) must not come into being by our doing. Throws the file system's error.
 */
export async function makeOwnFolder(root: string): Promise<string> {
  const folder = ownFolder(root);
  try {
    await mkdir(folder);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return folder;
    throw error;
  }
  if (process.platform === 'win32') hide(folder);
  // Whoever may write into the root may take the lease, whatever this account gives new folders.
  else await chmod(folder, (await stat(root)).mode & 0o777).catch(() => undefined);
  return folder;
}

/** The file system's code of an error, such as `ENOENT`; `''` where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Best effort: a folder that shows is no harm. */
function hide(folder: string): void {
  execFile('attrib', ['+h', folder], { windowsHide: true }, () => undefined);
}
