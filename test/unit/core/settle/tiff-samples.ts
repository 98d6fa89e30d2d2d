/** TIFF as scanners and fax servers write it: either byte order, classic or big, the directories first or last. */
import { diceOf } from '../../../support/documents/index.ts';

export interface TiffShape {
  readonly little: boolean;
  readonly big: boolean;
  /** Of each page: before its strips, or behind them. */
  readonly directoryFirst: boolean;
  readonly pages: number;
  readonly strips: number;
  /** Fax group 4, or not coded at all. */
  readonly coded: boolean;
}

const stripLength = 300;

/** The pictures are noise: what matters here is where things lie. */
export function tiffOf(shape: TiffShape): Uint8Array {
  const { big, little } = shape;
  const wide = big ? 8 : 4;
  const entryLength = big ? 20 : 12;
  const tags = 8;
  const tables = shape.strips === 1 ? 0 : 2 * shape.strips * 4;
  const directoryLength = (big ? 8 : 2) + tags * entryLength + wide + tables;
  const pageLength = directoryLength + shape.strips * stripLength;
  const head = big ? 16 : 8;
  const bytes = new Uint8Array(head + shape.pages * pageLength);
  const view = new DataView(bytes.buffer);
  const put = (at: number, length: number, value: number): void => {
    if (length === 2) view.setUint16(at, value, little);
    else if (length === 4) view.setUint32(at, value, little);
    else view.setBigUint64(at, BigInt(value), little);
  };
  bytes.set(Buffer.from(little ? 'II' : 'MM'));
  put(2, 2, big ? 43 : 42);
  if (big) put(4, 2, 8);
  const dice = diceOf(JSON.stringify(shape));
  const directoryAt = (page: number): number =>
    head + page * pageLength + (shape.directoryFirst ? 0 : shape.strips * stripLength);
  put(big ? 8 : 4, wide, directoryAt(0));

  for (let page = 0; page < shape.pages; page += 1) {
    const start = head + page * pageLength;
    const stripsAt = start + (shape.directoryFirst ? directoryLength : 0);
    for (let at = 0; at < shape.strips * stripLength; at += 1)
      bytes[stripsAt + at] = 1 + dice.between(0, 254);
    const directory = directoryAt(page);
    put(directory, big ? 8 : 2, tags);
    let entryAt = directory + (big ? 8 : 2);
    const tablesAt = entryAt + tags * entryLength + wide;
    const entry = (tag: number, count: number, value: number): void => {
      put(entryAt, 2, tag);
      put(entryAt + 2, 2, 4); // LONG
      put(entryAt + 4, wide, count);
      put(entryAt + 4 + wide, count === 1 ? 4 : wide, value);
      entryAt += entryLength;
    };
    const table = (number: number): number => tablesAt + number * shape.strips * 4;
    const several = shape.strips > 1;
    entry(256, 1, 60);
    entry(257, 1, 40 * shape.strips);
    entry(258, 1, 8);
    entry(259, 1, shape.coded ? 4 : 1);
    entry(262, 1, 1);
    entry(273, shape.strips, several ? table(0) : stripsAt);
    entry(278, 1, 40);
    entry(279, shape.strips, several ? table(1) : stripLength);
    put(entryAt, wide, page + 1 < shape.pages ? directoryAt(page + 1) : 0);
    for (let strip = 0; several && strip < shape.strips; strip += 1) {
      put(table(0) + strip * 4, 4, stripsAt + strip * stripLength);
      put(table(1) + strip * 4, 4, stripLength);
    }
  }
  return bytes;
}

const shapes: readonly TiffShape[] = [true, false].flatMap((big) =>
  [true, false].flatMap((directoryFirst) => [
    { little: true, big, directoryFirst, pages: 1, strips: 1, coded: true },
    { little: false, big, directoryFirst, pages: 3, strips: 4, coded: true },
    { little: true, big, directoryFirst, pages: 2, strips: 3, coded: false },
  ]),
);

export const tiff = shapes.map((shape) => ({
  name: `${shape.big ? 'big' : 'classic'}-${shape.directoryFirst ? 'directory-first' : 'directory-last'}-${shape.pages}-${
    shape.coded ? 'coded' : 'uncoded'
  }.tif`,
  bytes: tiffOf(shape),
  coded: shape.coded,
}));
