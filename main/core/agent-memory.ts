/**
 * What the agent knows, in memory: the ledger's mirror with the indexes that planning needs.
 *
 * Invariant: nothing is known here that the ledger does not hold already. `commit` writes first and
 * believes after.
 */
import { appendTo } from './append-to.ts';
import type {
  Binding,
  Directory,
  DocumentId,
  DocumentRecord,
  EmployeeId,
  FieldDefinition,
  FileId,
  IdentityKey,
  JournalLine,
  Orphan,
  Receipt,
  Sha256,
  TargetKey,
  TargetKnowledge,
} from './model.ts';
import type { Ledger, LedgerChange, LedgerFacts, LedgerState, RequestEntry } from './ports.ts';
import { placeKey } from './plan/context.ts';

export interface Memory {
  readonly documents: ReadonlyMap<DocumentId, DocumentRecord>;
  /** Those that a plan has to look at: what is filed and stands, or is left out by a name, has come to rest. */
  readonly live: ReadonlyMap<DocumentId, DocumentRecord>;
  readonly bySha: ReadonlyMap<Sha256, readonly DocumentRecord[]>;
  readonly byPlace: ReadonlyMap<string, readonly DocumentRecord[]>;
  readonly receipts: ReadonlyMap<IdentityKey, Receipt>;
  readonly receiptsBySha: ReadonlyMap<Sha256, readonly Receipt[]>;
  readonly receiptsByFile: ReadonlyMap<FileId, Receipt>;
  readonly ownFiles: ReadonlySet<FileId>;
  /** Files in Lucca that a receipt says were replaced by another. */
  readonly replacedFiles: ReadonlySet<FileId>;
  readonly proofs: ReadonlyMap<IdentityKey, readonly JournalLine[]>;
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly knowledge: ReadonlyMap<TargetKey, TargetKnowledge>;
  readonly requests: ReadonlyMap<string, RequestEntry>;
  readonly orphans: readonly Orphan[];
  readonly journals: Readonly<Record<string, number>>;
  readonly directory: Directory | null;
  readonly fields: readonly FieldDefinition[];
  readonly facts: LedgerFacts;
  receiptOf(id: DocumentId): Receipt | null;
  filedBy(employeeId: EmployeeId): readonly Receipt[];
  commit(changes: readonly LedgerChange[]): Promise<void>;
}

