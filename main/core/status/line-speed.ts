/**
 * Status: how fast the line carries what is sent, as far as it was seen at work. The time between two uploads, when
 * the budget holds everything, is not the line's.
 */

export interface LineSpeed {
  /** So many more bytes of an upload have left. Milliseconds of a clock that never goes back. */
  sent(upload: string, bytes: number, at: number): void;
  /** The upload is over. */
  ended(upload: string): void;
  /** Bytes that leave in a second of work, lately; null where that is not known. */
  perSecond(at: number): number | null;
  /** Bytes that left in each of the last seconds, at work or not; null for none. */
  shown(at: number): number | null;
}

interface Piece {
  readonly at: number;
  readonly bytes: number;
  /** Bytes whose time is known, and that time. */
  readonly timed: number;
  readonly ms: number;
}

const shownOverMs = 5_000;
const rememberedMs = 60_000;

export function createLineSpeed(): LineSpeed {
  const pieces: Piece[] = [];
  const last = new Map<string, number>();
  /** Two uploads at once work at the same time, which counts once. */
  let covered = -Infinity;

  const since = (from: number): readonly Piece[] => pieces.filter((piece) => piece.at > from);
  const sum = (of: readonly Piece[], member: 'bytes' | 'timed' | 'ms'): number =>
    of.reduce((total, piece) => total + piece[member], 0);

  return {
    sent(upload, bytes, at) {
      const before = last.get(upload);
      last.set(upload, at);
      const ms = before === undefined ? 0 : Math.max(0, at - Math.max(before, covered));
      covered = at;
      pieces.push({ at, bytes, timed: before === undefined ? 0 : bytes, ms });
      while ((pieces[0]?.at ?? at) <= at - rememberedMs) pieces.shift();
    },
    ended: (upload) => void last.delete(upload),
    perSecond(at) {
      const lately = since(at - rememberedMs);
      const [timed, ms] = [sum(lately, 'timed'), sum(lately, 'ms')];
      return ms <= 0 || timed <= 0 ? null : (timed * 1_000) / ms;
    },
    shown(at) {
      const bytes = sum(since(at - shownOverMs), 'bytes');
      return bytes === 0 ? null : Math.round((bytes * 1_000) / shownOverMs);
    },
  };
}
