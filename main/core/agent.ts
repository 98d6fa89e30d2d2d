/**
 * The agent: joins the steps, which do not know each other.
 *
 *   watch → scan → settle → match → route → plan → upload → attach → confirm → receipt → status
 *
 * One loop: take in what is new (a scan, an answer, an outcome), plan, put the plan in the ledger, start what
 * it says, sleep until something happens or the plan's next moment. Tasks run beside it, each on documents
 * that nobody else touches meanwhile.
 */
import type { AgentState } from '../shared/reasons.ts';
import { tenantHost } from '../shared/settings.ts';
import type { StatusSnapshot, Trouble } from '../shared/status.ts';
import type { Agent, AgentEvent, AnswerResult } from './agent-api.ts';
import { applyAnswer } from './agent-answers.ts';
import { createGateway } from './agent-gateway.ts';
import { createMemory, type Memory } from './agent-memory.ts';
import {
  afterFiling,
  attachDocuments,
  inspect,
  provenChanges,
  readDirectory,
  readFields,
  readRecords,
  uploadDocument,
} from './agent-tasks.ts';
import {
  isUnderWay,
  personOf,
  questionsOf,
  receiptView,
  snapshotOf,
  targetName,
  viewOf,
  type QuestionInput,
} from './agent-views.ts';
import {
  directoryFreshMs,
  recordFreshMs,
  type AgentOptions,
  type AgentPorts,
  type World,
} from './agent-world.ts';
import { compileFolderPattern } from './match/employee-folder.ts';
import { foldGlob, foldPath } from './match/fold.ts';
import { createMatcher, type Matcher, type MatchResult } from './match/match.ts';
import type {
  AnswerOfPerson,
  DocumentId,
  DocumentRecord,
  EmployeeId,
  IdentityKey,
  ScanResult,
  Target,
  TargetKey,
  TreePath,
} from './model.ts';
import type { Place, PlanContext } from './plan/context.ts';
import { observe, sameSignature } from './plan/observe.ts';
import { plan, withoutState, type Action, type Plan } from './plan/plan.ts';
import type { LeaseState, LedgerChange } from './ports.ts';
import { compileRoutes, targetKey, type Routes } from './route/routes.ts';
import { contentTypeFor } from './settle/content-types.ts';
import { hasEndMark } from './settle/formats/index.ts';

const uploadsAtOnce = 3;
const writesAtOnce = 2;
const inspectionsAtOnce = 4;
const beatMs = 5_000;
const inboxMs = 1_000;
const stopWithinMs = 4_000;
const quietWithoutEndMark = 3;
/** Lucca cuts the connection above 100 MB; the multipart frame needs a little of that. */
const maxBytes = 100_000_000 - 4_096;
const directoryEveryMs = 60 * 60_000;
const directoryWhileAskingMs = 10 * 60_000;

