/** Whole documents of any size, each with bytes of its own: what a scanner leaves, without the time it takes. */
import { randomFillSync } from 'node:crypto';

const noise = randomFillSync(Buffer.alloc(1024 * 1024));
const longestSegment = 65_000;

/** A PDF of one page beside a stream that makes up the size. `seed` tells documents of one size apart. */
export function pdfOf(bytes: number, seed: string): Buffer {
  const mark = Buffer.from(`% ${seed}\n`, 'utf8');
  const page =
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n' +
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n';
  const head = Buffer.concat([Buffer.from('%PDF-1.4\n'), mark, Buffer.from(page)]);
  const end = (length: number): Buffer => {
    const at = head.length + `4 0 obj<</Length ${length}>>stream\n`.length + length;
    return Buffer.from(`\nendstream endobj\ntrailer<</Size 5/Root 1 0 R>>\nstartxref\n${at}\n%%EOF\n`);
  };
  const begin = (length: number): Buffer => Buffer.from(`4 0 obj<</Length ${length}>>stream\n`);
  let length = bytes;
  // The numbers of the frame have as many digits as the size asks for.
  for (let turn = 0; turn < 3; turn += 1)
    length = bytes - head.length - begin(length).length - end(length).length;
  return Buffer.concat([head, begin(length), filling(length), end(length)]);
}

/** A JPEG whose size is made up by comments ahead of its picture (ITU T.81, B.2.4.5). `picture`: a whole one. */
export function jpegOf(bytes: number, seed: string, picture: Buffer): Buffer {
  const parts = [picture.subarray(0, 2), comment(Buffer.from(seed, 'utf8'))];
  let left = bytes - picture.length - (parts[1]?.length ?? 0);
  while (left > 4) {
    const segment = comment(filling(Math.min(longestSegment, left - 4)));
    parts.push(segment);
    left -= segment.length;
  }
  return Buffer.concat([...parts, picture.subarray(2)]);
}

function comment(content: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xfe, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

function filling(length: number): Buffer {
  const filled = Buffer.allocUnsafe(length);
  for (let at = 0; at < length; at += noise.length)
    noise.copy(filled, at, 0, Math.min(noise.length, length - at));
  return filled;
}
