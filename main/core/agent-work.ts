/**
 * What a plan says is begun, as much at once as there is room for. Each task has documents and employees that nobody
 * else touches meanwhile.
 */
import { attachDocuments } from './agent-attach.ts';
import { inspect } from './agent-inspect.ts';
import type { PuttingAway } from './agent-put-away.ts';
import type { Readings } from './agent-readings.ts';
import { uploadDocument } from './agent-upload.ts';
import { isPaused, obstacle, type Obstacle, type Vitals } from './agent-vitals.ts';
import type { World } from './agent-world.ts';
import { lanes } from './lanes.ts';
import type { DocumentId, DocumentRecord, EmployeeId } from './model.ts';
import type { Action } from './plan/plan.ts';
import { urgencyOf } from './urgency.ts';

/** Documents and employees worked on at once: as a rule, and where nothing is in the way. */
export const atOnce = {
  upload: { few: 3, most: 16 },
  attach: { few: 2, most: 6 },
  inspect: { few: 4, most: 4 },
} as const;
const placesForFresh = 1;
/** Files that may take minutes to send leave one way free for the others. */
const large = { bytes: 8_000_000, most: atOnce.upload.few - 1 } as const;

/** What the next in line takes up at once when one ends. */
type Refilled = 'upload' | 'inspect';

export interface Work {
  /** What the plan before would have begun and had no room for is forgotten: this one knows better. */
  start(actions: readonly Action[], inTheWay: Obstacle | null): void;
}

export function createWork(
  world: World,
  vitals: Vitals,
  by: {
    /** Runs something beside the loop, which plans again when it ends. */
    readonly run: (task: () => Promise<void>) => void;
    readonly readings: Readings;
    readonly putAway: PuttingAway['putAway'];
  },
): Work {
  const { memory, options } = world;
  const { clock } = world.ports;
  const { run, readings, putAway } = by;
  const dryRun = options.dryRun ?? false;
  const running = { upload: 0, attach: 0, inspect: 0 };
  const width = {
    upload: lanes(atOnce.upload),
    attach: lanes(atOnce.attach),
    inspect: lanes(atOnce.inspect),
  };
  /** What the last plan would have begun, had there been room: the next one takes the place of one that ends. */
  const waiting: Record<Refilled, DocumentId[]> = { upload: [], inspect: [] };
  let largeUnderWay = 0;

  function start(actions: readonly Action[], inTheWay: Obstacle | null): void {
    const mayRead = inTheWay === null && (dryRun || !isPaused(world));
    const maySend = mayRead && !dryRun;
    waiting.upload = [];
    waiting.inspect = [];
    for (const action of actions) {
      switch (action.kind) {
        case 'inspect':
          waiting.inspect.push(action.id);
          break;
        case 'read-directory':
          if (mayRead) readings.directory.start();
          break;
        case 'read-definitions':
          if (mayRead) readings.fields.start();
          break;
        case 'read-records':
          if (mayRead)
            readings.fetchRecords(action.employeeIds, running.inspect + waiting.inspect.length > 0);
          break;
        case 'upload':
          waiting.upload.push(action.id);
          break;
        case 'attach':
          if (maySend)
            work('attach', action.ids, action.employeeId, async () => {
              await attachDocuments(world, action.employeeId, action.ids);
              await putAway(action.ids);
            });
          break;
      }
    }
    // The first of them last: they are taken from the end.
    waiting.upload.reverse();
    waiting.inspect.reverse();
    refill();
  }

  /**
   * Looks at and uploads the next of what was planned. A plan may be a moment old by then: looking changes nothing,
   * an upload stages only what still stands ready, and what is attached is always planned anew.
   */
  function refill(): void {
    // Where the ledger takes nothing, each would fail at its first step, and the next one take its place.
    if (vitals.life !== 'running' || vitals.ledgerUnwritable) return;
    refillWith('inspect', isUnlooked, inspect);
    const [next] = waiting.upload.slice(-1);
    if (next === undefined || running.upload >= placesFor('upload', [next])) return;
    const maySend = !dryRun && !isPaused(world) && obstacle(world, vitals) === null;
    if (!maySend) return;
    const asideForNow: DocumentId[] = [];
    refillWith(
      'upload',
      (document) => {
        if (document.state !== 'ready') return false;
        if (!isLarge(document)) return true;
        if (largeUnderWay < large.most) return true;
        asideForNow.push(document.id);
        return false;
      },
      send,
    );
    for (const id of asideForNow.reverse()) waiting.upload.push(id);
  }

  async function send(of: World, id: DocumentId): Promise<void> {
    const document = memory.documents.get(id);
    const counts = document !== undefined && isLarge(document) ? 1 : 0;
    largeUnderWay += counts;
    try {
      await uploadDocument(of, id);
    } finally {
      largeUnderWay -= counts;
    }
  }

  function refillWith(
    kind: Refilled,
    still: (document: DocumentRecord) => boolean,
    task: (world: World, id: DocumentId) => Promise<void>,
  ): void {
    for (let id = waiting[kind].at(-1); id !== undefined; id = waiting[kind].at(-1)) {
      if (running[kind] >= placesFor(kind, [id])) return;
      waiting[kind].pop();
      const document = memory.documents.get(id);
      if (document !== undefined && still(document)) work(kind, [id], null, () => task(world, id));
    }
  }

  /** What was just saved finds a place beside a backlog that holds them all. */
  function placesFor(kind: keyof typeof atOnce, ids: readonly DocumentId[]): number {
    const fresh = urgencyOf(ids.flatMap((id) => memory.documents.get(id) ?? [])) === 'fresh';
    return width[kind].width + (fresh ? placesForFresh : 0);
  }

  /** Takes the documents, does the work, gives them back. Nothing happens where a place or a document is taken. */
  function work(
    kind: keyof typeof atOnce,
    ids: readonly DocumentId[],
    employeeId: EmployeeId | null,
    task: () => Promise<void>,
  ): void {
    if (running[kind] >= placesFor(kind, ids)) return;
    if (employeeId !== null && world.busyEmployees.has(employeeId)) return;
    if (ids.some((id) => world.busyDocuments.has(id) || !memory.documents.has(id))) return;
    running[kind] += 1;
    for (const id of ids) world.busyDocuments.add(id);
    if (employeeId !== null) world.busyEmployees.add(employeeId);
    const begun = clock.monotonic();
    run(async () => {
      try {
        await task();
      } finally {
        width[kind].ended(clock.monotonic() - begun);
        running[kind] -= 1;
        for (const id of ids) world.busyDocuments.delete(id);
        if (employeeId !== null) world.busyEmployees.delete(employeeId);
        refill();
      }
    });
  }

  return { start };
}

/** Settled and not looked at yet, or filed and written to since. */
function isUnlooked(document: DocumentRecord): boolean {
  if (document.state === 'filed') return document.changed !== null;
  return document.state === 'settling' && document.inspection === null;
}

function isLarge({ signature }: DocumentRecord): boolean {
  return signature.size > large.bytes;
}