export async function createAgent(ports: AgentPorts, options: AgentOptions): Promise<Agent> {
  const { clock, random, hasher, globs, log } = ports;
  const { settings } = options;
  const dryRun = options.dryRun ?? false;
  const pattern = compileFolderPattern(settings.employeeFolder);
  const listeners = new Set<(event: AgentEvent) => void>();
  const quietWaiters = new Set<() => void>();

  const memory = createMemory(ports.ledger, await ports.ledger.load(), announce);
  let queue: Promise<unknown> = Promise.resolve();
  let routes: Routes = compile();
  let matcher: Matcher = rematch();
  const matches = new Map<string, MatchResult>();
  const announced = new Set<DocumentId>();

  let state: 'new' | 'running' | 'stopping' | 'stopped' = 'new';
  let leaseState: LeaseState = { kind: 'unavailable' };
  let root: ScanResult['root'] | null = null;
  let rootReadOnly = false;
  let unreadableFolders = 0;
  let lastScanAt: number | null = null;
  let looked = false;
  let recovering = false;
  let noBin = false;
  let ledgerTrouble = false;
  let revision = 0;
  let batch = 0;
  let sentInLastSeconds: { at: number; bytes: number }[] = [];
  let scanWanted = new Set<string>();
  let scanning = false;
  let nextFullScanAt = 0;
  let directoryTask = false;
  let recordsTask = false;
  let fieldsAsked = false;
  let turning = false;
  let turnAgain = false;
  let cancelTimer: () => void = () => undefined;
  let cancelBeat: () => void = () => undefined;
  let cancelInbox: () => void = () => undefined;
  let statusTimer: (() => void) | null = null;
  const tasks = new Set<Promise<void>>();
  const running = { upload: 0, attach: 0, inspect: 0 };

  const transact: World['transact'] = (build) => {
    const next = queue.then(async () => {
      const changes = build();
      try {
        await memory.commit(changes);
        ledgerTrouble = false;
      } catch (error) {
        ledgerTrouble = true;
        statusChanged();
        throw error;
      }
    });
    queue = next.catch(() => undefined);
    return next;
  };

  const gateway = createGateway({
    clock,
    random,
    memory,
    transact,
    lease: dryRun ? { mayWork: true } : ports.lease,
    limit: settings.tenant.requestsPerMinute,
  });

  const world: World = {
    ports,
    options,
    memory,
    gateway,
    transact,
    place,
    folderOf,
    targetOf,
    wanted,
    findings: new Map(),
    records: new Map(),
    busyDocuments: new Set(),
    busyEmployees: new Set(),
    progress: new Map(),
    onProgress(id, sentBytes) {
      const before = world.progress.get(id) ?? 0;
      world.progress.set(id, sentBytes);
      sentInLastSeconds.push({ at: clock.monotonic(), bytes: Math.max(0, sentBytes - before) });
      const size = memory.documents.get(id)?.signature.size ?? sentBytes;
      emit({ kind: 'progress', id, sentBytes, size });
      statusChanged();
    },
    identity: (employeeId, target, sha256) =>
      hasher.sha256(`${employeeId}\n${target}\n${sha256}`) as IdentityKey,
  };

  // ---- what is where -------------------------------------------------------------------------------

  function compile(): Routes {
    return compileRoutes({ routes: settings.routes, fields: memory.fields, globs, foldGlob });
  }

  function rematch(): Matcher {
    return createMatcher({
      pattern,
      directory: memory.directory,
      bindings: memory.bindings,
      leaverDays: settings.leavers.fileForDays,
    });
  }

  function folderOf(path: string): string | null {
    const segments = path.split('/');
    return segments.length > pattern.depth ? segments.slice(0, pattern.depth).join('/') : null;
  }

  function matchOf(folder: string | null): MatchResult {
    const key = folder ?? '';
    let match = matches.get(key);
    if (match === undefined) {
      match = matcher.match(folder, clock.now());
      matches.set(key, match);
    }
    return match;
  }

  function place(document: DocumentRecord): Place {
    const folder = folderOf(document.path);
    const { employeeId, target: chosen } = document.decisions;
    const match = matchOf(folder);
    const below = folder === null ? null : document.path.slice(folder.length + 1);
    const route =
      chosen !== undefined ? routes.byTarget(chosen) : below === null ? null : routes.find(foldPath(below));
    const target = chosen !== undefined ? targetOf(chosen) : (route?.target ?? null);
    const said = employeeId === undefined ? null : matcher.byId(employeeId);
    return {
      whose:
        said !== null
          ? { kind: 'matched', employeeId: said.id }
          : match.kind === 'matched' || match.kind === 'left'
            ? { kind: match.kind, employeeId: match.employee.id }
            : { kind: match.kind },
      target,
      whenFilled: route?.whenFilled ?? 'ask',
      unclear: route?.unclear ?? false,
    };
  }

  /** A target of a route, or any field of the tenant that can hold a file. */
  function targetOf(key: string): Target | null {
    const route = routes.byTarget(key);
    if (route !== null) return route.target;
    const [field = '', file] = key.split('/');
    const known = memory.fields.find((one) => one.field === field);
    if (known === undefined) return null;
    const sub = file ?? known.subFields.find((one) => one.holdsFile)?.key ?? null;
    const { multiple } = known;
    return {
      kind: 'field',
      key: targetKey(field, sub),
      field,
      file: sub,
      multiple,
      values: {},
      rows: 'append',
    };
  }

  function wanted(): { fields: readonly string[]; picture: boolean } {
    const fields = new Set<string>();
    let picture = false;
    const add = (target: Target | null): void => {
      if (target?.kind === 'field') fields.add(target.field);
      else if (target?.kind === 'picture') picture = true;
    };
    for (const route of routes.all) add(route.target);
    for (const document of memory.documents.values())
      if (document.decisions.target !== undefined) add(targetOf(document.decisions.target));
    return { fields: [...fields], picture };
  }

  // ---- events --------------------------------------------------------------------------------------

  function emit(event: AgentEvent): void {
    for (const listener of [...listeners]) listener(event);
  }

  function announce(changes: readonly LedgerChange[], before: ReadonlyMap<DocumentId, DocumentRecord>): void {
    let people = false;
    for (const change of changes) {
      if (change.kind === 'document') {
        const { document } = change;
        const old = before.get(document.id);
        if (
          old?.state === document.state &&
          reasonOf(old) === reasonOf(document) &&
          old.path === document.path
        )
          continue;
        if (old === undefined || !isUnderWay(old.state)) batch += isUnderWay(document.state) ? 1 : 0;
        tell(document);
      } else if (change.kind === 'document-gone') emit({ kind: 'document-gone', id: change.id });
      else if (change.kind === 'directory' || change.kind === 'binding') people = true;
      else if (change.kind === 'fields') routes = compile();
    }
    if (people) {
      matcher = rematch();
      matches.clear();
    }
    statusChanged();
  }

  function tell(document: DocumentRecord): void {
    announced.add(document.id);
    emit({
      kind: 'document',
      document,
      receipt: document.state === 'filed' ? memory.receiptOf(document.id) : null,
    });
  }

  /** At most five snapshots a second. */
  function statusChanged(): void {
    revision += 1;
    if (statusTimer !== null || state === 'stopped') return;
    statusTimer = clock.after(200, () => {
      statusTimer = null;
      emit({ kind: 'status', status: status() });
    });
  }

  // ---- state in words ------------------------------------------------------------------------------

  /** Why nothing may be sent now; null where all may. */
  function blocked(): {
    reason: 'lease' | 'root-missing' | 'signed-out' | 'offline' | 'throttled';
    until: number;
  } | null {
    const now = clock.now();
    const { facts } = memory;
    if (dryRun) return facts.keyRefused ? { reason: 'signed-out', until: now + beatMs } : null;
    if (leaseState.kind !== 'held') return { reason: 'lease', until: now + beatMs };
    if (rootAway()) return { reason: 'root-missing', until: now + beatMs };
    if (facts.keyRefused) return { reason: 'signed-out', until: now + beatMs };
    if (facts.backoffUntil > now) return { reason: 'offline', until: facts.backoffUntil };
    if (facts.throttledUntil > now) return { reason: 'throttled', until: facts.throttledUntil };
    return null;
  }

  function rootAway(): boolean {
    if (root === 'missing' || root === 'unreadable') return true;
    return root === 'empty' && memory.documents.size > 0;
  }

  function isPaused(): boolean {
    return memory.facts.pausedUntil > clock.now();
  }

  function agentState(): AgentState {
    if (state === 'stopping' || state === 'stopped') return 'stopping';
    if (leaseState.kind === 'elsewhere' || leaseState.kind === 'refused') return 'standing-by';
    if (memory.facts.keyRefused) return 'signed-out';
    if (isPaused()) return 'paused';
    if (state === 'new' || !looked) return rootAway() ? 'offline' : 'starting';
    if (memory.facts.failures > 0 || rootAway() || leaseState.kind === 'unavailable') return 'offline';
    return isQuiet() ? 'idle' : 'working';
  }

  function trouble(): Trouble | null {
    if (memory.facts.keyRefused) return 'key-refused';
    if (root === 'missing') return 'root-missing';
    if (root === 'empty' && memory.documents.size > 0) return 'root-empty';
    if (root === 'unreadable') return 'root-unreadable';
    if (ledgerTrouble) return 'ledger-unwritable';
    if (rootReadOnly) return 'root-read-only';
    if (unreadableFolders > 0) return 'folder-unreadable';
    if ([...memory.knowledge.values()].some((target) => target.stopped)) return 'rows-lost';
    if (memory.facts.failures > 0) return 'offline';
    if (memory.facts.throttledUntil > clock.now()) return 'throttled';
    if (ports.watcher !== null && looked && !ports.watcher.alive) return 'watcher-down';
    return noBin ? 'trash-missing' : null;
  }

  function isQuiet(): boolean {
    if (!looked || scanning || scanWanted.size > 0 || tasks.size > 0 || turning) return false;
    for (const document of memory.documents.values()) {
      if (
        dryRun
          ? document.state === 'settling' && !world.findings.has(document.id)
          : isUnderWay(document.state)
      )
        return false;
      if (document.state === 'filed' && document.changed !== null) return false;
    }
    return true;
  }

  function status(): StatusSnapshot {
    const now = clock.now();
    const today = clock.localDay(now);
    sentInLastSeconds = sentInLastSeconds.filter((sent) => sent.at > clock.monotonic() - 5_000);
    const sent = sentInLastSeconds.reduce((sum, one) => sum + one.bytes, 0);
    const { facts } = memory;
    return snapshotOf({
      revision,
      documents: memory.documents.values(),
      folderOf: (document) => folderOf(document.path) ?? '',
      agent: agentState(),
      trouble: trouble(),
      now,
      today: (ms) => clock.localDay(ms) === today,
      batch,
      requestsPerMinute: settings.tenant.requestsPerMinute,
      bytesPerSecond: sent === 0 ? null : Math.round(sent / 5),
      lastScanAt,
      until: blocked()?.until ?? null,
      pausedUntil: isPaused() ? facts.pausedUntil : null,
      worksElsewhere: leaseState.kind === 'elsewhere' ? leaseState.host : null,
      root: settings.root,
      tenantHost: tenantHost(settings),
      requests: facts.requests,
      throttled: facts.throttled,
      orphans: facts.orphans,
    });
  }

  // ---- taking in -----------------------------------------------------------------------------------

  function wantScan(scope: string): void {
    if (state !== 'running') return;
    scanWanted.add(scope);
    if (scanWanted.size > 50) scanWanted = new Set(['']);
    turn();
  }

  function startScan(): void {
    const full = scanWanted.has('') || clock.monotonic() >= nextFullScanAt;
    if (scanning || (scanWanted.size === 0 && !full)) return;
    const scopes = full
      ? ['']
      : [...scanWanted].filter((one) => ![...scanWanted].some((other) => one.startsWith(`${other}/`)));
    scanWanted = new Set();
    scanning = true;
    if (full) {
      const minutes = settings.rescanMinutes * (0.75 + random.next() / 2);
      const unsure = ports.watcher !== null && !ports.watcher.alive;
      nextFullScanAt = clock.monotonic() + (unsure ? Math.min(minutes, 0.5) : minutes) * 60_000;
    }
    task(async () => {
      try {
        for (const scope of scopes) await takeIn(await ports.files.scan(scope));
      } finally {
        scanning = false;
      }
    });
  }

  async function takeIn(scan: ScanResult): Promise<void> {
    const whole = scan.scope === '';
    const away = root === 'missing' || root === 'unreadable';
    root = whole || scan.root !== 'ok' ? scan.root : root;
    if (whole) {
      unreadableFolders = scan.unreadable.length;
      lastScanAt = scan.at;
    }
    if (away && scan.root === 'ok' && !whole) scanWanted.add('');
    await transact(() => {
      const seen = observe({
        scan,
        documents: memory.documents,
        recovering,
        firstLook: !looked,
        samePlace,
        newId: () => `d_${random.uuid().replaceAll('-', '').slice(0, 16)}` as DocumentId,
      });
      const changes: LedgerChange[] = seen.changed.map((document) => ({ kind: 'document', document }));
      for (const document of seen.gone) changes.push({ kind: 'document-gone', id: document.id });
      for (const { fileId, inspection } of seen.orphaned) {
        if (fileId === null || inspection === null) continue;
        changes.push({ kind: 'orphan', orphan: { fileId, sha256: inspection.sha256, at: scan.at } });
        changes.push({ kind: 'facts', facts: { orphans: memory.facts.orphans + 1 } });
      }
      if (whole && (scan.root === 'ok' || scan.root === 'empty') && !memory.facts.rooted && !rootAway())
        changes.push({ kind: 'facts', facts: { rooted: true } });
      return changes;
    });
    if (whole) {
      if (scan.root === 'ok') recovering = false;
      looked = true;
    }
  }

  function samePlace(a: TreePath, b: TreePath): boolean {
    const of = (path: TreePath): string => {
      const folder = folderOf(path);
      const match = matchOf(folder);
      const who = match.kind === 'matched' || match.kind === 'left' ? match.employee.id : (folder ?? '');
      const target =
        folder === null ? null : routes.find(foldPath(path.slice(folder.length + 1)))?.target.key;
      return `${who}|${target ?? ''}`;
    };
    return of(a) === of(b);
  }

  /** Journals that the ledger has not taken in: another agent's, or its own from after a backup of it. */
  async function takeJournals(): Promise<void> {
    if (dryRun) return;
    const news = await ports.journal.readNew(memory.journals);
    if (news.length === 0) return;
    await transact(() => {
      const attached = new Set([...memory.documents.values()].map((document) => document.fileId));
      const changes: LedgerChange[] = [];
      let older = false;
      for (const { journal, offset, lines } of news) {
        const unexplained = lines.filter(
          (line) => !memory.receipts.has(line.identity) && !attached.has(line.fileId),
        );
        older ||= unexplained.some((line) => line.event === 'filed');
        changes.push({ kind: 'proofs', journal, offset, lines: unexplained });
      }
      if (older) {
        recovering = true;
        for (const document of memory.documents.values())
          if (document.fileId === null && !document.unproven && document.state !== 'filed')
            changes.push({ kind: 'document', document: { ...document, unproven: true } });
      }
      return changes;
    });
  }

  async function takeInbox(): Promise<void> {
    for (const entry of await ports.ledger.inbox()) {
      const { message } = entry;
      if (message.kind === 'answer') await answer([message.documentId], message.answer);
      else await retry(message.documentIds);
      await transact(() => [{ kind: 'inbox-taken', id: entry.id }]);
    }
  }

  // ---- the loop ------------------------------------------------------------------------------------

  /** Plans once more, now or as soon as the present turn ends. */
  function turn(): void {
    if (state !== 'running') return;
    turnAgain = true;
    if (turning) return;
    turning = true;
    void (async () => {
      try {
        while (turnAgain && state === 'running') {
          turnAgain = false;
          await oneTurn();
        }
      } catch (error) {
        // The ledger could not be written: nothing was believed, nothing was started. Try again soon.
        log.warn('turn-failed', { code: codeOf(error) });
        cancelTimer();
        cancelTimer = clock.after(beatMs, turn);
      } finally {
        turning = false;
        statusChanged();
        settleQuiet();
      }
    })();
  }

  async function oneTurn(): Promise<void> {
    startScan();
    const obstacle = blocked();
    await transact(() => lift(obstacle));
    const thought = plan(context());
    await transact(() => carry(thought));
    for (const document of memory.documents.values())
      if (looked && !announced.has(document.id) && document.state !== 'filed') tell(document);
    start(thought.actions, obstacle);
    if (obstacle !== null) await transact(() => park(obstacle));
    else keepDirectoryFresh();
    schedule(Math.min(thought.wakeAt, obstacle?.until ?? Infinity));
  }

  function context(): PlanContext {
    const now = clock.now();
    for (const [id, record] of world.records)
      if (record.readAt <= now - recordFreshMs) world.records.delete(id);
    const readAt = memory.directory?.readAt ?? 0;
    const asked = Math.max(readAt, memory.facts.directoryAskedAt);
    return {
      now,
      documents: memory.documents,
      bySha: memory.bySha,
      byPlace: memory.byPlace,
      receipts: memory.receipts,
      receiptsBySha: memory.receiptsBySha,
      ownFiles: memory.ownFiles,
      proofs: memory.proofs,
      records: world.records,
      knowledge: memory.knowledge,
      busyDocuments: world.busyDocuments,
      busyEmployees: world.busyEmployees,
      place,
      finding(document) {
        const found = world.findings.get(document.id);
        return found !== undefined && sameSignature(found.at, document.signature) ? found.finding : null;
      },
      identity: world.identity,
      quietMs: (document) =>
        dryRun
          ? 0
          : settings.settle.quietSeconds * 1_000 * (hasEndMark(document.path) ? 1 : quietWithoutEndMark),
      incompleteMs: settings.settle.incompleteSeconds * 1_000,
      typeRefused: (document) =>
        contentTypeFor(document.path, document.inspection?.contentType).kind === 'refused',
      maxBytes,
      directoryFresh: memory.directory !== null && now - asked < directoryFreshMs && !directoryTask,
    };
  }

  function carry(thought: Plan): readonly LedgerChange[] {
    const changes: LedgerChange[] = [];
    const untouched = (document: DocumentRecord): boolean => !world.busyDocuments.has(document.id);
    for (const document of thought.changes)
      if (untouched(document) && memory.documents.has(document.id))
        changes.push({ kind: 'document', document });
    for (const { receipt, document } of thought.adopted) {
      const holder = memory.receipts.get(receipt.identity)?.documentId;
      changes.push({ kind: 'receipt', receipt });
      if (holder !== undefined && holder !== document.id && memory.documents.has(holder))
        changes.push({ kind: 'document-gone', id: holder });
    }
    for (const proven of thought.proven) changes.push(...provenChanges(world, proven));
    return changes;
  }

  /** What a lifted obstacle held goes on at once, not at the end of a pause that was only a guess. */
  function lift(obstacle: ReturnType<typeof blocked>): readonly LedgerChange[] {
    const now = clock.now();
    const lifted: LedgerChange[] = [];
    for (const document of memory.documents.values()) {
      if (document.state !== 'waiting' || document.until <= now || document.reason === obstacle?.reason)
        continue;
      if (document.reason === 'lucca-error' || document.reason === 'locked') continue;
      if (obstacle !== null) continue;
      lifted.push({ kind: 'document', document: { ...document, until: now } });
    }
    return lifted;
  }

  /** What cannot leave says why and until when, instead of looking ready. */
  function park(obstacle: NonNullable<ReturnType<typeof blocked>>): readonly LedgerChange[] {
    const now = clock.now();
    const changes: LedgerChange[] = [];
    for (const document of memory.documents.values()) {
      if (world.busyDocuments.has(document.id)) continue;
      if (document.state !== 'ready' && document.state !== 'uploaded' && document.state !== 'attaching')
        continue;
      const resume = document.state;
      const { until, reason } = obstacle;
      // An unknown outcome is still read first, however long the wait was.
      const stateAt = resume === 'attaching' ? document.stateAt : now;
      changes.push({
        kind: 'document',
        document: { ...withoutState(document), state: 'waiting', reason, until, resume, stateAt },
      });
    }
    return changes;
  }

  function start(actions: readonly Action[], obstacle: ReturnType<typeof blocked>): void {
    const mayAsk = obstacle === null && !isPaused();
    for (const action of actions) {
      switch (action.kind) {
        case 'inspect':
          if (running.inspect >= inspectionsAtOnce || !takeDocuments([action.id])) break;
          work('inspect', [action.id], null, () => inspect(world, action.id));
          break;
        case 'read-directory':
          if (mayAsk || (dryRun && obstacle === null)) fetchDirectory();
          break;
        case 'read-records':
          if (!mayAsk || recordsTask) break;
          recordsTask = true;
          task(async () => {
            try {
              await readRecords(world, action.employeeIds);
            } finally {
              recordsTask = false;
            }
          });
          break;
        case 'upload':
          if (!mayAsk || dryRun || running.upload >= uploadsAtOnce || !takeDocuments([action.id])) break;
          work('upload', [action.id], null, () => uploadDocument(world, action.id));
          break;
        case 'attach':
          if (
            !mayAsk ||
            dryRun ||
            running.attach >= writesAtOnce ||
            world.busyEmployees.has(action.employeeId)
          )
            break;
          if (!takeDocuments(action.ids)) break;
          work('attach', action.ids, action.employeeId, async () => {
            await attachDocuments(world, action.employeeId, action.ids);
            if (settings.afterFiling === 'keep') return;
            for (const id of action.ids) if ((await afterFiling(world, id)) === 'no-bin') noBin = true;
          });
          break;
      }
    }
  }

  function takeDocuments(ids: readonly DocumentId[]): boolean {
    if (ids.some((id) => world.busyDocuments.has(id) || !memory.documents.has(id))) return false;
    for (const id of ids) world.busyDocuments.add(id);
    return true;
  }

  function work(
    kind: keyof typeof running,
    ids: readonly DocumentId[],
    employeeId: EmployeeId | null,
    run: () => Promise<void>,
  ): void {
    running[kind] += 1;
    if (employeeId !== null) world.busyEmployees.add(employeeId);
    task(async () => {
      try {
        await run();
      } finally {
        running[kind] -= 1;
        for (const id of ids) world.busyDocuments.delete(id);
        if (employeeId !== null) world.busyEmployees.delete(employeeId);
      }
    });
  }

  function task(run: () => Promise<void>): void {
    const running_ = run()
      .catch((error: unknown) => {
        log.warn('task-failed', { code: codeOf(error) });
        // What a task left half done stands in the ledger; the next start, or the next turn, takes it up.
        return rescue();
      })
      .finally(() => {
        tasks.delete(running_);
        turn();
        settleQuiet();
      });
    tasks.add(running_);
  }

  /** A document left in *uploading* by a task that failed is nobody's: it is taken up again. */
  async function rescue(): Promise<void> {
    await transact(() => orphanedUploads()).catch(() => undefined);
  }

  function orphanedUploads(): readonly LedgerChange[] {
    const now = clock.now();
    const changes: LedgerChange[] = [];
    let lost = 0;
    for (const document of memory.documents.values()) {
      if (document.state !== 'uploading' || world.busyDocuments.has(document.id)) continue;
      lost += 1;
      changes.push({
        kind: 'document',
        document: { ...withoutState(document), state: 'ready', stateAt: now },
      });
      if (document.inspection !== null)
        changes.push({
          kind: 'orphan',
          orphan: { fileId: null, sha256: document.inspection.sha256, at: now },
        });
    }
    if (lost > 0) changes.push({ kind: 'facts', facts: { orphans: memory.facts.orphans + lost } });
    return changes;
  }

  function fetchDirectory(): void {
    if (directoryTask) return;
    directoryTask = true;
    task(async () => {
      try {
        await readDirectory(world);
      } finally {
        directoryTask = false;
      }
    });
  }

  function keepDirectoryFresh(): void {
    if (isPaused() || directoryTask) return;
    if (!fieldsAsked && memory.fields.length === 0) {
      fieldsAsked = true;
      task(() => readFields(world));
    }
    const now = clock.now();
    // The way to Lucca was closed: one reading, on nobody's account, finds out whether it is open again.
    if (memory.facts.failures > 0 && tasks.size === 0) fetchDirectory();
    const asking = [...memory.documents.values()].some(
      (document) => document.state === 'attention' && document.reason.startsWith('employee-'),
    );
    const every = asking ? directoryWhileAskingMs : directoryEveryMs;
    const readAt = memory.directory?.readAt ?? 0;
    if (now - Math.max(readAt, memory.facts.directoryAskedAt) >= every) fetchDirectory();
  }

  function schedule(at: number): void {
    cancelTimer();
    const scanIn = Math.max(0, nextFullScanAt - clock.monotonic());
    const wait = Math.min(at - clock.now(), scanIn, 60_000);
    cancelTimer = clock.after(Math.max(10, wait), turn);
  }

  function settleQuiet(): void {
    if (quietWaiters.size === 0) return;
    if (!isQuiet() && !memory.facts.keyRefused && state === 'running') return;
    for (const waiter of [...quietWaiters]) waiter();
    quietWaiters.clear();
  }

  // ---- beside the loop -----------------------------------------------------------------------------

  async function beat(): Promise<void> {
    if (dryRun) {
      leaseState = { kind: 'held' };
      return;
    }
    const before = leaseState.kind;
    leaseState = await ports.lease.beat();
    if (leaseState.kind === 'held' && before !== 'held') {
      await takeJournals();
      wantScan('');
    }
    if (leaseState.kind !== before) statusChanged();
    rootReadOnly = leaseState.kind === 'unavailable' && root === 'ok';
  }

  function keepBeating(): void {
    cancelBeat = clock.after(beatMs, () => {
      void beat()
        .catch((error: unknown) => {
          log.warn('beat-failed', { code: codeOf(error) });
        })
        .finally(() => {
          if (state !== 'running') return;
          if (rootAway() || leaseState.kind !== 'held') wantScan('');
          turn();
          keepBeating();
        });
    });
  }

  function keepReadingInbox(): void {
    cancelInbox = clock.after(inboxMs, () => {
      void takeInbox()
        .catch((error: unknown) => {
          log.warn('inbox-failed', { code: codeOf(error) });
        })
        .finally(() => {
          if (state === 'running') keepReadingInbox();
        });
    });
  }

  // ---- what people ask -----------------------------------------------------------------------------

  async function answer(ids: readonly DocumentId[], said: AnswerOfPerson): Promise<AnswerResult> {
    let result: AnswerResult = { ok: true };
    await transact(() => {
      const changes: LedgerChange[] = [];
      for (const id of ids) {
        const document = memory.documents.get(id);
        const folder = document === undefined ? null : folderOf(document.path);
        const effect = applyAnswer({
          document: document !== undefined && world.busyDocuments.has(id) ? undefined : document,
          answer: said,
          now: clock.now(),
          employee: (employeeId) => matcher.byId(employeeId as EmployeeId),
          target: targetOf,
          receipt: memory.receiptOf(id),
          folder: folder === null ? null : foldPath(folder),
        });
        if (!effect.ok) {
          result = { ok: false, id, why: effect.why };
          return [];
        }
        changes.push(...effect.changes);
      }
      return changes;
    });
    turn();
    return result;
  }

  async function retry(ids: readonly DocumentId[] | 'all'): Promise<void> {
    await transact(() => {
      const now = clock.now();
      const chosen = ids === 'all' ? [...memory.documents.keys()] : ids;
      const changes: LedgerChange[] = [];
      for (const id of chosen) {
        const document = memory.documents.get(id);
        if (document?.state === 'waiting' && document.reason !== 'throttled')
          changes.push({ kind: 'document', document: { ...document, until: now } });
        if (ids !== 'all' && document?.state === 'attention') {
          const effect = applyAnswer({
            document,
            answer: { kind: 'retry' },
            now,
            employee: () => null,
            target: targetOf,
            receipt: null,
            folder: null,
          });
          if (effect.ok) changes.push(...effect.changes);
        }
      }
      changes.push({ kind: 'facts', facts: { backoffUntil: 0, keyRefused: false } });
      return changes;
    });
    turn();
  }

  function questionInput(): QuestionInput {
    return {
      ...viewInput(),
      folderOf: (document) => folderOf(document.path) ?? '',
      guesses(document) {
        const match = matchOf(folderOf(document.path));
        if (match.kind === 'left') return [match.employee];
        if (match.kind === 'matched') return [];
        return match.guesses.map((id) => matcher.byId(id)).filter((employee) => employee !== null);
      },
      other(document) {
        const sha256 = document.inspection?.sha256;
        if (document.state !== 'attention' || sha256 === undefined) return null;
        if (document.reason === 'changed-after-filing') {
          const receipt = memory.receiptOf(document.id);
          return receipt === null ? null : otherOf(receipt.employeeId, receipt.filedAt, receipt.path);
        }
        if (document.reason === 'field-filled') {
          const receipt = memory
            .filedBy(document.employeeId ?? (0 as EmployeeId))
            .find((one) => one.target === document.target);
          return receipt === undefined ? null : otherOf(receipt.employeeId, receipt.filedAt, receipt.path);
        }
        if (document.reason !== 'duplicate-elsewhere') return null;
        const receipt = (memory.receiptsBySha.get(sha256) ?? []).find(
          (one) => one.employeeId !== document.employeeId,
        );
        if (receipt !== undefined) return otherOf(receipt.employeeId, receipt.filedAt, receipt.path);
        const twin = (memory.bySha.get(sha256) ?? []).find((one) => one.employeeId !== document.employeeId);
        return twin?.employeeId == null ? null : otherOf(twin.employeeId, null, twin.path);
      },
    };
  }

  function otherOf(employeeId: EmployeeId, filedAt: number | null, path: string) {
    const employee = matcher.byId(employeeId);
    return {
      person: employee === null ? null : personOf(employee),
      filedAt: filedAt === null ? null : new Date(filedAt).toISOString(),
      fileName: path.slice(path.lastIndexOf('/') + 1),
    };
  }

  function viewInput() {
    return {
      employee: (id: EmployeeId) => matcher.byId(id),
      fields: memory.fields,
      sentBytes: (document: DocumentRecord) => world.progress.get(document.id) ?? null,
      receipt: (document: DocumentRecord) => memory.receiptOf(document.id),
    };
  }

  return {
    async start() {
      state = 'running';
      await transact(() => [
        ...orphanedUploads(),
        // What was under way when the last run ended may have reached Lucca until now.
        ...[...memory.requests.values()]
          .filter((request) => request.answeredAt === null)
          .map((request): LedgerChange => ({
            kind: 'request',
            request: { ...request, answeredAt: clock.now() },
          })),
        // A refused key is tried once more: it may have been mended meanwhile.
        { kind: 'facts', facts: { keyRefused: false } },
      ]);
      recovering = !memory.facts.rooted;
      scanWanted.add('');
      await beat().catch((error: unknown) => {
        log.warn('beat-failed', { code: codeOf(error) });
      });
      if (ports.watcher !== null) await ports.watcher.start(wantScan);
      if (!dryRun) {
        keepBeating();
        keepReadingInbox();
      }
      turn();
    },
    async stop() {
      if (state === 'stopped' || state === 'stopping') return;
      state = 'stopping';
      emit({ kind: 'status', status: status() });
      cancelTimer();
      cancelBeat();
      cancelInbox();
      await ports.watcher?.stop();
      const all = Promise.allSettled([...tasks]);
      await Promise.race([all, new Promise<void>((resolve) => clock.after(stopWithinMs, resolve))]);
      gateway.stop();
      await Promise.race([all, new Promise<void>((resolve) => clock.after(1_000, resolve))]);
      await queue;
      statusTimer?.();
      state = 'stopped';
      if (!dryRun) await ports.lease.release();
      await ports.lucca.close();
      settleQuiet();
    },
    whenQuiet: () =>
      new Promise((resolve) => {
        quietWaiters.add(resolve);
        settleQuiet();
      }),
    status,
    documents: () => [...memory.documents.values()],
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    answer,
    async pause(until) {
      await transact(() => [
        { kind: 'facts', facts: { pausedUntil: Math.min(until, Number.MAX_SAFE_INTEGER) } },
      ]);
      turn();
    },
    async resume() {
      await transact(() => [{ kind: 'facts', facts: { pausedUntil: 0 } }]);
      turn();
    },
    async syncNow() {
      wantScan('');
      await retry('all');
    },
    retry,
    async worldChanged() {
      await transact(() => [{ kind: 'facts', facts: { keyRefused: false, backoffUntil: 0, failures: 0 } }]);
      world.records.clear();
      wantScan('');
      turn();
    },
    today() {
      const now = clock.now();
      const today = clock.localDay(now);
      const moving: DocumentRecord[] = [];
      const filed: DocumentRecord[] = [];
      for (const document of memory.documents.values()) {
        if (isUnderWay(document.state)) moving.push(document);
        else if (document.state === 'filed' && clock.localDay(document.stateAt) === today)
          filed.push(document);
      }
      const rank = (document: DocumentRecord): number =>
        document.state === 'attaching' || document.state === 'uploading'
          ? 0
          : document.state === 'waiting'
            ? 2
            : 1;
      moving.sort((a, b) => rank(a) - rank(b) || b.seenAt - a.seenAt);
      filed.sort((a, b) => b.stateAt - a.stateAt);
      const shown = 200;
      return {
        moving: moving.slice(0, shown).map((document) => viewOf(document, viewInput())),
        filed: filed.slice(0, shown).map((document) => viewOf(document, viewInput())),
        moreMoving: Math.max(0, moving.length - shown),
        moreFiled: Math.max(0, filed.length - shown),
      };
    },
    questions: () => questionsOf(memory.documents.values(), questionInput()),
    async documentPage(id) {
      const document = memory.documents.get(id);
      const receipt = memory.receiptOf(id) ?? (await ports.ledger.receiptOf(id));
      if (document === undefined) return null;
      const question = questionsOf([document], questionInput())[0] ?? null;
      const life = await ports.ledger.life(id);
      return {
        document: viewOf(document, viewInput()),
        life: life.map((step) => ({ ...step, at: new Date(step.at).toISOString() })),
        receipt: receipt === null ? null : receiptView(receipt, viewInput()),
        question,
      };
    },
    async history(text, offset, limit) {
      const employeeIds = text.trim() === '' ? [] : matcher.search(text, 200).map((employee) => employee.id);
      const page = await ports.ledger.receipts({ text, employeeIds, offset, limit });
      return { items: page.items.map((receipt) => receiptView(receipt, viewInput())), total: page.total };
    },
    searchDirectory: (text) => matcher.search(text, 20).map(personOf),
    targets() {
      const all = new Map<string, { target: string; name: string; multiple: boolean }>();
      const put = (key: TargetKey, multiple: boolean): void => {
        all.set(key, { target: key, name: targetName(key, memory.fields), multiple });
      };
      for (const { target } of routes.all) put(target.key, target.kind === 'field' && target.multiple);
      for (const field of memory.fields) {
        if (field.holdsFile) put(targetKey(field.field, null), field.multiple);
        for (const sub of field.subFields)
          if (sub.holdsFile) put(targetKey(field.field, sub.key), field.multiple);
      }
      return [...all.values()];
    },
    viewOf: (document) => viewOf(document, viewInput()),
  };
}

function reasonOf(document: DocumentRecord): string | null {
  return 'reason' in document ? document.reason : null;
}

function codeOf(error: unknown): string {
  if (error instanceof Error) return 'code' in error ? String(error.code) : error.name;
  return 'unknown';
}
