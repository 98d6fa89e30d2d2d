/**
 * The one sign that stands for the agent everywhere: tray, head of the window, empty shelf.
 * It shows the worst of what is true. Full: Classeur is on watch; hollow: it is not.
 */
import type { StatusSnapshot } from './status.ts';
import type { Trouble } from './troubles.ts';

export const faces = [
  'starting',
  'filed',
  'working',
  'attention',
  'offline',
  'paused',
  'signed-out',
  'standing-by',
  'trouble',
] as const;
export type Face = (typeof faces)[number];

/** What a face is read from. */
export type FaceSource = Pick<StatusSnapshot, 'agent' | 'trouble' | 'questions' | 'pending' | 'counts'>;

const withoutKey: readonly Trouble[] = ['key-refused', 'key-missing', 'keychain-locked'];
/** Nothing can be seen or kept: a person must act. */
const blocking: readonly Trouble[] = ['root-missing', 'root-empty', 'root-unreadable', 'ledger-unwritable'];
/** Work goes on, but not all of it: never green. */
const partial: readonly Trouble[] = ['folder-unreadable', 'root-read-only', 'rows-lost'];

/** The face of a status; `filed`, the only green one, needs Lucca's word on every single document. */
export function faceOf(status: FaceSource): Face {
  const { agent, trouble } = status;
  if (agent === 'signed-out' || (trouble !== null && withoutKey.includes(trouble))) return 'signed-out';
  if (trouble !== null && blocking.includes(trouble)) return 'trouble';
  if (agent === 'standing-by') return 'standing-by';
  if (agent === 'paused') return 'paused';
  if (agent === 'starting' || agent === 'stopping') return 'starting';
  if (agent === 'offline' || trouble === 'offline') return 'offline';
  if (status.questions > 0 || status.counts.attention > 0) return 'attention';
  if (trouble !== null && partial.includes(trouble)) return 'trouble';
  if (agent === 'working' || status.pending > 0) return 'working';
  return 'filed';
}
