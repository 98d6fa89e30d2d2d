/** The scanning thread may fail in every way that a program can: what is there is found all the same, or nothing is said. */
import { readFile, rm } from 'node:fs/promises';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { promisedEyes } from '../../../../main/adapters/files/eyes.ts';
import type { Eyes } from '../../../../main/adapters/files/eyes.ts';
import { gatherPacks } from '../../../../main/adapters/files/gather.ts';
import { createFiles } from '../../../../main/adapters/files/index.ts';
import { leavesOf, packLeaves } from '../../../../main/adapters/files/packed.ts';
import type { Pack } from '../../../../main/adapters/files/packed.ts';
import { createApart } from '../../../../main/adapters/files/scan-apart.ts';
import type { ScanEnd } from '../../../../main/adapters/files/scan.ts';
import { createTree } from '../../../../main/adapters/files/tree.ts';
import { pathOf, walk } from '../../../../main/adapters/files/walk.ts';
import type { Leaf } from '../../../../main/adapters/files/walk.ts';
import type { ScanResult } from '../../../../main/core/model.ts';
import { ignoredReasons } from '../../../../main/shared/reasons.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { builtWorker } from '../../../support/built-worker.ts';

async function office() {
  const root = await temporaryFolder();
  for (const name of ['A/RIB/a.pdf', 'A/b.pdf', 'B/Contrats/2025/c.pdf', 'B/~$c.docx'])
    await root.write(name, 'x');
  return root;
}

/** A program for the thread that is not the built one. */
async function program(text: string): Promise<string> {
  const folder = await temporaryFolder();
  await folder.write('program.cjs', `const { parentPort } = require('node:worker_threads');\n${text}`);
  return folder.at('program.cjs');
}

const lookAtAll = { unchanged: () => false, again: () => undefined };

const strayPack = `parentPort.postMessage({ kind: 'pack', pack: {
  folders: [['Z', 1]], names: 'z.pdf', keys: '1',
  sizes: new Float64Array([1]), times: new Float64Array([1]), reasons: new Uint8Array([0]),
} });`;

describe('a scan in a thread of its own', () => {
  it.each([
    ['is not there', () => Promise.resolve('/nowhere/scan-worker.cjs')],
    ['cannot begin', () => program(`throw new Error('no');`)],
    ['ends half-way', () => program(strayPack)],
    ['dies half-way', () => program(`${strayPack} setImmediate(() => { throw new Error('no'); });`)],
  ])('is done here where its program %s', async (_, broken) => {
    const root = await office();
    const expected = await createFiles({ root: root.path, now: () => 1 }).scan('');
    expect(expected.files).toHaveLength(3);
    const files = createFiles({ root: root.path, now: () => 1, scanWorker: await broken() });
    expect(await files.scan('')).toEqual(expected);
  });

  it('takes a share that does not answer for one that is not there, until it answers', async () => {
    const root = await office();
    const apart = createApart(
      await program(`
        const { workerData } = require('node:worker_threads');
        if (workerData.ignore.length > 0) { ${strayPack} for (;;); }
        require(${JSON.stringify(await builtWorker('scanWorker'))});`),
      400,
    );
    const gathered = gatherPacks();
    const errand = { root: root.path, scope: '', ignore: [], ignoreCase: false };
    const end = await apart.scan({ ...errand, ignore: ['hang'] }, gathered);
    expect(end).toEqual({ root: 'missing', unreadable: [] });
    const result = await gathered.result(
      { scope: '', at: 1, end: Promise.resolve(end ?? never()) },
      lookAtAll,
    );
    expect(result.files).toEqual([]);
    await expect.poll(() => apart.scan(errand, gathered)).toEqual({ root: 'ok', unreadable: [] });
  });

  it('waits for a share that is slow as long as it gives signs of life', async () => {
    const slow = await program(`
      const beat = setInterval(() => parentPort.postMessage({ kind: 'alive' }), 20);
      setTimeout(() => {
        clearInterval(beat);
        parentPort.postMessage({ kind: 'end', end: { root: 'ok', unreadable: ['A'] } });
      }, 1_000);`);
    const errand = { root: '/', scope: '', ignore: [], ignoreCase: false };
    expect(await createApart(slow, 200).scan(errand, gatherPacks())).toEqual({
      root: 'ok',
      unreadable: ['A'],
    });
  });
});

const told = ({ at, files }: ScanResult): readonly number[] => [at, files.length];

