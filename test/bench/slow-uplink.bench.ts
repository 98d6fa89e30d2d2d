/**
 * A slow line: 1 Mbit/s up, 200 ms there and back. How much of it is used while a queue of documents is sent, by the
 * bytes that the emulator received between the first upload and the last; and whether small documents still move
 * while a large one goes.
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runAgent } from './support/agent-process.ts';
import type { Benchmark } from './support/benchmark.ts';
import { startEmulatorProcess, temporaryPlace } from './support/office.ts';
import { companyFor, ordinaryPeople, putDocument } from './support/people.ts';
import { pdfOf } from './support/scans.ts';

const people = 5;
const small = { count: 24, bytes: 100_000 };
const large = { name: 'large.pdf', bytes: 1_500_000 };
const line = { bytesPerSecond: 125_000, delayMs: 200 };
const slowLine = fileURLToPath(new URL('support/slow-line.ts', import.meta.url));

let base = '';

/** Starts the line; the result is its port, and what ends it. */
async function startLine(to: string): Promise<{ port: string; end: () => void }> {
  const settings = [new URL(to).port, String(line.bytesPerSecond), String(line.delayMs)];
  const child = spawn(process.execPath, [...process.execArgv, slowLine, ...settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (said: Buffer) => resolve(said.toString().trim()));
    child.once('close', () => reject(new Error('The line did not begin.')));
  });
  return { port, end: () => void child.kill('SIGTERM') };
}

export const benchmark: Benchmark = {
  name: 'slow-uplink',
  title: '24 documents of 100 KB and one of 1.5 MB over 1 Mbit/s, 200 ms',
  rounds: 2,
  figures: [
    {
      title: 'of the line is used while documents are sent',
      unit: '%',
      value: 'used',
      bar: { of: 'value', least: 90 },
    },
    {
      title: 'small documents sent while the large one goes',
      unit: 'count',
      value: 'meanwhile',
      bar: { of: 'value', least: 5 },
    },
    { title: 'the large one took', unit: 's', value: 'largeSeconds' },
    { title: 'a small one took meanwhile, on average', unit: 's', value: 'smallSeconds' },
    { title: 'uploads for nothing', unit: 'count', value: 'wasted', bar: { of: 'value', most: 0 } },
  ],
  async prepare() {
    const place = await temporaryPlace('slow');
    base = place.path;
    const [first, ...staff] = ordinaryPeople(people);
    for (let at = 0; at < small.count; at += 1) {
      const person = staff[at % staff.length];
      if (person !== undefined)
        putDocument(join(base, 'root'), person, `scan ${at}.pdf`, pdfOf(small.bytes, `${at}`));
    }
    // Who has least to send comes first: the others have to move beside it.
    if (first !== undefined) putDocument(join(base, 'root'), first, large.name, pdfOf(large.bytes, 'large'));
    return place.remove;
  },
  async measure(round) {
    const place = join(base, `round-${round}`);
    mkdirSync(place);
    const emulator = await startEmulatorProcess([
      ...['--employees', String(companyFor(people)), '--switch', 'rateLimit=0', '--switch', 'timeout=off'],
    ]);
    const slow = await startLine(emulator.url);
    try {
      const url = `http://127.0.0.1:${slow.port}`;
      const run = await runAgent({ base: place, url, settings: { root: join(base, 'root') } });
      const { holdings } = await emulator.statistics();
      if (run.code !== 0 || holdings !== small.count + 1)
        throw new Error(`Ended with ${String(run.code)}, ${holdings} of ${small.count + 1} attached.`);
      const requests = await emulator.journal();
      const uploads = requests.filter(({ method }) => method === 'POST');
      const from = Math.min(...uploads.map(({ startedAt }) => startedAt));
      const until = Math.max(...uploads.map(({ answeredAt }) => answeredAt ?? from));
      const during = requests.filter(({ startedAt }) => startedAt >= from && startedAt <= until);
      const bytes = during.reduce((sum, { bytesReceived }) => sum + bytesReceived, 0);
      const [whole] = uploads.filter(({ bytesReceived }) => bytesReceived > large.bytes);
      const [began, ended] = [whole?.startedAt ?? 0, whole?.answeredAt ?? 0];
      const meanwhile = uploads.filter(
        ({ startedAt, answeredAt }) => startedAt > began && (answeredAt ?? Infinity) < ended,
      );
      const took = meanwhile.map(({ startedAt, answeredAt }) => ((answeredAt ?? 0) - startedAt) / 1_000);
      return {
        used: (bytes / ((until - from) / 1_000) / line.bytesPerSecond) * 100,
        meanwhile: meanwhile.length,
        largeSeconds: (ended - began) / 1_000,
        smallSeconds: took.reduce((sum, one) => sum + one, 0) / Math.max(1, took.length),
        wasted: uploads.length - (small.count + 1),
      };
    } finally {
      slow.end();
      await emulator.stop();
    }
  },
};
