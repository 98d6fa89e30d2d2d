/** What the agent takes in: scans, journals that others wrote, messages from the terminal. */
import type { Agent } from './agent-api.ts';
import type { Places } from './agent-places.ts';
import type { Vitals } from './agent-vitals.ts';
import type { World } from './agent-world.ts';
import type { DocumentId, JournalLine, ScanResult } from './model.ts';
import { lookAtUnreadable } from './agent-inspect.ts';
import { windowMs } from './budget/budget.ts';
import { observe } from './plan/observe.ts';
import type { LedgerChange } from './ports.ts';
import type { Look } from './rest/look.ts';

export interface Intake {
  /** Scans what was asked for and what is due. */
  readonly startScan: () => void;
  readonly wantScan: (scope: string) => void;
  /** Milliseconds until the next whole scan. */
  scanDueIn(): number;
  takeJournals(): Promise<void>;
  takeInbox(agent: Pick<Agent, 'answer' | 'retry'>): Promise<void>;
}

const mostScopes = 50;
/** Where hints cannot be relied on, scans are the only eyes. */
const unsureMinutes = 0.5;

export function createIntake(
  world: World,
  vitals: Vitals,
  places: Places,
  run: (task: () => Promise<void>) => void,
): Intake {
  const { ports, memory, options } = world;
  const { clock, random } = ports;
  let nextFullScanAt = 0;
  const unprovenGone = new Set<number>();

  /** What lies as the ledger has it is not listed: only what differs is compared. */
  async function look(scope: string): Promise<void> {
    const look = memory.atRest.look();
    try {
      await takeIn(await ports.files.scan(scope, look), look);
    } finally {
      look.end();
    }
  }

  async function takeIn(scan: ScanResult, look: Look): Promise<void> {
    const whole = scan.scope === '';
    const wasAway = vitals.root !== null && vitals.root !== 'ok';
    vitals.root = scan.root;
    if (whole) {
      vitals.unreadableFolders = scan.unreadable.length;
      vitals.lastScanAt = scan.at;
    }
    if (wasAway && scan.root === 'ok' && !whole) vitals.scanWanted.add('');
    await world.transact(() => {
      const seen = observe({
        ...look.take(scan, memory.live),
        recovering: vitals.recovering,
        unlooked: memory.facts.unlooked,
        unprovenGone,
        firstLook: !vitals.looked,
        samePlace: places.samePlace,
        newId: () => `d_${random.uuid().replaceAll('-', '').slice(0, 16)}` as DocumentId,
      });
      const changes: LedgerChange[] = seen.changed.map((document) => ({ kind: 'document', document }));
      for (const id of seen.postponed) world.postponed.add(id);
      for (const document of seen.gone) {
        changes.push({ kind: 'document-gone', id: document.id });
        if (document.unproven) unprovenGone.add(document.signature.size);
      }
      let orphans = 0;
      for (const { fileId, inspection } of seen.orphaned) {
        if (fileId === null || inspection === null) continue;
        orphans += 1;
        changes.push({ kind: 'orphan', orphan: { fileId, sha256: inspection.sha256, at: scan.at } });
      }
      if (orphans > 0) changes.push({ kind: 'facts', facts: { orphans: memory.facts.orphans + orphans } });
      if (seen.unlooked.join('\n') !== memory.facts.unlooked.join('\n'))
        changes.push({ kind: 'facts', facts: { unlooked: seen.unlooked } });
      // An empty root may be a share that is not there yet: it proves nothing about what was filed.
      if (whole && scan.root === 'ok' && !memory.facts.rooted)
        changes.push({ kind: 'facts', facts: { rooted: true } });
      return changes;
    });
    if (!whole) return;
    if (scan.root === 'ok') vitals.recovering = false;
    vitals.looked = true;
  }

  return {
    wantScan(scope) {
      vitals.scanWanted.add(scope);
      if (vitals.scanWanted.size <= mostScopes) return;
      vitals.scanWanted.clear();
      vitals.scanWanted.add('');
    },
    startScan() {
      const wanted = [...vitals.scanWanted];
      const full = wanted.includes('') || clock.monotonic() >= nextFullScanAt;
      if (vitals.scanning || (wanted.length === 0 && !full)) return;
      const scopes = full
        ? ['']
        : wanted.filter((scope) => !wanted.some((other) => scope.startsWith(`${other}/`)));
      vitals.scanWanted.clear();
      vitals.scanning = true;
      if (full) {
        const minutes = options.settings.rescanMinutes * (0.75 + random.next() / 2);
        const unsure = ports.watcher !== null && !ports.watcher.alive;
        nextFullScanAt = clock.monotonic() + (unsure ? Math.min(minutes, unsureMinutes) : minutes) * 60_000;
      }
      run(async () => {
        try {
          for (const scope of scopes) await look(scope);
          if (full) await lookAtUnreadable(world);
        } finally {
          vitals.scanning = false;
        }
      });
    },
    scanDueIn: () => Math.max(0, nextFullScanAt - clock.monotonic()),
    async takeJournals() {
      if (options.dryRun === true) return;
      const news = await ports.journal.readNew(memory.journals);
      if (news.length === 0) return;
      await world.transact(() => {
        const attached = memory.attachedFiles();
        const changes: LedgerChange[] = [];
        let older = false;
        for (const { journal, offset, lines } of news) {
          const unexplained = lines.filter(
            (line) =>
              memory.receipts.get(line.identity)?.fileId !== line.fileId && !attached.has(line.fileId),
          );
          // Something was filed that this ledger knows nothing of: it is new, lost, or older than the journal.
          older ||= unexplained.some((line) => line.event === 'filed');
          changes.push({ kind: 'proofs', journal, offset, lines: unexplained });
          changes.push(...requestsBehind(unexplained, clock.now()));
        }
        if (!older) return changes;
        vitals.recovering = true;
        for (const document of memory.documents.values())
          if (document.fileId === null && !document.unproven && document.state !== 'filed')
            changes.push({ kind: 'document', document: { ...document, unproven: true } });
        return changes;
      });
    },
    async takeInbox(agent) {
      for (const entry of await ports.ledger.inbox()) {
        const { message } = entry;
        if (message.kind === 'answer') await agent.answer([message.documentId], message.answer);
        else await agent.retry(message.documentIds);
        await world.transact(() => [{ kind: 'inbox-taken', id: entry.id }]);
      }
    },
  };
}

/**
 * Requests that whoever wrote these lines sent in the last minute, as far as the lines tell: a lost ledger does not
 * know them, and Lucca still counts them. Before an attachment an upload and a reading, with it a write.
 */
function requestsBehind(lines: readonly JournalLine[], now: number): readonly LedgerChange[] {
  return lines
    .filter(({ at }) => at <= now && at > now - windowMs)
    .flatMap(({ event, identity, at }) =>
      (event === 'attach' ? ['upload', 'reading'] : ['write']).map((sent): LedgerChange => ({
        kind: 'request',
        request: { id: `${identity}-${sent}`, startedAt: at, answeredAt: at },
      })),
    );
}
