/** Plays deaths: every point alone, or several in one office, one after the other; and moments of chance. */
import { faultsAtTheEnd } from './ending.ts';
import type { OfficeKind } from './kinds.ts';
import { openOffice } from './office.ts';
import { census, dieAfter, dieAt, type Census, type Point } from './points.ts';
import type { Program } from './program.ts';

/** A death is at a point, or after so many milliseconds. */
export type Death = Point | { readonly afterMs: number };

export interface Played {
  readonly kind: OfficeKind;
  readonly met: readonly Death[];
  readonly unmet: readonly Death[];
  readonly faults: readonly string[];
}

export function tellDeath(death: Death): string {
  return 'name' in death ? `${death.name} (${death.nth})` : `after ${death.afterMs} ms`;
}

/** One office, these deaths one after the other, then runs to the end. */
export async function play(program: Program, kind: OfficeKind, deaths: readonly Death[]): Promise<Played> {
  const office = await openOffice(program, kind);
  try {
    const [met, unmet]: [Death[], Death[]] = [[], []];
    for (const death of deaths) {
      const died = 'name' in death ? await dieAt(office, death) : await dieAfter(office, death.afterMs);
      (died ? met : unmet).push(death);
    }
    return { kind, met, unmet, faults: await faultsAtTheEnd(office) };
  } finally {
    await office.close();
  }
}

export async function countPoints(program: Program, kind: OfficeKind): ReturnType<typeof census> {
  const office = await openOffice(program, kind);
  try {
    const counted = await census(office);
    const faults = await faultsAtTheEnd(office);
    if (faults.length > 0) throw new Error(`${kind.name}, without a death: ${faults.join('; ')}`);
    return counted;
  } finally {
    await office.close();
  }
}

export function everyPoint(points: Census): readonly Point[] {
  return [...points].flatMap(([name, count]) =>
    Array.from({ length: count }, (_, index) => ({ name, nth: index + 1 })),
  );
}

/**
 * Each name once, several deaths in one office. They come in the order in which a run comes to them, so that what one
 * death leaves undone leads to the next.
 */
export function eachNameOnce(points: Census, together: number): readonly (readonly Point[])[] {
  const names = [...points.keys()];
  const offices = Math.ceil(names.length / together);
  return Array.from({ length: offices }, (_, office) =>
    names.filter((_name, index) => index % offices === office).map((name) => ({ name, nth: 1 })),
  );
}

/** A row for each name: how often a run comes to it, how often it died there, and whether all of that ended well. */
export class Tally {
  readonly #rows = new Map<string, { points: number; killed: number; well: number }>();
  readonly faults: string[] = [];
  readonly unmet: string[] = [];
  deaths = 0;
  offices = 0;

  expect(kind: OfficeKind, points: Census): void {
    for (const [name, count] of points) this.#row(kind, name).points += count;
  }

  add({ kind, met, unmet, faults }: Played): void {
    this.offices += 1;
    this.deaths += met.length;
    const story = met.map(tellDeath).join(', then ');
    for (const fault of faults) this.faults.push(`${kind.name}: ${story}: ${fault}`);
    for (const death of unmet) this.unmet.push(`${kind.name}: ${tellDeath(death)}`);
    for (const death of met) {
      const row = this.#row(kind, 'name' in death ? death.name : 'a moment of chance');
      row.killed += 1;
      if (faults.length === 0) row.well += 1;
    }
  }

  /** Names at which nobody died: the matrix has a hole there. */
  holes(): readonly string[] {
    return [...this.#rows].filter(([, { killed }]) => killed === 0).map(([name]) => name);
  }

  table(): string {
    const width = Math.max(...[...this.#rows.keys()].map((name) => name.length));
    const lines = [...this.#rows].map(
      ([name, { points, killed, well }]) =>
        `${name.padEnd(width)} ${String(points).padStart(7)} ${String(killed).padStart(7)} ${String(well).padStart(7)}`,
    );
    return [`${''.padEnd(width)}  points  killed    well`, ...lines].join('\n');
  }

  #row(kind: OfficeKind, name: string): { points: number; killed: number; well: number } {
    const key = `${kind.name} | ${name}`;
    const row = this.#rows.get(key) ?? { points: 0, killed: 0, well: 0 };
    this.#rows.set(key, row);
    return row;
  }
}

/** Several at once: most of the time a dead office waits until Lucca is done with what it was sent. */
export async function inLanes<T>(
  lanes: number,
  cases: readonly T[],
  run: (one: T) => Promise<void>,
): Promise<void> {
  const queue = [...cases];
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await run(next);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
