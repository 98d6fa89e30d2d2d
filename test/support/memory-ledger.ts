/** The `Ledger` port in memory: what the simulation and fast tests run on. Passes the same contract as the real one. */
import type {
  Binding,
  Directory,
  DocumentId,
  DocumentRecord,
  EmployeeId,
  FieldDefinition,
  FileId,
  IdentityKey,
  InboxEntry,
  JournalLine,
  Orphan,
  Receipt,
  TargetKey,
  TargetKnowledge,
} from '../../main/core/model.ts';
import type {
  DocumentGlimpse,
  Ledger,
  LedgerChange,
  LedgerFacts,
  LifeStep,
  RequestEntry,
} from '../../main/core/ports.ts';
import { searchText } from '../../main/adapters/ledger/search-text.ts';
import { assertNever } from '../../main/shared/assert-never.ts';

type RowsSeen = NonNullable<Awaited<ReturnType<Ledger['rowsSeen']>>>;

/** What survives when the process dies: hand the same disk to a new ledger to start again from it. */
export interface MemoryDisk {
  facts: LedgerFacts;
  documents: Map<DocumentId, DocumentRecord>;
  receipts: Map<string, Receipt>;
  bindings: Map<string, Binding>;
  directory: Directory | null;
  targets: Map<TargetKey, TargetKnowledge>;
  fields: readonly FieldDefinition[];
  rowsSeen: Map<string, RowsSeen>;
  requests: Map<string, RequestEntry>;
  orphans: Orphan[];
  proofs: Map<string, JournalLine>;
  journals: Record<string, number>;
  life: Map<DocumentId, LifeStep[]>;
  inbox: InboxEntry[];
  lastInboxId: number;
}

export function emptyDisk(ids: { ledgerId?: string; agentId?: string } = {}): MemoryDisk {
  return {
    facts: {
      ledgerId: ids.ledgerId ?? 'ledger-1',
      agentId: ids.agentId ?? 'agent-1',
      rooted: false,
      unlooked: [],
      throttledUntil: 0,
      pausedUntil: 0,
      keyRefused: false,
      throttled: 0,
      requests: 0,
      orphans: 0,
      directoryAskedAt: 0,
      backoffUntil: 0,
      failures: 0,
      learntPace: 0,
      learntAt: 0,
      directoryPage: 0,
    },
    documents: new Map(),
    receipts: new Map(),
    bindings: new Map(),
    directory: null,
    targets: new Map(),
    fields: [],
    rowsSeen: new Map(),
    requests: new Map(),
    orphans: [],
    proofs: new Map(),
    journals: {},
    life: new Map(),
    inbox: [],
    lastInboxId: 0,
  };
}

export interface MemoryLedger extends Ledger {
  readonly disk: MemoryDisk;
  /** Called before each commit; when it throws, nothing of the commit is kept. */
  onCommit: ((changes: readonly LedgerChange[]) => void) | null;
}

