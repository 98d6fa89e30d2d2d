/**
 * Ids and hashes as the ledger keeps them: as bytes, half as long as their digits. What does not look as expected is
 * kept as the text that it is, so every id comes back as it went in; a text and bytes are never equal to SQLite.
 */
import type { SqlValue } from './driver.ts';

/** `document`: `d_` and digits. `hash`: 64 digits. `file`: a GUID. All hexadecimal and lower-case. */
export type IdKind = 'document' | 'hash' | 'file';

const shapes: Readonly<Record<IdKind, RegExp>> = {
  document: /^d_(?:[0-9a-f]{2})+$/,
  hash: /^[0-9a-f]{64}$/,
  file: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
};

/** Before an id that is kept as text, where it is read. No digit, so bytes are told from it. */
const asText = '~';

export function compact(kind: IdKind, id: string): SqlValue {
  if (!shapes[kind].test(id)) return id;
  const digits = kind === 'document' ? id.slice(2) : kind === 'file' ? id.replaceAll('-', '') : id;
  return Buffer.from(digits, 'hex');
}

export function compactOrNull(kind: IdKind, id: string | null): SqlValue {
  return id === null ? null : compact(kind, id);
}

/** SQL for the text that `whole` understands; NULL for NULL. */
export function readable(column: string): string {
  return `iif(typeof(${column}) = 'blob', hex(${column}), '${asText}' || ${column})`;
}

export function whole(kind: IdKind, read: string): string {
  if (read.startsWith(asText)) return read.slice(1);
  const digits = read.toLowerCase();
  switch (kind) {
    case 'document':
      return `d_${digits}`;
    case 'hash':
      return digits;
    case 'file':
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
  }
}

export function wholeOrNull(kind: IdKind, read: unknown): string | null {
  return typeof read === 'string' ? whole(kind, read) : null;
}
