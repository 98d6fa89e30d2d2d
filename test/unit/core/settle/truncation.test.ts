/**
 * Real documents, cut at any length, and with space taken in advance: what is not all there is never called whole.
 * Where a format cannot tell, the document says so here, with its reason: there the quiet period and, on Windows, the
 * exclusive opening are all that stands between it and Lucca.
 */
import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { checkWhole, kindOf } from '../../../../main/core/settle/formats/index.ts';
import { diceOf, makeDocument, type Format } from '../../../support/documents/index.ts';
import {
  concat,
  sampleBmp,
  sampleGif,
  sampleHeic,
  sampleJpegWithThumbnail,
  sampleOle,
  sampleRtf,
  sampleWebp,
} from '../../../support/sample-documents.ts';
import { tiff } from './tiff-samples.ts';

/** `SEED=n` cuts elsewhere. */
const seed = process.env['SEED'] ?? '1';

interface Sample {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Bytes at the end that the document can do without. */
  readonly spare?: number;
  /**
   * Filled by so many bytes at a time (default 1). A TIFF is numbers that lie anywhere: cut within one, it is another
   * number.
   */
  readonly filledBy?: number;
  /** Lengths at which the beginning is a whole document of its own. */
  readonly wholeAt?: readonly number[];
  /** Why a file of its full size, filled only in part, may pass for whole. */
  readonly zerosUnseen?: string;
}

const subject = { firstName: 'Jean', lastName: 'Dupont', employeeNumber: '00001' };
const made = (format: Format, pages = 1) =>
  makeDocument({ kind: 'contract', subject, format, seed: 'cut', pages, dotsPerInch: 30 }).bytes;

/** A page added at the end, as some programs do it: the document before it stays as it was. */
async function updatedPdf(): Promise<{ readonly before: Uint8Array; readonly after: Uint8Array }> {
  const before = await (await pdfOfPages(1)).save({ useObjectStreams: false });
  const more = Buffer.from(
    `9 0 obj\n<< /Producer (two) >>\nendobj\nxref\n9 1\n${String(before.length).padStart(10, '0')} 00000 n \n` +
      `trailer\n<< /Size 10 /Prev 9 >>\nstartxref\n${before.length + 36}\n%%EOF\n`,
  );
  return { before, after: concat(before, more) };
}

async function pdfOfPages(pages: number): Promise<PDFDocument> {
  const document = await PDFDocument.create();
  for (let page = 0; page < pages; page += 1)
    document.addPage([200, 200]).drawText(`page ${page}`, { x: 20, y: 100 });
  return document;
}

const sector = 64;
const uncoded = 'The picture is not coded: zeros are a colour like any other.';
const updated = await updatedPdf();

const samples: readonly Sample[] = [
  // A scan's last line end is no part of it.
  { name: 'text.pdf', bytes: made('pdf', 2), spare: 1 },
  { name: 'scan.pdf', bytes: made('scan', 3), spare: 1 },
  { name: 'object-streams.pdf', bytes: await (await pdfOfPages(4)).save(), spare: 1 },
  {
    name: 'updated.pdf',
    bytes: updated.after,
    spare: 1,
    // What stood there before the update is a whole document, and the first bytes of an update say nothing yet.
    wholeAt: Array.from({ length: 8 }, (_, more) => updated.before.length - 1 + more),
  },
  { name: 'scan.jpg', bytes: made('jpeg') },
  { name: 'thumbnail.jpg', bytes: sampleJpegWithThumbnail() },
  { name: 'scan.png', bytes: made('png') },
  { name: 'scan.tif', bytes: made('tiff', 3), filledBy: sector },
  { name: 'letter.docx', bytes: made('docx') },
  { name: 'letter.odt', bytes: made('odt') },
  { name: 'table.xlsx', bytes: made('xlsx') },
  { name: 'a.gif', bytes: sampleGif() },
  { name: 'a.bmp', bytes: sampleBmp(), zerosUnseen: uncoded },
  {
    name: 'a.webp',
    bytes: sampleWebp(),
    zerosUnseen: 'It says how long it is at its beginning, and has no end.',
  },
  { name: 'a.heic', bytes: sampleHeic(), zerosUnseen: 'Boxes say how long they are at their beginning.' },
  {
    name: 'a.doc',
    bytes: sampleOle(),
    // Its writers may leave the last sector short.
    spare: 512,
    zerosUnseen: 'The table of its sectors lies where the writer likes, often at the beginning.',
  },
  { name: 'a.rtf', bytes: sampleRtf(), spare: 2 },
  ...tiff.map(({ name, bytes, coded }) => ({
    name,
    bytes,
    ...(coded ? { filledBy: sector } : { zerosUnseen: uncoded }),
  })),
];

const check = (name: string, bytes: Uint8Array) =>
  checkWhole(kindOf(name, bytes.subarray(0, 64 * 1024)), {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  }).then(({ kind }) => kind);

/** Every length of a small document; of a large one its beginning, its end, and some between. */
function cutsOf({ name, bytes, spare = 0, wholeAt = [] }: Sample): readonly number[] {
  const last = bytes.length - spare - 1;
  const cuts = new Set<number>();
  const near = 1_500;
  for (let at = 1; at <= Math.min(near, last); at += 1) cuts.add(at);
  for (let at = Math.max(1, last - near); at <= last; at += 1) cuts.add(at);
  const dice = diceOf(`${seed} ${name}`);
  for (let tries = 0; tries < 500; tries += 1) cuts.add(1 + Math.floor(dice.next() * last));
  for (const at of wholeAt) cuts.delete(at);
  return [...cuts].filter((at) => at <= last);
}

describe.each(samples)('$name', (sample) => {
  const { name, bytes, zerosUnseen, filledBy = 1 } = sample;

  it('is whole as its writer left it', async () => {
    expect(await check(name, bytes)).toBe('whole');
  });

  it('is not whole at any length short of its own', async () => {
    const passed: number[] = [];
    for (const cut of cutsOf(sample))
      if ((await check(name, bytes.subarray(0, cut))) === 'whole') passed.push(cut);
    expect(passed, `SEED=${seed}, of ${bytes.length}`).toEqual([]);
  });

  it(zerosUnseen ?? 'is not whole while the space taken in advance is filled', async () => {
    const passed: number[] = [];
    for (const cut of cutsOf(sample).filter((at) => at % filledBy === 0)) {
      const filled = new Uint8Array(bytes.length);
      filled.set(bytes.subarray(0, cut));
      const same = bytes.subarray(cut).every((byte) => byte === 0);
      if (!same && (await check(name, filled)) === 'whole') passed.push(cut);
    }
    if (zerosUnseen === undefined) expect(passed, `SEED=${seed}, of ${bytes.length}`).toEqual([]);
    // Said of a format that can tell, it would be an excuse.
    else expect(passed).not.toEqual([]);
    // Nothing but zeros is seen in every kind.
    expect(await check(name, new Uint8Array(bytes.length))).toBe('incomplete');
  });
});
