import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDocument } from '../../support/documents/index.ts';
import { save, startWriter, ways, type Way } from '../../support/writers/index.ts';

const subject = { firstName: 'Jean', lastName: 'Dupont', employeeNumber: '00001' };
const scan = makeDocument({
  kind: 'contract',
  subject,
  format: 'scan',
  seed: 'w',
  pages: 3,
  dotsPerInch: 40,
});

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'classeur-writers-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What stood in the folder at each pause of a writer, and at the end. */
async function watched(
  how: Way,
): Promise<{ readonly seen: readonly Buffer[]; readonly names: ReadonlySet<string> }> {
  const to = path.join(folder, 'scan.pdf');
  const seen: Buffer[] = [];
  const names = new Set<string>();
  const look = async () => {
    for (const name of await readdir(folder)) names.add(name);
    const now = await readFile(to).catch(() => null);
    if (now !== null && seen.at(-1)?.equals(now) !== true) seen.push(now);
  };
  await save({ how, to, states: scan.growth, pieces: 4, pause: look });
  await look();
  return { seen, names };
}

describe('writers', () => {
  it.each(ways)('%s ends with the very bytes', async (how) => {
    const { seen } = await watched(how);
    expect(seen.at(-1)?.equals(scan.bytes)).toBe(true);
  });

  it('grown and reopened show parts of the file on the way', async () => {
    for (const how of ['grown', 'reopened'] as const) {
      const { seen } = await watched(how);
      const parts = seen.filter((bytes) => bytes.length > 0 && bytes.length < scan.bytes.length);
      expect(parts.length, how).toBeGreaterThanOrEqual(3);
      for (const part of parts) expect(scan.bytes.subarray(0, part.length).equals(part)).toBe(true);
    }
  });

  it('page-by-page shows whole PDFs with fewer pages', async () => {
    const { seen } = await watched('page-by-page');
    const whole = seen.filter((bytes) => bytes.includes('%%EOF'));
    const counts = await Promise.all(
      whole.map(async (bytes) => (await PDFDocument.load(bytes)).getPageCount()),
    );
    expect(counts).toEqual([1, 2, 3]);
  });

  it('preallocated and copy have their final size before their content', async () => {
    for (const how of ['preallocated', 'copy'] as const) {
      await rm(path.join(folder, 'scan.pdf'), { force: true });
      const { seen } = await watched(how);
      const full = seen.filter((bytes) => bytes.length === scan.bytes.length);
      expect(full.length, how).toBeGreaterThanOrEqual(3);
      expect(full[0]?.subarray(-6).toString(), how).not.toContain('EOF');
    }
    const { mtimeMs } = await stat(path.join(folder, 'scan.pdf'));
    expect(Date.now() - mtimeMs).toBeGreaterThan(86_400_000);
  });

  it('temp-rename never shows a part under the final name', async () => {
    const { seen, names } = await watched('temp-rename');
    expect(seen).toHaveLength(1);
    expect(names).toContain('scan.pdf.tmp');
    expect(await readdir(folder)).toEqual(['scan.pdf']);
  });

  it('works from a process of its own, and takes a PDF apart for page-by-page', async () => {
    const from = path.join(folder, 'source');
    const to = path.join(folder, 'scan.pdf');
    await writeFile(from, scan.bytes);
    const writer = startWriter();
    try {
      await Promise.all([
        writer.save({ how: 'page-by-page', to, from: [from], pauseMs: 5 }),
        writer.save({
          how: 'copy',
          to: `${to}.2.pdf`,
          from: [from],
          pauseMs: 1,
          mtime: '2020-02-03T04:05:06Z',
        }),
      ]);
      expect((await readFile(to)).equals(scan.bytes)).toBe(true);
      expect((await stat(`${to}.2.pdf`)).mtime.toISOString()).toBe('2020-02-03T04:05:06.000Z');
      await expect(
        writer.save({ how: 'whole', to: path.join(folder, 'no/such'), from: [from] }),
      ).rejects.toThrow('ENOENT');
    } finally {
      await writer.stop();
    }
  });
});
