import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generations } from '../../../main/adapters/lease/generations.ts';
import { theseProcesses, thisHolder, type Holder } from '../../../main/adapters/lease/holder.ts';
import { openLease, type LeaseOptions } from '../../../main/adapters/lease/lease.ts';
import { recordOf, type LeaseRecord } from '../../../main/adapters/lease/record.ts';
import type { Lease } from '../../../main/core/ports.ts';

let base = '';
let root = '';
const children: ChildProcessByStdio<Writable, Readable, null>[] = [];
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'classeur-lease-'));
  root = join(base, 'root');
  mkdirSync(root);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(base, { recursive: true, force: true });
});

const own = (name: string) => join(root, '.classeur', name);
const leases = () =>
  readdirSync(join(root, '.classeur'))
    .filter((name) => name.startsWith('lease-'))
    .sort();
const recordAt = (n: number): LeaseRecord => recordOf(readFileSync(own(`lease-${n}`), 'utf8'))!;
/** Makes a heartbeat look `seconds` old by the share's clock. */
const age = (n: number, seconds: number) => {
  const then = new Date(Date.now() - seconds * 1_000);
  utimesSync(own(`lease-${n}`), then, then);
};

function fakeClock() {
  const time = { wall: Date.UTC(2026, 10, 22), mono: 0 };
  return {
    now: () => time.wall,
    monotonic: () => time.mono,
    pass: (ms: number) => {
      time.wall += ms;
      time.mono += ms;
    },
    jump: (ms: number) => {
      time.wall += ms;
    },
  };
}

