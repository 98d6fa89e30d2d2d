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

/** Column by column: a leaf is forgotten at once, and the collector of garbage has nothing to carry about. */
export function packLeaves(onPack: (pack: Pack) => void): Packer {
  let folders: [string, number][] = [];
  let last: [string, number] | null = null;
  let names: string[] = [];
  let keys: string[] = [];
  const sizes = new Float64Array(leavesOfPack);
  const times = new Float64Array(leavesOfPack);
  const reasons = new Uint8Array(leavesOfPack);

  const flush = (): void => {
    const leaves = names.length;
    if (leaves === 0) return;
    onPack({
      folders,
      names: names.join('/'),
      keys: keys.join('/'),
      sizes: sizes.slice(0, leaves),
      times: times.slice(0, leaves),
      reasons: reasons.slice(0, leaves),
    });
    [folders, last, names, keys] = [[], null, [], []];
  };

  return {
    add({ folder, name, signature, reason }) {
      const at = names.length;
      if (last?.[0] !== folder) folders.push((last = [folder, 0]));
      last[1] += 1;
      names.push(name);
      keys.push(signature.fileKey);
      sizes[at] = signature.size;
      times[at] = signature.mtimeMs;
      reasons[at] = reason === null ? 0 : ignoredReasons.indexOf(reason) + 1;
      if (at + 1 === leavesOfPack) flush();
    },
    flush,
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
