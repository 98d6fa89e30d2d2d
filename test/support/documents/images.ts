/** Grey pictures as files: JPEG, PNG, and TIFF with several pages, one bit a dot, as a fax or a scanner writes it. */
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import type { Grey } from './canvas.ts';

/** Paper is a little warm. */
function coloured({ width, height, dots }: Grey): Buffer {
  const colours = Buffer.alloc(width * height * 4);
  for (let at = 0; at < dots.length; at++) {
    const shade = dots[at] ?? 0;
    colours[at * 4] = shade;
    colours[at * 4 + 1] = Math.max(0, shade - 2);
    colours[at * 4 + 2] = Math.max(0, shade - 8);
    colours[at * 4 + 3] = 255;
  }
  return colours;
}

export function jpegOf(grey: Grey, quality = 55): Buffer {
  return jpeg.encode({ width: grey.width, height: grey.height, data: coloured(grey) }, quality).data;
}

export function pngOf(grey: Grey): Buffer {
  const png = new PNG({ width: grey.width, height: grey.height });
  png.data = coloured(grey);
  return PNG.sync.write(png, { colorType: 2 });
}

/** Eight dots a byte, 1 is white, each row from a new byte. */
function bits({ width, height, dots }: Grey, row: number): Buffer {
  const out = Buffer.alloc(Math.ceil(width / 8));
  if (row >= height) return out;
  for (let x = 0; x < width; x++) {
    if ((dots[row * width + x] ?? 0) > 140) out[x >> 3] = (out[x >> 3] ?? 0) | (0x80 >> (x & 7));
  }
  return out;
}

/** PackBits (TIFF 6.0, section 9): runs and literals of at most 128 bytes. */
export function packBits(row: Uint8Array): Buffer {
  const out: number[] = [];
  let at = 0;
  while (at < row.length) {
    let run = 1;
    while (run < 128 && row[at + run] === row[at] && at + run < row.length) run++;
    if (run > 1) {
      out.push(257 - run, row[at] ?? 0);
      at += run;
      continue;
    }
    const start = at;
    while (at < row.length && at - start < 128 && (at + 1 >= row.length || row[at] !== row[at + 1])) at++;
    out.push(at - start - 1, ...row.subarray(start, at));
  }
  return Buffer.from(out);
}

const short = 3;
const long = 4;
const rational = 5;

/** A multi-page TIFF, little-endian, one strip a page. */
export function tiffOf(pages: readonly Grey[], dotsPerInch: number): Buffer {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0])];
  let length = 8;
  let link: { readonly part: Buffer; readonly at: number } = { part: parts[0] as Buffer, at: 4 };
  const add = (part: Buffer) => {
    const padded = part.length % 2 === 0 ? part : Buffer.concat([part, Buffer.alloc(1)]);
    const at = length;
    parts.push(padded);
    length += padded.length;
    return at;
  };
  pages.forEach((page, number) => {
    const rows = Array.from({ length: page.height }, (_, row) => packBits(bits(page, row)));
    const strip = Buffer.concat(rows);
    const stripAt = add(strip);
    const ratio = Buffer.alloc(8);
    ratio.writeUInt32LE(dotsPerInch, 0);
    ratio.writeUInt32LE(1, 4);
    const ratioAt = add(ratio);
    const entries: readonly (readonly [number, number, number, number])[] = [
      [254, long, 1, 2], // one page of several
      [256, long, 1, page.width],
      [257, long, 1, page.height],
      [258, short, 1, 1], // bits a sample
      [259, short, 1, 32773], // PackBits
      [262, short, 1, 1], // 0 is black
      [273, long, 1, stripAt],
      [277, short, 1, 1],
      [278, long, 1, page.height],
      [279, long, 1, strip.length],
      [282, rational, 1, ratioAt],
      [283, rational, 1, ratioAt],
      [296, short, 1, 2], // inches
      [297, short, 2, number | (pages.length << 16)],
    ];
    const directory = Buffer.alloc(2 + entries.length * 12 + 4);
    directory.writeUInt16LE(entries.length, 0);
    entries.forEach(([tag, type, count, value], place) => {
      const at = 2 + place * 12;
      directory.writeUInt16LE(tag, at);
      directory.writeUInt16LE(type, at + 2);
      directory.writeUInt32LE(count, at + 4);
      directory.writeUInt32LE(value, at + 8);
    });
    link.part.writeUInt32LE(add(directory), link.at);
    link = { part: parts.at(-1) as Buffer, at: 2 + entries.length * 12 };
  });
  return Buffer.concat(parts);
}
