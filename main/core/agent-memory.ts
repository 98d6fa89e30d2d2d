/**
 * What the agent knows, in memory: the ledger's mirror with the indexes that planning needs. Documents that have come
 * to rest and receipts, nearly all of it, are looked up in the ledger (rest/); documents that live are objects here.
 *
 * Invariant: nothing is known here that the ledger does not hold already. `write` writes first and
 * believes after.
 */
import { beginDocuments, createKnown, type Known, type KnownDocuments } from './agent-documents.ts';
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
import type { Has, Lookup } from './plan/context.ts';
import type { RestingDocuments } from './rest/resting-documents.ts';

export interface Memory {
  readonly documents: KnownDocuments;
  /** Those that a plan has to look at: what is filed and stands, or is left out by a name, has come to rest. */
  readonly live: ReadonlyMap<DocumentId, DocumentRecord>;
  /** Of those that live; what has come to rest is found by its receipt. */
  readonly bySha: Lookup<Sha256, readonly DocumentRecord[]>;
  readonly byPlace: Lookup<string, readonly DocumentRecord[]>;
  /** Those that have come to rest, without looking at each. */
  readonly atRest: Pick<
    RestingDocuments,
    'filed' | 'ignored' | 'leftOut' | 'filedSince' | 'countFiled' | 'look'
  >;
  readonly receipts: Lookup<IdentityKey, Receipt>;
  readonly receiptsBySha: Lookup<Sha256, readonly Receipt[]>;
  readonly receiptsByFile: Lookup<FileId, Receipt>;
  /** Targets that something was filed to. */
  readonly filedTargets: ReadonlySet<TargetKey>;
  readonly ownFiles: Has<FileId>;
  /** Files in Lucca that a receipt says were replaced by another. */
  readonly replacedFiles: Has<FileId>;
  readonly proofs: ReadonlyMap<IdentityKey, readonly JournalLine[]>;
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly knowledge: ReadonlyMap<TargetKey, TargetKnowledge>;
  readonly requests: ReadonlyMap<string, RequestEntry>;
  readonly orphans: readonly Orphan[];
  readonly journals: Readonly<Record<string, number>>;
  readonly directory: Directory | null;
  readonly fields: readonly FieldDefinition[];
  readonly facts: LedgerFacts;
  /** Files that a document has, on its way or filed. Good for this moment. */
  attachedFiles(): Has<FileId>;
  /** Targets of all documents. */
  targets(): ReadonlySet<TargetKey>;
  /** Targets that a person directed a document to. */
  chosenTargets(): ReadonlySet<TargetKey>;
  receiptOf(id: DocumentId): Receipt | null;
  filedBy(employeeId: EmployeeId): readonly Receipt[];
  /** Resolves once the changes stand in the ledger, and are believed; on disk after the ledger's next `flush`. */
  write(changes: readonly LedgerChange[]): Promise<void>;
}

type OnChange = (changes: readonly LedgerChange[], before: ReadonlyMap<DocumentId, DocumentRecord>) => void;

/** Reads the ledger. `onChange` hears of each change after it stands there. */
export async function openMemory(ledger: Ledger, onChange: OnChange): Promise<Memory> {
  const begun = beginDocuments(ledger.lookUp);
  const state = await ledger.load(begun);
  return createMemory(ledger, state, createKnown(ledger.lookUp, begun, state), onChange);
}

function createMemory(ledger: Ledger, state: LedgerState, known: Known, onChange: OnChange): Memory {
  const { live, resting, receipts, ownFiles } = known;
  const proofs = new Map<IdentityKey, JournalLine[]>();
  const bindings = new Map(state.bindings.map((binding) => [binding.folder, binding]));
  const knowledge = new Map(state.targets.map((target) => [target.key, target]));
  const requests = new Map(state.requests.map((request) => [request.id, request]));
  let orphans = [...state.orphans];
  let journals = state.journals;
  let directory = state.directory;
  let fields = state.fields;
  let facts = state.facts;

  for (const line of state.proofs) addProof(line);

  function addProof(line: JournalLine): void {
    appendTo(proofs, line.identity, line);
    ownFiles.add(line.fileId);
  }

  function settleProof(identity: IdentityKey, fileId: FileId | null): void {
    const others = (proofs.get(identity) ?? []).filter((line) => fileId !== null && line.fileId !== fileId);
    if (others.length === 0) proofs.delete(identity);
    else proofs.set(identity, others);
  }

  function apply(change: LedgerChange): void {
    switch (change.kind) {
      case 'document':
        known.setDocument(change.document);
        break;
      case 'document-gone':
        known.dropDocument(change.id);
        break;
      case 'receipt':
        receipts.put(change.receipt);
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
        settleProof(change.identity, change.fileId);
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
    documents: known.documents,
    live,
    bySha: known.bySha,
    byPlace: known.byPlace,
    atRest: resting,
    receipts,
    receiptsBySha: { get: receipts.withSha },
    receiptsByFile: { get: receipts.forFile },
    filedTargets: receipts.targets,
    ownFiles,
    replacedFiles: receipts.replacedFiles,
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
    attachedFiles: known.attachedFiles,
    targets() {
      const targets = new Set<TargetKey>(resting.targets());
      for (const { target } of live.values()) if (target !== null) targets.add(target);
      return targets;
    },
    chosenTargets() {
      const targets = new Set<TargetKey>(resting.chosenTargets());
      for (const { decisions } of live.values())
        if (decisions.target !== undefined) targets.add(decisions.target);
      return targets;
    },
    receiptOf: receipts.ofDocument,
    filedBy: receipts.ofEmployee,
    write,
  };

  /** One at a time: whoever calls keeps the order. */
  async function write(changes: readonly LedgerChange[]): Promise<void> {
    if (changes.length === 0) return;
    const before = new Map<DocumentId, DocumentRecord>();
    for (const change of changes) {
      const id =
        change.kind === 'document' ? change.document.id : change.kind === 'document-gone' ? change.id : null;
      const old = id === null ? undefined : known.documents.get(id);
      if (old !== undefined) before.set(old.id, old);
    }
    const written = changes.flatMap((change) => (change.kind === 'receipt' ? [change.receipt] : []));
    known.hold(before.values(), written);
    try {
      await ledger.write(changes);
      changes.forEach(apply);
    } finally {
      known.letGo();
    }
    onChange(changes, before);
  }
}
