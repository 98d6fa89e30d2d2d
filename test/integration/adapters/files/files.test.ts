import { createHash } from 'node:crypto';
import {
  appendFile,
  link,
  mkdir,
  open,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createFiles } from '../../../../main/adapters/files/index.ts';
import type { FileSeen, TreePath } from '../../../../main/core/model.ts';
import type { Files } from '../../../../main/core/ports.ts';
import { sampleDocx, sampleJpeg, samplePdf } from '../../../support/sample-documents.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function seen(files: Files, path: string): Promise<FileSeen> {
  const file = (await files.scan('')).files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`not seen: ${path}`);
  return file;
}

describe('inspect', () => {
  it('hashes a whole document and says how it is sent', async () => {
    const root = await temporaryFolder();
    const pdf = await samplePdf();
    await root.write('A/a.pdf', pdf);
    await root.write('A/wrong-name.pdf', sampleJpeg());
    await root.write('A/a.docx', sampleDocx());
    await root.write('A/program.pdf', Buffer.from('MZ\x90\0\x03\0\0\0'.padEnd(600, '\0'), 'latin1'));
    const files = createFiles({ root: root.path });
    const type = async (path: string) => {
      const result = await files.inspect(path as TreePath, await seen(files, path));
      return 'inspection' in result ? [result.kind, result.inspection.contentType] : [result.kind];
    };
    const file = await seen(files, 'A/a.pdf');
    expect(await files.inspect(file.path, file)).toMatchObject({
      kind: 'whole',
      inspection: { sha256: sha(pdf), contentType: 'application/pdf' },
    });
    expect(await type('A/wrong-name.pdf')).toEqual(['whole', 'image/jpg']);
    expect((await type('A/a.docx'))[1]).toBe(
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    );
    expect(await type('A/program.pdf')).toEqual(['incomplete', 'application/x-msdownload']);
  });

  it('tells the half-written, the changed, the gone and the empty apart', async () => {
    const root = await temporaryFolder();
    const pdf = await samplePdf();
    await root.write('A/half.pdf', pdf.subarray(0, 300));
    await root.write('A/zero.pdf', new Uint8Array(5000));
    await root.write('A/empty.pdf', '');
    await root.write('A/grows.pdf', pdf);
    await root.write('A/goes.pdf', pdf);
    const files = createFiles({ root: root.path });
    const [half, zero, empty, grows, goes] = await Promise.all(
      ['A/half.pdf', 'A/zero.pdf', 'A/empty.pdf', 'A/grows.pdf', 'A/goes.pdf'].map((path) =>
        seen(files, path),
      ),
    );
    await appendFile(root.at('A/grows.pdf'), 'x');
    await rm(root.at('A/goes.pdf'));
    expect(await files.inspect(half!.path, half!)).toMatchObject({
      kind: 'incomplete',
      inspection: { sha256: sha(pdf.subarray(0, 300)) },
    });
    expect((await files.inspect(zero!.path, zero!)).kind).toBe('incomplete');
    expect((await files.inspect(empty!.path, empty!)).kind).toBe('empty');
    expect(await files.inspect(grows!.path, grows!)).toMatchObject({
      kind: 'changed',
      signature: { size: pdf.length + 1 },
    });
    expect((await files.inspect(goes!.path, goes!)).kind).toBe('gone');
  });

  it('reads nothing through a link that took a folder’s or a file’s place', async () => {
    const outside = await temporaryFolder();
    await outside.write('RIB/a.pdf', await samplePdf());
    const root = await temporaryFolder();
    await root.write('A/RIB/a.pdf', await samplePdf());
    const files = createFiles({ root: root.path });
    const file = await seen(files, 'A/RIB/a.pdf');
    await rename(root.at('A/RIB'), root.at('A/before'));
    await symlink(outside.at('RIB'), root.at('A/RIB'));
    expect((await files.inspect(file.path, file)).kind).toBe('gone');
    expect(await files.open(file.path, file)).toBeNull();
    await rm(root.at('A/RIB'));
    await mkdir(root.at('A/RIB'));
    await symlink(root.at('A/before/a.pdf'), root.at('A/RIB/a.pdf'));
    expect((await files.inspect(file.path, file)).kind).toBe('gone');
    expect(await files.open('../a.pdf' as TreePath, file)).toBeNull();
  });
});

