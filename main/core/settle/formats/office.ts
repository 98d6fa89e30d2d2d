/** Office documents and archives: ZIP, OLE compound files, 7z; and the little that text can tell. */
import { allZero, findLastText, hasText, viewOf } from './byte-reader.ts';
import type { ByteReader } from './byte-reader.ts';

/** ZIP (APPNOTE 4.3): the end record, and a central directory that can be read whole. */
export async function checkZip(reader: ByteReader): Promise<string | null> {
  const tailStart = Math.max(0, reader.size - 65_557);
  const tail = await reader.read(tailStart, reader.size - tailStart);
  const end = findLastText(tail, 'PK\x05\x06');
  if (end === -1 || end + 22 > tail.length) return 'zip-end';
  const view = viewOf(tail);
  let entries = view.getUint16(end + 10, true);
  let length = view.getUint32(end + 12, true);
  let offset = view.getUint32(end + 16, true);
  let directoryEnd = tailStart + end;

  const locator = end - 20;
  if ((entries === 0xffff || length === 0xffffffff) && hasText(tail, locator, 'PK\x06\x07')) {
    const at = Number(view.getBigUint64(locator + 8, true));
    const record = await reader.read(at, 56);
    if (record.length < 56 || !hasText(record, 0, 'PK\x06\x06')) return 'zip-directory';
    entries = Number(viewOf(record).getBigUint64(32, true));
    length = Number(viewOf(record).getBigUint64(40, true));
    offset = Number(viewOf(record).getBigUint64(48, true));
    directoryEnd = at;
  }

  let at = directoryEnd - length;
  // The end record is the last that is written: where it does not say where the directory begins, it is not all there.
  // Archives that something stands before (a program that unpacks them) count from another beginning.
  const fromTheStart = hasText(await reader.read(0, 4), 0, 'PK\x03\x04');
  const elsewhere = at !== offset && offset !== 0xffffffff;
  if (at < 0 || (fromTheStart && (entries === 0 || elsewhere))) return 'zip-directory';
  for (let index = 0; index < entries; index += 1) {
    const head = await reader.read(at, 46);
    if (head.length < 46 || !hasText(head, 0, 'PK\x01\x02')) return 'zip-directory';
    const headView = viewOf(head);
    at += 46 + headView.getUint16(28, true) + headView.getUint16(30, true) + headView.getUint16(32, true);
    if (at > directoryEnd) return 'zip-directory';
  }
  return null;
}

const freeSector = 0xffffffff;
const maximumFatSectors = 100_000;

/** OLE compound files ([MS-CFB]): every sector that the allocation table calls used must lie in the file. */
export async function checkOle(reader: ByteReader): Promise<string | null> {
  const header = await reader.read(0, 512);
  if (header.length < 512 || !hasText(header, 0, '\xd0\xcf\x11\xe0')) return 'ole-header';
  const view = viewOf(header);
  const sectorSize = 1 << view.getUint16(30, true);
  if (sectorSize !== 512 && sectorSize !== 4096) return 'ole-header';
  const fatSectors: number[] = [];
  const fatCount = view.getUint32(44, true);
  for (let at = 76; at < 512 && fatSectors.length < fatCount; at += 4)
    fatSectors.push(view.getUint32(at, true));
  let chain = view.getUint32(68, true);
  while (fatSectors.length < fatCount && chain < 0xfffffffa) {
    const sector = await reader.read((chain + 1) * sectorSize, sectorSize);
    if (sector.length < sectorSize || fatSectors.length > maximumFatSectors) return 'ole-table';
    const sectorView = viewOf(sector);
    for (let at = 0; at < sectorSize - 4 && fatSectors.length < fatCount; at += 4)
      fatSectors.push(sectorView.getUint32(at, true));
    chain = sectorView.getUint32(sectorSize - 4, true);
  }
  let highest = -1;
  for (const [index, sector] of fatSectors.entries()) {
    const bytes = await reader.read((sector + 1) * sectorSize, sectorSize);
    if (bytes.length < sectorSize) return 'ole-table';
    const table = viewOf(bytes);
    for (let at = 0; at < sectorSize; at += 4)
      if (table.getUint32(at, true) !== freeSector) highest = (index * sectorSize) / 4 + at / 4;
  }
  // The last sector may be shorter than the others.
  return highest < 0 || (highest + 1) * sectorSize >= reader.size ? 'ole-end' : null;
}

/** 7z: the first header says where the last one is. */
export async function checkSevenZip(reader: ByteReader): Promise<string | null> {
  const head = await reader.read(0, 32);
  if (head.length < 32) return 'seven-zip-header';
  const view = viewOf(head);
  const end = 32n + view.getBigUint64(12, true) + view.getBigUint64(20, true);
  return end > BigInt(reader.size) ? 'seven-zip-end' : null;
}

/** Text has no end; but text never ends in NULs, and space taken in advance does (UTF-16 has one in two). */
export async function checkText(reader: ByteReader): Promise<string | null> {
  const length = Math.min(16, reader.size);
  return allZero(await reader.read(reader.size - length, length)) ? 'text-ends-in-nothing' : null;
}
