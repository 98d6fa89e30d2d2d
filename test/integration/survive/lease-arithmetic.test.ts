/**
 * Two agents never work at once: whole histories of three computers on one share under a virtual clock, with a slow
 * share, a network that splits, computers that sleep, and clocks ten minutes off. `SEED` and `HISTORIES` play others.
 * The numbers are argued in docs/decisions/0010.
 */
import { expect, it } from 'vitest';
import type { Generation, Generations } from '../../../main/adapters/lease/generations.ts';
import { openLease } from '../../../main/adapters/lease/lease.ts';
import type { LeaseRecord } from '../../../main/adapters/lease/record.ts';
import type { Lease } from '../../../main/core/ports.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const seed = Number(process.env['SEED'] ?? 2026);
const histories = Number(process.env['HISTORIES'] ?? 150);
const lastsMs = 8 * 60_000;
const beatEveryMs = 5_000;
/** 90 s less 30 s of right to send, 5 s of sleep that no clock betrays, and a second between two looks of this test. */
const silenceMs = 54_000;

function chance(from: number): () => number {
  let state = (from * 2_654_435_761) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Event {
  readonly at: number;
  readonly run: () => void;
}

/** One share, seen by all at the moment in which a request reaches it. */
class Share {
  readonly files = new Map<number, { record: LeaseRecord; mtimeMs: number }>();
}

interface Computer {
  readonly name: string;
  lease: Lease | null;
  /** How far its wall clock is off. */
  off: number;
  slept: number;
  asleepUntil: number;
  cutOffUntil: number;
  beating: boolean;
  /** Told when the lease has asked the share for something, or is done. */
  asked: () => void;
  worked: { readonly since: number; until: number }[];
}

class History {
  now = 0;
  readonly #queue: Event[] = [];
  readonly random: () => number;
  readonly share = new Share();
  readonly story: string[] = [];

  constructor(random: () => number) {
    this.random = random;
  }

  at(time: number, run: () => void): void {
    this.#queue.push({ at: Math.max(time, this.now), run });
  }

  next(): Event | null {
    let first = 0;
    for (let index = 1; index < this.#queue.length; index += 1)
      if ((this.#queue[index]?.at ?? 0) < (this.#queue[first]?.at ?? 0)) first = index;
    return this.#queue.splice(first, 1)[0] ?? null;
  }

  /** A request to the share: it takes effect on the way there, is answered on the way back, and may be neither. */
  ask<T>(of: Computer, effect: () => T): Promise<T> {
    of.asked();
    const slow = (): number => (this.random() < 0.03 ? this.random() * 40_000 : this.random() * 40);
    return new Promise((resolve, reject) => {
      const arrives = this.now + slow();
      this.at(arrives, () => {
        if (of.cutOffUntil > this.now) {
          this.#answer(of, this.now + 1_000, () => reject(new Error('no such share')));
          return;
        }
        const result = effect();
        // Cut off on the way back: done, and nobody is told.
        const lost = this.random() < 0.01;
        this.#answer(of, this.now + slow(), () =>
          lost ? reject(new Error('the answer was lost')) : resolve(result),
        );
      });
    });
  }

  #answer(of: Computer, at: number, tell: () => void): void {
    this.at(at, () => {
      // A sleeping computer hears it when it wakes.
      if (of.asleepUntil > this.now) this.#answer(of, of.asleepUntil, tell);
      else tell();
    });
  }
}

function filesOf(history: History, of: Computer): Generations {
  const { files } = history.share;
  const read = (n: number): Generation | null => {
    const found = files.get(n);
    return found === undefined ? null : { ...found };
  };
  return {
    list: () => history.ask(of, () => [...files.keys()].sort((a, b) => a - b)),
    read: (n) => history.ask(of, () => read(n)),
    create: (n, record) =>
      history.ask(of, () => {
        if (files.has(n)) return false;
        files.set(n, { record, mtimeMs: history.now });
        return true;
      }),
    rewrite: (n, record) =>
      history.ask(of, () => {
        if (files.get(n)?.record.nonce !== record.nonce) return false;
        files.set(n, { record, mtimeMs: history.now });
        return true;
      }),
    remove: (n) => history.ask(of, () => void files.delete(n)),
    clock: () => history.ask(of, () => history.now),
    removeClock: () => history.ask(of, () => undefined),
  };
}

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function play(
  number: number,
  root: string,
  data: string,
): Promise<{ worked: number; takeovers: number }> {
  const history = new History(chance(seed + number));
  const { random } = history;
  const computers = ['A', 'B', 'C'].map((name): Computer => ({
    name,
    lease: null,
    off: (random() - 0.5) * 1_200_000,
    slept: 0,
    asleepUntil: 0,
    cutOffUntil: 0,
    beating: false,
    asked: () => undefined,
    worked: [],
  }));
  for (const one of computers) {
    const holder = {
      agentId: one.name,
      host: one.name,
      folder: one.name,
      machine: one.name,
      boot: one.name,
      pidSpace: null,
      pid: 1,
      startedAt: null,
    };
    one.lease = await openLease({
      ...{ root, data, agentId: one.name, holder, env: {}, files: filesOf(history, one) },
      clock: {
        now: () => 1_800_000_000_000 + history.now + one.off,
        monotonic: () => history.now - one.slept,
      },
    });
    const beat = (): void => {
      history.at(history.now + beatEveryMs, beat);
      if (one.asleepUntil > history.now || one.beating) return;
      one.beating = true;
      const done = one.lease?.beat().finally(() => {
        one.beating = false;
        one.asked();
      });
      void done;
    };
    history.at(random() * 5_000, beat);
    const fate = (): void => {
      history.at(history.now + random() * 90_000, fate);
      const long = random() < 0.5 ? random() * 20_000 : 60_000 + random() * 60_000;
      const what = random();
      if (one.asleepUntil > history.now) return;
      if (what < 0.4) {
        one.asleepUntil = history.now + long;
        // Some systems count sleep in both clocks, some in the wall clock alone.
        if (number % 2 === 0) one.slept += long;
        history.story.push(`${history.now} ${one.name} sleeps ${long}`);
      } else if (what < 0.8) {
        one.cutOffUntil = history.now + long;
        history.story.push(`${history.now} ${one.name} cut off ${long}`);
      } else {
        one.off += (random() - 0.5) * 1_200_000;
        history.story.push(`${history.now} ${one.name} clock put`);
      }
    };
    history.at(random() * 60_000, fate);
  }
  const look = (): void => {
    history.at(history.now + 500, look);
  };
  look();

  for (let event = history.next(); event !== null && event.at < lastsMs; event = history.next()) {
    history.now = event.at;
    const before = computers.map(({ beating }) => beating);
    event.run();
    // A heartbeat that just began looks at the real folder first: it is waited for until it asks the share.
    for (const [index, one] of computers.entries())
      if (one.beating && before[index] === false) await new Promise<void>((resolve) => (one.asked = resolve));
    await breathe();
    for (const one of computers) {
      if (one.asleepUntil > history.now || one.lease?.mayWork !== true) continue;
      const last = one.worked.at(-1);
      if (last !== undefined && history.now - last.until <= 1_000) last.until = history.now;
      else {
        one.worked.push({ since: history.now, until: history.now });
        history.story.push(`${history.now} ${one.name} works`);
      }
      for (const other of computers) {
        const silent = history.now - (other.worked.at(-1)?.until ?? -Infinity);
        if (other !== one && silent < silenceMs)
          throw new Error(
            `SEED=${seed}, history ${number}: ${one.name} works ${silent} ms after ${other.name}\n${history.story.join('\n')}`,
          );
      }
    }
  }
  const spells = computers.flatMap(({ name, worked }) => worked.map(({ since }) => ({ name, since })));
  spells.sort((a, b) => a.since - b.since);
  const takeovers = spells.filter(({ name }, index) => index > 0 && spells[index - 1]?.name !== name).length;
  return { worked: spells.length, takeovers };
}

it(`nobody works within 54 s of another, in ${histories} histories (SEED=${seed})`, async () => {
  const folder = await temporaryFolder();
  let takeovers = 0;
  for (let number = 0; number < histories; number += 1) {
    const played = await play(number, folder.path, folder.path);
    expect(played.worked).toBeGreaterThan(0);
    takeovers += played.takeovers;
  }
  // Histories in which nobody ever took over would prove nothing.
  expect(takeovers).toBeGreaterThan(histories / 2);
});
