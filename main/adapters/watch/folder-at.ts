import { lstat } from 'node:fs/promises';

/** Whether a folder is there; null where nothing is. */
export async function folderAt(absolute: string): Promise<boolean | null> {
  try {
    return (await lstat(absolute)).isDirectory();
  } catch {
    return null;
  }
}
