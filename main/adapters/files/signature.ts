/** A file's signature from `stat`, comparable across `lstat` by path and `fstat` by descriptor. */
import type { BigIntStats } from 'node:fs';
import type { Signature } from '../../core/model.ts';

/**
 * Inode numbers need all 64 bits on NTFS, hence the big integers. The device is named only for what is mounted below
 * the root: a share's own number changes with every mount, and nothing else about its files does. On Windows it is
 * left out: `lstat` and `fstat` do not agree on it there.
 */
export function signatureOf(stats: BigIntStats, rootDevice: bigint): Signature {
  const elsewhere = process.platform !== 'win32' && stats.dev !== rootDevice;
  return {
    size: Number(stats.size),
    // Microseconds: nanoseconds since 1970 do not fit a number.
    mtimeMs: Number(stats.mtimeNs / 1000n) / 1000,
    fileKey: elsewhere ? `${String(stats.dev)}:${String(stats.ino)}` : String(stats.ino),
  };
}
