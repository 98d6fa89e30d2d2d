/**
 * Rows of bytes in large blocks: nothing of it is an object that the collector would have to look at.
 *
 * Invariants: a row keeps its number until it is removed; what removed rows have left behind is never more than what
 * stands, beyond one block.
 */
import { grown } from './grown.ts';
import type { Unpacker } from './packing.ts';

export interface Shelf {
  /** Copies the bytes. The number of a removed row is used again. */
  add(bytes: Uint8Array): number;
  remove(row: number): void;
  /** The unpacker at the begin of the row; the same one each time. */
  read(row: number): Unpacker;
  /** Rows have numbers below this. */
  readonly rows: number;
}

/** A position is a block's number times this, and the place in the block: together 32 bits. */
const stride = 2 ** 22;
/**
 * The first block is small, for small offices. Later ones are so large that the system hands them out by themselves:
 * what is allocated and freed around them leaves no holes between them.
 */
const firstBlock = 2 ** 16;

export function createShelf(unpacker: Unpacker): Shelf {
  let blocks: Uint8Array[] = [];
  let last = new Uint8Array(0);
  let used = 0;
  let positions = new Uint32Array(64);
  /** Bytes of each row, and one more; 0 where there is none. */
  let sizes = new Uint32Array(64);
  let rows = 0;
  const free: number[] = [];
  let standing = 0;
  let left = 0;

  function store(row: number, bytes: Uint8Array): void {
    if (used + bytes.length > last.length) {
      last = new Uint8Array(Math.max(blocks.length === 0 ? firstBlock : stride, bytes.length));
      blocks.push(last);
      used = 0;
    }
    last.set(bytes, used);
    positions[row] = (blocks.length - 1) * stride + used;
    used += bytes.length;
    // A block that is longer than others holds one row: no position points behind its first bytes.
    if (last.length > stride) used = last.length;
  }

  function at(row: number): { readonly block: Uint8Array; readonly from: number } {
    const position = positions[row] ?? 0;
    const block = blocks[Math.floor(position / stride)];
    if (block === undefined || (sizes[row] ?? 0) === 0) throw new RangeError('no such row');
    return { block, from: position % stride };
  }

  function tidy(): void {
    const before = { blocks, positions };
    blocks = [];
    last = new Uint8Array(0);
    positions = new Uint32Array(before.positions.length);
    for (let row = 0; row < rows; row += 1) {
      const size = (sizes[row] ?? 0) - 1;
      if (size < 0) continue;
      const position = before.positions[row] ?? 0;
      const from = position % stride;
      const bytes = before.blocks[Math.floor(position / stride)]?.subarray(from, from + size);
      if (bytes !== undefined) store(row, bytes);
    }
    left = 0;
  }

  return {
    add(bytes) {
      const row = free.pop() ?? rows++;
      positions = grown(positions, rows);
      sizes = grown(sizes, rows);
      sizes[row] = bytes.length + 1;
      store(row, bytes);
      standing += bytes.length;
      return row;
    },
    remove(row) {
      const size = (sizes[row] ?? 0) - 1;
      if (size < 0) throw new RangeError('no such row');
      sizes[row] = 0;
      free.push(row);
      standing -= size;
      left += size;
      if (left > standing + firstBlock) tidy();
    },
    read(row) {
      const { block, from } = at(row);
      return unpacker.begin(block, from);
    },
    get rows() {
      return rows;
    },
  };
}
