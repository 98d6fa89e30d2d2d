/**
 * The documents that the ledger knows, with the indexes that planning needs. Those that have come to rest are kept as
 * few bytes and looked up in the ledger when one is asked for; those that live are objects.
 *
 * Invariant: a document is in exactly one of the two, and in an index exactly while it lives.
 */
import { appendTo } from './append-to.ts';
import { reasonOf } from './document.ts';
import type { DocumentId, DocumentRecord, FileId, Receipt, Sha256 } from './model.ts';
import type { DocumentGlimpse, LedgerLookUp, LedgerState } from './ports.ts';
import { placeKey, type Has, type Lookup } from './plan/context.ts';
import { createWords } from './rest/packing.ts';
import { createReceipts, type Receipts } from './rest/receipts.ts';
import { createRestingDocuments, type Resting, type RestingDocuments } from './rest/resting-documents.ts';

/** All documents: those that live first. */
export interface KnownDocuments extends Lookup<DocumentId, DocumentRecord>, Has<DocumentId> {
  readonly size: number;
  values(): Iterable<DocumentRecord>;
}

export interface Known {
  readonly documents: KnownDocuments;
  readonly live: ReadonlyMap<DocumentId, DocumentRecord>;
  readonly bySha: Lookup<Sha256, readonly DocumentRecord[]>;
  readonly byPlace: Lookup<string, readonly DocumentRecord[]>;
  readonly resting: RestingDocuments;
  readonly receipts: Receipts;
  /** File ids of our own: of documents since they were on their way, of receipts, and those that are added. */
  readonly ownFiles: Has<FileId> & { add(fileId: FileId): void };
  /** Files that a document has. Good for this moment. */
  readonly attachedFiles: () => Has<FileId>;
  readonly setDocument: (document: DocumentRecord) => void;
  readonly dropDocument: (id: DocumentId) => void;
  /** Before these are written: until `letGo`, all is answered as if they were not. One writing at a time. */
  readonly hold: (documents: Iterable<DocumentRecord>, receipts: readonly Receipt[]) => void;
  readonly letGo: () => void;
}

/** What came to rest before, as the ledger is read; and what lives, to be looked up. */
export interface Begun {
  readonly resting: RestingDocuments;
  readonly live: readonly DocumentId[];
  readonly documents: (page: readonly DocumentGlimpse[]) => void;
}

export function beginDocuments(lookUp: LedgerLookUp): Begun {
  const resting = createRestingDocuments(lookUp, createWords());
  const live: DocumentId[] = [];
  return {
    resting,
    live,
    documents(page) {
      for (const glimpse of page)
        if (rests(glimpse)) resting.putGlimpse(glimpse);
        else live.push(glimpse.id);
    },
  };
}

export function createKnown(lookUp: LedgerLookUp, begun: Begun, state: LedgerState): Known {
  const { resting } = begun;
  const receipts = createReceipts(lookUp, state);
  const live = new Map<DocumentId, DocumentRecord>();
  const bySha = new Map<Sha256, DocumentRecord[]>();
  const byPlace = new Map<string, DocumentRecord[]>();
  /** Beside those of receipts and of documents at rest. */
  const otherFiles = new Set<FileId>();

  function setDocument(document: DocumentRecord): void {
    dropDocument(document.id);
    if (isAtRest(document)) {
      resting.put(document);
      return;
    }
    live.set(document.id, document);
    if (document.fileId !== null) otherFiles.add(document.fileId);
    if (document.inspection !== null) appendTo(bySha, document.inspection.sha256, document);
    const key = placeOf(document);
    if (key !== null) appendTo(byPlace, key, document);
  }

  function dropDocument(id: DocumentId): void {
    const old = live.get(id);
    if (old === undefined) {
      const rested = resting.take(id);
      if (rested !== undefined && rested.fileId !== null) otherFiles.add(rested.fileId);
      return;
    }
    live.delete(id);
    if (old.inspection !== null) take(bySha, old.inspection.sha256, (one) => one.id === id);
    const key = placeOf(old);
    if (key !== null) take(byPlace, key, (one) => one.id === id);
  }

  lookUp.documents(begun.live).forEach(setDocument);

  return {
    documents: {
      get: (id) => live.get(id) ?? resting.get(id),
      has: (id) => live.has(id) || resting.has(id),
      get size() {
        return live.size + resting.size;
      },
      *values() {
        yield* live.values();
        yield* resting.values();
      },
    },
    live,
    bySha,
    byPlace,
    resting,
    receipts,
    ownFiles: {
      has: (fileId) => otherFiles.has(fileId) || receipts.hasFile(fileId) || resting.hasFile(fileId),
      add: (fileId) => void otherFiles.add(fileId),
    },
    attachedFiles() {
      const ofLive = new Set<FileId | null>();
      for (const { fileId } of live.values()) ofLive.add(fileId);
      return { has: (fileId) => ofLive.has(fileId) || resting.hasFile(fileId) };
    },
    setDocument,
    dropDocument,
    hold(documents, written) {
      resting.hold(documents);
      receipts.hold(written);
    },
    letGo() {
      resting.letGo();
      receipts.letGo();
    },
  };
}

function isAtRest(document: DocumentRecord): document is Resting {
  const { state } = document;
  const [changed, putAwayDue] =
    state === 'filed' ? [document.changed !== null, document.putAwayDue] : [false, false];
  return rests({ state, reason: reasonOf(document), changed, putAwayDue });
}

/** No plan has to look at it: it is filed and stands, or is left out by a name. */
function rests(document: Pick<DocumentGlimpse, 'state' | 'reason' | 'changed' | 'putAwayDue'>): boolean {
  if (document.state === 'filed') return !document.changed && !document.putAwayDue;
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
