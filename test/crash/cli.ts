/**
 * `npm run crash -- [--moments N] [--pairs N] [--scarce N] [--seed S] [--office NAME] [--only TEXT] [--lanes N]
 *   [--no-points]`
 *
 * The whole matrix: every point of every office, one death each; deaths in the run after a death; moments of chance;
 * offices with hardly enough requests. `--only` takes the points whose name holds the text. Prints its seed, a row for
 * each name, what went wrong, and ends with 1 where anything did.
 */
import { parseArgs } from 'node:util';
import { chanceOf } from '../support/sim/random.ts';
import { officeKinds, type OfficeKind } from './kinds.ts';
import { countPoints, everyPoint, inLanes, play, Tally, tellDeath, type Death } from './matrix.ts';
import type { Point } from './points.ts';
import { buildProgram } from './program.ts';

const { values } = parseArgs({
  allowNegative: true,
  options: {
    moments: { type: 'string', default: '200' },
    pairs: { type: 'string', default: '24' },
    scarce: { type: 'string', default: '12' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    office: { type: 'string', multiple: true, default: ['usual', 'archive', 'unlinked', 'resend', 'learns'] },
    only: { type: 'string', default: '' },
    lanes: { type: 'string', default: '6' },
    points: { type: 'boolean', default: true },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const began = Date.now();
const seconds = (): string => `${((Date.now() - began) / 1_000).toFixed(0)} s`;
const seed = Number(values.seed);
const chance = chanceOf(seed);
const lanes = Number(values.lanes);
const kinds = values.office.map((name): OfficeKind => {
  const kind = Object.values(officeKinds).find((one) => one.name === name);
  if (kind === undefined)
    throw new Error(`No such office: ${name}. There are: ${Object.keys(officeKinds).join(', ')}.`);
  return kind;
});
/** A run may come to a point once less than another one did: timers and requests race. */
const tries = 3;

say(`seed ${seed}`);
const program = await buildProgram();
const tally = new Tally();
try {
  const counted = new Map<OfficeKind, { readonly all: readonly Point[]; readonly wholeMs: number }>();
  for (const kind of kinds) {
    const { points, wholeMs } = await countPoints(program, kind);
    const chosen = new Map(
      [...points].filter(([name]) => values.points && kind.tries(name) && name.includes(values.only)),
    );
    tally.expect(kind, chosen);
    counted.set(kind, { all: everyPoint(points), wholeMs });
    say(`${kind.name}: ${points.size} names, ${everyPoint(points).length} points, a run of ${wholeMs} ms`);
  }
  const whole = async (kind: OfficeKind, deaths: readonly Death[], attempts: number): Promise<void> => {
    let played = await play(program, kind, deaths);
    for (let again = 1; again < attempts && played.met.length === 0 && played.faults.length === 0; again += 1)
      played = await play(program, kind, deaths);
    tally.add(played);
    for (const fault of played.faults)
      say(`${kind.name}: ${played.met.map(tellDeath).join(', then ')}: ${fault}`);
    if (tally.offices % 50 === 0)
      say(`… ${tally.offices} offices, ${tally.faults.length} faults, ${seconds()}`);
  };
  // They mostly wait for the next minute, beside the others.
  const points = [...counted][0]?.[1].all ?? [];
  const lean = inLanes(
    2,
    Array.from({ length: Number(values.scarce) }, () => [
      chance.pick(points),
      { ...chance.pick(points), nth: 1 },
    ]),
    (deaths) => whole(officeKinds.scarce, deaths, 1),
  );
  for (const [kind, { all }] of counted) {
    const chosen = all.filter(({ name }) => values.points && kind.tries(name) && name.includes(values.only));
    await inLanes(lanes, chosen, (point) => whole(kind, [point], tries));
    say(`${kind.name}: ${chosen.length} points, ${tally.faults.length} faults so far, ${seconds()}`);
  }
  const pairs = Array.from({ length: Number(values.pairs) }, () => {
    const [kind, { all }] = chance.pick([...counted]);
    // The second and the third in the runs after a death: whatever their count there, the first time is met.
    return {
      kind,
      deaths: [chance.pick(all), { ...chance.pick(all), nth: 1 }, { ...chance.pick(all), nth: 1 }],
    };
  });
  await inLanes(lanes, pairs, ({ kind, deaths }) => whole(kind, deaths, 1));
  say(`${pairs.length} offices with deaths in a row, ${tally.faults.length} faults so far, ${seconds()}`);

  const moments = Array.from({ length: Number(values.moments) }, () => {
    const [kind, { wholeMs }] = chance.pick([...counted]);
    return { kind, deaths: [{ afterMs: Math.round(100 + chance.next() * wholeMs) }] };
  });
  await inLanes(lanes, moments, ({ kind, deaths }) => whole(kind, deaths, tries));
  say(`${moments.length} moments of chance, ${tally.faults.length} faults so far, ${seconds()}`);

  await lean;
  say(
    `${values.scarce} offices with hardly enough requests, ${tally.faults.length} faults so far, ${seconds()}`,
  );
} finally {
  await program.remove();
}
say(tally.table());
for (const unmet of tally.unmet) say(`not met: ${unmet}`);
for (const hole of tally.holes()) say(`nobody died at: ${hole}`);
say(`${tally.deaths} deaths in ${tally.offices} offices, ${tally.unmet.length} not met, seed ${seed}`);
say(`${tally.faults.length} faults, ${seconds()}`);
process.exit(tally.faults.length + tally.holes().length === 0 ? 0 : 1);
