/**
 * The agent: joins the steps, which do not know each other.
 *
 *   watch → scan → settle → match → route → plan → upload → attach → confirm → receipt → status
 *
 * Its parts: memory (the ledger's mirror), places (match and route), intake (scans, journals, inbox), the
 * loop (plan and start), tasks (the plan's actions), the gateway (every request), the desk (people).
 */
import { tenantHost } from '../shared/settings.ts';
import type { StatusSnapshot } from '../shared/status.ts';
import type { Agent, AgentEvent } from './agent-api.ts';
import { createDesk } from './agent-desk.ts';
import { createFolders } from './agent-folders.ts';
import { createGateway } from './agent-gateway.ts';
import { createIntake } from './agent-intake.ts';
import { codeOf, createLoop, type Loop } from './agent-loop.ts';
import { openMemory } from './agent-memory.ts';
import { createPlaces } from './agent-places.ts';
import { isUnderWay, snapshotOf } from './agent-views.ts';
import {
  agentState,
  isPaused,
  isQuiet,
  newVitals,
  obstacle,
  rootAway,
  troubleOf,
  type Vitals,
} from './agent-vitals.ts';
import { timeLeft } from './budget/time-left.ts';
import { reasonOf } from './document.ts';
import { createIdentities } from './identity.ts';
import type { AgentOptions, AgentPorts, World } from './agent-world.ts';
import type { DocumentId, DocumentRecord } from './model.ts';
import { aboutTodayMs, isToday } from './today.ts';
import { isAttaching } from './plan/transitions.ts';
import { createLineSpeed } from './status/line-speed.ts';
import type { LedgerChange } from './ports.ts';

const beatMs = 5_000;
const inboxMs = 1_000;
const statusMs = 200;
const finishWithinMs = 4_000;
const abandonWithinMs = 800;

