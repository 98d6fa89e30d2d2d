/**
 * The power goes at any moment: the real program is killed (SIGKILL) wherever something becomes lasting — ledger,
 * journals, lease, archive — and at its requests, before Lucca does them and after; then it runs again. However it was
 * killed, each document stands in Lucca once, whole, on its person's field.
 *
 * Here each kind of point is met once, several deaths in one office. `npm run crash` plays every point alone, and 200
 * moments.
 *
 * SIGKILL shows the death of a process. For the death of the machine it rests on SQLite (synchronous=FULL) and
 * on the journal's fsync.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chanceOf } from '../support/sim/random.ts';
import { officeKinds, type OfficeKind } from './kinds.ts';
import { countPoints, eachNameOnce, inLanes, play, Tally, tellDeath, type Death } from './matrix.ts';
import type { Census } from './points.ts';
import { buildProgram, type Program } from './program.ts';

const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
const moments = Number(process.env['CRASH_MOMENTS'] ?? 8);
const lanes = 12;
/** A minute on an idle machine with two cores. */
const withinMs = 900_000;
const rowsAtStake = /rows behave|a write|documents (attaching|filed)/;

describe('killed and started again, each document is filed once', () => {
  const { archive, unlinked, resend, learns, scarce, usual } = officeKinds;
  let program: Program;
  let scarcely: Promise<void>;
  let [points, wholeMs]: [Census, number] = [new Map(), 0];
  const [tally, lean] = [new Tally(), new Tally()];

  async function playAll(into: Tally, cases: readonly (readonly [OfficeKind, readonly Death[]])[]) {
    await inLanes(lanes, cases, async ([kind, deaths]) => into.add(await play(program, kind, deaths)));
  }

  beforeAll(async () => {
    program = await buildProgram();
    ({ points, wholeMs } = await countPoints(program, archive));
    // Mostly it waits for the next minute.
    const deaths = ['request: an upload | after Lucca did it', 'request: a write | before Lucca does it'];
    scarcely = playAll(lean, [[scarce, deaths.map((name) => ({ name, nth: 2 }))]]);
  }, 60_000);

  afterAll(async () => {
    await scarcely;
    await program.remove();
  });

  it('at every kind of point', { timeout: withinMs }, async () => {
    const kinds: readonly (readonly [OfficeKind, Census])[] = [
      [archive, points],
      [unlinked, await only(unlinked, (name) => unlinked.tries(name))],
      [resend, await only(resend, (name) => rowsAtStake.test(name))],
      [learns, await only(learns, (name) => rowsAtStake.test(name))],
    ];
    for (const [kind, census] of kinds) tally.expect(kind, census);
    const inRows = kinds.flatMap(([kind, census]) =>
      eachNameOnce(census, 8).map((deaths) => [kind, deaths] as const),
    );
    const left: (readonly [OfficeKind, readonly Death[]])[] = [];
    await inLanes(lanes, inRows, async ([kind, deaths]) => {
      const played = await play(program, kind, deaths);
      tally.add({ ...played, unmet: [] });
      // Another death came before it, and left nothing of its kind to do: it is met where nobody died.
      left.push(...played.unmet.map((death) => [kind, [death]] as const));
    });
    await playAll(tally, left);
    process.stdout.write(`${tally.table()}\n`);
    expect(tally.faults).toEqual([]);
    expect(tally.unmet).toEqual([]);
    expect(tally.holes()).toEqual([]);

    async function only(kind: OfficeKind, fits: (name: string) => boolean): Promise<Census> {
      const counted = await countPoints(program, kind);
      return new Map([...counted.points].filter(([name]) => fits(name)));
    }
  });

  it(`at moments of chance (CRASH_SEED=${seed})`, { timeout: withinMs }, async () => {
    const chance = chanceOf(seed);
    const deaths = Array.from({ length: moments }, () => ({
      afterMs: Math.round(100 + chance.next() * wholeMs),
    }));
    const chosen = new Tally();
    await playAll(
      chosen,
      deaths.map((death, index) => [index % 2 === 0 ? usual : learns, [death]] as const),
    );
    expect(chosen.faults, deaths.map(tellDeath).join(', ')).toEqual([]);
    expect(chosen.deaths).toBeGreaterThan(0);
  });

  it('earns no 429 where what left before the death hardly leaves room', { timeout: withinMs }, async () => {
    await scarcely;
    expect(lean.faults).toEqual([]);
    expect(lean.deaths).toBe(2);
  });
});
