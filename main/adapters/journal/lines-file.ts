/**
 * A file of lines that outlives crashes: what was appended before stays whole whatever happens in the middle of an
 * append, and what was torn never runs into the line after it.
 */
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../own-folder/own-folder.ts';

const newline = 0x0a;
// A link under the journal's name would lead out of the root. Not known on Windows.
const appending =
  constants.O_RDWR |
  constants.O_CREAT |
  constants.O_APPEND |
  ((constants.O_NOFOLLOW as number | undefined) ?? 0);

/**
 * Appends whole lines in one write and syncs them to disk. Where the file ends in the middle of a line, that line is
 * ended first. The file is opened anew each time, so that nobody is kept from renaming a folder above it.
 * `mode` is what a new file gets, whatever the account's own rule. Throws the file system's error.
 */
export async function appendLines(path: string, text: string, mode: number): Promise<void> {
  const handle = await open(path, appending, mode);
  try {
    const { size } = await handle.stat();
    const torn = size > 0 && (await byteAt(handle, size - 1)) !== newline;
    if (size === 0) await handle.chmod(mode).catch(() => undefined);
    await handle.appendFile(torn ? `\n${text}` : text);
    await handle.sync();
    if (size === 0) await syncFolder(dirname(path));
  } finally {
    await handle.close();
  }
}

/**
 * Whole lines from `offset` (bytes) on, and the offset behind the last of them. A file shorter than `offset` was
 * replaced, and is read from its beginning. Null where there is no such file.
 */
export async function readLines(
  path: string,
  offset: number,
): Promise<{ readonly lines: readonly string[]; readonly offset: number } | null> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
  try {
    const { size } = await handle.stat();
    const from = size < offset ? 0 : offset;
    const bytes = Buffer.alloc(size - from);
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, from + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    const end = bytes.subarray(0, filled).lastIndexOf(newline) + 1;
    const text = bytes.toString('utf8', 0, end);
    return { lines: text.split('\n').filter((line) => line !== ''), offset: from + end };
  } finally {
    await handle.close();
  }
}

/**
 * Overwrites the lines that `doomed` picks with blanks of the same length, in place: offsets that others keep stay
 * true. Returns how many. Throws the file system's error, but finds nothing in a file that is not there.
 */
export async function blankLines(path: string, doomed: (line: string) => boolean): Promise<number> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r+');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
  try {
    const bytes = await handle.readFile();
    let count = 0;
    for (let start = 0; start < bytes.length;) {
      const found = bytes.indexOf(newline, start);
      const end = found === -1 ? bytes.length : found;
      if (doomed(bytes.toString('utf8', start, end))) {
        await handle.write(Buffer.alloc(end - start, ' '), 0, end - start, start);
        count++;
      }
      start = end + 1;
    }
    await handle.sync();
    return count;
  } finally {
    await handle.close();
  }
}

async function byteAt(handle: FileHandle, position: number): Promise<number | undefined> {
  const one = Buffer.alloc(1);
  await handle.read(one, 0, 1, position);
  return one[0];
}

/** A new file's name is on disk once its folder is synced; Windows and some shares do not know of it. */
async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch {
    // The line itself is synced; the name follows within seconds.
  } finally {
    await handle?.close();
  }
}
