/**
 * Throughput when nothing limits: 2 000 scans of 200 KB for a hundred people, against the same requests sent by a bare
 * loop and by curl from a ready-made list. Each has an emulator of its own, unlimited. What is measured lies between
 * the first request and the last answer, as the emulator saw them: the agent's hashing, ledger and journals count,
 * starting a process does not, and files need not be quiet for any time.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atOnce } from '../../main/core/agent-work.ts';
import { defaultKey } from '../lucca/index.ts';
import { makeDocument } from '../support/documents/index.ts';
import { runAgent } from './support/agent-process.ts';
import type { Benchmark, Measures } from './support/benchmark.ts';
import { hasCurl, runCurl, writeConfiguration } from './support/curl.ts';
import { startEmulatorProcess, temporaryPlace, type EmulatorProcess } from './support/office.ts';
import { companyFor, ordinaryPeople, putDocument } from './support/people.ts';
import type { ReadyFile, ReadyList } from './support/ready-list.ts';
import { jpegOf, pdfOf } from './support/scans.ts';
import { spanOf, type Span } from './support/span.ts';

const people = 100;
const each = 20;
const size = 200_000;
const documents = people * each;
const bareLoop = fileURLToPath(new URL('support/bare-loop.ts', import.meta.url));

let base = '';
let employees: ReadyList['employees'] = [];

const listFor = (url: string): ReadyList => ({
  ...{ url, key: defaultKey.key, employees },
  uploadsAtOnce: atOnce.upload.most,
  writesAtOnce: atOnce.attach.most,
});

/** Runs `work` on an emulator of its own; the documents and writes that came are looked at. */
async function withEmulator(work: (emulator: EmulatorProcess) => Promise<void>): Promise<Span> {
  const emulator = await startEmulatorProcess([
    '--employees',
    String(companyFor(people)),
    '--switch',
    'rateLimit=0',
  ]);
  try {
    await work(emulator);
    const span = await spanOf(emulator);
    const { uploads, holdings } = await emulator.statistics();
    if (uploads !== documents || holdings !== documents)
      throw new Error(`${uploads} of ${documents} uploaded, ${holdings} attached`);
    return span;
  } finally {
    await emulator.stop();
  }
}

async function agent(round: number): Promise<Span & { readonly peak: number }> {
  let peak = Number.NaN;
  const place = join(base, `agent-${round}`);
  mkdirSync(place);
  const span = await withEmulator(async ({ url }) => {
    const run = await runAgent({ base: place, url, settings: { root: join(base, 'root') } });
    if (run.code !== 0)
      throw new Error(`The agent ended with ${String(run.code)}: ${JSON.stringify(run.summary)}`);
    peak = run.peakMegabytes ?? peak;
  });
  return { ...span, peak };
}

function bare(round: number): Promise<Span> {
  return withEmulator(async ({ url }) => {
    const list = join(base, `list-${round}.json`);
    writeFileSync(list, JSON.stringify(listFor(url)));
    const child = spawn(process.execPath, [...process.execArgv, bareLoop, list], { stdio: 'inherit' });
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`The bare loop ended with ${String(code)}`);
  });
}

function curl(round: number): Promise<Span> {
  return withEmulator(async (emulator) => {
    const list = listFor(emulator.url);
    const known: string[] = [];
    for (let at = 0; at < each; at += 1)
      known.push(await emulator.addFile(`known-${at}.pdf`, pdfOf(1_000, `${at}`)));
    const configuration = join(base, `curl-${round}.txt`);
    writeConfiguration(configuration, list, known);
    await runCurl(configuration, list.uploadsAtOnce + list.writesAtOnce);
  });
}

export const benchmark: Benchmark = {
  name: 'throughput',
  title: `${documents} scans of 200 KB for ${people} people, nothing limits`,
  rounds: 3,
  figures: [
    {
      title: 'documents a second',
      unit: 'count',
      value: 'agent',
      reference: { title: 'bare undici loop', value: 'bare' },
      bar: { of: 'ratio', least: 0.85 },
    },
    ...(hasCurl
      ? [
          {
            title: 'documents a second',
            unit: 'count',
            value: 'agent',
            reference: { title: 'curl --parallel', value: 'curl' },
            bar: { of: 'ratio', least: 1 },
          } as const,
        ]
      : []),
    {
      title: 'requests',
      unit: 'requests',
      value: 'requests',
      reference: { title: 'bare', value: 'bareRequests' },
    },
    { title: 'peak memory of the agent', unit: 'MB', value: 'peak' },
  ],
  async prepare() {
    if (!hasCurl) process.stdout.write('curl is not installed: not measured.\n');
    const place = await temporaryPlace('throughput');
    base = place.path;
    const working = ordinaryPeople(people);
    const [first] = working;
    if (first === undefined) throw new Error('Nobody works there.');
    const picture = makeDocument({
      ...{ kind: 'portrait', format: 'jpeg', seed: 'bench', dotsPerInch: 50, subject: first },
    }).bytes;
    employees = working.map((person) => {
      const files = Array.from({ length: each }, (_, at): ReadyFile => {
        const seed = `${person.id}-${at}`;
        const isPicture = at % 2 === 1;
        const name = isPicture ? `scan ${at}.jpg` : `contrat ${at}.pdf`;
        const bytes = isPicture ? jpegOf(size, seed, picture) : pdfOf(size, seed);
        const path = putDocument(join(base, 'root'), person, name, bytes);
        return { path, name, contentType: isPicture ? 'image/jpeg' : 'application/pdf' };
      });
      return { id: person.id, files };
    });
    return place.remove;
  },
  async measure(round): Promise<Measures> {
    const legs = {
      agent: () => agent(round),
      bare: () => bare(round),
      curl: () => (hasCurl ? curl(round) : Promise.resolve(null)),
    };
    // Nobody is always first, when the machine may still be cool.
    const order = (['agent', 'bare', 'curl'] as const).map((_, at, all) => all[(at + round) % all.length]!);
    const spans: Partial<Record<keyof typeof legs, Span | null>> = {};
    let peak = Number.NaN;
    for (const leg of order) {
      const span = await legs[leg]();
      spans[leg] = span;
      if (span !== null && 'peak' in span) peak = (span as { peak: number }).peak;
    }
    const rate = (span: Span | null | undefined): number => documents / (span?.seconds ?? Number.NaN);
    return {
      agent: rate(spans.agent),
      bare: rate(spans.bare),
      curl: rate(spans.curl),
      requests: spans.agent?.requests ?? Number.NaN,
      bareRequests: spans.bare?.requests ?? Number.NaN,
      peak,
    };
  },
};
