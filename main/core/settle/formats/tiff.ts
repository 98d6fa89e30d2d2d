/** TIFF 6.0 and BigTIFF: every page's directory, and every strip or tile that it names, must lie within the file. */
import { allZero, hasText, viewOf } from './byte-reader.ts';
import type { ByteReader } from './byte-reader.ts';

const maximumPages = 10_000;
const maximumStrips = 1_000_000;
/** No coder ends a strip in so many zeros. */
const codedEnd = 8;
const typeLength: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 13: 4, 16: 8, 18: 8 };

interface Shape {
  readonly little: boolean;
  readonly big: boolean;
}

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** The value itself where it fits, else the offset of the values. */
  readonly inline: Uint8Array;
  readonly offset: number;
}

export async function checkTiff(reader: ByteReader): Promise<string | null> {
  const head = await reader.read(0, 16);
  if (head.length < 8) return 'tiff-header';
  const shape = { little: hasText(head, 0, 'II'), big: head[2] === 43 || head[3] === 43 };
  if (!shape.little && !hasText(head, 0, 'MM')) return 'tiff-header';
  if (shape.big && head.length < 16) return 'tiff-header';
  let next = number(head, shape.big ? 8 : 4, shape.big ? 8 : 4, shape.little);
  const seen = new Set<number>();
  while (next !== 0) {
    if (seen.has(next) || seen.size > maximumPages) return 'tiff-structure';
    seen.add(next);
    const page = await readPage(reader, next, shape);
    if (page === null) return 'tiff-directory';
    const missing = await checkStrips(reader, page.entries, shape);
    if (missing !== null) return missing;
    next = page.next;
  }
  return seen.size === 0 ? 'tiff-directory' : null;
}

function number(bytes: Uint8Array, at: number, length: number, little: boolean): number {
  const view = viewOf(bytes);
  switch (length) {
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, little);
    case 4:
      return view.getUint32(at, little);
    default:
      return Number(view.getBigUint64(at, little));
  }
}

async function readPage(
  reader: ByteReader,
  at: number,
  { little, big }: Shape,
): Promise<{ entries: readonly Entry[]; next: number } | null> {
  const countLength = big ? 8 : 2;
  const entryLength = big ? 20 : 12;
  const offsetLength = big ? 8 : 4;
  const head = await reader.read(at, countLength);
  if (head.length < countLength) return null;
  const count = number(head, 0, countLength, little);
  if (count === 0 || count > 65_535) return null;
  const bytes = await reader.read(at + countLength, count * entryLength + offsetLength);
  if (bytes.length < count * entryLength + offsetLength) return null;
  const entries: Entry[] = [];
  for (let index = 0; index < count; index += 1) {
    const start = index * entryLength;
    const valueAt = start + entryLength - offsetLength;
    entries.push({
      tag: number(bytes, start, 2, little),
      type: number(bytes, start + 2, 2, little),
      count: number(bytes, start + 4, big ? 8 : 4, little),
      inline: bytes.slice(valueAt, valueAt + offsetLength),
      offset: number(bytes, valueAt, offsetLength, little),
    });
  }
  return { entries, next: number(bytes, count * entryLength, offsetLength, little) };
}

/** The numbers of an entry; null where they lie outside of the file. */
async function numbersOf(
  reader: ByteReader,
  entry: Entry | undefined,
  { little }: Shape,
): Promise<number[] | null> {
  if (entry === undefined) return [];
  const each = typeLength[entry.type];
  if (each === undefined || entry.count > maximumStrips) return [];
  const length = each * entry.count;
  const bytes = length <= entry.inline.length ? entry.inline : await reader.read(entry.offset, length);
  if (bytes.length < length) return null;
  return Array.from({ length: entry.count }, (_, index) => number(bytes, index * each, each, little));
}

async function checkStrips(
  reader: ByteReader,
  entries: readonly Entry[],
  shape: Shape,
): Promise<string | null> {
  const entry = (...tags: number[]) => entries.find(({ tag }) => tags.includes(tag));
  // Space taken in advance: there is neither a tag nor a type of number 0.
  if (entries.some(({ tag, type }) => tag === 0 || type === 0)) return 'tiff-directory';
  const offsets = await numbersOf(reader, entry(273, 324), shape);
  const lengths = await numbersOf(reader, entry(279, 325), shape);
  if (offsets === null || lengths === null) return 'tiff-directory';
  for (const [index, offset] of offsets.entries()) {
    if (offset + (lengths[index] ?? 0) > reader.size || offset >= reader.size) return 'tiff-strip';
  }
  // Coded data does not end in nothing but zeros; space taken in advance does. Uncoded white may.
  const coded = (await numbersOf(reader, entry(259), shape))?.[0] ?? 1;
  if (coded === 1) return null;
  // The oldest way to put a JPEG into a TIFF has no strips.
  if (offsets.length === 0) return entry(513) === undefined ? 'tiff-strip' : null;
  if (entry(279, 325) === undefined) return null;
  if (offsets.some((offset, index) => offset === 0 || (lengths[index] ?? 0) === 0)) return 'tiff-strip';
  // Space is filled from its beginning on: the strip that ends last tells of the others.
  const end = offsets.reduce((last, offset, index) => Math.max(last, offset + (lengths[index] ?? 0)), 0);
  return allZero(await reader.read(end - codedEnd, codedEnd)) ? 'tiff-strip' : null;
}
