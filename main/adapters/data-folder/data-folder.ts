/** The data folder: made where it is missing, for its owner's eyes, on this machine's own disk. */
import { chmod, mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isOnNetwork, theseFileSystems, type FileSystems } from './network-folder.ts';

export type DataFolderResult =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly why: 'network' | 'not-a-folder' | 'not-writable' };

/**
 * Makes sure of the data folder at `path` and says where it is. With `make` false nothing is made or changed, and a
 * folder that is not there is no failure.
 */
export async function ensureDataFolder(
  path: string,
  make: boolean,
  systems: FileSystems = theseFileSystems,
): Promise<DataFolderResult> {
  const whole = resolve(path);
  if (await isOnNetwork(path, systems)) return { ok: false, why: 'network' };
  try {
    if (!make) {
      const found = await stat(whole).catch(() => null);
      return found === null || found.isDirectory()
        ? { ok: true, path: whole }
        : { ok: false, why: 'not-a-folder' };
    }
    await mkdir(whole, { recursive: true, mode: 0o700 });
    if (process.platform !== 'win32') {
      await chmod(whole, 0o700);
      // Written by another hand, by that hand's own rule; where it is somebody else's file, the folder must do.
      await chmod(join(whole, 'settings.json'), 0o600).catch(() => undefined);
      await chmod(join(whole, 'logs'), 0o700).catch(() => undefined);
    }
    return { ok: true, path: whole };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    return { ok: false, why: code === 'EEXIST' || code === 'ENOTDIR' ? 'not-a-folder' : 'not-writable' };
  }
}
