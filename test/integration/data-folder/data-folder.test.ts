import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureDataFolder } from '../../../main/adapters/data-folder/data-folder.ts';
import { defaultDataFolder } from '../../../main/adapters/data-folder/default-folder.ts';
import { takeFolderLock } from '../../../main/adapters/data-folder/folder-lock.ts';
import { isOnNetwork, type FileSystems } from '../../../main/adapters/data-folder/network-folder.ts';

let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'classeur-data-'));
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

describe('the default data folder', () => {
  test.each([
    [
      'win32',
      { LOCALAPPDATA: 'C:\\Users\\h\\AppData\\Local' },
      'C:\\Users\\h',
      'C:\\Users\\h\\AppData\\Local\\Classeur',
    ],
    ['win32', {}, 'C:\\Users\\h', 'C:\\Users\\h\\AppData\\Local\\Classeur'],
    ['darwin', {}, '/Users/h', '/Users/h/Library/Application Support/Classeur'],
    ['linux', { XDG_DATA_HOME: '/data/h' }, '/home/h', '/data/h/classeur'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/h', '/home/h/.local/share/classeur'],
  ] as const)('on %s with %o', (platform, env, home, expected) => {
    expect(defaultDataFolder({ platform, env, home })).toBe(expected);
  });
});

describe('the data folder', () => {
  test('is made for its owner only, with those above it', async () => {
    const path = join(base, 'a', 'b');
    expect(await ensureDataFolder(path, true)).toEqual({ ok: true, path });
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  test.skipIf(process.platform === 'win32')('one that others could read is closed to them', async () => {
    const path = join(base, 'open');
    mkdirSync(path, { mode: 0o755 });
    await ensureDataFolder(path, true);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  test('only looked at, nothing is made', async () => {
    expect(await ensureDataFolder(join(base, 'missing'), false)).toMatchObject({ ok: true });
    expect(readdirSync(base)).toEqual([]);
  });

  test('a file in its place is refused', async () => {
    writeFileSync(join(base, 'file'), '');
    expect(await ensureDataFolder(join(base, 'file'), true)).toEqual({ ok: false, why: 'not-a-folder' });
    expect(await ensureDataFolder(join(base, 'file'), false)).toEqual({ ok: false, why: 'not-a-folder' });
  });

  test('on a network file system it is refused before anything is made', async () => {
    const nfs: FileSystems = {
      platform: 'linux',
      realPath: (path) => Promise.resolve(path),
      typeOf: () => Promise.resolve(0x6969),
      mounts: () => Promise.resolve(''),
    };
    expect(await ensureDataFolder(join(base, 'x'), true, nfs)).toEqual({ ok: false, why: 'network' });
    expect(readdirSync(base)).toEqual([]);
  });
});

describe('a network folder', () => {
  const systems = (over: Partial<FileSystems>): FileSystems => ({
    platform: 'linux',
    realPath: (path) => Promise.resolve(path),
    typeOf: () => Promise.resolve(0xef53),
    mounts: () => Promise.resolve(''),
    ...over,
  });

  test.each([
    [0x6969, true],
    [0xff534d42, true],
    [-11317950, true],
    [0xfe534d42, true],
    [0xef53, false],
    [0x01021994, false],
  ])('on Linux, by the type of the file system (%i)', async (type, expected) => {
    expect(await isOnNetwork('/srv/x', systems({ typeOf: () => Promise.resolve(type) }))).toBe(expected);
  });

  test('on Linux, of a folder that is not there yet, by the one above it', async () => {
    const realPath = (path: string) =>
      path === '/mnt/share' ? Promise.resolve(path) : Promise.reject(new Error('ENOENT'));
    const typeOf = (path: string) => Promise.resolve(path === '/mnt/share' ? 0x517b : 0xef53);
    expect(await isOnNetwork('/mnt/share/new/folder', systems({ realPath, typeOf }))).toBe(true);
  });

  test.each([
    ['\\\\server\\share\\x', '\\\\server\\share\\x', true],
    ['//server/share/x', '//server/share/x', true],
    ['H:\\Classeur', '\\\\server\\home\\Classeur', true],
    ['C:\\Classeur', 'C:\\Classeur', false],
    ['\\\\?\\C:\\Classeur', 'C:\\Classeur', false],
    ['\\\\?\\UNC\\server\\share', '\\\\?\\UNC\\server\\share', true],
  ])('on Windows, by its true path: %s', async (path, real, expected) => {
    expect(
      await isOnNetwork(path, systems({ platform: 'win32', realPath: () => Promise.resolve(real) })),
    ).toBe(expected);
  });

  test('on macOS, by the list of mounts', async () => {
    const mounts =
      '/dev/disk3s1 on / (apfs, sealed, local)\n//h@srv/home on /Volumes/home (smbfs, nodev)\n/dev/disk4 on /Volumes/home disk (hfs, local)\n';
    const mac = systems({ platform: 'darwin', mounts: () => Promise.resolve(mounts) });
    expect(await isOnNetwork('/Volumes/home/x', mac)).toBe(true);
    expect(await isOnNetwork('/Volumes/home disk/x', mac)).toBe(false);
    expect(await isOnNetwork('/Users/h', mac)).toBe(false);
  });

  test('this machine is none', async () => {
    expect(await isOnNetwork(base)).toBe(false);
  });
});

describe('the lock of the data folder', () => {
  const url = new URL('../../../main/adapters/data-folder/folder-lock.ts', import.meta.url).href;
  const holder = `
    const { takeFolderLock } = await import(${JSON.stringify(url)});
    const lock = takeFolderLock(process.argv[1]);
    process.stdout.write(lock === null ? 'refused' : 'held');
    setInterval(() => undefined, 1000);`;

  test('a second one in the same process is refused until the first is released', () => {
    const first = takeFolderLock(base);
    expect(first).not.toBeNull();
    expect(takeFolderLock(base)).toBeNull();
    first?.release();
    const second = takeFolderLock(base);
    expect(second).not.toBeNull();
    second?.release();
  });

  test('is held against other processes, and dies with its own', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', holder, base], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    expect(said.toString()).toBe('held');
    expect(takeFolderLock(base)).toBeNull();
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    const lock = takeFolderLock(base);
    expect(lock).not.toBeNull();
    lock?.release();
  });

  test('asking for it again in the holding process does not open it to others', async () => {
    const lock = takeFolderLock(base);
    expect(takeFolderLock(base)).toBeNull();
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', holder, base], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    child.kill('SIGKILL');
    expect(said.toString()).toBe('refused');
    lock?.release();
  });
});
