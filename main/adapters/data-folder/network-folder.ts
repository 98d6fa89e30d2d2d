/**
 * Whether a folder lies on another machine. SQLite's locks and its write-ahead log need one kernel, and the ledger is
 * not to be shared: a network folder is refused.
 */
import { execFile } from 'node:child_process';
import { realpath, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** `f_type` of file systems that live elsewhere, from Linux's `linux/magic.h` and the file systems' own sources. */
const networkTypes = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xfe534d42, // SMB 2 and later
  0xff534d42, // CIFS
  0x564c, // NCP
  0x5346414f, // AFS
  0x73757245, // Coda
  0x00c36400, // Ceph
  0x0bd00bd0, // Lustre
]);

export interface FileSystems {
  readonly platform: NodeJS.Platform;
  /** The path as the system knows it: on Windows a mapped drive becomes its UNC path. Throws where there is none. */
  realPath(path: string): Promise<string>;
  /** `f_type` of the file system. */
  typeOf(path: string): Promise<number>;
  /** Lines of the system's list of mounts: `//server/share on /Volumes/share (smbfs, …)`. Used on macOS alone. */
  mounts(): Promise<string>;
}

export const theseFileSystems: FileSystems = {
  platform: process.platform,
  realPath: (path) => realpath(path),
  typeOf: async (path) => (await statfs(path)).type,
  mounts: async () => (await promisify(execFile)('/sbin/mount', [])).stdout,
};

/** True where the folder, or the nearest one above it that exists, is on a network file system. */
export async function isOnNetwork(path: string, systems: FileSystems = theseFileSystems): Promise<boolean> {
  if (systems.platform === 'win32' && isUnc(path)) return true;
  const real = await nearestRealPath(path, systems);
  if (real === null) return false;
  if (systems.platform === 'win32') return isUnc(real);
  if (systems.platform === 'darwin') return onNetworkMount(real, await systems.mounts().catch(() => ''));
  // f_type is signed on some machines.
  return networkTypes.has((await systems.typeOf(real)) >>> 0);
}

async function nearestRealPath(path: string, systems: FileSystems): Promise<string | null> {
  for (let at = path; ; at = dirname(at)) {
    try {
      return await systems.realPath(at);
    } catch {
      if (dirname(at) === at) return null;
    }
  }
}

function isUnc(path: string): boolean {
  // `\\?\C:\` and `\\.\` are this machine; `\\?\UNC\` is not.
  if (/^[\\/]{2}\?[\\/]UNC[\\/]/i.test(path)) return true;
  return /^[\\/]{2}[^\\/?.]/.test(path);
}

function onNetworkMount(path: string, mounts: string): boolean {
  let best = '';
  let kind = '';
  for (const line of mounts.split('\n')) {
    const match = /^.* on (\/.*) \((\w+)[,)]/.exec(line);
    const [, place, type] = match ?? [];
    if (place === undefined || type === undefined) continue;
    const inside = place === '/' || path === place || path.startsWith(`${place}/`);
    if (inside && place.length >= best.length) [best, kind] = [place, type];
  }
  return ['smbfs', 'nfs', 'afpfs', 'webdav', 'ftp', 'cifs'].includes(kind);
}
