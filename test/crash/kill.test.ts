/**
 * The power goes at any moment: the real program is killed (SIGKILL) at every request that it makes, before
 * Lucca does it and after, and at random moments between; then it runs again. However it was killed, each
 * document stands in Lucca once, whole, on its person's field.
 *
 * SIGKILL shows the death of a process. For the death of the machine it rests on SQLite (synchronous=FULL) and
 * on the journal's fsync.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultKey, fictionalCompany, startEmulator, type Emulator } from '../lucca/index.ts';
import {
  compare,
  isPerfect,
  placeAll,
  settingsOf,
  sha256,
  twoHundredDocuments,
  type Expected,
  type PlannedDocument,
} from '../support/tree/index.ts';

const cli = fileURLToPath(new URL('../../dist/main/cli.cjs', import.meta.url));
type Saved = PlannedDocument & Expected;
const heldMs = 60_000;
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
const randomKills = 6;

/** One person with a document of every kind that the company has, and a second one: learning rows is part of it. */
function few(): readonly Saved[] {
  const all = twoHundredDocuments(fictionalCompany());
  const byPerson = new Map<number, PlannedDocument[]>();
  for (const document of all)
    byPerson.set(document.employeeId, [...(byPerson.get(document.employeeId) ?? []), document]);
  const people = [...byPerson.values()].sort(
    (a, b) => new Set(b.map((one) => one.drawer)).size - new Set(a.map((one) => one.drawer)).size,
  );
  return [...(people[0] ?? []), ...(people[1] ?? []).slice(0, 2)].map((document) => {
    const made = document.make();
    return { ...document, make: () => made, sha256: sha256(made.bytes) };
  });
}

interface Office {
  readonly lucca: Emulator;
  run(): ChildProcess;
  ends(child: ChildProcess): Promise<number | null>;
  close(): Promise<void>;
}

async function openOffice(plan: readonly Saved[]): Promise<Office> {
  const lucca = await startEmulator({ company: fictionalCompany(), switches: { rateLimit: 0 } });
  const folder = await mkdtemp(join(tmpdir(), 'classeur-crash-'));
  const root = join(folder, 'root');
  const data = join(folder, 'data');
  await mkdir(root, { recursive: true });
  await mkdir(data, { recursive: true, mode: 0o700 });
  const settings = settingsOf({ root, tenantUrl: lucca.url, quietSeconds: 0.2, requestsPerMinute: 10_000 });
  await writeFile(join(data, 'settings.json'), JSON.stringify(settings), { mode: 0o600 });
  await placeAll(root, plan);
  return {
    lucca,
    run: () =>
      spawn(process.execPath, [cli, 'run', '--once', '--wait', '60', '--json', '--data', data], {
        env: { ...process.env, CLASSEUR_API_KEY: defaultKey.key },
        stdio: 'ignore',
      }),
    ends: (child) =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
        else child.once('exit', resolve);
      }),
    async close() {
      await lucca.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs to the end after the crash, and looks at what Lucca holds. */
async function expectEachOnce(office: Office, plan: readonly Saved[]): Promise<void> {
  expect(await office.ends(office.run())).toBe(0);
  const comparison = compare(plan, office.lucca.holdings());
  expect(isPerfect(comparison), JSON.stringify(comparison)).toBe(true);
  const writes = office.lucca.journal.countWrites();
  const uploads = office.lucca.journal.countUploads();
  expect(await office.ends(office.run())).toBe(0);
  expect([office.lucca.journal.countUploads(), office.lucca.journal.countWrites()]).toEqual([
    uploads,
    writes,
  ]);
}

async function until(holds: () => boolean, withinMs: number): Promise<boolean> {
  const end = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > end) return false;
    await sleep(5);
  }
  return true;
}

async function killedAtRequest(plan: readonly Saved[], nth: number, when: 'before' | 'after') {
  const office = await openOffice(plan);
  try {
    office.lucca.faults.add({
      match: { path: /^\/(api|lucca-files)/, nth, times: 1 },
      fault: { kind: 'delay', ms: heldMs, when },
    });
    const child = office.run();
    const { requests } = office.lucca.journal;
    const reached = () => {
      const entry = requests[nth - 1];
      if (entry === undefined) return false;
      // Before: Lucca has all of it and has done nothing. After: it is done, and nobody was told.
      return when === 'after' ? entry.committed || entry.method === 'GET' : true;
    };
    const met = await until(() => child.exitCode !== null || reached(), 30_000);
    expect(met, `request ${nth} was never made`).toBe(true);
    await sleep(20);
    child.kill('SIGKILL');
    await office.ends(child);
    await expectEachOnce(office, plan);
  } finally {
    await office.close();
  }
}

async function killedAfter(plan: readonly Saved[], ms: number) {
  const office = await openOffice(plan);
  try {
    const child = office.run();
    await sleep(ms);
    child.kill('SIGKILL');
    await office.ends(child);
    await expectEachOnce(office, plan);
  } finally {
    await office.close();
  }
}

/** Few at once: each is a process of its own on a small machine. */
async function inTurns<T>(cases: readonly T[], run: (one: T) => Promise<void>): Promise<void> {
  const queue = [...cases];
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await run(next);
  };
  await Promise.all([lane(), lane(), lane()]);
}

describe('killed and started again, each document is filed once', () => {
  const plan = few();
  let requests = 0;
  let wholeMs = 0;

  beforeAll(async () => {
    if (!existsSync(cli)) throw new Error('The terminal program is not built: npm run build');
    const office = await openOffice(plan);
    const begun = Date.now();
    expect(await office.ends(office.run())).toBe(0);
    wholeMs = Date.now() - begun;
    requests = office.lucca.journal.requests.length;
    expect(isPerfect(compare(plan, office.lucca.holdings()))).toBe(true);
    await office.close();
  }, 60_000);

  it('at every request, before Lucca has done it', async () => {
    const each = Array.from({ length: requests }, (_, index) => index + 1);
    await inTurns(each, (nth) => killedAtRequest(plan, nth, 'before'));
  });

  it('at every request, after Lucca has done it and before it could say so', async () => {
    const each = Array.from({ length: requests }, (_, index) => index + 1);
    await inTurns(each, (nth) => killedAtRequest(plan, nth, 'after'));
  });

  it(`at moments of chance (CRASH_SEED=${seed})`, async () => {
    let state = seed;
    const chance = (): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state / 2_147_483_648;
    };
    const moments = Array.from({ length: randomKills }, () => Math.round(300 + chance() * wholeMs));
    await inTurns(moments, (ms) => killedAfter(plan, ms));
  });
});
