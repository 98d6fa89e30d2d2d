/**
 * One file of 80 MB beside twenty of 200 KB: what it costs the agent in memory, and the twenty in time. Both are
 * measured against a run with the twenty alone, each run with an emulator and a data folder of its own.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runAgent } from './support/agent-process.ts';
import type { Benchmark } from './support/benchmark.ts';
import { startEmulatorProcess, temporaryPlace } from './support/office.ts';
import { companyFor, ordinaryPeople, putDocument } from './support/people.ts';
import { pdfOf } from './support/scans.ts';

const people = 6;
const small = { count: 20, bytes: 200_000 };
const largeBytes = 80_000_000;
const largeName = 'large.pdf';

let base = '';

interface Run {
  readonly peak: number;
  /** From the first request until the last of the twenty is attached. */
  readonly seconds: number;
}

async function run(name: string, root: string, documents: number): Promise<Run> {
  const place = join(base, name);
  mkdirSync(place);
  const emulator = await startEmulatorProcess([
    ...['--employees', String(companyFor(people)), '--switch', 'rateLimit=0'],
  ]);
  try {
    const agent = await runAgent({ base: place, url: emulator.url, settings: { root } });
    const holdings = await emulator.holdings();
    if (agent.code !== 0 || holdings.length !== documents)
      throw new Error(`Ended with ${String(agent.code)}, ${holdings.length} of ${documents} attached.`);
    const large = holdings.find(({ fileName }) => fileName === largeName)?.fileId;
    const [first] = await emulator.journal();
    const attached = (await emulator.attachments()).filter(({ fileId }) => fileId !== large);
    const last = Math.max(...attached.map(({ at }) => at));
    return {
      peak: agent.peakMegabytes ?? Number.NaN,
      seconds: (last - (first?.startedAt ?? Number.NaN)) / 1_000,
    };
  } finally {
    await emulator.stop();
  }
}

export const benchmark: Benchmark = {
  name: 'large-beside-small',
  title: 'one file of 80 MB beside twenty of 200 KB',
  rounds: 3,
  figures: [
    {
      title: 'peak memory grows by',
      unit: 'MB',
      value: 'grown',
      bar: { of: 'value', most: 40 },
    },
    {
      title: 'peak memory with the large one',
      unit: 'MB',
      value: 'peakBoth',
      reference: { title: 'the twenty alone', value: 'peakAlone' },
    },
    {
      title: 'until the twenty are filed',
      unit: 's',
      value: 'secondsBoth',
      reference: { title: 'the twenty alone', value: 'secondsAlone' },
      bar: { of: 'ratio', most: 1.5 },
    },
  ],
  async prepare() {
    const place = await temporaryPlace('large');
    base = place.path;
    const [who, ...others] = ordinaryPeople(people);
    if (who === undefined) throw new Error('Nobody works there.');
    for (const root of ['alone', 'both'])
      for (let at = 0; at < small.count; at += 1) {
        const person = others[at % others.length] ?? who;
        putDocument(join(base, root), person, `scan ${at}.pdf`, pdfOf(small.bytes, `${at}`));
      }
    putDocument(join(base, 'both'), who, largeName, pdfOf(largeBytes, 'large'));
    return place.remove;
  },
  async measure(round) {
    const runs = [
      () => run(`alone-${round}`, join(base, 'alone'), small.count),
      () => run(`both-${round}`, join(base, 'both'), small.count + 1),
    ] as const;
    const [alone, both] =
      round % 2 === 0
        ? [await runs[0](), await runs[1]()]
        : await runs[1]().then(async (both) => [await runs[0](), both] as const);
    return {
      grown: both.peak - alone.peak,
      ...{ peakBoth: both.peak, peakAlone: alone.peak },
      ...{ secondsBoth: both.seconds, secondsAlone: alone.seconds },
    };
  },
};
