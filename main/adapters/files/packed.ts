/**
 * What a walk found, packed: a file costs its name and some numbers, and thousands travel between threads as one
 * message. The names of a pack are one text: no system lets `/` into a name.
 */
import type { IgnoredReason } from '../../shared/reasons.ts';
import { ignoredReasons } from '../../shared/reasons.ts';
import type { Leaf } from './walk.ts';

export interface Pack {
  /** Each with how many leaves in a row lie in it. */
  readonly folders: readonly (readonly [path: string, leaves: number])[];
  readonly names: string;
  readonly keys: string;
  readonly sizes: Float64Array;
  readonly times: Float64Array;
  /** 0 for a document, else one more than the reason's place in the list. */
  readonly reasons: Uint8Array;
}

/** Small enough to be unpacked in a few milliseconds. */
const leavesOfPack = 500;

export interface Packer {
  add(leaf: Leaf): void;
  /** Hands over what is left. */
  flush(): void;
}

export function packLeaves(onPack: (pack: Pack) => void): Packer {
  let leaves: Leaf[] = [];
  const flush = (): void => {
    if (leaves.length > 0) onPack(packed(leaves));
    leaves = [];
  };
  return {
    add(leaf) {
      leaves.push(leaf);
      if (leaves.length === leavesOfPack) flush();
    },
    flush,
  };
}

function packed(leaves: readonly Leaf[]): Pack {
  const folders: [string, number][] = [];
  let last: [string, number] | null = null;
  for (const { folder } of leaves) {
    if (last?.[0] !== folder) folders.push((last = [folder, 0]));
    last[1] += 1;
  }
  return {
    folders,
    names: leaves.map(({ name }) => name).join('/'),
    keys: leaves.map(({ signature }) => signature.fileKey).join('/'),
    sizes: Float64Array.from(leaves, ({ signature }) => signature.size),
    times: Float64Array.from(leaves, ({ signature }) => signature.mtimeMs),
    reasons: Uint8Array.from(leaves, ({ reason }) =>
      reason === null ? 0 : ignoredReasons.indexOf(reason) + 1,
    ),
  };
}

export function* leavesOf(pack: Pack): Generator<Leaf> {
  const names = pack.names.split('/');
  const keys = pack.keys.split('/');
  let at = 0;
  for (const [folder, leaves] of pack.folders) {
    for (const end = at + leaves; at < end; at += 1) {
      const reason: IgnoredReason | null = ignoredReasons[(pack.reasons[at] ?? 0) - 1] ?? null;
      const signature = {
        size: pack.sizes[at] ?? 0,
        mtimeMs: pack.times[at] ?? 0,
        fileKey: keys[at] ?? '',
      };
      yield { folder, name: names[at] ?? '', signature, reason };
    }
  }
}
