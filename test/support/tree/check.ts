/** Compares what Lucca holds with what was saved: never lost, never twice, never on the wrong person. */
import { createHash } from 'node:crypto';

export interface Expected {
  readonly path: string;
  readonly employeeId: number;
  readonly field: string;
  readonly subField: string | null;
  readonly sha256: string;
}

export interface Held {
  readonly employeeId: number;
  readonly field: string;
  readonly subField: string | null;
  readonly sha256: string;
  readonly fileName: string;
}

export interface Comparison<H extends Held = Held> {
  /** Saved, and not where it belongs. */
  readonly missing: readonly Expected[];
  /** In its place more than once. */
  readonly doubled: readonly Expected[];
  /** Saved bytes in a place where they do not belong. */
  readonly misplaced: readonly H[];
  /** Bytes that nobody saved. */
  readonly strange: readonly H[];
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const placeOf = (at: Pick<Expected, 'employeeId' | 'field' | 'subField' | 'sha256'>) =>
  [at.employeeId, at.field, at.subField ?? '', at.sha256].join('\n');

/** `before` is what Lucca held when the story began: it is neither missing nor strange. */
export function compare<H extends Held>(
  expected: readonly Expected[],
  held: readonly H[],
  before: readonly Held[] = [],
): Comparison<H> {
  const old = new Set(before.map(placeOf));
  const fresh = held.filter((one) => !old.has(placeOf(one)));
  const places = new Map<string, number>();
  for (const one of fresh) places.set(placeOf(one), (places.get(placeOf(one)) ?? 0) + 1);
  const due = new Set(expected.map(placeOf));
  const known = new Set(expected.map((one) => one.sha256));
  const astray = fresh.filter((one) => !due.has(placeOf(one)));
  return {
    missing: expected.filter((one) => !places.has(placeOf(one))),
    doubled: expected.filter((one) => (places.get(placeOf(one)) ?? 0) > 1),
    misplaced: astray.filter((one) => known.has(one.sha256)),
    strange: astray.filter((one) => !known.has(one.sha256)),
  };
}

export function isPerfect({ missing, doubled, misplaced, strange }: Comparison): boolean {
  return missing.length + doubled.length + misplaced.length + strange.length === 0;
}
