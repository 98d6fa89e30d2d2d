import { strFromU8, unzipSync } from 'fflate';
import { fileTypeFromBuffer } from 'file-type';
import jpeg from 'jpeg-js';
import { PDFDocument } from 'pdf-lib';
import { PNG } from 'pngjs';
import UTIF from 'utif2';
import { describe, expect, it } from 'vitest';
import { formats, makeDocument, paperKinds, type DocumentOptions } from '../../support/documents/index.ts';

const subject = { firstName: 'Zoé', lastName: 'Sørensen-Groß', employeeNumber: '00042' };
const make = (options: Partial<DocumentOptions>) =>
  makeDocument({
    kind: 'contract',
    subject,
    format: 'pdf',
    seed: 'one',
    pages: 3,
    dotsPerInch: 40,
    ...options,
  });

describe('test documents', () => {
  it('depend on their options alone', () => {
    for (const format of formats) {
      expect(make({ format }).bytes.equals(make({ format }).bytes), format).toBe(true);
      expect(make({ format }).bytes.equals(make({ format, seed: 'two' }).bytes), format).toBe(false);
    }
  });

  it('are what their type says', async () => {
    for (const format of formats.filter((name) => name !== 'txt' && name !== 'eml')) {
      const { bytes, contentType } = make({ format });
      expect((await fileTypeFromBuffer(bytes))?.mime, format).toBe(contentType);
    }
  });

  it('PDFs of both kinds open and have their pages', async () => {
    for (const format of ['pdf', 'scan'] as const) {
      const pdf = await PDFDocument.load(make({ format }).bytes, { throwOnInvalidObject: true });
      expect(pdf.getPageCount()).toBe(3);
      expect(pdf.getTitle()).toBe('CONTRAT DE TRAVAIL');
    }
  });

  it('a scan grows by whole PDFs of 1, 2 and 3 pages', async () => {
    const { growth, bytes } = make({ format: 'scan' });
    const pages = await Promise.all(
      growth.map(async (state) => (await PDFDocument.load(state)).getPageCount()),
    );
    expect(pages).toEqual([1, 2, 3]);
    expect(growth.at(-1)).toBe(bytes);
  });

  it('images have dark print on light paper', () => {
    const photo = jpeg.decode(make({ format: 'jpeg' }).bytes);
    const drawn = PNG.sync.read(make({ format: 'png' }).bytes);
    for (const { width, height, data } of [photo, drawn]) {
      const shades = Array.from({ length: width * height }, (_, at) => data[at * 4] ?? 0);
      const dark = shades.filter((shade) => shade < 110).length / shades.length;
      expect(dark).toBeGreaterThan(0.002);
      expect(dark).toBeLessThan(0.2);
    }
  });

  it('a TIFF has its pages, and another reader unpacks them', () => {
    const { bytes } = make({ format: 'tiff' });
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const pages = UTIF.decode(file);
    expect(pages).toHaveLength(3);
    for (const page of pages) {
      UTIF.decodeImage(file, page);
      const shades = UTIF.toRGBA8(page).filter((_, at) => at % 4 === 0);
      const white = shades.filter((shade) => shade === 255).length / shades.length;
      expect(white).toBeGreaterThan(0.8);
      expect(white).toBeLessThan(0.999);
    }
  });

  it('office files hold the person’s name in their main part', () => {
    const parts = {
      docx: 'word/document.xml',
      odt: 'content.xml',
      xlsx: 'xl/worksheets/sheet1.xml',
    } as const;
    for (const [format, part] of Object.entries(parts)) {
      const files = unzipSync(make({ format: format as keyof typeof parts }).bytes);
      expect(strFromU8(files[part] ?? new Uint8Array()), format).toContain('Zoé Sørensen-Groß');
    }
  });

  it('text and mail hold what they should', () => {
    expect(make({ format: 'txt' }).bytes.toString()).toContain('Zoé Sørensen-Groß');
    const mail = make({ format: 'eml' }).bytes.toString();
    const attached = mail.split('filename="document.pdf"\r\n\r\n')[1]?.split('--=')[0] ?? '';
    expect(Buffer.from(attached, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('every kind of paper can be made', () => {
    for (const kind of [...paperKinds, 'portrait'] as const)
      expect(make({ kind, format: 'jpeg' }).bytes.length, kind).toBeGreaterThan(1_000);
  });
});
