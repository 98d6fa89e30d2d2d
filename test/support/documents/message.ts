/** An Outlook message: a compound file ([MS-CFB]) with the streams of [MS-OXMSG], small enough for one table of each kind. */

const sectorSize = 512;
const miniSize = 64;
const endOfChain = 0xfffffffe;
const free = 0xffffffff;
const none = 0xffffffff;

interface Stream {
  readonly name: string;
  readonly bytes: Buffer;
}

const unicode = (text: string): Buffer => Buffer.from(text, 'utf16le');

/** Fixed properties and, for each text, its length with the end mark ([MS-OXMSG] §2.4). */
function properties(texts: readonly (readonly [tag: number, bytes: Buffer])[]): Buffer {
  const header = Buffer.alloc(32);
  const entries = texts.map(([tag, bytes]) => {
    const entry = Buffer.alloc(16);
    entry.writeUInt32LE(tag, 0);
    entry.writeUInt32LE(6, 4);
    entry.writeUInt32LE(bytes.length + 2, 8);
    return entry;
  });
  return Buffer.concat([header, ...entries]);
}

function entryOf(
  name: string,
  type: number,
  child: number,
  right: number,
  start: number,
  size: number,
): Buffer {
  const entry = Buffer.alloc(128);
  const text = unicode(name);
  text.copy(entry);
  entry.writeUInt16LE(text.length + 2, 64);
  entry.writeUInt8(type, 66);
  entry.writeUInt8(1, 67);
  entry.writeUInt32LE(none, 68);
  entry.writeUInt32LE(right, 72);
  entry.writeUInt32LE(child, 76);
  entry.writeUInt32LE(start, 116);
  entry.writeUInt32LE(size, 120);
  return entry;
}

const padded = (bytes: Buffer, size: number): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((size - (bytes.length % size)) % size)]);

function table(entries: readonly number[]): Buffer {
  const bytes = Buffer.alloc(sectorSize, 0xff);
  entries.forEach((next, index) => bytes.writeUInt32LE(next >>> 0, index * 4));
  return bytes;
}

/** Consecutive sectors from `start`, as a chain. */
const chain = (start: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => (index === count - 1 ? endOfChain : start + index + 1));

export function msgOf(subject: string, body: string): Buffer {
  const texts = [
    [0x001a001f, unicode('IPM.Note')],
    [0x0037001f, unicode(subject)],
    [0x1000001f, unicode(body)],
  ] as const;
  const streams: readonly Stream[] = [
    ...texts.map(([tag, bytes]) => ({
      name: `__substg1.0_${tag.toString(16).toUpperCase().padStart(8, '0')}`,
      bytes,
    })),
    { name: '__properties_version1.0', bytes: properties(texts) },
  ];
  // Names are ordered by their length, then by their letters.
  const ordered = [...streams].sort((a, b) => a.name.length - b.name.length || (a.name < b.name ? -1 : 1));

  const miniTable: number[] = [];
  const entries: Buffer[] = [];
  ordered.forEach(({ name, bytes }, index) => {
    const start = miniTable.length;
    miniTable.push(...chain(start, Math.max(1, Math.ceil(bytes.length / miniSize))));
    entries.push(entryOf(name, 2, none, index + 1 < ordered.length ? index + 2 : none, start, bytes.length));
  });
  const mini = Buffer.concat(ordered.map(({ bytes }) => padded(bytes, miniSize)));
  const directoryLength = Math.ceil((entries.length + 1) / 4);
  const miniLength = Math.ceil(mini.length / sectorSize);
  // 0 the table, 1 the mini table, then the directory, then what it holds.
  const miniStart = 2 + directoryLength;
  const root = entryOf('Root Entry', 5, 1, none, miniStart, mini.length);
  const fat = table([0xfffffffd, endOfChain, ...chain(2, directoryLength), ...chain(miniStart, miniLength)]);

  const header = Buffer.alloc(sectorSize);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.writeUInt16LE(0x3e, 24);
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(0xfffe, 28);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(1, 44);
  header.writeUInt32LE(2, 48);
  header.writeUInt32LE(4096, 56);
  header.writeUInt32LE(1, 60);
  header.writeUInt32LE(1, 64);
  header.writeUInt32LE(endOfChain, 68);
  for (let at = 76; at < sectorSize; at += 4) header.writeUInt32LE(free, at);
  header.writeUInt32LE(0, 76);
  return Buffer.concat([
    header,
    fat,
    table(miniTable),
    padded(Buffer.concat([root, ...entries]), sectorSize),
    padded(mini, sectorSize),
  ]);
}