describe('open', () => {
  it('hands the bytes out once, in order, and hashes what it handed out', async () => {
    const root = await temporaryFolder();
    const content = new Uint8Array(1_000_003).map((_, index) => (index * 31) % 256);
    await root.write('A/a.txt', content);
    const files = createFiles({ root: root.path });
    const file = await seen(files, 'A/a.txt');
    const document = await files.open(file.path, file);
    const parts: Uint8Array[] = [];
    for await (const part of document!.bytes) parts.push(part);
    expect(Buffer.concat(parts).equals(Buffer.from(content))).toBe(true);
    expect(await document!.finish()).toEqual({ sha256: sha(content), unchanged: true });
    await document!.close();
    await document!.close();
  });

  it('says so when somebody writes to the file while it is being sent', async () => {
    const root = await temporaryFolder();
    await root.write('A/a.txt', new Uint8Array(600_000).fill(1));
    const files = createFiles({ root: root.path });
    for (const disturb of [
      () => appendFile(root.at('A/a.txt'), 'more'),
      () => truncate(root.at('A/a.txt'), 1000),
      () => utimes(root.at('A/a.txt'), 1, 1),
    ]) {
      await writeFile(root.at('A/a.txt'), new Uint8Array(600_000).fill(1));
      const file = await seen(files, 'A/a.txt');
      const document = await files.open(file.path, file);
      let first = true;
      for await (const part of document!.bytes) {
        if (first && part.length > 0) await disturb();
        first = false;
      }
      expect((await document!.finish()).unchanged).toBe(false);
      await document!.close();
    }
  });

  it('does not open what is no longer the file that was scanned, and leaves no descriptor behind', async () => {
    const root = await temporaryFolder();
    await root.write('A/a.txt', 'one');
    const files = createFiles({ root: root.path });
    const file = await seen(files, 'A/a.txt');
    await root.write('A/other.txt', 'two');
    await rename(root.at('A/other.txt'), root.at('A/a.txt'));
    await utimes(root.at('A/a.txt'), file.mtimeMs / 1000, file.mtimeMs / 1000);
    expect(await files.open(file.path, file)).toBeNull();
    if (process.platform === 'linux') {
      const before = (await readdir('/proc/self/fd')).length;
      for (let index = 0; index < 50; index += 1) await files.open(file.path, file);
      expect((await readdir('/proc/self/fd')).length).toBeLessThan(before + 10);
    }
  });
});

describe('after filing', () => {
  it('archives below the employee folder and never takes another file’s place', async () => {
    const root = await temporaryFolder();
    await root.write('Paris/Dupont (1)/RIB/a.pdf', 'new');
    await root.write('Paris/Dupont (1)/_Filed/RIB/a.pdf', 'old');
    const files = createFiles({ root: root.path });
    const file = await seen(files, 'Paris/Dupont (1)/RIB/a.pdf');
    expect(await files.archive(file.path, 'Paris/Dupont (1)', file)).toBe(
      'Paris/Dupont (1)/_Filed/RIB/a (2).pdf',
    );
    expect(await readFile(root.at('Paris/Dupont (1)/_Filed/RIB/a.pdf'), 'utf8')).toBe('old');
    expect(await readFile(root.at('Paris/Dupont (1)/_Filed/RIB/a (2).pdf'), 'utf8')).toBe('new');
    expect((await files.scan('')).files).toEqual([]);
  });

  it('ends a move that was cut off between the second name and the first', async () => {
    const root = await temporaryFolder();
    await root.write('D/RIB/a.pdf', 'filed');
    await root.write('D/_Filed/RIB/a.pdf', 'an older one');
    await link(root.at('D/RIB/a.pdf'), root.at('D/_Filed/RIB/a (2).pdf'));
    const files = createFiles({ root: root.path });
    const file = await seen(files, 'D/RIB/a.pdf');
    expect(await files.archive(file.path, 'D', file)).toBe('D/_Filed/RIB/a (2).pdf');
    expect(await readdir(root.at('D/RIB'))).toEqual([]);
    expect((await readdir(root.at('D/_Filed/RIB'))).sort()).toEqual(['a (2).pdf', 'a.pdf']);
    expect(await readFile(root.at('D/_Filed/RIB/a (2).pdf'), 'utf8')).toBe('filed');
  });

  it('leaves a file that is no longer the one that was filed', async () => {
    const root = await temporaryFolder();
    await root.write('D/RIB/a.pdf', 'filed');
    const files = createFiles({ root: root.path });
    const file = await seen(files, 'D/RIB/a.pdf');
    await writeFile(root.at('D/RIB/a.pdf'), 'another');
    expect(await files.archive(file.path, 'D', file)).toBeNull();
    expect(await files.trash(file.path, file)).toBe(false);
    expect(await readFile(root.at('D/RIB/a.pdf'), 'utf8')).toBe('another');
  });

  it('does not archive out of the root through a link', async () => {
    const outside = await temporaryFolder();
    const root = await temporaryFolder();
    await root.write('D/RIB/a.pdf', 'filed');
    await symlink(outside.path, root.at('D/_Filed'));
    const files = createFiles({ root: root.path });
    const file = await seen(files, 'D/RIB/a.pdf');
    expect(await files.archive(file.path, 'D', file)).toBeNull();
    expect(await readdir(outside.path)).toEqual([]);
    expect(await files.makeFolder('D/_Filed/x')).toBe(false);
  });

  it('keeps the file where there is no bin, and uses the one that there is', async () => {
    const root = await temporaryFolder();
    await root.write('tree/D/a.pdf', 'filed');
    await root.write('tree/D/[b]*.pdf', 'filed too');
    await mkdir(root.at('home'));
    vi.stubEnv('HOME', root.at('home'));
    vi.stubEnv('XDG_DATA_HOME', root.at('home/.local/share'));
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const files = createFiles({ root: root.at('tree') });
    const file = await seen(files, 'D/[b]*.pdf');
    expect(await files.trash(file.path, file)).toBe(false);
    expect((await stat(root.at('tree/D/[b]*.pdf'))).size).toBe(9);

    for (const folder of ['files', 'info'])
      await mkdir(root.at(`home/.local/share/Trash/${folder}`), { recursive: true });
    expect(await files.trash(file.path, file)).toBe(true);
    expect((await files.scan('')).files.map(({ path }) => path)).toEqual(['D/a.pdf']);
    const [name] = await readdir(root.at('home/.local/share/Trash/files'));
    expect(await readFile(root.at(`home/.local/share/Trash/files/${name}`), 'utf8')).toBe('filed too');
  });

  it('believes no bin that did not take the file', async () => {
    const root = await temporaryFolder();
    await root.write('D/a.pdf', 'filed');
    const files = createFiles({ root: root.path, moveToBin: () => Promise.resolve() });
    const file = await seen(files, 'D/a.pdf');
    expect(await files.trash(file.path, file)).toBe(false);
  });
});