function dataFolder(name: string): string {
  const folder = join(base, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** An agent as it would be on a computer of this name. */
async function on(
  host: string,
  over: Partial<LeaseOptions> = {},
): Promise<Lease & { clock: ReturnType<typeof fakeClock> }> {
  const data = dataFolder(`data-${host}`);
  const agentId = `agent-${host}`;
  const holder: Holder = {
    ...(await thisHolder(agentId, data)),
    host,
    machine: `machine-${host}`,
    boot: `boot-${host}`,
  };
  const clock = fakeClock();
  const lease = await openLease({ root, data, agentId, clock, holder, env: {}, ...over });
  return Object.create(lease, { clock: { value: clock } }) as Lease & { clock: ReturnType<typeof fakeClock> };
}

describe('one agent per root', () => {
  test('the first has the lease, the second stands by and says who works', async () => {
    const [a, b] = [await on('PC-A'), await on('PC-B')];
    expect(a.mayWork).toBe(false);
    expect(await a.beat()).toEqual({ kind: 'held' });
    expect(a.mayWork).toBe(true);
    expect(await b.beat()).toEqual({ kind: 'elsewhere', host: 'PC-A' });
    expect(b.mayWork).toBe(false);
    expect(await a.beat()).toEqual({ kind: 'held' });
  });

  test('a released lease is taken at once, and its number is never used again', async () => {
    const [a, b] = [await on('PC-A'), await on('PC-B')];
    await a.beat();
    await a.release();
    expect(a.mayWork).toBe(false);
    expect(leases()).toEqual(['lease-1']);
    expect(await b.beat()).toEqual({ kind: 'held' });
    expect(leases()).toEqual(['lease-2']);
    await b.release();
    expect(await a.beat()).toEqual({ kind: 'held' });
    expect(leases()).toEqual(['lease-3']);
    expect(await b.beat()).toEqual({ kind: 'elsewhere', host: 'PC-A' });
  });

  test.each([
    [89, { kind: 'elsewhere', host: 'PC-A' }],
    [91, { kind: 'held' }],
  ])('another computer is given 90 s without a heartbeat: after %i s', async (seconds, expected) => {
    const [a, b] = [await on('PC-A'), await on('PC-B')];
    await a.beat();
    age(1, seconds);
    expect(await b.beat()).toEqual(expected);
  });

  test('the share tells the time: clocks of the computers that are hours apart change nothing', async () => {
    const [a, b] = [await on('PC-A'), await on('PC-B')];
    a.clock.jump(-5 * 3_600_000);
    b.clock.jump(5 * 3_600_000);
    await a.beat();
    expect(await b.beat()).toEqual({ kind: 'elsewhere', host: 'PC-A' });
  });

  test('who lost the lease sees it at the next heartbeat, and does not take it back', async () => {
    const [a, b] = [await on('PC-A'), await on('PC-B')];
    await a.beat();
    age(1, 91);
    expect(await b.beat()).toEqual({ kind: 'held' });
    expect(await a.beat()).toEqual({ kind: 'elsewhere', host: 'PC-B' });
    expect(a.mayWork).toBe(false);
    expect(existsSync(own('lease-1'))).toBe(false);
  });

  test('a holder that wakes between being judged and being replaced is waited for', async () => {
    const a = await on('PC-A');
    await a.beat();
    age(1, 91);
    const data = dataFolder('data-PC-B');
    const real = generations(join(root, '.classeur'), 'agent-PC-B');
    let clocks = 0;
    const b = await on('PC-B', {
      data,
      files: {
        ...real,
        async clock() {
          const now = await real.clock();
          // A's heartbeat is confirmed after B has read its age, and before B creates its number.
          if (clocks++ === 0) expect(await a.beat()).toEqual({ kind: 'held' });
          return now;
        },
      },
    });
    expect(await b.beat()).toEqual({ kind: 'elsewhere', host: 'PC-A' });
    expect(b.mayWork).toBe(false);
    expect(await b.beat()).toEqual({ kind: 'elsewhere', host: 'PC-A' });
    expect(await a.beat()).toEqual({ kind: 'elsewhere', host: 'PC-B' });
    const { quietUntil } = recordAt(2);
    expect(quietUntil).toBeGreaterThan(Date.now() + 80_000);
    // Whoever takes over from B in the meantime waits for A too.
    await b.release();
    const c = await on('PC-C');
    expect(await c.beat()).toMatchObject({ kind: 'elsewhere' });
    expect(recordAt(3).quietUntil).toBe(quietUntil);
  });
});

describe('taken over at once', () => {
  test('from the same data folder, whose former process is gone', async () => {
    const first = await on('PC-A');
    await first.beat();
    const second = await on('PC-A');
    expect(await second.beat()).toEqual({ kind: 'held' });
    expect(leases()).toEqual(['lease-2']);
  });

  test('not from a copy of the data folder on another computer', async () => {
    const a = await on('PC-A');
    await a.beat();
    const copy = await thisHolder('agent-PC-A', dataFolder('data-PC-A'));
    const b = await on('PC-B', {
      agentId: 'agent-PC-A',
      holder: { ...copy, host: 'PC-B', machine: 'machine-PC-B', boot: 'boot-PC-B' },
    });
    expect(await b.beat()).toEqual({ kind: 'elsewhere', host: 'PC-A' });
  });

  test('from another agent of this computer, once its process is dead, not while it lives', async () => {
    const alive = await contender('data-1', 'agent-1');
    expect(await alive.say('beat')).toBe('held true');
    const data = dataFolder('data-2');
    const mine = await openLease({ root, data, agentId: 'agent-2', clock: fakeClock(), env: {} });
    expect(await mine.beat()).toMatchObject({ kind: 'elsewhere' });
    await alive.kill();
    expect(await mine.beat()).toEqual({ kind: 'held' });
  });

  test('from an agent of this computer that held before it was started anew', async () => {
    const data = dataFolder('data-2');
    const self = await thisHolder('agent-2', data);
    const before = { ...self, agentId: 'agent-1', machine: 'm', host: 'PC', boot: 'boot-before' };
    await (
      await openLease({
        root,
        data: dataFolder('data-1'),
        agentId: 'agent-1',
        clock: fakeClock(),
        holder: before,
        env: {},
      })
    ).beat();
    const after = await openLease({
      root,
      data,
      agentId: 'agent-2',
      clock: fakeClock(),
      holder: { ...self, machine: 'm', host: 'PC', boot: 'boot-after' },
      env: {},
    });
    expect(await after.beat()).toEqual({ kind: 'held' });
  });

  test('not from a process whose id means nothing here: another container of this computer', async () => {
    const data = dataFolder('data-2');
    const self = await thisHolder('agent-2', data);
    const other = { ...self, agentId: 'agent-1', folder: 'other', pid: 999_999_999, pidSpace: 'pid:[1]' };
    await (
      await openLease({
        root,
        data: dataFolder('data-1'),
        agentId: 'agent-1',
        clock: fakeClock(),
        holder: other,
        env: {},
      })
    ).beat();
    const mine = await openLease({
      root,
      data,
      agentId: 'agent-2',
      clock: fakeClock(),
      holder: { ...self, boot: other.boot, pidSpace: 'pid:[2]' },
      env: {},
    });
    expect(await mine.beat()).toMatchObject({ kind: 'elsewhere' });
  });

  test('a process id that was given to somebody else does not keep the lease alive', () => {
    expect(theseProcesses.isDead(process.pid, null)).toBe(false);
    expect(theseProcesses.isDead(999_999_999, null)).toBe(true);
    if (process.platform === 'linux') expect(theseProcesses.isDead(process.pid, '1')).toBe(true);
  });
});

describe('the right to send', () => {
  test('ends 30 s after the last confirmed heartbeat began', async () => {
    const a = await on('PC-A');
    await a.beat();
    a.clock.pass(29_999);
    expect(a.mayWork).toBe(true);
    a.clock.pass(1);
    expect(a.mayWork).toBe(false);
    await a.beat();
    expect(a.mayWork).toBe(true);
  });

  test.each([6_000, -6_000])(
    'ends with a jump of the clock by %i ms, until the next heartbeat',
    async (ms) => {
      const a = await on('PC-A');
      await a.beat();
      a.clock.pass(1_000);
      a.clock.jump(ms);
      expect(a.mayWork).toBe(false);
      a.clock.jump(-ms);
      expect(a.mayWork).toBe(false);
      await a.beat();
      expect(a.mayWork).toBe(true);
    },
  );

  test('small corrections of the clock are no jump', async () => {
    const a = await on('PC-A');
    await a.beat();
    a.clock.jump(4_000);
    expect(a.mayWork).toBe(true);
  });

  test('a heartbeat that took long counts from its beginning', async () => {
    const real = generations(join(root, '.classeur'), 'agent-PC-A');
    let slow = false;
    const a = await on('PC-A', {
      files: {
        ...real,
        list() {
          if (slow) a.clock.pass(31_000);
          return real.list();
        },
      },
    });
    await a.beat();
    slow = true;
    await a.beat();
    expect(a.mayWork).toBe(false);
  });

  test('a root that goes away takes it when the time is over, and coming back gives it again', async () => {
    const a = await on('PC-A');
    await a.beat();
    renameSync(root, `${root}-away`);
    a.clock.pass(10_000);
    expect(await a.beat()).toEqual({ kind: 'unavailable' });
    expect(a.mayWork).toBe(true);
    a.clock.pass(20_000);
    expect(a.mayWork).toBe(false);
    expect(existsSync(root)).toBe(false);
    renameSync(`${root}-away`, root);
    expect(await a.beat()).toEqual({ kind: 'held' });
    expect(a.mayWork).toBe(true);
  });

  test('a root that cannot be written gives no lease', async () => {
    writeFileSync(join(root, '.classeur'), 'in the way');
    expect(await (await on('PC-A')).beat()).toEqual({ kind: 'unavailable' });
  });
});

describe('the files', () => {
  test('a heartbeat writes to the share each time, and who is asked is written with no secret', async () => {
    const a = await on('PC-A');
    await a.beat();
    age(1, 50);
    await a.beat();
    expect(Date.now() - statSync(own('lease-1')).mtimeMs).toBeLessThan(10_000);
    expect(recordAt(1)).toMatchObject({ beats: 1, holder: { host: 'PC-A' }, released: false });
  });

  test('a number without a whole record behind it is somebody: 90 s are waited', async () => {
    mkdirSync(join(root, '.classeur'));
    writeFileSync(own('lease-7'), '');
    const a = await on('PC-A');
    expect(await a.beat()).toEqual({ kind: 'elsewhere', host: '' });
    age(7, 91);
    expect(await a.beat()).toEqual({ kind: 'held' });
    expect(leases()).toEqual(['lease-8']);
  });

  test('a number never stands without its record: who dies while taking the lease blocks nobody', async () => {
    mkdirSync(join(root, '.classeur'));
    const files = generations(join(root, '.classeur'), 'agent-PC-A');
    const looking = `const fs = require('fs'); let torn = 0, seen = 0; process.stdout.write('ready');
      process.stdin.on('data', () => { process.stdout.write(JSON.stringify({ torn, seen })); process.exit(0); });
      (function look() {
        for (const name of fs.readdirSync('.')) if (name.startsWith('lease-')) {
          let text = null;
          try { text = fs.readFileSync(name, 'utf8'); } catch {}
          if (text !== null) { seen += 1; if (!text.endsWith('\\n')) torn += 1; }
        }
        setImmediate(look);
      })();`;
    const reader = spawn(process.execPath, ['-e', looking], { cwd: join(root, '.classeur') });
    await once(reader.stdout, 'data');
    const record: LeaseRecord = {
      ...{ holder: await thisHolder('agent-PC-A', dataFolder('data-PC-A')), nonce: '', beats: 0, at: 0 },
      ...{ released: false, quietUntil: 0, formerly: [] },
    };
    for (let n = 1; n <= 200; n += 1) {
      expect(await files.create(n, { ...record, nonce: `nonce-${n}` })).toBe(true);
      if (n > 1) await files.remove(n - 1);
    }
    const said = once(reader.stdout, 'data');
    reader.stdin.write('stop');
    const { torn, seen } = JSON.parse(String((await said)[0])) as { torn: number; seen: number };
    expect(seen).toBeGreaterThan(20);
    expect(torn).toBe(0);
    expect(await files.create(200, { ...record, nonce: 'late' })).toBe(false);
    expect(leases()).toEqual(['lease-200']);
  });

  test('what the dead left half done is swept away', async () => {
    mkdirSync(join(root, '.classeur'));
    writeFileSync(own('draft-of-the-dead'), '');
    utimesSync(own('draft-of-the-dead'), new Date(Date.now() - 3_600_000), new Date(Date.now() - 3_600_000));
    await (await on('PC-A')).beat();
    expect(readdirSync(join(root, '.classeur')).filter((name) => name.startsWith('draft-'))).toEqual([]);
  });

  test('when somebody deletes them all, one agent works again after its next heartbeat', async () => {
    const [a, b] = [await on('PC-A'), await on('PC-B')];
    await a.beat();
    rmSync(join(root, '.classeur'), { recursive: true });
    expect(await b.beat()).toEqual({ kind: 'held' });
    expect(await a.beat()).toEqual({ kind: 'elsewhere', host: 'PC-B' });
  });

  test('a release leaves no clock behind', async () => {
    const [a, b] = [await on('PC-A'), await on('PC-B')];
    await a.beat();
    await b.beat();
    expect(readdirSync(join(root, '.classeur'))).toContain('clock-agent-PC-B');
    await b.release();
    expect(readdirSync(join(root, '.classeur'))).toEqual(['lease-1']);
  });
});

describe('contenders in processes of their own', () => {
  test('of several that begin at the same moment, one works', async () => {
    const all = await Promise.all(['1', '2', '3'].map((id) => contender(`data-${id}`, `agent-${id}`)));
    for (let round = 0; round < 5; round++) {
      const states = await Promise.all(all.map((one) => one.say('beat')));
      expect({ round, held: states.filter((state) => state === 'held true').length }).toEqual({
        round,
        held: 1,
      });
      await all[states.indexOf('held true')]!.say('release');
    }
  }, 30_000);
});

interface Contender {
  say(word: string): Promise<string>;
  kill(): Promise<void>;
}

async function contender(data: string, agentId: string): Promise<Contender> {
  const script = fileURLToPath(new URL('contender.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, root, dataFolder(data), agentId], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const hear = async (): Promise<string> =>
    String(((await once(child.stdout, 'data')) as [Buffer])[0]).trim();
  expect(await hear()).toBe('ready');
  return {
    say(word) {
      const answer = hear();
      child.stdin.write(`${word}\n`);
      return answer;
    },
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