export async function createAgent(ports: AgentPorts, options: AgentOptions): Promise<Agent> {
  const { clock, log } = ports;
  const { settings } = options;
  const dryRun = options.dryRun ?? false;
  const listeners = new Set<(event: AgentEvent) => void>();
  const quietWaiters = new Set<() => void>();
  const announced = new Set<DocumentId>();
  let announcedAll = false;
  const vitals = newVitals();
  let queue: Promise<unknown> = Promise.resolve();
  let revision = 0;
  let batch = 0;
  const line = createLineSpeed();
  let cancelBeat: () => void = () => undefined;
  let cancelInbox: () => void = () => undefined;
  let cancelStatus: (() => void) | null = null;

  const memory = await openMemory(ports.ledger, announce);
  const places = createPlaces(memory, settings, ports.globs, clock);

  const transact: World['transact'] = (build) => {
    const written = queue.then(async () => {
      const changes = build();
      await memory.write(changes);
      return changes.length > 0;
    });
    queue = written.catch(() => undefined);
    // Others write meanwhile, and share the next flush: in the order of asking, whoever goes on finds all that was
    // written before on disk, also where there was nothing to write.
    return written
      .then(async (changed) => {
        await ports.ledger.flush();
        if (changed) vitals.ledgerUnwritable = false;
      })
      .catch((error: unknown) => {
        vitals.ledgerUnwritable = true;
        statusChanged();
        throw error;
      });
  };

  const world: World = {
    ports,
    options,
    memory,
    transact,
    gateway: createGateway({
      clock,
      random: ports.random,
      memory,
      transact,
      lease: dryRun ? { mayWork: true } : ports.lease,
      limit: settings.tenant.requestsPerMinute,
    }),
    place: places.place,
    folderOf: places.folderOf,
    targetOf: places.targetOf,
    wanted: places.wanted,
    findings: new Map(),
    records: new Map(),
    notShown: new Map(),
    postponed: new Set(),
    rowsRead: new Map(),
    definitions: { readAt: -Infinity },
    wantScan: (folder) => intake.wantScan(folder),
    busyDocuments: new Set(),
    busyEmployees: new Set(),
    progress: new Map(),
    onProgress(id, sentBytes) {
      const before = world.progress.get(id);
      if (before === undefined) line.ended(id);
      line.sent(id, Math.max(0, sentBytes - (before ?? 0)), clock.monotonic());
      world.progress.set(id, sentBytes);
      emit({ kind: 'progress', id, sentBytes, size: memory.documents.get(id)?.signature.size ?? sentBytes });
      statusChanged();
    },
    identity: createIdentities(ports.hasher),
  };

  const loop: Loop = createLoop(world, vitals, () => intake, {
    turn() {
      statusChanged();
      tellQuiet();
    },
    announceNew() {
      if (!vitals.looked || announcedAll) return;
      announcedAll = true;
      // Whatever comes later is told when it comes.
      for (const document of [...memory.live.values(), ...memory.atRest.leftOut()])
        if (document.state !== 'filed' && !announced.has(document.id)) tell(document);
    },
  });
  const intake = createIntake(world, vitals, places, loop.run);
  const desk = createDesk(world, places, loop);
  const folders = createFolders(world, places, loop);

  function emit(event: AgentEvent): void {
    for (const listener of [...listeners]) listener(event);
  }

  function announce(changes: readonly LedgerChange[], before: ReadonlyMap<DocumentId, DocumentRecord>): void {
    for (const change of changes) {
      if (change.kind === 'document') told(change.document, before.get(change.document.id));
      else if (change.kind === 'document-gone') {
        world.findings.delete(change.id);
        emit({ kind: 'document-gone', id: change.id });
      } else if (change.kind === 'directory') places.peopleChanged();
      else if (change.kind === 'binding') places.foldersChanged();
      else if (change.kind === 'fields') places.fieldsChanged();
      if (change.kind === 'directory' || change.kind === 'fields') emit({ kind: 'lucca-read' });
    }
    statusChanged();
  }

  function told(document: DocumentRecord, old: DocumentRecord | undefined): void {
    const same =
      old?.state === document.state && reasonOf(old) === reasonOf(document) && old.path === document.path;
    if (same) return;
    if (isUnderWay(document.state) && (old === undefined || !isUnderWay(old.state))) batch += 1;
    tell(document);
  }

  function tell(document: DocumentRecord): void {
    announced.add(document.id);
    const receipt = document.state === 'filed' ? memory.receiptOf(document.id) : null;
    emit({ kind: 'document', document, receipt });
  }

  /** At most five snapshots a second. */
  function statusChanged(): void {
    revision += 1;
    if (cancelStatus !== null || vitals.life === 'stopped') return;
    cancelStatus = clock.after(statusMs, () => {
      cancelStatus = null;
      if (isQuiet(world, vitals)) batch = 0;
      emit({ kind: 'status', status: status() });
    });
  }

  function tellQuiet(): void {
    if (quietWaiters.size === 0) return;
    if (vitals.life === 'new') return;
    if (vitals.life === 'running' && !memory.facts.keyRefused && !isQuiet(world, vitals)) return;
    for (const waiter of [...quietWaiters]) waiter();
    quietWaiters.clear();
  }

  /** By the budget, or by the line where that is the slower. */
  function secondsFor(requests: number, bytes: number): number {
    const now = clock.now();
    const held = Math.max(0, memory.facts.throttledUntil - now);
    const byBudget = timeLeft(requests, memory.requests.values(), world.gateway.allowed(), now + held);
    const speed = line.perSecond(clock.monotonic());
    return Math.max((held + byBudget) / 1_000, speed === null ? 0 : bytes / speed);
  }

  function status(): StatusSnapshot {
    const { facts } = memory;
    return snapshotOf({
      revision,
      live: memory.live.values(),
      atRest: {
        filed: memory.atRest.filed,
        ignored: memory.atRest.ignored,
        filedToday: memory.atRest.countFiled(clock.now() - aboutTodayMs, (at) => isToday(clock, at)),
      },
      folderOf: (document) => places.folderOf(document.path) ?? '',
      agent: agentState(world, vitals),
      trouble: troubleOf(world, vitals),
      isToday: (ms) => isToday(clock, ms),
      batch,
      secondsFor,
      bytesPerSecond: line.shown(clock.monotonic()),
      lastScanAt: vitals.lastScanAt,
      until: obstacle(world, vitals)?.until ?? null,
      pausedUntil: isPaused(world) ? facts.pausedUntil : null,
      worksElsewhere: vitals.lease.kind === 'elsewhere' ? vitals.lease.host : null,
      root: settings.root,
      tenantHost: tenantHost(settings),
      requests: facts.requests,
      throttled: facts.throttled,
      orphans: facts.orphans,
    });
  }

  async function beat(): Promise<void> {
    const lease: Vitals['lease'] = dryRun ? { kind: 'held' } : await ports.lease.beat();
    const changed = lease.kind !== vitals.lease.kind;
    if (changed && lease.kind === 'held') {
      // Whoever worked here before wrote down what was attached: nothing leaves before that is in the ledger.
      // What was read of Lucca before then is old.
      world.records.clear();
      world.notShown.clear();
      await intake.takeJournals();
      intake.wantScan('');
    }
    vitals.lease = lease;
    if (changed) statusChanged();
  }

  function keepBeating(): void {
    cancelBeat = clock.after(beatMs, () => {
      void attempt('beat-failed', beat).then(() => {
        if (vitals.life !== 'running') return;
        if (rootAway(world, vitals)) intake.wantScan('');
        loop.turn();
        keepBeating();
      });
    });
  }

  function keepReadingInbox(): void {
    cancelInbox = clock.after(inboxMs, () => {
      void attempt('inbox-failed', () => intake.takeInbox(desk)).then(() => {
        if (vitals.life === 'running') keepReadingInbox();
      });
    });
  }

  async function attempt(event: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      log.warn(event, { code: codeOf(error) });
    }
  }

  function within(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(ms, resolve);
      void Promise.allSettled([...vitals.tasks]).then(() => {
        cancel();
        resolve();
      });
    });
  }

  return {
    async start() {
      const now = clock.now();
      await transact(() => [
        ...loop.orphanedUploads(),
        // A write may have left just before the end: Lucca gets its time for it from now.
        ...[...memory.live.values()]
          .filter((document) => isAttaching(document))
          .map((document): LedgerChange => ({ kind: 'document', document: { ...document, stateAt: now } })),
        // What was under way when the last run ended may have reached Lucca until now.
        ...[...memory.requests.values()]
          .filter((request) => request.answeredAt === null)
          .map((request): LedgerChange => ({ kind: 'request', request: { ...request, answeredAt: now } })),
        // A refused key is tried once more: it may have been mended meanwhile.
        { kind: 'facts', facts: { keyRefused: false } },
      ]);
      await loop.doubts.find();
      vitals.life = 'running';
      vitals.recovering = !memory.facts.rooted;
      intake.wantScan('');
      await attempt('beat-failed', beat);
      if (ports.watcher !== null)
        await ports.watcher.start((folder) => {
          intake.wantScan(folder);
          loop.turn();
        });
      if (!dryRun) {
        keepBeating();
        keepReadingInbox();
      }
      loop.turn();
    },
    async stop() {
      if (vitals.life === 'stopped' || vitals.life === 'stopping') return;
      vitals.life = 'stopping';
      emit({ kind: 'status', status: status() });
      loop.stop();
      cancelBeat();
      cancelInbox();
      await ports.watcher?.stop();
      await within(finishWithinMs);
      world.gateway.stop();
      await within(abandonWithinMs);
      await queue;
      cancelStatus?.();
      vitals.life = 'stopped';
      if (!dryRun) await ports.lease.release();
      await ports.lucca.close();
      tellQuiet();
    },
    whenQuiet: () =>
      new Promise((resolve) => {
        quietWaiters.add(resolve);
        tellQuiet();
      }),
    status,
    ask: (send) => world.gateway.call(send),
    known: () => ({
      directory: memory.directory,
      fields: memory.fields,
      bindings: [...memory.bindings.values()],
    }),
    documents: () => [...memory.documents.values()],
    living: () => [...memory.live.values()],
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ...desk,
    ...folders,
    async pause(until) {
      const pausedUntil = Math.min(until, Number.MAX_SAFE_INTEGER);
      await transact(() => [{ kind: 'facts', facts: { pausedUntil } }]);
      loop.turn();
    },
    async resume() {
      await transact(() => [{ kind: 'facts', facts: { pausedUntil: 0 } }]);
      loop.turn();
    },
    async syncNow() {
      intake.wantScan('');
      await desk.retry('all');
    },
    async worldChanged() {
      world.gateway.keyChanged();
      await transact(() => [{ kind: 'facts', facts: { keyRefused: false, backoffUntil: 0, failures: 0 } }]);
      world.records.clear();
      world.notShown.clear();
      intake.wantScan('');
      loop.turn();
    },
  };
}
