/**
 * Texts that come again and again, kept once: folders, and the names of targets and content types. A document lies in a
 * folder, under a name; its folder ends with a slash, and is '' at the root.
 *
 * Invariant: a folder stands in the ledger as long as a document or a receipt lies in it, and no longer (by triggers).
 */
import type { Driver } from './driver.ts';
import { LedgerUnavailable } from './ledger-unavailable.ts';
import { searchText } from './search-text.ts';

export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const nameFrom = path.lastIndexOf('/') + 1;
  return { folder: path.slice(0, nameFrom), name: path.slice(nameFrom) };
}

export function folderNumber(driver: Driver, path: string): number {
  const find = 'SELECT id FROM folders WHERE path = ?';
  const known = driver.all(find, [path])[0] ?? null;
  if (known !== null) return Number(known['id']);
  driver.run('INSERT INTO folders (path, search) VALUES (?, ?)', [path, searchText(path)]);
  return Number(driver.all(find, [path])[0]?.['id']);
}

export function wordNumber(driver: Driver, word: string | null): number | null {
  if (word === null) return null;
  const find = 'SELECT id FROM words WHERE word = ?';
  const known = driver.all(find, [word])[0] ?? null;
  if (known !== null) return Number(known['id']);
  driver.run('INSERT INTO words (word) VALUES (?)', [word]);
  return Number(driver.all(find, [word])[0]?.['id']);
}

/** Folders and words by number, for reading many rows. */
export interface Places {
  readonly folders: ReadonlyMap<number, string>;
  readonly words: ReadonlyMap<number, string>;
}

/** For rows in which they stand as texts already. */
export const noPlaces: Places = { folders: new Map(), words: new Map() };

/** SQL for a column that holds a number: `numbers` leaves it, to be looked up in `Places`. */
export const placeColumn = {
  numbers: { folder: (column: string) => column, word: (column: string) => column },
  texts: {
    folder: (column: string) => `(SELECT folders.path FROM folders WHERE folders.id = ${column})`,
    word: (column: string) => `(SELECT words.word FROM words WHERE words.id = ${column})`,
  },
} as const;
export type PlacesAs = keyof typeof placeColumn;

/** The text of a cell that was read either way. A number that leads nowhere is damage. */
export function textAt(cell: unknown, texts: ReadonlyMap<number, string>): string {
  const text = typeof cell === 'number' ? texts.get(cell) : cell;
  if (typeof text !== 'string') throw new LedgerUnavailable('damaged');
  return text;
}
