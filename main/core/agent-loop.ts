/**
 * The loop: plan, put the plan in the ledger, start what it says, sleep until something happens or the
 * plan's next moment. Tasks run beside it, each on documents that nobody else touches meanwhile.
 */
import { clockPutRight, latestKnown } from './agent-clock.ts';
import { contextOf } from './agent-context.ts';
import type { Intake } from './agent-intake.ts';
import { createDoubts, type Doubts } from './agent-doubts.ts';
import { createReadings } from './agent-readings.ts';
import { createPuttingAway } from './agent-put-away.ts';
import { provenChanges } from './agent-receipts.ts';
import { isPaused, obstacle, type Obstacle, type Vitals } from './agent-vitals.ts';
import { createWork } from './agent-work.ts';
import type { World } from './agent-world.ts';
import type { DocumentId, DocumentRecord } from './model.ts';
import { plan, type Plan } from './plan/plan.ts';
import { withoutState } from './plan/transitions.ts';
import type { LedgerChange } from './ports.ts';

/** While work is under way, thinking takes no more than this share of the time, however much there is to think about. */
const thinkingShare = 0.1;
const longestGatherMs = 250;
const ledgerRetryMs = 5_000;
const shortestSleepMs = 10;
const longestSleepMs = 60_000;
/** Plans in a row that each change something; a bound for what should end by itself. */
const mostRounds = 20;
const nothingToDo: Plan = { changes: [], adopted: [], proven: [], actions: [], wakeAt: Infinity };

export interface Loop {
  /** Plans once more, now or as soon as the present turn ends. */
  readonly turn: () => void;
  /** Runs something beside the loop and plans again when it ends. */
  readonly run: (task: () => Promise<void>) => void;
  /** Uploads that nobody is busy with any more: they begin again, and what Lucca may have of them is counted. */
  orphanedUploads(): readonly LedgerChange[];
  /** Resolves once whoever asked about one of these documents is done with it: only then an answer is taken up. */
  askedAbout(ids: readonly DocumentId[]): Promise<void>;
  readonly doubts: Pick<Doubts, 'find'>;
  stop(): void;
}