describe('folders', () => {
  it('makes what is missing and lists what is there', async () => {
    const root = await temporaryFolder();
    const files = createFiles({ root: root.path });
    expect(await files.makeFolder('Paris/Dupont (1)/RIB')).toBe(true);
    expect(await files.makeFolder('Paris/Dupont (1)/RIB')).toBe(false);
    expect(await files.makeFolder('../outside')).toBe(false);
    await mkdir(root.at('.classeur'));
    await mkdir(root.at('_Filed'));
    await root.write('a.pdf', 'x');
    expect(await files.folders('')).toEqual(['Paris']);
    expect(await files.folders('Paris')).toEqual(['Dupont (1)']);
    expect(await files.folders('gone')).toEqual([]);
  });

  it('renames one, and never onto anything', async () => {
    const outside = await temporaryFolder();
    const root = await temporaryFolder();
    await root.write('Paris/Dupont (1)/RIB/a.pdf', 'x');
    await root.write('Paris/Lenoir (2)/RIB/b.pdf', 'y');
    await root.write('Paris/file', 'z');
    await mkdir(root.at('Paris/empty'));
    await symlink(outside.path, root.at('link'));
    const files = createFiles({ root: root.path });
    const from = 'Paris/Dupont (1)';
    for (const taken of ['Paris/Lenoir (2)', 'Paris/file', 'Paris/empty', 'link'])
      expect(await files.renameFolder(from, taken), taken).toBe('taken');
    for (const to of ['../outside', 'link/../x', ''])
      expect(await files.renameFolder(from, to), to).toBe('gone');
    expect(await files.renameFolder(from, 'link/Dupont (1)')).toBe('locked');
    for (const gone of ['Paris/nobody', 'Paris/file', 'link', ''])
      expect(await files.renameFolder(gone, 'Paris/x'), gone).toBe('gone');
    expect(await readdir(outside.path)).toEqual([]);
    expect(await files.renameFolder(from, 'Lyon/Durand (1)')).toBe('renamed');
    expect(await readFile(root.at('Lyon/Durand (1)/RIB/a.pdf'), 'utf8')).toBe('x');
    expect(await files.folders('Paris')).toEqual(['Lenoir (2)', 'empty']);
  });

  it('leaves nothing open', async () => {
    const root = await temporaryFolder();
    await root.write('A/a.txt', 'x');
    const handle = await open(root.at('A/a.txt'));
    await handle.close();
    const files = createFiles({ root: root.path });
    const file = await seen(files, 'A/a.txt');
    await files.inspect(file.path, file);
    await rm(root.at('A'), { recursive: true });
    expect((await files.folders('')).length).toBe(0);
  });
});
