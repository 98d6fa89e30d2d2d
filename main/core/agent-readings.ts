/**
 * When Lucca is read: the directory, the definitions and the records, each by one task at a time, together where
 * that spares requests, and again before they are too old.
 */
import { readDirectory, readFields, readRecords } from './agent-reads.ts';
import { isPaused, type Vitals } from './agent-vitals.ts';
import type { World } from './agent-world.ts';
import { makeFolders, planFolders } from './employee-folders.ts';
import type { EmployeeId } from './model.ts';
import { routeProblems, type RouteProblem } from './route/route-problems.ts';

/** Records read in one request, and how long others are waited for. */
const recordsTogether = 50;
const longestGatherMs = 2_000;
const directoryEveryMs = 60 * 60_000;
const whileAskingMs = 10 * 60_000;

export interface Readings {
  readonly directory: Reading;
  readonly fields: Reading;
  /** `filesInHand`: others are still being looked at, and their people's records may be wanted in a moment. */
  fetchRecords(employeeIds: readonly EmployeeId[], filesInHand: boolean): void;
  /** When open questions are looked at again, all at once. Milliseconds since 1970. */
  questionsDueAt(): number;
  /** Milliseconds after which records that wait for company are read all the same; `Infinity` where none wait. */
  gathersFor(): number;
  keepFresh(): void;
}

/** A reading that one task at a time does. */
export interface Reading {
  readonly underWay: boolean;
  start(): void;
}

export function createReadings(
  world: World,
  vitals: Vitals,
  run: (task: () => Promise<void>) => void,
): Readings {
  const { ports, memory, options } = world;
  const { clock, log } = ports;
  const { settings } = options;
  const dryRun = options.dryRun ?? false;
  // A reading costs its share of the minute: to spare one, nobody waits for longer than that.
  const gatherMs = Math.min(longestGatherMs, 60_000 / settings.tenant.requestsPerMinute);
  let questionsReadAt = -Infinity;
  let recordsWantedSince: number | null = null;
  let employeesWanted: readonly EmployeeId[] = [];

  function alone(read: () => Promise<void>): Reading {
    let underWay = false;
    return {
      get underWay() {
        return underWay;
      },
      start() {
        if (underWay) return;
        underWay = true;
        run(async () => {
          try {
            await read();
          } finally {
            underWay = false;
          }
        });
      },
    };
  }

  const directory = alone(async () => {
    if (await readDirectory(world)) await makeNewcomersFolders();
  });
  const fields = alone(async () => {
    if (!(await readFields(world))) return;
    world.definitions.readAt = clock.now();
    // Told with the first look at them, not with the first scan.
    for (const { route, why } of problems()) log.warn('route-not-served', { route, why });
  });
  const records = alone(() => readRecords(world, employeesWanted));

  const problems = (): readonly RouteProblem[] => routeProblems(settings, memory.fields, memory.filedTargets);

  /** New arrivals get their folders where the settings say so. */
  async function makeNewcomersFolders(): Promise<void> {
    if (settings.folders.create !== 'auto' || dryRun || memory.directory === null) return;
    const thought = await planFolders(
      {
        settings,
        employees: memory.directory.employees,
        bindings: memory.bindings.values(),
        today: clock.localDay(clock.now()),
      },
      ports.files,
    );
    const made = await makeFolders(thought, ports.files);
    if (made > 0) log.info('folders-made', { folders: made });
  }

  /** While files are still being looked at, their people's records are worth one reading together. */
  function moreToCome(employeeIds: readonly EmployeeId[], filesInHand: boolean): boolean {
    const now = clock.monotonic();
    recordsWantedSince ??= now;
    const waits = filesInHand && employeeIds.length < recordsTogether && now - recordsWantedSince < gatherMs;
    if (!waits) recordsWantedSince = null;
    return waits;
  }

  function keepFresh(): void {
    if (isPaused(world)) return;
    // Where none are known, where what is known speaks against the settings, and where somebody wants to hear of it.
    if (world.definitions.readAt === -Infinity)
      if (memory.fields.length === 0 || dryRun || problems().length > 0) fields.start();
    // The way to Lucca was closed: one reading, on nobody's account, finds out whether it is open again.
    if (memory.facts.failures > 0 && vitals.tasks.size === 0) directory.start();
    const asking = [...memory.live.values()].some(
      (document) => document.state === 'attention' && document.reason.startsWith('employee-'),
    );
    const asked = Math.max(memory.directory?.readAt ?? 0, memory.facts.directoryAskedAt);
    if (clock.now() - asked >= (asking ? whileAskingMs : directoryEveryMs)) directory.start();
  }

  return {
    directory,
    fields,
    fetchRecords(employeeIds, filesInHand) {
      if (moreToCome(employeeIds, filesInHand) || records.underWay) return;
      if (clock.now() >= questionsReadAt + whileAskingMs) questionsReadAt = clock.now();
      employeesWanted = employeeIds;
      records.start();
    },
    questionsDueAt: () => questionsReadAt + whileAskingMs,
    gathersFor: () => (recordsWantedSince === null ? Infinity : gatherMs),
    keepFresh,
  };
}
