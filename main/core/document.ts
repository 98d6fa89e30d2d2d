/** What can be read off a document, its path or its signature at a glance. Pure; used by every part of the agent. */
import type { DocumentRecord, Signature } from './model.ts';

/** Last part of a path with `/`, as on disk. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Folder that a path with `/` lies in; '' for the root. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Why it waits, asks or is left out; null where it does none of these. */
export function reasonOf(document: DocumentRecord): string | null {
  return 'reason' in document ? document.reason : null;
}

/** True where nobody has written to the file between the two looks. */
export function sameSignature(a: Signature, b: Signature): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.fileKey === b.fileKey;
}
