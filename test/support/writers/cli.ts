/**
 * A scanner as a program of its own:
 *
 *   tsx test/support/writers/cli.ts --how grown --to FILE --from FILE [--pieces N] [--pause MS] [--mtime ISO]
 *   tsx test/support/writers/cli.ts --jobs        one JSON job a line on standard input, answered when saved
 *
 * `page-by-page` takes one --from for each page (the file as it stood then), or one PDF, whose first pages it takes apart.
 */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { PDFDocument } from 'pdf-lib';
import { isWay, save, ways } from './save.ts';
import type { WriterAnswer, WriterJob } from './writer.ts';

async function statesOf(how: string, from: readonly string[]): Promise<readonly Uint8Array[]> {
  const given = await Promise.all(from.map((path) => readFile(path)));
  const last = given.at(-1);
  if (how !== 'page-by-page' || given.length > 1 || last === undefined) return given;
  const whole = await PDFDocument.load(last, { updateMetadata: false });
  const states: Uint8Array[] = [];
  for (let pages = 1; pages < whole.getPageCount(); pages++) {
    const part = await PDFDocument.create();
    const copied = await part.copyPages(
      whole,
      Array.from({ length: pages }, (_, page) => page),
    );
    for (const page of copied) part.addPage(page);
    states.push(await part.save());
  }
  return [...states, last];
}

async function work(job: Omit<WriterJob, 'id'>): Promise<void> {
  if (!isWay(job.how)) throw new Error(`--how takes ${ways.join(' | ')}`);
  await save({
    how: job.how,
    to: job.to,
    states: await statesOf(job.how, job.from),
    ...(job.pieces === undefined ? {} : { pieces: job.pieces }),
    ...(job.pauseMs === undefined ? {} : { pauseMs: job.pauseMs }),
    ...(job.mtime === undefined ? {} : { mtime: new Date(job.mtime) }),
  });
}

const { values } = parseArgs({
  options: {
    jobs: { type: 'boolean', default: false },
    how: { type: 'string' },
    to: { type: 'string' },
    from: { type: 'string', multiple: true },
    pieces: { type: 'string' },
    pause: { type: 'string' },
    mtime: { type: 'string' },
  },
});

if (values.jobs) {
  const answer = (text: WriterAnswer) => process.stdout.write(`${JSON.stringify(text)}\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    const job = JSON.parse(line) as WriterJob;
    work(job).then(
      () => answer({ id: job.id, error: null }),
      (error: unknown) => answer({ id: job.id, error: String(error) }),
    );
  }
} else {
  if (values.how === undefined || values.to === undefined || values.from === undefined)
    throw new Error('Needs --how, --to and --from.');
  await work({
    how: values.how as WriterJob['how'],
    to: values.to,
    from: values.from,
    ...(values.pieces === undefined ? {} : { pieces: Number(values.pieces) }),
    ...(values.pause === undefined ? {} : { pauseMs: Number(values.pause) }),
    ...(values.mtime === undefined ? {} : { mtime: values.mtime }),
  });
}