export function createLoop(
  world: World,
  vitals: Vitals,
  intake: () => Intake,
  after: { readonly turn: () => void; readonly announceNew: () => void },
): Loop {
  const { ports, memory } = world;
  const { clock, log } = ports;
  let again = false;
  let gatherUntil = -Infinity;
  let cancelGathering: (() => void) | null = null;
  let rounds = 0;
  let lastSeen = -Infinity;
  let cancelTimer: () => void = () => undefined;
  const readings = createReadings(world, vitals, run);
  const { putAway, putAwayLeft } = createPuttingAway(world, vitals, run);
  const doubts = createDoubts(world, run);
  const work = createWork(world, vitals, { run, readings, putAway });

  function turn(): void {
    if (vitals.life !== 'running') return;
    again = true;
    if (vitals.turning) return;
    if (gathers()) return;
    vitals.turning = true;
    void turns().finally(after.turn);
  }

  function isWished(): boolean {
    return again && vitals.life === 'running';
  }

  /** What ends within a moment is thought about together. With the last task nobody is left to wait for. */
  function gathers(): boolean {
    cancelGathering?.();
    cancelGathering = null;
    const early = gatherUntil - clock.monotonic();
    if (early <= 0 || vitals.tasks.size === 0) return false;
    cancelGathering = clock.after(early, turn);
    return true;
  }

  async function turns(): Promise<void> {
    try {
      do {
        again = false;
        await oneTurn();
      } while (isWished() && !gathers());
    } catch (error) {
      // The ledger could not be written: nothing was believed, nothing was started. Try again soon.
      log.warn('turn-failed', { code: codeOf(error) });
      sleep(ledgerRetryMs);
    } finally {
      // In the same breath as the last look at `again`: nobody's wish falls between.
      vitals.turning = false;
    }
  }

  async function oneTurn(): Promise<void> {
    intake().startScan();
    if (vitals.ledgerUnwritable) await tryLedger();
    await keepTime();
    const inTheWay = obstacle(world, vitals);
    await world.transact(() => [...orphanedUploads(), ...(inTheWay === null ? lift() : [])]);
    // Thought and carried in one breath: what others put into the ledger meanwhile is not written over.
    let thought = nothingToDo;
    await world.transact(() => {
      const begun = clock.monotonic();
      thought = plan(
        contextOf(world, {
          questionsDueAt: readings.questionsDueAt(),
          obstacle: inTheWay,
          readingDirectory: readings.directory.underWay,
          readingFields: readings.fields.underWay,
        }),
      );
      const changes = carry(thought);
      const ended = clock.monotonic();
      gatherUntil = ended + Math.min(longestGatherMs, (ended - begun) / thinkingShare);
      return changes;
    });
    after.announceNew();
    work.start(thought.actions, inTheWay);
    if (inTheWay !== null) await world.transact(() => park(inTheWay));
    else {
      readings.keepFresh();
      putAwayLeft();
      if (world.options.dryRun !== true && !isPaused(world)) doubts.settleLeft();
    }
    // What was changed may let others go: nothing rests before a plan changes nothing.
    const changed = thought.changes.length + thought.adopted.length + thought.proven.length > 0;
    rounds = changed ? rounds + 1 : 0;
    if (changed && rounds < mostRounds) again = true;
    else if (changed) log.warn('plan-restless', { changes: thought.changes.length });
    const next = Math.min(thought.wakeAt, inTheWay?.until ?? Infinity) - clock.now();
    sleep(Math.min(next, intake().scanDueIn(), readings.gathersFor()));
  }

  /** The first time, the ledger says how late it was when it was last written. */
  async function keepTime(): Promise<void> {
    const before = lastSeen === -Infinity ? latestKnown(world) : lastSeen;
    if (clock.now() < before) await world.transact(() => clockPutRight(world, before));
    lastSeen = clock.now();
  }

  /** Where the ledger could not be written, nothing else is begun before it can. */
  function tryLedger(): Promise<void> {
    return world.transact(() => [{ kind: 'facts', facts: { orphans: memory.facts.orphans } }]);
  }

  function sleep(ms: number): void {
    cancelTimer();
    cancelTimer = clock.after(Math.min(Math.max(shortestSleepMs, ms), longestSleepMs), turn);
  }

  function carry(thought: Plan): readonly LedgerChange[] {
    const changes: LedgerChange[] = [];
    for (const document of thought.changes)
      if (!world.busyDocuments.has(document.id) && memory.documents.has(document.id))
        changes.push({ kind: 'document', document });
    for (const { receipt, document } of thought.adopted) {
      const holder = memory.receipts.get(receipt.identity)?.documentId;
      changes.push({ kind: 'receipt', receipt });
      if (holder === undefined || holder === document.id) continue;
      const before = memory.documents.get(holder);
      // Whose file is still there holds other bytes by now, and stays.
      if (before?.state === 'filed' && before.gone) changes.push({ kind: 'document-gone', id: holder });
    }
    for (const proven of thought.proven) changes.push(...provenChanges(world, proven));
    return changes;
  }

  /** What an obstacle held goes on as soon as it is gone, not at the end of a pause that was only a guess. */
  function lift(): readonly LedgerChange[] {
    const now = clock.now();
    const lifted: LedgerChange[] = [];
    for (const document of memory.live.values()) {
      if (document.state !== 'waiting' || document.until <= now) continue;
      if (document.reason === 'lucca-error' || document.reason === 'locked') continue;
      lifted.push({ kind: 'document', document: { ...document, until: now } });
    }
    return lifted;
  }

  /** What cannot leave says why and until when, instead of looking ready. */
  function park({ reason, until }: Obstacle): readonly LedgerChange[] {
    const now = clock.now();
    const changes: LedgerChange[] = [];
    for (const document of memory.live.values()) {
      if (world.busyDocuments.has(document.id)) continue;
      if (document.state !== 'ready' && document.state !== 'uploaded' && document.state !== 'attaching')
        continue;
      const resume = document.state;
      // An unknown outcome is still read first, however long the wait was.
      const stateAt = resume === 'attaching' ? document.stateAt : now;
      changes.push({
        kind: 'document',
        document: { ...withoutState(document), state: 'waiting', reason, until, resume, stateAt },
      });
    }
    return changes;
  }

  function run(task: () => Promise<void>): void {
    const running = task()
      .catch(async (error: unknown) => {
        log.warn('task-failed', { code: codeOf(error) });
        // What it left half done stands in the ledger and is taken up from there.
        await world.transact(orphanedUploads).catch(() => undefined);
      })
      .finally(() => {
        vitals.tasks.delete(running);
        // What comes of it is news, and no plan that finds no rest.
        rounds = 0;
        turn();
        after.turn();
      });
    vitals.tasks.add(running);
  }

  async function askedAbout(ids: readonly DocumentId[]): Promise<void> {
    const isHeld = (id: DocumentId): boolean =>
      world.busyDocuments.has(id) && memory.documents.get(id)?.state === 'attention';
    while (vitals.tasks.size > 0 && ids.some(isHeld)) await Promise.race(vitals.tasks);
  }

  function orphanedUploads(): readonly LedgerChange[] {
    const now = clock.now();
    const changes: LedgerChange[] = [];
    let lost = 0;
    for (const document of memory.live.values()) {
      if (document.state !== 'uploading' || world.busyDocuments.has(document.id)) continue;
      lost += 1;
      const ready: DocumentRecord = { ...withoutState(document), state: 'ready', stateAt: now };
      changes.push({ kind: 'document', document: ready });
      if (document.inspection !== null)
        changes.push({
          kind: 'orphan',
          orphan: { fileId: null, sha256: document.inspection.sha256, at: now },
        });
    }
    if (lost > 0) changes.push({ kind: 'facts', facts: { orphans: memory.facts.orphans + lost } });
    return changes;
  }

  return {
    turn,
    run,
    orphanedUploads,
    askedAbout,
    doubts,
    stop() {
      cancelTimer();
      cancelGathering?.();
    },
  };
}

/** A code for the log: never a message, which may hold a path. */
export function codeOf(error: unknown): string {
  if (error instanceof Error) return 'code' in error ? String(error.code) : error.name;
  return 'unknown';
}
