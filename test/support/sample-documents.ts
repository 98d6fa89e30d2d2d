/** Small whole documents of every kind that the format checks know, made by other people's writers where there is one. */
import { zipSync, strToU8 } from 'fflate';
import jpeg from 'jpeg-js';
import { PDFDocument } from 'pdf-lib';
import { PNG } from 'pngjs';
import UTIF from 'utif2';

const width = 48;
const height = 32;

function pixels(): Uint8Array {
  const data = new Uint8Array(width * height * 4);
  for (let at = 0; at < data.length; at += 1) data[at] = at % 4 === 3 ? 255 : (at * 37) % 251;
  return data;
}

export async function samplePdf(text = 'Attestation', pages = 1): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (let page = 0; page < pages; page += 1)
    document.addPage([200, 200]).drawText(`${text} ${page}`, { x: 20, y: 100 });
  return document.save({ useObjectStreams: false });
}

export function sampleJpeg(): Uint8Array {
  return new Uint8Array(jpeg.encode({ data: pixels(), width, height }, 80).data);
}

/** A JPEG whose first segment holds a thumbnail, which has an end marker of its own. */
export function sampleJpegWithThumbnail(): Uint8Array {
  const picture = sampleJpeg();
  const segment = new Uint8Array(4 + picture.length);
  segment.set([0xff, 0xe1, (picture.length + 2) >> 8, (picture.length + 2) & 0xff]);
  segment.set(picture, 4);
  return concat(picture.subarray(0, 2), segment, picture.subarray(2));
}

export function samplePng(): Uint8Array {
  const png = new PNG({ width, height });
  png.data = Buffer.from(pixels());
  return new Uint8Array(PNG.sync.write(png));
}

export function sampleTiff(): Uint8Array {
  return new Uint8Array(UTIF.encodeImage(pixels(), width, height));
}

export function sampleDocx(): Uint8Array {
  return zipSync({
    '[Content_Types].xml': strToU8(
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    ),
    'word/document.xml': strToU8('<w:document/>'.repeat(50)),
  });
}

export function sampleOdt(): Uint8Array {
  return zipSync({
    mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }],
    'content.xml': strToU8('<office:document/>'.repeat(20)),
  });
}

/** One white pixel, as everybody writes it. */
export function sampleGif(): Uint8Array {
  return new Uint8Array(
    Buffer.from('R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64'),
  );
}

export function sampleBmp(): Uint8Array {
  const bytes = new Uint8Array(54 + 12);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, 54, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, 2, true);
  view.setInt32(22, 1, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  bytes.fill(0x7f, 54);
  return bytes;
}

export function sampleWebp(): Uint8Array {
  const body = new Uint8Array(40).fill(0x55);
  body.set(Buffer.from('WEBPVP8 '));
  const head = new Uint8Array(8);
  head.set(Buffer.from('RIFF'));
  new DataView(head.buffer).setUint32(4, body.length, true);
  return concat(head, body);
}

export function sampleHeic(): Uint8Array {
  const box = (type: string, body: Uint8Array) => {
    const bytes = new Uint8Array(8 + body.length);
    new DataView(bytes.buffer).setUint32(0, bytes.length);
    bytes.set(Buffer.from(type), 4);
    bytes.set(body, 8);
    return bytes;
  };
  return concat(
    box('ftyp', new Uint8Array(Buffer.from('heic\0\0\0\0mif1heic'))),
    box('meta', new Uint8Array(40)),
    box('mdat', new Uint8Array(300).fill(0xa5)),
  );
}

export function sampleRtf(): Uint8Array {
  return new Uint8Array(Buffer.from('{\\rtf1\\ansi Bonjour {\\b gras}\\par}\r\n'));
}

/** An OLE compound file of five sectors: table, directory, three of content. */
export function sampleOle(): Uint8Array {
  const bytes = new Uint8Array(512 * 6).fill(0x41, 512 * 3);
  const view = new DataView(bytes.buffer);
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  view.setUint16(24, 0x3e, true);
  view.setUint16(26, 3, true);
  view.setUint16(28, 0xfffe, true);
  view.setUint16(30, 9, true);
  view.setUint16(32, 6, true);
  view.setUint32(44, 1, true);
  view.setUint32(48, 1, true);
  view.setUint32(68, 0xfffffffe, true);
  for (let at = 76; at < 512; at += 4) view.setUint32(at, 0xffffffff, true);
  view.setUint32(76, 0, true);
  for (let at = 512; at < 1024; at += 4) view.setUint32(at, 0xffffffff, true);
  const table = [0xfffffffd, 0xfffffffe, 3, 4, 0xfffffffe];
  table.forEach((next, index) => view.setUint32(512 + index * 4, next, true));
  return bytes;
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
