/**
 * What Windows answers while a scanner holds a file: asked for alone, it is refused; asked for like the others, it may
 * well be had. Played here on any system, with the one call that differs in its place.
 */
import type * as FilesOfNode from 'node:fs/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { FileSeen } from '../../../main/core/model.ts';
import type { Files } from '../../../main/core/ports.ts';
import { samplePdf } from '../../support/sample-documents.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** libuv's UV_FS_O_EXLOCK. */
const alone = 0x10000000;

interface Asked {
  readonly flags: number;
  closed: boolean;
}

/** The files adapter as on Windows, where opening a file for oneself ends with `code`; null: it succeeds. */
async function onWindows(root: string, code: string | null): Promise<{ files: Files; asked: Asked[] }> {
  const asked: Asked[] = [];
  vi.resetModules();
  vi.doMock('node:fs/promises', async (load) => {
    const real = await load<typeof FilesOfNode>();
    const open = async (path: string, flags: number) => {
      const one: Asked = { flags, closed: false };
      asked.push(one);
      if ((flags & alone) !== 0 && code !== null)
        throw Object.assign(new Error('resource busy or locked'), { code });
      const handle = await real.open(path, flags & ~alone);
      const close = handle.close.bind(handle);
      handle.close = () => {
        one.closed = true;
        return close();
      };
      return handle;
    };
    return { ...real, open };
  });
  const { createFiles } = await import('../../../main/adapters/files/index.ts');
  const here = Object.getOwnPropertyDescriptor(process, 'platform') ?? {};
  Object.defineProperty(process, 'platform', { ...here, value: 'win32' });
  onTestFinished(() => {
    Object.defineProperty(process, 'platform', here);
    vi.doUnmock('node:fs/promises');
    vi.resetModules();
  });
  return { files: createFiles({ root }), asked };
}

async function contract(code: string | null) {
  const root = await temporaryFolder();
  await root.write('A/a.pdf', await samplePdf());
  const { files, asked } = await onWindows(root.path, code);
  const [file] = (await files.scan('')).files;
  return { files, asked, file: file as FileSeen };
}

describe('on Windows', () => {
  it('waits for a file that another program holds, and reads nothing of it', async () => {
    const { files, asked, file } = await contract('EBUSY');
    expect(await files.inspect(file.path, file)).toEqual({ kind: 'locked' });
    expect(await files.open(file.path, file)).toBeNull();
    expect(asked.every(({ flags }) => (flags & alone) !== 0)).toBe(true);
  });

  it('lets go of a free file before it reads it: the scanner may want it back', async () => {
    const { files, asked, file } = await contract(null);
    expect((await files.inspect(file.path, file)).kind).toBe('whole');
    expect(asked.map(({ flags }) => (flags & alone) !== 0)).toEqual([true, false]);
    const opened = await files.open(file.path, file);
    expect(asked.map(({ closed }) => closed)).toEqual([true, true, true, false]);
    await opened?.close();
  });

  it.each(['EPERM', 'EACCES', 'EINVAL'])('takes no other refusal (%s) for a lock', async (code) => {
    const { files, file } = await contract(code);
    expect((await files.inspect(file.path, file)).kind).toBe('whole');
  });
});
