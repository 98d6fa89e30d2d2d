import { mkdir, open, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTree, ordinaryFile, readWhole } from '../../../../main/adapters/files/index.ts';
import type { Tree } from '../../../../main/adapters/files/index.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const most = 1_000;

async function openTree(): Promise<{ readonly home: string; readonly root: string; readonly tree: Tree }> {
  const { path: home } = await temporaryFolder();
  const root = join(home, 'Salariés');
  await mkdir(join(root, 'Dupont', 'RIB'), { recursive: true });
  return { home, root, tree: createTree(root) };
}

describe('a document read for a look at it', () => {
  it('is read whole, as it lies there now', async () => {
    const { root, tree } = await openTree();
    await writeFile(join(root, 'Dupont', 'RIB', 'a.pdf'), 'first');
    await writeFile(join(root, 'Dupont', 'RIB', 'a.pdf'), 'and then');
    expect(await readWhole(tree, 'Dupont/RIB/a.pdf', most)).toEqual({
      kind: 'bytes',
      bytes: new Uint8Array(Buffer.from('and then')),
    });
  });

  it('is not read beyond what a look is worth, however large the file says that it is', async () => {
    const { root, tree } = await openTree();
    const path = join(root, 'Dupont', 'a.pdf');
    await writeFile(path, '');
    await truncate(path, most);
    expect((await readWhole(tree, 'Dupont/a.pdf', most)).kind).toBe('bytes');
    await truncate(path, most + 1);
    expect(await readWhole(tree, 'Dupont/a.pdf', most)).toEqual({ kind: 'too-large' });
    await truncate(path, 2 ** 40);
    expect(await readWhole(tree, 'Dupont/a.pdf', most)).toEqual({ kind: 'too-large' });
  });

  it('never through a link, never from outside, never a folder or nothing', async () => {
    const { home, root, tree } = await openTree();
    const secret = join(home, 'secret.pdf');
    await writeFile(secret, 'secret');
    await symlink(secret, join(root, 'Dupont', 'link.pdf'));
    await symlink(home, join(root, 'Dupont', 'out'));
    for (const path of [
      'Dupont/link.pdf',
      'Dupont/out/secret.pdf',
      '../secret.pdf',
      'Dupont/../../secret.pdf',
      secret,
      'Dupont/RIB',
      'Dupont/gone.pdf',
      '',
    ]) {
      expect(await readWhole(tree, path, most), path).toEqual({ kind: 'gone' });
      expect(await ordinaryFile(tree, path), path).toBeNull();
    }
  });

  it('leaves nothing open', async () => {
    const { root, tree } = await openTree();
    await writeFile(join(root, 'Dupont', 'a.pdf'), 'x');
    const before = await descriptors();
    for (let time = 0; time < 20; time += 1) await readWhole(tree, 'Dupont/a.pdf', most);
    expect(await descriptors()).toBe(before);
  });
});

/** The lowest free descriptor says how many are in use. */
async function descriptors(): Promise<number> {
  const handle = await open('/dev/null');
  const { fd } = handle;
  await handle.close();
  return fd;
}
