/**
 * Makers of real documents: whole files that real readers open, about people who do not exist.
 * Same options, same bytes; another seed or person, other bytes.
 */
import type { Grey } from './canvas.ts';
import { jpegOf, pngOf, tiffOf } from './images.ts';
import { docxOf, odtOf, xlsxOf } from './office.ts';
import { pdfOf, type PdfPage } from './pdf.ts';
import { emlOf, txtOf } from './plain.ts';
import { diceOf } from './random.ts';
import { portrait, print, scanned } from './scan.ts';
import { sheetsOf, type PaperKind, type Sheet, type Subject } from './sheets.ts';

export { diceOf } from './random.ts';
export type { Dice } from './random.ts';
export { paperKinds } from './sheets.ts';
export type { PaperKind, Subject } from './sheets.ts';

/** `pdf` is a word processor's (text), `scan` a scanner's (a PDF of one JPEG a page). */
export const formats = ['pdf', 'scan', 'jpeg', 'png', 'tiff', 'docx', 'odt', 'xlsx', 'txt', 'eml'] as const;
export type Format = (typeof formats)[number];

export interface DocumentOptions {
  readonly kind: PaperKind | 'portrait';
  readonly subject: Subject;
  readonly format: Format;
  readonly seed: string;
  /** Default 1. JPEG and PNG have one page. */
  readonly pages?: number;
  /** Day on the paper, `YYYY-MM-DD`. */
  readonly date?: string;
  /** Fineness of scans; 50 is quick and still readable, 150 is what offices do. */
  readonly dotsPerInch?: number;
}

export interface MadeDocument {
  readonly bytes: Buffer;
  /** With its dot. */
  readonly extension: string;
  readonly contentType: string;
  readonly pages: number;
  /** For a scan: the whole file as it stood after each page, the last being `bytes`. Otherwise `bytes` alone. */
  readonly growth: readonly Buffer[];
}

const office = 'application/vnd.openxmlformats-officedocument';
const types: Readonly<Record<Format, readonly [extension: string, contentType: string]>> = {
  pdf: ['.pdf', 'application/pdf'],
  scan: ['.pdf', 'application/pdf'],
  jpeg: ['.jpg', 'image/jpeg'],
  png: ['.png', 'image/png'],
  tiff: ['.tif', 'image/tiff'],
  docx: ['.docx', `${office}.wordprocessingml.document`],
  odt: ['.odt', 'application/vnd.oasis.opendocument.text'],
  xlsx: ['.xlsx', `${office}.spreadsheetml.sheet`],
  txt: ['.txt', 'text/plain'],
  eml: ['.eml', 'message/rfc822'],
};

/** Makes one document. Pure: the bytes depend on the options alone. */
export function makeDocument(options: DocumentOptions): MadeDocument {
  const { kind, subject, format, seed } = options;
  const dice = diceOf(
    [seed, kind, format, subject.lastName, subject.firstName, subject.employeeNumber].join('\n'),
  );
  const wanted = format === 'jpeg' || format === 'png' || kind === 'portrait' ? 1 : (options.pages ?? 1);
  const dotsPerInch = options.dotsPerInch ?? 50;
  const date = options.date ?? '2026-11-02';
  const sheets = sheetsOf(kind === 'portrait' ? 'identity-card' : kind, subject, wanted, date, dice);
  const first = sheets[0] as Sheet;
  const images = (): readonly Grey[] =>
    kind === 'portrait'
      ? [portrait(240, 300, dice)]
      : sheets.map((sheet) => scanned(print(sheet, dotsPerInch, dice), dice));
  const textPdf = () =>
    pdfOf(
      sheets.map((sheet): PdfPage => ({ kind: 'text', sheet })),
      first.title,
    );
  const growth = ((): readonly Buffer[] => {
    switch (format) {
      case 'pdf':
        return [textPdf()];
      case 'scan':
        return growthOfScan(images(), first.title);
      case 'jpeg':
        return images().map((image) => jpegOf(image));
      case 'png':
        return images().map(pngOf);
      case 'tiff':
        return [tiffOf(images(), dotsPerInch)];
      case 'docx':
        return [docxOf(sheets)];
      case 'odt':
        return [odtOf(sheets)];
      case 'xlsx':
        return [xlsxOf(sheets)];
      case 'txt':
        return [txtOf(sheets)];
      case 'eml':
        return [emlOf(first, { fileName: 'document.pdf', bytes: textPdf() })];
    }
  })();
  const [extension, contentType] = types[format];
  return { bytes: growth.at(-1) as Buffer, extension, contentType, pages: wanted, growth };
}

/** Pages 1, then 1 and 2, then 1, 2 and 3: what some scanning programs write over the same file. */
function growthOfScan(images: readonly Grey[], title: string): readonly Buffer[] {
  const pages = images.map((image): PdfPage => ({
    kind: 'image',
    jpeg: jpegOf(image),
    width: image.width,
    height: image.height,
  }));
  return pages.map((_, last) => pdfOf(pages.slice(0, last + 1), title));
}
