/**
 * Is this a whole document, as far as its own format can tell? Called for quiet files only: it catches what quiet
 * alone does not (a stalled copy, space taken in advance, a scanner that pauses between pages).
 * Invariant: never throws for what the bytes are; a format that is not understood counts as whole.
 */
import { assertNever } from '../../../shared/assert-never.ts';
import { allZero, buffered } from './byte-reader.ts';
import type { ByteReader } from './byte-reader.ts';
import { checkBmp, checkGif, checkJpeg, checkPng, checkRiff } from './images.ts';
import type { DocumentKind } from './kind.ts';
import { checkOle, checkSevenZip, checkText, checkZip } from './office.ts';
import { checkHeif } from './heif.ts';
import { checkPdf } from './pdf.ts';
import { checkRtf } from './rtf.ts';
import { checkTiff } from './tiff.ts';

/** `code` is a short constant, fit for a log. */
export type Wholeness =
  | { readonly kind: 'whole' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'incomplete'; readonly code: string };

/** What one format's check finds: null where the document is whole, else a code for what is missing. */
export type FormatCheck = (reader: ByteReader) => Promise<string | null>;

export async function checkWhole(kind: DocumentKind, reader: ByteReader): Promise<Wholeness> {
  if (reader.size === 0) return { kind: 'empty' };
  const source = buffered(reader);
  if (await isAllZero(source)) return { kind: 'incomplete', code: 'all-zero' };
  const code = await checkOf(kind)(source);
  return code === null ? { kind: 'whole' } : { kind: 'incomplete', code };
}

function checkOf(kind: DocumentKind): FormatCheck {
  switch (kind) {
    case 'pdf':
      return checkPdf;
    case 'jpeg':
      return checkJpeg;
    case 'png':
      return checkPng;
    case 'gif':
      return checkGif;
    case 'bmp':
      return checkBmp;
    case 'tiff':
      return checkTiff;
    case 'riff':
      return checkRiff;
    case 'heif':
      return checkHeif;
    case 'zip':
      return checkZip;
    case 'ole':
      return checkOle;
    case 'rtf':
      return checkRtf;
    case 'seven-zip':
      return checkSevenZip;
    case 'text':
      return checkText;
    case 'unknown':
      return () => Promise.resolve(null);
    default:
      return assertNever(kind);
  }
}

/** Copiers take the space first and fill it later: such a file has its size and nothing in it. */
async function isAllZero(reader: ByteReader): Promise<boolean> {
  const step = 64 * 1024;
  for (let offset = 0; offset < reader.size; offset += step)
    if (!allZero(await reader.read(offset, Math.min(step, reader.size - offset)))) return false;
  return true;
}