describe('a scan that begins before anybody asks for it', () => {
  it.each([
    ['by a program', true],
    ['here', false],
  ])('says what lies there when it is asked for soon, and looks anew for the next, %s', async (_, apart) => {
    const root = await office();
    let now = 1;
    const scanWorker = apart ? { scanWorker: await builtWorker('scanWorker') } : {};
    const files = createFiles({ root: root.path, now: () => now, early: true, ...scanWorker });
    now = 5_000;
    expect(told(await files.scan('A'))).toEqual([5_000, 2]);
    // A file is quiet since it was asked for at the earliest.
    expect(told(await files.scan(''))).toEqual([5_000, 3]);
    await root.write('A/RIB/new.pdf', 'x');
    expect(told(await files.scan(''))).toEqual([5_000, 4]);
  });

  it('is done anew where it lies too far back: files that went since are not told of', async () => {
    const root = await office();
    let now = 1;
    const scanWorker = await builtWorker('scanWorker');
    const files = createFiles({ root: root.path, now: () => now, early: true, scanWorker });
    expect(await files.scan('A')).toMatchObject({ scope: 'A' });
    await rm(root.at('B/Contrats/2025/c.pdf'));
    now = 60_000;
    expect(told(await files.scan(''))).toEqual([60_000, 2]);
  });
});

it('is built where both programs look for it', async () => {
  const script = (await import(new URL('../../../../scripts/build.mjs', import.meta.url).href)) as {
    readonly bundles: Readonly<Record<string, { readonly outfile: string }>>;
  };
  const assembling = await readFile(new URL('../../../../main/assemble.ts', import.meta.url), 'utf8');
  const listening = await readFile(
    new URL('../../../../main/adapters/watch/index.ts', import.meta.url),
    'utf8',
  );
  for (const [bundle, source] of [
    ['scanWorker', assembling],
    ['checkWorker', assembling],
    ['earWorker', listening],
  ] as const) {
    const outfile = script.bundles[bundle]?.outfile ?? '';
    expect(source).toContain(`import.meta.dirname, '${posix.basename(outfile)}'`);
    for (const program of ['main', 'cli'])
      expect(posix.dirname(outfile)).toBe(posix.dirname(script.bundles[program]?.outfile ?? ''));
  }
});

describe('the walk', () => {
  it('finds the same in the same order when the disk turns out to be slow on the way', async () => {
    const root = await temporaryFolder();
    for (const person of ['B', 'A b', 'A', 'A.d', 'C'])
      for (const name of ['x/1.pdf', 'x.pdf', 'x y/2.pdf', 'x/z/3.pdf'])
        await root.write(`${person}/${name}`, 'x');
    const tree = createTree(root.path);
    const found = async (slowAfter: number) => {
      let looks = 0;
      const eyes: Eyes = {
        ...promisedEyes,
        look(absolute) {
          looks += 1;
          return promisedEyes.look(absolute);
        },
        get foldersAtOnce() {
          return looks > slowAfter ? 8 : 1;
        },
        get filesAtOnce() {
          return looks > slowAfter ? 32 : 1;
        },
      };
      const leaves: Leaf[] = [];
      const options = { tree, eyes, matchesPattern: () => false, ignoreCase: false };
      await walk(options, '', (await tree.device()) ?? never(), (leaf) => leaves.push(leaf));
      return leaves;
    };
    const expected = await found(Infinity);
    const paths = expected.map(({ folder, name }) => pathOf(folder, name));
    expect(paths).toHaveLength(20);
    expect(paths).toEqual([...paths].sort());
    for (const slowAfter of [0, 5, 20, 40]) expect(await found(slowAfter)).toEqual(expected);
  });
});

describe('packs', () => {
  it('hold what was put into them', () => {
    const leaves: Leaf[] = Array.from({ length: 5_001 }, (_, index) => ({
      folder: index % 3 === 0 ? '' : `E\u0301te\u0301 ${Math.floor(index / 7)}`,
      name: index % 5 === 0 ? `\ud800 ${index}` : `a b\\${index}.pdf`,
      signature: {
        size: index * 1e9,
        mtimeMs: 1.7e12 + index / 1000,
        fileKey: `${index % 2 ? '7:' : ''}${2n ** 63n + BigInt(index)}`,
      },
      reason: index % 4 === 0 ? (ignoredReasons[index % ignoredReasons.length] ?? null) : null,
    }));
    const packs: Pack[] = [];
    const packer = packLeaves((pack) => packs.push(structuredClone(pack)));
    leaves.forEach((leaf) => packer.add(leaf));
    packer.flush();
    expect(packs.flatMap((pack) => [...leavesOf(pack)])).toEqual(leaves);
  });

  it('are opened a little at a time', async () => {
    const gathered = gatherPacks();
    const packer = packLeaves((pack) => gathered.pack(pack));
    for (let index = 0; index < 3_000; index += 1)
      packer.add({
        folder: 'A',
        name: `${index}.pdf`,
        signature: { size: 1, mtimeMs: 1, fileKey: '1' },
        reason: null,
      });
    packer.flush();
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 0);
    const busy = () => {
      for (const until = performance.now() + 0.05; performance.now() < until;);
      return true;
    };
    const end: ScanEnd = { root: 'ok', unreadable: [] };
    const result = await gathered.result(
      { scope: '', at: 1, end: Promise.resolve(end) },
      { unchanged: busy, again: () => undefined },
    );
    clearInterval(turning);
    expect(result.files).toEqual([]);
    // 150 ms of work, in slices of 5 to 10.
    expect(turns).toBeGreaterThan(5);
  });
});

function never(): never {
  throw new Error('This does not happen.');
}
