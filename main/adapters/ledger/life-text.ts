/**
 * A document's life as one text: `S0R10020U10700W12000(offline)` — for each step the state's letter, the milliseconds
 * since the first step, and the reason where there is one. A row for each step took a third of the ledger.
 */
import type { LifeStep } from '../../core/ports.ts';
import type { DocumentState } from '../../shared/reasons.ts';
import { LedgerUnavailable } from './ledger-unavailable.ts';

const letters: Readonly<Record<DocumentState, string>> = {
  seen: 'N',
  settling: 'S',
  ready: 'R',
  uploading: 'U',
  uploaded: 'L',
  attaching: 'A',
  filed: 'F',
  waiting: 'W',
  attention: 'Q',
  ignored: 'I',
};
const states = new Map(Object.entries(letters).map(([state, letter]) => [letter, state as DocumentState]));

const step = /([A-Z])(-?\d+)(?:\(([^)]*)\))?/gy;

/** `since`: milliseconds since 1970, when the life began. */
export function stepText({ state, reason, at }: LifeStep, since: number): string {
  return `${letters[state]}${Math.round(at) - since}${reason === null ? '' : `(${reason})`}`;
}

/** Throws `LedgerUnavailable` where the text is none of these. */
export function lifeOf(text: string, since: number): LifeStep[] {
  let read = 0;
  const steps = Array.from(text.matchAll(step), ([found, letter = '', offset, reason = null]): LifeStep => {
    const state = states.get(letter);
    if (state === undefined) throw new LedgerUnavailable('damaged');
    read += found.length;
    return { state, reason, at: since + Number(offset) };
  });
  if (read < text.length) throw new LedgerUnavailable('damaged');
  return steps;
}

/** The newest steps of a life, as text. */
export function newestOf(text: string, count: number): string {
  return Array.from(text.matchAll(step), ([found]) => found)
    .slice(-count)
    .join('');
}