export function memoryLedger(disk: MemoryDisk = emptyDisk()): MemoryLedger {
  const newestFirst = (): Receipt[] =>
    [...disk.receipts.values()].reverse().sort((a, b) => b.filedAt - a.filedAt);
  return {
    disk,
    onCommit: null,
    lookUp: {
      documents: (ids) => ids.flatMap((id) => disk.documents.get(id) ?? []),
      receipts: (key, value) => [...disk.receipts.values()].filter((receipt) => receipt[key] === value),
    },
    load: (pages) => {
      const [documents, receipts] = [[...disk.documents.values()], [...disk.receipts.values()]];
      pages?.documents(documents.map(glimpseOf));
      return Promise.resolve(
        structuredClone({
          facts: disk.facts,
          documents: pages === undefined ? documents : [],
          receipts: pages === undefined ? receipts : [],
          filedTargets: [...new Set(receipts.map(({ target }) => target))],
          replacedFiles: receipts.flatMap(({ replacedFileId }) => replacedFileId ?? []),
          bindings: [...disk.bindings.values()],
          directory: disk.directory,
          targets: [...disk.targets.values()],
          fields: disk.fields,
          requests: [...disk.requests.values()],
          orphans: disk.orphans,
          proofs: [...disk.proofs.values()],
          journals: disk.journals,
        }),
      );
    },
    async write(changes) {
      await Promise.resolve();
      this.onCommit?.(changes);
      for (const change of structuredClone(changes)) apply(disk, change);
    },
    flush: () => Promise.resolve(),
    commit(changes) {
      return this.write(changes);
    },
    receipts({ text, employeeIds, offset, limit }) {
      const wanted = searchText(text);
      const found = newestFirst().filter(
        (receipt) =>
          wanted === '' ||
          searchText(receipt.path).includes(wanted) ||
          employeeIds.includes(receipt.employeeId),
      );
      return Promise.resolve({ items: found.slice(offset, offset + limit), total: found.length });
    },
    receiptOf: (id) => Promise.resolve(newestFirst().find((receipt) => receipt.documentId === id) ?? null),
    life: (id) => Promise.resolve([...(disk.life.get(id) ?? [])]),
    rowsSeen: (employeeId, target) => Promise.resolve(disk.rowsSeen.get(`${employeeId} ${target}`) ?? null),
    rowsInDoubt: () =>
      Promise.resolve(
        [...disk.rowsSeen.keys()].map((key) => {
          const [employeeId, target] = key.split(' ');
          return { employeeId: Number(employeeId) as EmployeeId, target: target as TargetKey };
        }),
      ),
    inbox: () => Promise.resolve(structuredClone(disk.inbox)),
    post(message, at) {
      disk.lastInboxId += 1;
      disk.inbox.push({ id: disk.lastInboxId, at, message: structuredClone(message) });
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}

function glimpseOf(document: DocumentRecord): DocumentGlimpse {
  const { id, path, signature, stateAt, fileId, target, state } = document;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const filed = state === 'filed';
  return {
    ...{ id, signature, stateAt, fileId, target, state, name },
    folder: path.slice(0, path.length - name.length),
    chosenTarget: document.decisions.target ?? null,
    reason: 'reason' in document ? document.reason : null,
    gone: filed && document.gone,
    changed: filed && document.changed !== null,
    putAwayDue: filed && document.putAwayDue,
  };
}

function apply(disk: MemoryDisk, change: LedgerChange): void {
  switch (change.kind) {
    case 'document': {
      putDocument(disk, change.document);
      return;
    }
    case 'document-gone':
      disk.documents.delete(change.id);
      if (![...disk.receipts.values()].some((receipt) => receipt.documentId === change.id))
        disk.life.delete(change.id);
      return;
    case 'receipt':
      disk.receipts.delete(proofKey(change.receipt.identity, change.receipt.fileId));
      disk.receipts.set(proofKey(change.receipt.identity, change.receipt.fileId), change.receipt);
      dropProofs(disk, change.receipt.identity, change.receipt.fileId);
      return;
    case 'binding':
      disk.bindings.set(change.binding.folder, change.binding);
      return;
    case 'directory':
      disk.directory = change.directory;
      return;
    case 'target':
      disk.targets.set(change.target.key, change.target);
      return;
    case 'fields':
      disk.fields = change.fields;
      return;
    case 'rows-seen': {
      const key = `${change.employeeId} ${change.target}`;
      if (change.rows === null) disk.rowsSeen.delete(key);
      else disk.rowsSeen.set(key, change.rows);
      return;
    }
    case 'request':
      disk.requests.set(change.request.id, change.request);
      return;
    case 'requests-before':
      for (const [id, request] of disk.requests)
        if (request.answeredAt !== null && request.answeredAt < change.answeredBefore)
          disk.requests.delete(id);
      return;
    case 'orphan':
      if (
        change.orphan.fileId === null ||
        !disk.orphans.some((known) => known.fileId === change.orphan.fileId)
      )
        disk.orphans.push(change.orphan);
      return;
    case 'orphan-used':
      disk.orphans = disk.orphans.filter((orphan) => orphan.fileId !== change.fileId);
      return;
    case 'proofs':
      disk.journals[change.journal] = change.offset;
      for (const line of change.lines) putProof(disk, line);
      return;
    case 'proof-settled': {
      dropProofs(disk, change.identity, change.fileId);
      return;
    }
    case 'inbox-taken':
      disk.inbox = disk.inbox.filter((entry) => entry.id !== change.id);
      return;
    case 'facts':
      disk.facts = { ...disk.facts, ...change.facts };
      return;
    default:
      assertNever(change);
  }
}

function putDocument(disk: MemoryDisk, document: DocumentRecord): void {
  const before = disk.documents.get(document.id);
  const reason = 'reason' in document ? document.reason : null;
  const reasonBefore = before !== undefined && 'reason' in before ? before.reason : null;
  if (before?.state !== document.state || reasonBefore !== reason) {
    const life = disk.life.get(document.id) ?? [];
    life.push({ state: document.state, reason, at: document.stateAt });
    disk.life.set(document.id, life);
  }
  disk.documents.set(document.id, document);
}

function putProof(disk: MemoryDisk, line: JournalLine): void {
  const key = proofKey(line.identity, line.fileId);
  if (disk.receipts.has(key)) return;
  const known = disk.proofs.get(key);
  disk.proofs.set(key, {
    ...line,
    event: known?.event === 'filed' ? 'filed' : line.event,
    at: Math.max(known?.at ?? 0, line.at),
  });
}

function dropProofs(disk: MemoryDisk, identity: IdentityKey, fileId: FileId | null): void {
  for (const [key, line] of disk.proofs)
    if (line.identity === identity && (fileId === null || line.fileId === fileId)) disk.proofs.delete(key);
}

function proofKey(identity: IdentityKey, fileId: FileId): string {
  return `${identity} ${fileId}`;
}
