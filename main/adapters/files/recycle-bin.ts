/**
 * The system's recycle bin, only where it can be proven: on a network drive Windows deletes for good instead, and a
 * server without a desktop has no bin that anybody empties or looks into.
 */
import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { look } from './tree.ts';

/** Puts one file into the bin, or rejects. */
export type MoveToBin = (absolute: string) => Promise<void>;

export async function hasBin(absolute: string): Promise<boolean> {
  switch (process.platform) {
    case 'win32':
      return hasWindowsBin(absolute);
    case 'darwin':
      return !absolute.startsWith('/Volumes/') && !absolute.startsWith('/Network/');
    default:
      return hasXdgBin(absolute);
  }
}

/** A drive letter that is mapped to a share shows its true name when resolved. */
async function hasWindowsBin(absolute: string): Promise<boolean> {
  try {
    const drive = /^(?:\\\\\?\\)?([A-Za-z]:)\\/.exec(await realpath(absolute))?.[1];
    return drive !== undefined && (await look(`${drive}\\$Recycle.Bin`)).ok;
  } catch {
    return false;
  }
}

/** freedesktop.org trash: the home's own, made by a desktop before, on the same volume as the file. */
async function hasXdgBin(absolute: string): Promise<boolean> {
  const home = process.env['XDG_DATA_HOME'];
  const bin = join(home === undefined || home === '' ? join(homedir(), '.local', 'share') : home, 'Trash');
  const [file, homeFolder, files, info] = await Promise.all(
    [absolute, homedir(), join(bin, 'files'), join(bin, 'info')].map(look),
  );
  if (file?.ok !== true || homeFolder?.ok !== true || files?.ok !== true || info?.ok !== true) return false;
  return (
    file.stats.dev === files.stats.dev && file.stats.dev === homeFolder.stats.dev && files.stats.isDirectory()
  );
}

/** What is used where the shell brings nothing better. */
export const moveToSystemBin: MoveToBin = async (absolute) => {
  const { default: trash } = await import('trash');
  await trash(absolute, { glob: false });
};
