/** The `Journal` port on files: `.classeur/journal-<agent>.jsonl` in the root, and `journal.jsonl` in the data folder. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { IdentityKey, JournalLine } from '../../core/model.ts';
import type { Journal } from '../../core/ports.ts';
import { makeOwnFolder, ownFolder } from '../own-folder/own-folder.ts';
import { lineOf, lineText } from './line.ts';
import { appendLines, blankLines, readLines } from './lines-file.ts';

export interface JournalOptions {
  readonly root: string;
  /** The data folder. */
  readonly data: string;
  /** Id of this agent, as in the ledger's facts. */
  readonly agentId: string;
}

export interface ErasableJournal extends Journal {
  /**
   * Blanks every line of these identities in the journals of the root and in the data folder's copy. `unreached` are
   * journals that could not be written, by name.
   */
  erase(
    identities: readonly IdentityKey[],
  ): Promise<{ readonly lines: number; readonly unreached: readonly string[] }>;
}

/** Name under which the ledger knows the data folder's copy. */
export const dataCopyName = 'journal.jsonl';
const inRoot = /^journal-.+\.jsonl$/;

/** Journals of the root, by file name; copies that a cloud drive made of one are read too. Empty where there is no folder. */
export async function journalNames(root: string): Promise<readonly string[]> {
  try {
    return (await readdir(ownFolder(root))).filter((name) => inRoot.test(name)).sort();
  } catch {
    return [];
  }
}

export function openJournal({ root, data, agentId }: JournalOptions): ErasableJournal {
  const own = `journal-${agentId}.jsonl`;
  const copy = join(data, dataCopyName);

  async function append(lines: readonly JournalLine[]): Promise<boolean> {
    if (lines.length === 0) return true;
    const text = lines.map(lineText).join('');
    const [, inTheRoot] = await Promise.allSettled([
      appendLines(copy, text, 0o600),
      makeOwnFolder(root).then((folder) => appendLines(join(folder, own), text, 0o644)),
    ]);
    return inTheRoot.status === 'fulfilled';
  }

  // Appends of one process go one after the other: two at once could both find, or both miss, a torn line. Those that
  // wait for one go together, in the order of asking.
  let underWay: Promise<unknown> = Promise.resolve();
  let next: { readonly lines: JournalLine[]; readonly result: Promise<boolean> } | null = null;

  return {
    append(lines) {
      if (next === null) {
        const together: JournalLine[] = [];
        const result = underWay.then(() => {
          next = null;
          return append(together);
        });
        next = { lines: together, result };
        underWay = result;
      }
      next.lines.push(...lines);
      return next.result;
    },
    async readNew(known) {
      const names = await journalNames(root);
      const places = [
        ...names.map((name) => [name, join(ownFolder(root), name)] as const),
        [dataCopyName, copy] as const,
      ];
      const result = [];
      for (const [name, path] of places) {
        const offset = known[name] ?? 0;
        const read = await readLines(path, offset).catch(() => null);
        if (read === null || read.offset === offset) continue;
        const lines = read.lines.map(lineOf).filter((line) => line !== null);
        result.push({ journal: name, offset: read.offset, lines });
      }
      return result;
    },
    async erase(identities) {
      const wanted = new Set<string>(identities);
      const doomed = (text: string): boolean => {
        const line = lineOf(text);
        return line !== null && wanted.has(line.identity);
      };
      let lines = await blankLines(copy, doomed);
      const unreached: string[] = [];
      for (const name of await journalNames(root)) {
        try {
          lines += await blankLines(join(ownFolder(root), name), doomed);
        } catch {
          unreached.push(name);
        }
      }
      return { lines, unreached };
    },
  };
}
