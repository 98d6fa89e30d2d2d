/** The points at which the program is killed: those that a run without a death went through, counted by name. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultMatch, RequestEntry } from '../lucca/index.ts';
import { runOnce, uploadsUnderWay, type Office } from './office.ts';

/** The `nth` time that a run comes to `name`. */
export interface Point {
  readonly name: string;
  readonly nth: number;
}

/** How often a run came to each point, in the order of their first times. */
export type Census = ReadonlyMap<string, number>;

const heldMs = 60_000;
/** The emulator works at once, and gives a request up after 5 s. */
const refusedAfterMs = 1_500;
const metWithinMs = 150_000;

/** Requests, by what they are for. A request is a point twice: before Lucca did it, and after, before it could say so. */
const requests: Readonly<Record<string, FaultMatch>> = {
  'request: people, or their records': { method: 'GET', path: '^/api/v3/users$' },
  'request: the fields': { method: 'GET', path: '^/api/v3/(userproperties|extensionuserdefinitions)' },
  'request: an upload': { method: 'POST', path: '^/lucca-files/api/uploads$' },
  'request: a write': { method: 'PUT', path: '^/api/v3/users/\\d+$' },
};
const moments = ['before Lucca does it', 'after Lucca did it'] as const;

function isA(match: FaultMatch, entry: RequestEntry): boolean {
  return entry.method === match.method && new RegExp(String(match.path)).test(entry.path);
}

/** Runs once to the end, and counts. Throws where a request has no name: it would not be tried. */
export async function census(office: Office): Promise<{ readonly points: Census; readonly wholeMs: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'classeur-points-'));
  try {
    const told = join(folder, 'points');
    const begun = Date.now();
    const { code } = await office.start(runOnce, { CRASH_TELL: told }).ended;
    const wholeMs = Date.now() - begun;
    if (code !== (office.plan.some(office.kind.asks) ? 2 : 0))
      throw new Error(`The run without a death ended with ${code}.`);
    const points = new Map<string, number>();
    for (const name of (await readFile(told, 'utf8')).trimEnd().split('\n'))
      points.set(name, (points.get(name) ?? 0) + 1);
    let named = 0;
    for (const [name, match] of Object.entries(requests)) {
      const count = office.lucca.journal.requests.filter((entry) => isA(match, entry)).length;
      if (count > 0) for (const moment of moments) points.set(`${name} | ${moment}`, count);
      named += count;
    }
    if (named !== office.lucca.journal.requests.length)
      throw new Error('A request was made that has no name here.');
    return { points, wholeMs };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs until it dies at the point. False where it came to its end without meeting it. */
export async function dieAt(office: Office, { name, nth }: Point): Promise<boolean> {
  const [about = '', moment = ''] = name.split(' | ');
  const match = requests[about];
  const met =
    match === undefined
      ? await dieInside(office, { name, nth })
      : await dieAtRequest(office, { ...match, nth }, moment === moments[1]);
  if (met) for (const upload of await uploadsUnderWay(office.data)) office.uploadsInDoubt.add(upload);
  return met;
}

async function dieInside(office: Office, { name, nth }: Point): Promise<boolean> {
  const { child, ended } = office.start(runOnce, { CRASH_AT: `${nth} ${name}` });
  await ended;
  return child.signalCode === 'SIGKILL';
}

async function dieAtRequest(office: Office, match: FaultMatch, done: boolean): Promise<boolean> {
  const { faults, journal } = office.lucca;
  const before = journal.requests.length;
  const when = done ? 'after' : 'before';
  const fault = faults.add({ match: { ...match, times: 1 }, fault: { kind: 'delay', ms: heldMs, when } });
  try {
    const { child, ended } = office.start(runOnce);
    const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
    const end = Date.now() + metWithinMs;
    let held: RequestEntry | undefined;
    while (held === undefined && !isOver() && Date.now() < end) {
      held = journal.requests.slice(before).find((entry) => entry.fault === 'delay' && isHeld(entry, done));
      await sleep(5);
    }
    // Before: Lucca has all of it. After: it is done. Either way nobody was told.
    if (held !== undefined) {
      await sleep(10);
      child.kill('SIGKILL');
    }
    await ended;
    return child.signalCode === 'SIGKILL';
  } finally {
    faults.remove(fault);
  }
}

/** In Lucca’s hands, undone or done. A write that Lucca refuses is never done: it is given the time for it. */
function isHeld({ method, committed, startedAt }: RequestEntry, done: boolean): boolean {
  return !done || committed || method === 'GET' || Date.now() - startedAt > refusedAfterMs;
}

/** Runs, and dies after so many milliseconds. False where it had ended before. */
export async function dieAfter(office: Office, ms: number): Promise<boolean> {
  const { child, ended } = office.start(runOnce);
  await Promise.race([sleep(ms), ended]);
  child.kill('SIGKILL');
  await ended;
  const died = child.signalCode === 'SIGKILL';
  if (died) for (const upload of await uploadsUnderWay(office.data)) office.uploadsInDoubt.add(upload);
  return died;
}
