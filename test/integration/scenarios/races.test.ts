/**
 * A file that is written at any moment between the look at it, its reading and its sending. Another process exchanges
 * its bytes without rest; whatever was called whole, or unchanged once it was sent, is one of the versions and no mix.
 */
import { spawn } from 'node:child_process';
import { expect, it, onTestFinished } from 'vitest';
import { createFiles } from '../../../main/adapters/files/index.ts';
import type { FileSeen } from '../../../main/core/model.ts';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.ts';
import { sha256 } from '../../support/tree/index.ts';

const looks = 150;
/** Long enough to be written to while it is read. */
const length = 6_000_000;
/** Shorter than any quiet period, longer than the ticks of a file system's clock. */
const quietMs = 20;

/** Writes version after version: over the file in one stroke, in two, or under another name and renamed. */
const writing = `
import { openSync, readFileSync, renameSync, writeFileSync, writeSync, closeSync, utimesSync } from 'node:fs';
const [to, ...from] = process.argv.slice(1);
const versions = from.map((path) => readFileSync(path));
const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
let round = Number(process.env.SEED);
const random = () => ((round = (Math.imul(round, 1103515245) + 12345) >>> 0), round / 2 ** 32);
process.stdin.on('data', () => {});
process.stdin.on('close', () => process.exit());
const write = () => {
  const bytes = versions[Math.floor(random() * versions.length)];
  const way = random();
  if (way < 0.3) writeFileSync(to, bytes);
  else if (way < 0.6) {
    writeFileSync(to + '.tmp', bytes);
    renameSync(to + '.tmp', to);
  } else {
    const file = openSync(to, 'r+');
    const half = Math.floor(bytes.length * random());
    writeSync(file, bytes, 0, half, 0);
    sleep(random() * 4);
    writeSync(file, bytes, half, bytes.length - half, half);
    closeSync(file);
  }
  setTimeout(write, random() * 60);
};
write();
`;

interface Unrest {
  readonly folder: TemporaryFolder;
  readonly versions: ReadonlySet<string>;
}

/** Versions of the same length: the size tells nothing. */
async function unrest(seed: number): Promise<Unrest> {
  const folder = await temporaryFolder();
  const head = Buffer.from('%PDF-1.4\n');
  const tail = Buffer.from('\nstartxref\n0\n%%EOF\n');
  const versions = ['A', 'B', 'C'].map((letter) =>
    Buffer.concat([head, Buffer.alloc(length - head.length - tail.length, letter), tail]),
  );
  const paths = await Promise.all(versions.map((bytes, number) => folder.write(`versions/${number}`, bytes)));
  const to = await folder.write('root/A/a.pdf', versions[0] as Buffer);
  const child = spawn(process.execPath, ['--input-type=module', '-e', writing, to, ...paths], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, SEED: String(seed) },
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { folder, versions: new Set(versions.map((bytes) => sha256(bytes))) };
}

const seed = Number(process.env['SEED'] ?? '1');

it('calls nothing whole that is a mix of two versions, and sends nothing as unchanged that was not judged', async () => {
  const { folder, versions } = await unrest(seed);
  const files = createFiles({ root: folder.at('root') });
  const seen = { whole: 0, changed: 0, sent: 0, refused: 0 };
  const mixed: string[] = [];
  while (seen.whole + seen.changed < looks) {
    const file: FileSeen | undefined = (await files.scan('')).files[0];
    if (file === undefined || Date.now() - file.mtimeMs < quietMs) continue;
    const result = await files.inspect(file.path, file);
    if (result.kind !== 'whole') {
      seen.changed += 1;
      continue;
    }
    seen.whole += 1;
    if (!versions.has(result.inspection.sha256)) mixed.push(`judged ${result.inspection.sha256}`);
    const document = await files.open(file.path, file);
    if (document === null) {
      seen.refused += 1;
      continue;
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of document.bytes) chunks.push(chunk.slice());
    const { sha256: said, unchanged } = await document.finish();
    await document.close();
    const sent = sha256(Buffer.concat(chunks));
    if (sent !== said) mixed.push(`sent ${sent}, said ${said}`);
    if (unchanged && said === result.inspection.sha256) seen.sent += 1;
    else seen.refused += 1;
  }
  expect(mixed, `SEED=${seed}`).toEqual([]);
  // Otherwise nothing was tried.
  expect(Math.min(seen.whole, seen.changed + seen.refused), JSON.stringify(seen)).toBeGreaterThan(5);
});
