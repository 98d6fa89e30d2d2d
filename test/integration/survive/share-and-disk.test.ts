/**
 * The share is away, closed or empty, or the data folder is closed: the program says so, forgets nothing, and goes on by
 * itself. As built, in a process of its own, without the superuser's right to pass over permissions (`setpriv`).
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { at, builtProgram, key, openPlace, type Line, type Place } from '../contract/program.ts';

let place: Place;
let child: ChildProcess | null = null;
beforeEach(async () => {
  place = await openPlace();
  place.settings({ settle: { quietSeconds: 0.2 }, rescanMinutes: 0.05 });
});
afterEach(async () => {
  child?.kill('SIGKILL');
  child = null;
  mkdirSync(place.root, { recursive: true });
  for (const name of readdirSync(place.root)) chmodSync(join(place.root, name), 0o755);
  chmodSync(place.root, 0o755);
  await place.close();
});

interface Bound {
  readonly line: (fits: (line: Line) => boolean) => Promise<Line>;
  readonly lines: readonly Line[];
  readonly err: () => string;
  readonly ended: Promise<number | null>;
}

/** The program as an ordinary user meets the file system. */
async function bound(args: readonly string[]): Promise<Bound> {
  const node = [process.execPath, await builtProgram(), ...args, '--json', '--data', place.data];
  const superuser = process.getuid?.() === 0;
  const drop = superuser ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--'] : [];
  const [command = '', ...rest] = [...drop, ...node];
  const running = spawn(command, rest, {
    env: { ...process.env, CLASSEUR_API_KEY: key },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = running;
  const lines: Line[] = [];
  let [open, err] = ['', ''];
  running.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (open + text).split('\n');
    open = parts.pop() ?? '';
    for (const part of parts) lines.push(JSON.parse(part) as Line);
  });
  running.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return {
    lines,
    err: () => err,
    ended: new Promise((resolve) => running.once('close', resolve)),
    async line(fits) {
      await expect
        .poll(() => lines.some(fits), {
          timeout: 30_000,
          message: `${JSON.stringify(lines.slice(-5))}\n${err}`,
        })
        .toBe(true);
      return lines.find(fits) ?? {};
    },
  };
}

const filed = (name: string) => (line: Line) =>
  line['state'] === 'filed' && String(line['path']).endsWith(`/${name}`);
/** What the program says of itself while it runs, newest last. */
const stateNow = ({ lines }: Bound): unknown => lines.findLast(({ event }) => event === 'agent')?.['state'];
const until = (agent: Bound, state: string): Promise<void> =>
  expect.poll(() => stateNow(agent), { timeout: 20_000, message: agent.err() }).toBe(state);
const filedInLedger = async (): Promise<unknown> => {
  const [summary] = (await place.run(['status', '--json'])).events('summary');
  return (summary?.['documents'] as Readonly<Record<string, number>> | undefined)?.['filed'];
};

test('a folder that may not be listed holds up nobody else; opened again, it is found', async () => {
  const [one, other] = [place.people[0]!, place.people[1]!];
  place.save(at(one, 'RIB/known.pdf'));
  const agent = await bound(['run']);
  await agent.line(filed('known.pdf'));
  place.save(at(one, 'RIB/../Contrats/closed.pdf'));
  const folder = join(place.root, at(one, '').replace(/\/$/, ''));
  chmodSync(folder, 0o000);
  place.save(at(other, 'RIB/open.pdf'));
  await agent.line(filed('open.pdf'));
  // What was filed out of it is filed still, and not taken for deleted.
  expect(await filedInLedger()).toBe(2);
  chmodSync(folder, 0o755);
  await agent.line(filed('closed.pdf'));
  expect(place.emulator.holdings()).toHaveLength(3);
});

test('a root that may not be written gives no lease, so nothing leaves; written again, it goes on', async () => {
  place.save(at(place.people[0]!, 'RIB/a.pdf'));
  chmodSync(place.root, 0o555);
  const agent = await bound(['run']);
  await until(agent, 'offline');
  await agent.line((line) => line['state'] === 'waiting' && line['reason'] === 'lease');
  expect(place.emulator.journal.countUploads()).toBe(0);
  chmodSync(place.root, 0o755);
  await agent.line(filed('a.pdf'));
  expect(place.emulator.holdings()).toHaveLength(1);
});

test('a root that is empty, then missing, is no deletion', async () => {
  place.save(at(place.people[0]!, 'RIB/a.pdf'));
  const agent = await bound(['run']);
  await agent.line(filed('a.pdf'));
  renameSync(place.root, `${place.root}-away`);
  await until(agent, 'offline');
  // A mount point without its share.
  mkdirSync(place.root);
  // Longer than a heartbeat, which looks at the root anew.
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  expect(stateNow(agent)).toBe('offline');
  expect(await filedInLedger()).toBe(1);
  rmSync(place.root, { recursive: true });
  renameSync(`${place.root}-away`, place.root);
  place.save(at(place.people[0]!, 'Contrats/b.pdf'));
  await agent.line(filed('b.pdf'));
  await until(agent, 'idle');
  expect(place.emulator.journal.countUploads()).toBe(2);
});

test('a ledger that may not be written ends the program with one line; nothing is forgotten', async () => {
  place.save(at(place.people[0]!, 'RIB/a.pdf'));
  expect((await place.run(['run', '--once', '--wait', '30'])).code).toBe(0);
  place.save(at(place.people[1]!, 'RIB/b.pdf'));
  const ledger = join(place.data, 'ledger.db');
  const { size, mtimeMs } = statSync(ledger);
  chmodSync(ledger, 0o400);
  chmodSync(place.data, 0o500);
  const agent = await bound(['run', '--once', '--wait', '30']);
  expect(await agent.ended).toBe(1);
  expect(agent.err().trim().split('\n')).toHaveLength(1);
  expect(agent.lines.filter(({ event }) => event === 'document')).toEqual([]);
  expect(statSync(ledger)).toMatchObject({ size, mtimeMs });
  chmodSync(place.data, 0o700);
  chmodSync(ledger, 0o600);
  expect((await place.run(['run', '--once', '--wait', '30'])).code).toBe(0);
  expect(await filedInLedger()).toBe(2);
  expect(place.emulator.journal.countUploads()).toBe(2);
});
