import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listed } from '../../../../main/core/settle/content-type-lists.ts';
import { contentTypeFor, executableTypeOf } from '../../../../main/core/settle/content-types.ts';

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

describe('content types', () => {
  it.each([
    ['a.pdf', 'application/pdf', 'application/pdf'],
    ['A.PDF', undefined, 'application/pdf'],
    ['a.jpg', 'image/jpeg', 'image/jpg'],
    ['a.jpeg', undefined, 'image/jpg'],
    ['a.png', 'image/png', 'image/x-png'],
    ['a.tif', 'image/tiff', 'image/tiff'],
    ['a.heic', 'image/heic', 'image/heic'],
    ['a.docx', 'application/zip', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    [
      'a.docx',
      'application/x-cfb',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    ['a.xlsx', undefined, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['a.odt', 'application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.text'],
    ['a.doc', 'application/x-cfb', 'application/msword'],
    ['a.msg', 'application/x-cfb', 'application/vnd.ms-outlook'],
    ['a.eml', undefined, 'message/rfc822'],
    ['a.txt', undefined, 'text/plain'],
    ['a.csv', undefined, 'text/csv'],
    ['a.csv', 'audio/mpeg', 'text/csv'],
    ['a.txt', 'application/xml', 'text/plain'],
    ['a.rtf', 'application/rtf', 'application/rtf'],
    ['a.zip', 'application/zip', 'application/zip'],
    ['scan', 'application/pdf', 'application/pdf'],
    ['scan.pdf', 'image/jpeg', 'image/jpg'],
  ])('takes %s (%s) as %s', (name, sniffed, contentType) => {
    expect(contentTypeFor(name, sniffed)).toEqual({ kind: 'accepted', contentType });
    expect(contentTypeFor(name, contentType)).toEqual({ kind: 'accepted', contentType });
  });

  it.each([
    ['a.exe', undefined],
    ['rib.pdf.exe', undefined],
    ['rib.exe. ', undefined],
    ['rib.pdf', 'application/x-msdownload'],
    ['a.js', undefined],
    ['a.ps1', undefined],
    ['a.lnk', undefined],
    ['a.docm', 'application/zip'],
    ['a.jar', 'application/zip'],
    ['a.iso', undefined],
  ])('refuses %s (%s) as something that runs', (name, sniffed) => {
    const verdict = contentTypeFor(name, sniffed);
    expect(verdict).toMatchObject({ kind: 'refused', why: 'executable' });
    expect(contentTypeFor(name, verdict.contentType)).toEqual(verdict);
  });

  it.each([
    ['a.html', undefined],
    ['a.svg', 'image/svg+xml'],
    ['a.mp4', 'video/mp4'],
    ['a', undefined],
    ['a.pdf', 'video/mp4'],
  ])('refuses %s (%s), which Lucca does not list', (name, sniffed) => {
    expect(contentTypeFor(name, sniffed)).toMatchObject({ kind: 'refused', why: 'not-taken' });
  });

  it('sends nothing that the generation does not list', () => {
    const names =
      'pdf jpg jpeg jfif jpe png gif bmp tif webp heic heif jb2 jpf pcx pnm ico eml msg txt csv md ics rtf doc xls ppt pps docx xlsx pptx ppsx potx odt ods odp odg zip rar 7z mp3 mp4 json css xps p7s'
        .split(' ')
        .map((extension) => `a.${extension}`);
    for (const generation of ['legacy', '2024-11-01'] as const)
      for (const name of names) {
        const verdict = contentTypeFor(name, null, generation);
        if (verdict.kind === 'accepted') expect(listed[generation], name).toContain(verdict.contentType);
      }
    expect(names.filter((name) => contentTypeFor(name).kind === 'refused')).toHaveLength(6);
    expect(names.filter((name) => contentTypeFor(name, null, '2024-11-01').kind === 'refused')).toEqual([]);
  });

  it.each([
    ['legacy', 'lucca-api/legacy-content-types.txt'],
    ['2024-11-01', 'seeds/2024-11-01/content-types.txt'],
  ] as const)('knows the list of "%s" as it is printed', (generation, file) => {
    const printed = readFileSync(new URL(`../../../fixtures/${file}`, import.meta.url), 'utf8');
    expect([...listed[generation]].sort()).toEqual(printed.trim().split('\n').sort());
  });

  it('sends a JPEG under the name that is in both lists, for the usual one is in neither', () => {
    expect(listed.legacy.has('image/jpeg') || listed['2024-11-01'].has('image/jpeg')).toBe(false);
  });

  it.each([
    ['film.mp4', 'video/mp4', 'video/mp4'],
    ['note.txt', 'application/xml', 'text/plain'],
    ['liste.csv', 'audio/mpeg', 'text/csv'],
    ['scan.jpg', 'image/jpeg', 'image/jpg'],
  ])('takes %s (%s) as %s for the newer generation', (name, sniffed, contentType) => {
    expect(contentTypeFor(name, sniffed, '2024-11-01')).toEqual({ kind: 'accepted', contentType });
  });

  it.each([
    ['page.html', undefined],
    ['dessin.svg', 'image/svg+xml'],
    ['dessin.svg', 'application/xml'],
    ['page.xml', 'application/xml'],
    ['liste.xlsm', 'application/zip'],
    ['a.hta', undefined],
  ])('asks about %s (%s), though the newer list takes it', (name, sniffed) => {
    expect(contentTypeFor(name, sniffed, '2024-11-01').kind).toBe('refused');
  });

  it('knows programs by their bytes', () => {
    expect(executableTypeOf(bytesOf('MZ\x90\0\x03\0'))).toBe('application/x-msdownload');
    expect(executableTypeOf(bytesOf('\x7fELF\x02'))).toBe('application/x-elf');
    expect(executableTypeOf(bytesOf('#!/bin/sh'))).toBe('application/x-script');
    expect(executableTypeOf(bytesOf('\xcf\xfa\xed\xfe'))).toBe('application/x-mach-binary');
    expect(executableTypeOf(bytesOf('MZ-2026: le contrat'))).toBeNull();
    expect(executableTypeOf(bytesOf('%PDF-1.7'))).toBeNull();
  });
});
