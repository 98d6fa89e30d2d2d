/** The lease's files: `lease-<n>`, of which the highest counts, and `clock-<agent>`, which tells the share's time. */
import { link, open, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../own-folder/own-folder.ts';
import { recordBytes, recordOf, recordText, type LeaseRecord } from './record.ts';

export interface Generation {
  /** Null where the file holds no whole record. */
  readonly record: LeaseRecord | null;
  /** Time of the last write by the share's clock, milliseconds since 1970. */
  readonly mtimeMs: number;
}

export interface Generations {
  /** Numbers in the folder, lowest first. */
  list(): Promise<readonly number[]>;
  /** Null where the file is gone. */
  read(n: number): Promise<Generation | null>;
  /** Creates the file with its record. False when the number is taken: that decides between two contenders. */
  create(n: number, record: LeaseRecord): Promise<boolean>;
  /** Writes the record anew; false when the file is gone or is not the one with this nonce. */
  rewrite(n: number, record: LeaseRecord): Promise<boolean>;
  remove(n: number): Promise<void>;
  /** The share's present time, from a file written just now. */
  clock(): Promise<number>;
  removeClock(): Promise<void>;
}

/** Longer than any contender takes between writing a draft and naming it. */
const draftKeptMs = 10 * 60_000;

const name = /^lease-(\d{1,15})$/;

export function generations(folder: string, agentId: string): Generations {
  const pathOf = (n: number): string => join(folder, `lease-${n}`);
  const clockPath = join(folder, `clock-${agentId}`);

  /** Opening makes a network client ask its server; a plain `stat` may answer from memory. */
  async function read(path: string): Promise<Generation | null> {
    try {
      const handle = await open(path, 'r');
      try {
        const text = await handle.readFile('utf8');
        return { record: recordOf(text), mtimeMs: (await handle.stat()).mtimeMs };
      } finally {
        await handle.close();
      }
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    }
  }

  async function write(path: string, flags: string, record: LeaseRecord): Promise<void> {
    const handle = await open(path, flags, 0o644);
    try {
      // Agents of other accounts must be able to read who works here.
      await handle.chmod(0o644).catch(() => undefined);
      await handle.writeFile(recordText(record));
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** Where the file system has no hard links (exFAT, some shares). */
  async function createInPlace(n: number, record: LeaseRecord): Promise<boolean> {
    try {
      await write(pathOf(n), 'wx', record);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
  }

  /** Its own, and those that the dead left behind. */
  async function removeDrafts(own: string): Promise<void> {
    const { mtimeMs: now } = await stat(own);
    await unlink(own);
    for (const entry of await readdir(folder)) {
      if (!entry.startsWith('draft-')) continue;
      const path = join(folder, entry);
      if ((await stat(path)).mtimeMs < now - draftKeptMs) await unlink(path);
    }
  }

  return {
    async list() {
      const found = (await readdir(folder)).map((entry) => name.exec(entry)?.[1]);
      return found
        .filter((digits) => digits !== undefined)
        .map(Number)
        .sort((a, b) => a - b);
    },
    read: (n) => read(pathOf(n)),
    async create(n, record) {
      // Whole before it has its name: who dies in between leaves no lease that names nobody.
      const draftPath = join(folder, `draft-${record.nonce}`);
      await write(draftPath, 'wx', record);
      try {
        await link(draftPath, pathOf(n));
        return true;
      } catch (error) {
        // A network file system may have done it and lost its answer.
        if (codeOf(error) === 'EEXIST') return (await stat(draftPath)).nlink > 1;
        return await createInPlace(n, record);
      } finally {
        await removeDrafts(draftPath).catch(() => undefined);
      }
    },
    async rewrite(n, record) {
      if ((await read(pathOf(n)))?.record?.nonce !== record.nonce) return false;
      try {
        // `r+` never creates: a file that was removed by whoever came after us must not come back.
        const handle = await open(pathOf(n), 'r+');
        try {
          await handle.write(recordText(record), 0, recordBytes, 0);
          await handle.sync();
        } finally {
          await handle.close();
        }
        return true;
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return false;
        throw error;
      }
    },
    async remove(n) {
      await unlink(pathOf(n)).catch(() => undefined);
    },
    async clock() {
      const handle = await open(clockPath, 'w', 0o666);
      try {
        await handle.writeFile('.');
        await handle.sync();
      } finally {
        await handle.close();
      }
      const written = await read(clockPath);
      if (written === null) throw new Error('the clock file vanished');
      return written.mtimeMs;
    },
    async removeClock() {
      await unlink(clockPath).catch(() => undefined);
    },
  };
}
