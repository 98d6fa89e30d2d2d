import { describe, expect, it } from 'vitest';
import { checkWhole, endMark, hasEndMark, kindOf } from '../../../../main/core/settle/formats/index.ts';
import type { ByteReader } from '../../../../main/core/settle/formats/index.ts';
import {
  concat,
  sampleBmp,
  sampleDocx,
  sampleGif,
  sampleHeic,
  sampleJpeg,
  sampleJpegWithThumbnail,
  sampleOdt,
  sampleOle,
  samplePdf,
  samplePng,
  sampleRtf,
  sampleTiff,
  sampleWebp,
} from '../../../support/sample-documents.ts';

function readerOf(bytes: Uint8Array): ByteReader {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}

const check = (name: string, bytes: Uint8Array) =>
  checkWhole(kindOf(name, bytes.subarray(0, 4096)), readerOf(bytes)).then(({ kind }) => kind);

const samples: readonly (readonly [string, () => Uint8Array | Promise<Uint8Array>])[] = [
  ['a.pdf', () => samplePdf()],
  ['a.jpg', sampleJpeg],
  ['thumbnail.jpg', sampleJpegWithThumbnail],
  ['a.png', samplePng],
  ['a.tif', sampleTiff],
  ['a.gif', sampleGif],
  ['a.bmp', sampleBmp],
  ['a.webp', sampleWebp],
  ['a.heic', sampleHeic],
  ['a.docx', sampleDocx],
  ['a.odt', sampleOdt],
  ['a.doc', sampleOle],
  ['a.rtf', sampleRtf],
];

describe.each(samples)('%s', (name, make) => {
  it('is whole as its writer left it', async () => {
    const bytes = await make();
    expect(await check(name, bytes)).toBe('whole');
  });

  it('is not whole while the copy is under way, wherever it stands', async () => {
    const bytes = await make();
    const cuts = Array.from({ length: 40 }, (_, index) => Math.floor((bytes.length * (index + 1)) / 41));
    // The line end behind an RTF's last brace, and behind %%EOF, is no part of the document.
    // An OLE writer may leave its last sector short.
    const slack = /rtf$|pdf$/.test(name) ? 5 : name.endsWith('.doc') ? 513 : 1;
    const last = bytes.length - slack;
    for (const cut of [...cuts.filter((at) => at > 0 && at <= last), last])
      expect([cut, await check(name, bytes.subarray(0, cut))]).toEqual([cut, 'incomplete']);
  });

  it('is not whole when its space was taken in advance', async () => {
    const bytes = await make();
    expect(await check(name, new Uint8Array(bytes.length))).toBe('incomplete');
    if (['a.tif', 'a.bmp', 'a.webp', 'a.heic', 'a.doc'].includes(name)) return; // no mark at their very end
    const half = bytes.slice();
    half.fill(0, Math.floor(half.length / 2));
    expect(await check(name, half)).toBe('incomplete');
  });
});

describe('PDF', () => {
  it('tolerates what real writers leave before and behind', async () => {
    const bytes = await samplePdf();
    expect(await check('a.pdf', concat(new Uint8Array(20).fill(32), bytes))).toBe('whole');
    expect(await check('a.pdf', concat(bytes, new Uint8Array(600)))).toBe('whole');
  });

  it('takes what carries its end mark and little else', async () => {
    for (const text of [
      '%PDF-1.4\n1 0 obj << /Type /Page >> endobj\n%%EOF\n',
      '%PDF-1.4\nstartxref\n0\n%%EOF',
    ])
      expect(await check('a.pdf', new Uint8Array(Buffer.from(text)))).toBe('whole');
    for (const text of ['%PDF-1.4\nstartxref\n999\n%%EOF', 'no header %%EOF', '%PDF-1.4\n1 0 obj'])
      expect(await check('a.pdf', new Uint8Array(Buffer.from(text)))).toBe('incomplete');
  });

  it('sees an update that is being appended', async () => {
    const bytes = await samplePdf();
    const update = Buffer.from('12 0 obj\n<< /Type /Page >>\nendobj\n');
    expect(await check('a.pdf', concat(bytes, update))).toBe('incomplete');
  });

  it('sees a file for fast web view that stops after its first part', async () => {
    const text = '%PDF-1.5\n1 0 obj\n<</Linearized 1/L 90000/H[1 2]>>\nendobj\nstartxref\n0\n%%EOF\n';
    expect(await check('a.pdf', new Uint8Array(Buffer.from(text)))).toBe('incomplete');
  });
});

describe('JPEG', () => {
  it('tolerates bytes behind the end, as phones append them', async () => {
    expect(await check('a.jpg', concat(sampleJpeg(), new Uint8Array(200).fill(7)))).toBe('whole');
  });
});

describe('kinds', () => {
  it('believes the bytes before the name', async () => {
    expect(kindOf('scan.pdf', sampleJpeg())).toBe('jpeg');
    expect(kindOf('scan', await samplePdf())).toBe('pdf');
    expect(kindOf('notes.txt', new Uint8Array(Buffer.from('see %PDF-1.4 below')))).toBe('text');
  });

  it('takes a table that only calls itself .xls for the text that it is', async () => {
    const table = new Uint8Array(Buffer.from('<html><table><tr><td>Dupont</td></tr></table>'));
    expect(kindOf('paie.xls', table)).toBe('text');
    expect(await check('paie.xls', table)).toBe('whole');
    expect(await check('paie.xls', new Uint8Array(2000))).toBe('incomplete');
    expect(await check('paie.docx', table)).toBe('incomplete');
  });

  it('knows from the name alone which kinds have no end mark', () => {
    for (const path of ['a/b.txt', 'b.csv', 'b.EML', 'b', 'b.xyz'])
      expect([path, hasEndMark(path)]).toEqual([path, false]);
    for (const path of ['a/b.pdf', 'b.JPG', 'b.docx', 'b.tif', 'b.msg', 'b.rtf'])
      expect([path, hasEndMark(path)]).toEqual([path, true]);
    expect(endMark('text')).toBe(false);
  });

  it('calls an empty file empty and takes text for whole, unless it ends in nothing', async () => {
    expect(await check('a.txt', new Uint8Array())).toBe('empty');
    expect(await check('a.txt', new Uint8Array(Buffer.from('bonjour')))).toBe('whole');
    expect(await check('a.txt', concat(new Uint8Array(Buffer.from('bonjour')), new Uint8Array(100)))).toBe(
      'incomplete',
    );
  });
});