/** `onChange` hears of each change after it is on disk. */
export function createMemory(
  ledger: Ledger,
  state: LedgerState,
  onChange: (changes: readonly LedgerChange[], before: ReadonlyMap<DocumentId, DocumentRecord>) => void,
): Memory {
  const documents = new Map<DocumentId, DocumentRecord>();
  const live = new Map<DocumentId, DocumentRecord>();
  const bySha = new Map<Sha256, DocumentRecord[]>();
  const byPlace = new Map<string, DocumentRecord[]>();
  const receipts = new Map<IdentityKey, Receipt>();
  const receiptsBySha = new Map<Sha256, Receipt[]>();
  const receiptsByDocument = new Map<DocumentId, Receipt>();
  const receiptsByFile = new Map<FileId, Receipt>();
  const ownFiles = new Set<FileId>();
  const replacedFiles = new Set<FileId>();
  const proofs = new Map<IdentityKey, JournalLine[]>();
  const bindings = new Map(state.bindings.map((binding) => [binding.folder, binding]));
  const knowledge = new Map(state.targets.map((target) => [target.key, target]));
  const requests = new Map(state.requests.map((request) => [request.id, request]));
  let orphans = [...state.orphans];
  let journals = state.journals;
  let directory = state.directory;
  let fields = state.fields;
  let facts = state.facts;

  for (const document of state.documents) setDocument(document);
  for (const receipt of state.receipts) setReceipt(receipt);
  for (const line of state.proofs) addProof(line);

  function setDocument(document: DocumentRecord): void {
    dropDocument(document.id);
    documents.set(document.id, document);
    if (!isAtRest(document)) live.set(document.id, document);
    if (document.fileId !== null) ownFiles.add(document.fileId);
    if (document.inspection !== null) appendTo(bySha, document.inspection.sha256, document);
    const key = placeOf(document);
    if (key !== null) appendTo(byPlace, key, document);
  }

  function dropDocument(id: DocumentId): void {
    const old = documents.get(id);
    if (old === undefined) return;
    documents.delete(id);
    live.delete(id);
    if (old.inspection !== null) take(bySha, old.inspection.sha256, (one) => one.id === id);
    const key = placeOf(old);
    if (key !== null) take(byPlace, key, (one) => one.id === id);
  }

  function setReceipt(receipt: Receipt): void {
    const old = receiptsByFile.get(receipt.fileId) ?? receipts.get(receipt.identity);
    if (old?.identity === receipt.identity) {
      take(receiptsBySha, old.sha256, (one) => one === old);
      if (receiptsByDocument.get(old.documentId) === old) receiptsByDocument.delete(old.documentId);
    }
    // Filed, replaced, filed again: the last one counts.
    if ((receipts.get(receipt.identity)?.filedAt ?? 0) <= receipt.filedAt)
      receipts.set(receipt.identity, receipt);
    appendTo(receiptsBySha, receipt.sha256, receipt);
    const latest = receiptsByDocument.get(receipt.documentId);
    if (latest === undefined || latest.filedAt <= receipt.filedAt)
      receiptsByDocument.set(receipt.documentId, receipt);
    receiptsByFile.set(receipt.fileId, receipt);
    ownFiles.add(receipt.fileId);
    if (receipt.replacedFileId !== null) replacedFiles.add(receipt.replacedFileId);
  }

  function addProof(line: JournalLine): void {
    appendTo(proofs, line.identity, line);
    ownFiles.add(line.fileId);
  }

  function apply(change: LedgerChange): void {
    switch (change.kind) {
      case 'document':
        setDocument(change.document);
        break;
      case 'document-gone':
        dropDocument(change.id);
        break;
      case 'receipt':
        setReceipt(change.receipt);
        break;
      case 'binding':
        bindings.set(change.binding.folder, change.binding);
        break;
      case 'directory':
        directory = change.directory;
        break;
      case 'target':
        knowledge.set(change.target.key, change.target);
        break;
      case 'fields':
        fields = change.fields;
        break;
      case 'request':
        requests.set(change.request.id, change.request);
        break;
      case 'requests-before':
        for (const [id, request] of requests)
          if (request.answeredAt !== null && request.answeredAt < change.answeredBefore) requests.delete(id);
        break;
      case 'orphan':
        orphans.push(change.orphan);
        break;
      case 'orphan-used':
        orphans = orphans.filter((orphan) => orphan.fileId !== change.fileId);
        break;
      case 'proofs':
        journals = { ...journals, [change.journal]: change.offset };
        for (const line of change.lines) addProof(line);
        break;
      case 'proof-settled':
        proofs.delete(change.identity);
        break;
      case 'facts':
        facts = { ...facts, ...change.facts };
        break;
      case 'rows-seen':
      case 'inbox-taken':
        break;
    }
  }

  return {
    documents,
    live,
    bySha,
    byPlace,
    receipts,
    receiptsBySha,
    receiptsByFile,
    ownFiles,
    replacedFiles,
    proofs,
    bindings,
    knowledge,
    requests,
    get orphans() {
      return orphans;
    },
    get journals() {
      return journals;
    },
    get directory() {
      return directory;
    },
    get fields() {
      return fields;
    },
    get facts() {
      return facts;
    },
    receiptOf: (id) => receiptsByDocument.get(id) ?? null,
    filedBy: (employeeId) => [...receipts.values()].filter((receipt) => receipt.employeeId === employeeId),
    async commit(changes) {
      if (changes.length === 0) return;
      await ledger.commit(changes);
      const before = new Map<DocumentId, DocumentRecord>();
      for (const change of changes) {
        const id =
          change.kind === 'document'
            ? change.document.id
            : change.kind === 'document-gone'
              ? change.id
              : null;
        const old = id === null ? undefined : documents.get(id);
        if (id !== null && old !== undefined && !before.has(id)) before.set(id, old);
        apply(change);
      }
      onChange(changes, before);
    },
  };
}

function isAtRest(document: DocumentRecord): boolean {
  if (document.state === 'filed') return document.changed === null && !document.putAwayDue;
  return document.state === 'ignored' && document.reason !== 'duplicate' && document.reason !== 'skipped';
}

function placeOf(document: DocumentRecord): string | null {
  if (document.employeeId === null || document.target === null) return null;
  if (document.state === 'filed' || document.state === 'ignored') return null;
  return placeKey(document.employeeId, document.target);
}

function take<K, V>(map: Map<K, V[]>, key: K, matches: (value: V) => boolean): void {
  const list = map.get(key);
  if (list === undefined) return;
  const rest = list.filter((value) => !matches(value));
  if (rest.length === 0) map.delete(key);
  else map.set(key, rest);
}
