/**
 * Finds rows by a text that stands in them: chains of rows by hash, without the texts themselves, so whoever asks
 * compares. Many rows may have the same text; putting one costs the same however many there are.
 *
 * Invariant: a row is found under the text that it was put with until it is taken out, and is in it once.
 */
import { grown } from './grown.ts';

export interface RowIndex {
  put(row: number, text: string): void;
  take(row: number): void;
  /** A row with this hash for which `is` holds; -1 where there is none. */
  find(text: string, is: (row: number) => boolean): number;
  /** All of them, smaller numbers first. */
  all(text: string, is: (row: number) => boolean): number[];
}

/** A row's number and one more; 0 where a chain ends. */
type Link = number;

export function createRowIndex(): RowIndex {
  let heads = new Int32Array(64);
  let next = new Int32Array(64);
  let hashes = new Uint32Array(64);
  let size = 0;

  function insert(row: number): void {
    const at = (hashes[row] ?? 0) % heads.length;
    next[row] = heads[at] ?? 0;
    heads[at] = row + 1;
  }

  function widen(): void {
    const before = heads;
    heads = new Int32Array(before.length * 2);
    for (const head of before)
      for (let link: Link = head; link > 0;) {
        const row = link - 1;
        link = next[row] ?? 0;
        insert(row);
      }
  }

  return {
    put(row, text) {
      if (size >= heads.length) widen();
      next = grown(next, row + 1);
      hashes = grown(hashes, row + 1);
      hashes[row] = hashOf(text);
      insert(row);
      size += 1;
    },
    take(row) {
      const at = (hashes[row] ?? 0) % heads.length;
      const after: Link = next[row] ?? 0;
      let before: Link = heads[at] ?? 0;
      if (before === row + 1) heads[at] = after;
      else {
        while (before > 0 && next[before - 1] !== row + 1) before = next[before - 1] ?? 0;
        if (before === 0) throw new RangeError('no such row');
        next[before - 1] = after;
      }
      size -= 1;
    },
    find(text, is) {
      const hash = hashOf(text);
      for (let link: Link = heads[hash % heads.length] ?? 0; link > 0; link = next[link - 1] ?? 0)
        if (hashes[link - 1] === hash && is(link - 1)) return link - 1;
      return -1;
    },
    all(text, is) {
      const hash = hashOf(text);
      const rows: number[] = [];
      for (let link: Link = heads[hash % heads.length] ?? 0; link > 0; link = next[link - 1] ?? 0)
        if (hashes[link - 1] === hash && is(link - 1)) rows.push(link - 1);
      return rows.sort((a, b) => a - b);
    },
  };
}

/** FNV-1a over the text's code units, its bits mixed once more: 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
