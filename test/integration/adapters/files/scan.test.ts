import { chmod, link, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { createFiles as open } from '../../../../main/adapters/files/index.ts';
import type { FilesOptions } from '../../../../main/adapters/files/index.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { builtWorker } from '../../../support/built-worker.ts';

/** To root nothing is closed. */
async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe.each([
  ['here', () => Promise.resolve({})],
  ['in a thread of its own', async () => ({ scanWorker: await builtWorker('scanWorker') })],
])('scan %s', (_, way) => {
  let more: Partial<FilesOptions>;
  beforeAll(async () => {
    more = await way();
  });
  const createFiles = (options: FilesOptions) => open({ ...options, ...more });

  it('names every document with / and the names as on disk, and says why the others are left out', async () => {
    const root = await temporaryFolder();
    const nfd = 'Ete\u0301 Zoe\u0308 (00001)/RIB/re\u0301leve\u0301.pdf';
    await root.write(nfd, 'x');
    await root.write('Dupont Jean (00002)/Contrats/avenant.pdf', 'xy');
    await root.write('Dupont Jean (00002)/Contrats/~$avenant.docx', 'x');
    await root.write('Dupont Jean (00002)/.cache/a.pdf', 'x');
    await root.write('Dupont Jean (00002)/_Filed/RIB/old.pdf', 'x');
    await root.write('Dupont Jean (00002)/brouillons/a.pdf', 'x');
    await root.write('.classeur/journal-1.jsonl', 'x');
    await root.write('$RECYCLE.BIN/S-1/a.pdf', 'x');
    await root.write('@eaDir/a.jpg', 'x');

    const files = createFiles({ root: root.path, ignore: ['brouillons/'] });
    const scan = await files.scan('');

    expect(scan.root).toBe('ok');
    expect(scan.files.map(({ path, size }) => [path, size])).toEqual([
      ['Dupont Jean (00002)/Contrats/avenant.pdf', 2],
      [nfd, 1],
    ]);
    expect(scan.left.map(({ path, reason }) => [path, reason])).toEqual([
      ['$RECYCLE.BIN', 'temporary'],
      ['@eaDir/a.jpg', 'temporary'],
      ['Dupont Jean (00002)/.cache/a.pdf', 'hidden'],
      ['Dupont Jean (00002)/Contrats/~$avenant.docx', 'temporary'],
      ['Dupont Jean (00002)/brouillons/a.pdf', 'pattern'],
    ]);
    expect(scan.unreadable).toEqual([]);
  });

  it('never follows links, out of the root or round in it, not even when asked to begin behind one', async () => {
    const outside = await temporaryFolder();
    await outside.write('secret.pdf', 'x');
    const root = await temporaryFolder();
    await root.write('Dupont/RIB/a.pdf', 'x');
    await symlink(outside.path, root.at('Dupont/elsewhere'));
    await symlink(root.path, root.at('Dupont/RIB/round'));
    await symlink(outside.at('secret.pdf'), root.at('Dupont/RIB/b.pdf'));
    const files = createFiles({ root: root.path });

    const scan = await files.scan('');
    expect(scan.files.map(({ path }) => path)).toEqual(['Dupont/RIB/a.pdf']);
    expect(scan.left.map(({ path, reason }) => [path, reason])).toEqual([
      ['Dupont/RIB/b.pdf', 'link'],
      ['Dupont/RIB/round', 'link'],
      ['Dupont/elsewhere', 'link'],
    ]);
    expect((await files.scan('Dupont/elsewhere')).files).toEqual([]);
    expect((await files.scan('../')).files).toEqual([]);
  });

  it('keeps a file’s key over a rename and tells two files apart', async () => {
    const root = await temporaryFolder();
    await root.write('A/a.pdf', 'x');
    await root.write('A/b.pdf', 'x');
    const files = createFiles({ root: root.path });
    const [a, b] = (await files.scan('')).files;
    await rename(root.at('A'), root.at('B'));
    const [moved] = (await files.scan('B')).files;
    expect(moved).toEqual({ ...a, path: 'B/a.pdf' });
    expect(b?.fileKey).not.toBe(a?.fileKey);
  });

  it('covers a folder only when asked for a folder', async () => {
    const root = await temporaryFolder();
    await root.write('A/x/a.pdf', 'x');
    await root.write('B/b.pdf', 'x');
    const files = createFiles({ root: root.path });
    const scan = await files.scan('A');
    expect(scan.scope).toBe('A');
    expect(scan.files.map(({ path }) => path)).toEqual(['A/x/a.pdf']);
    await rm(root.at('A'), { recursive: true });
    expect(await files.scan('A')).toMatchObject({ root: 'ok', files: [], unreadable: [] });
  });

  it('calls nothing gone where a file stands in the place of the folder asked for', async () => {
    const root = await temporaryFolder();
    await root.write('A/a.pdf', 'x');
    const files = createFiles({ root: root.path });
    expect(await files.scan('A/a.pdf')).toMatchObject({ root: 'ok', files: [], unreadable: ['A/a.pdf'] });
  });

  it('leaves out what the caller says is unchanged, and asks once for each document in order', async () => {
    const root = await temporaryFolder();
    for (const path of ['A/b.pdf', 'A b/a.pdf', 'A/a.pdf', 'A.pdf', 'A/a.tmp']) await root.write(path, 'x');
    const files = createFiles({ root: root.path });
    const all = (await files.scan('')).files;
    const asked: unknown[] = [];
    const scan = await files.scan('', {
      unchanged: (file) => {
        asked.push(file);
        return file.path === 'A/a.pdf';
      },
      again: () => (asked.length = 0),
    });
    expect(asked).toEqual(all);
    expect(scan.files).toEqual(all.filter(({ path }) => path !== 'A/a.pdf'));
    expect(scan.files.map(({ path }) => path)).toEqual(['A b/a.pdf', 'A.pdf', 'A/b.pdf']);
    expect(scan.left.map(({ path }) => path)).toEqual(['A/a.tmp']);
  });

  it('tells a missing root, an empty one and a file in its place from one without documents', async () => {
    const root = await temporaryFolder();
    expect((await createFiles({ root: root.at('gone') }).scan('')).root).toBe('missing');
    expect((await createFiles({ root: root.at('gone') }).scan('A')).root).toBe('missing');
    await mkdir(root.at('mount/.classeur'), { recursive: true });
    expect((await createFiles({ root: root.at('mount') }).scan('')).root).toBe('empty');
    expect((await createFiles({ root: root.at('mount') }).scan('A')).root).toBe('empty');
    await writeFile(root.at('file'), 'x');
    expect((await createFiles({ root: root.at('file') }).scan('')).root).toBe('missing');
    await mkdir(root.at('mount/Dupont'));
    expect((await createFiles({ root: root.at('mount') }).scan('')).root).toBe('ok');
  });

  it('names the folders that it could not list, and a root that it may not', async () => {
    const root = await temporaryFolder();
    await root.write('A/a.pdf', 'x');
    await root.write('B/b.pdf', 'x');
    const files = createFiles({ root: root.path });
    await chmod(root.path, 0o755);
    await chmod(root.at('A'), 0);
    const scan = await asOrdinaryUser(() => files.scan(''));
    expect(scan.unreadable).toEqual(['A']);
    expect(scan.files.map(({ path }) => path)).toEqual(['B/b.pdf']);
    await chmod(root.path, 0);
    expect((await asOrdinaryUser(() => files.scan(''))).root).toBe('unreadable');
    await chmod(root.path, 0o755);
    await chmod(root.at('A'), 0o755);
  });

  it('takes a tree that is being renamed under it as it comes, and sees it whole after', async () => {
    const root = await temporaryFolder();
    const names = Array.from({ length: 40 }, (_, index) => String(index).padStart(2, '0'));
    for (const name of names) await root.write(`E${name}/RIB/a.pdf`, 'x');
    const files = createFiles({ root: root.path });
    const scanning = files.scan('');
    for (const name of names) await rename(root.at(`E${name}`), root.at(`F${name}`));
    const during = await scanning;
    expect(during.root).toBe('ok');
    expect(during.unreadable.every((path) => path.startsWith('E'))).toBe(true);
    const after = await files.scan('');
    expect(after.unreadable).toEqual([]);
    expect(after.files.map(({ path }) => path)).toEqual(names.map((name) => `F${name}/RIB/a.pdf`));
  });

  it('sees hard links as the same file', async () => {
    const root = await temporaryFolder();
    await root.write('A/a.pdf', 'x');
    await link(root.at('A/a.pdf'), root.at('A/b.pdf'));
    const [a, b] = (await createFiles({ root: root.path }).scan('')).files;
    expect(a?.fileKey).toBe(b?.fileKey);
  });
});
