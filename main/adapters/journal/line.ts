/** A journal's line as text and back. No name, no path: an identity is a hash. */
import type { FileId, IdentityKey, JournalLine } from '../../core/model.ts';

export function lineText(line: JournalLine): string {
  const { event, identity, fileId, at } = line;
  return `${JSON.stringify({ at: new Date(at).toISOString(), event, identity, fileId })}\n`;
}

/** Null for what is not a whole line of ours: torn by a crash, erased, or written by somebody else. */
export function lineOf(text: string): JournalLine | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { at, event, identity, fileId } = value as Record<string, unknown>;
  if (event !== 'attach' && event !== 'filed') return null;
  if (typeof identity !== 'string' || !/^[0-9a-f]{64}$/.test(identity)) return null;
  if (typeof fileId !== 'string' || fileId === '') return null;
  const time = typeof at === 'string' ? Date.parse(at) : NaN;
  if (Number.isNaN(time)) return null;
  return { event, identity: identity as IdentityKey, fileId: fileId as FileId, at: time };
}
