/**
 * A file read back and compared, chunk by chunk ([DOC] retrieve-a-file). Nothing of it is kept.
 *
 * Invariant: `differs` is said only of an answer that is plainly the file. A description in its place, a page in
 * between, or a link that has ended says nothing of the bytes, and nothing of the client's right to sign in.
 */
import { createHash } from 'node:crypto';
import type { CancelSignal, FileExpected, Outcome } from '../../../core/ports.ts';
import { outcomeOf } from '../v3/outcome.ts';
import type { Session } from './session.ts';

export async function compareFile(
  session: Session,
  { link, sha256, size }: FileExpected,
  signal: CancelSignal,
  now: () => number,
): Promise<Outcome<'same' | 'differs'>> {
  const hash = createHash('sha256');
  let taken = 0;
  const sink = (chunk: Uint8Array): boolean => {
    hash.update(chunk);
    taken += chunk.length;
    return taken <= size;
  };
  const given = await session.download(link, sink, signal);
  if (given.kind === 'none') return given.outcome;
  if (given.kind !== 'answer' || given.answer.status !== 200) {
    const outcome = outcomeOf<never>(given, { effect: 'read', parse: () => null, now: now() });
    if (outcome.kind !== 'refused') return outcome;
    return { kind: 'failed', status: outcome.status, code: `http-${outcome.status}` };
  }
  if (taken === size && hash.digest('hex') === sha256) return { kind: 'applied', value: 'same' };
  const { headers } = given.answer;
  const encoding = headers['content-encoding'] ?? 'identity';
  const isElse = /\b(json|html)\b/i.test(headers['content-type'] ?? '') || encoding !== 'identity';
  return isElse
    ? { kind: 'failed', status: 200, code: 'not-the-file' }
    : { kind: 'applied', value: 'differs' };
}
