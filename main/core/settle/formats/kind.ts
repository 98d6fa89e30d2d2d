/** What kind of document a file is, from its first bytes, else from its name; and whether the kind has an end mark. */
import { nameOf } from '../../document.ts';
import { hasText, viewOf } from './byte-reader.ts';

export type DocumentKind =
  | 'pdf'
  | 'jpeg'
  | 'png'
  | 'gif'
  | 'bmp'
  | 'tiff'
  | 'riff'
  | 'heif'
  | 'zip'
  | 'ole'
  | 'rtf'
  | 'seven-zip'
  | 'text'
  | 'unknown';

const kindByExtension: Readonly<Record<string, DocumentKind>> = {
  pdf: 'pdf',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  jpe: 'jpeg',
  jfif: 'jpeg',
  png: 'png',
  gif: 'gif',
  bmp: 'bmp',
  dib: 'bmp',
  tif: 'tiff',
  tiff: 'tiff',
  webp: 'riff',
  heic: 'heif',
  heif: 'heif',
  zip: 'zip',
  docx: 'zip',
  docm: 'zip',
  dotx: 'zip',
  xlsx: 'zip',
  xlsm: 'zip',
  xlsb: 'zip',
  pptx: 'zip',
  pptm: 'zip',
  ppsx: 'zip',
  potx: 'zip',
  odt: 'zip',
  ods: 'zip',
  odp: 'zip',
  odg: 'zip',
  doc: 'ole',
  xls: 'ole',
  ppt: 'ole',
  pps: 'ole',
  msg: 'ole',
  rtf: 'rtf',
  '7z': 'seven-zip',
  txt: 'text',
  csv: 'text',
  eml: 'text',
  md: 'text',
  ics: 'text',
};

/** Lower-case, without the dot; '' where there is none. Blanks and dots at the end do not count, as on Windows. */
export function extensionOf(path: string): string {
  const name = nameOf(path).replace(/[. ]+$/, '');
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

function kindOfBytes(head: Uint8Array): DocumentKind | null {
  for (let at = 0; at <= Math.min(1024, head.length - 5); at += 1)
    if (hasText(head, at, '%PDF-')) return 'pdf';
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'jpeg';
  if (hasText(head, 0, '\x89PNG\r\n\x1a\n')) return 'png';
  if (hasText(head, 0, 'GIF87a') || hasText(head, 0, 'GIF89a')) return 'gif';
  if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].some((mark) => hasText(head, 0, mark))) return 'tiff';
  if (hasText(head, 0, 'RIFF')) return 'riff';
  if (hasText(head, 4, 'ftyp')) return 'heif';
  if (hasText(head, 0, 'PK\x03\x04') || hasText(head, 0, 'PK\x05\x06')) return 'zip';
  if (hasText(head, 0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return 'ole';
  if (hasText(head, 0, '{\\rtf')) return 'rtf';
  if (hasText(head, 0, "7z\xbc\xaf'\x1c")) return 'seven-zip';
  if (hasText(head, 0, 'BM') && head.length >= 10 && viewOf(head).getUint32(6, true) === 0) return 'bmp';
  return null;
}

function kindOfName(name: string): DocumentKind {
  return kindByExtension[extensionOf(name)] ?? 'unknown';
}

/**
 * The kind of a document: what its bytes say, else what its name says. Scanners misname files, and payroll programs
 * call a table of HTML `.xls`.
 * `head`: the first bytes, 2 KB are enough.
 */
export function kindOf(name: string, head: Uint8Array): DocumentKind {
  const byName = kindOfName(name);
  // Text may hold anything, the beginning of another format included: an e-mail that quotes a PDF is none.
  if (byName === 'text' && !binaryStarts.has(head[0] ?? 0)) return byName;
  const byBytes = kindOfBytes(head);
  if (byBytes !== null) return byBytes;
  // A beginning is never what a cut takes away: with another one it is not the kind that its name says.
  const mayBeText = head.length >= 8 && !head.subarray(0, 64).includes(0);
  return mayBeText && (byName === 'ole' || byName === 'rtf') ? 'text' : byName;
}

/** `%PDF`, JPEG, PNG, OLE, `PK`. */
const binaryStarts = new Set([0x25, 0xff, 0x89, 0xd0, 0x50]);

/** Whether documents of this kind say themselves where they end. The others need a longer quiet period. */
export function endMark(kind: DocumentKind): boolean {
  return kind !== 'text' && kind !== 'unknown';
}

/** The same from a path alone, before anything has been read. */
export function hasEndMark(path: string): boolean {
  return endMark(kindOfName(path));
}
