/**
 * What the core needs of the world. Adapters make these real; tests and the simulation make them otherwise.
 * Every method may be slow; none throws for what the world does: refusals and failures are values.
 */
import type {
  Binding,
  Directory,
  DocumentId,
  DocumentRecord,
  Employee,
  EmployeeId,
  EmployeeRecord,
  FieldDefinition,
  FileId,
  FileLink,
  FileSeen,
  IdentityKey,
  InboxEntry,
  Inspection,
  JournalLine,
  Orphan,
  Receipt,
  ScanResult,
  Sha256,
  Signature,
  TargetKey,
  TargetKnowledge,
  TreePath,
  ValueId,
} from './model.ts';
import type { DocumentState } from '../shared/reasons.ts';

export interface Clock {
  /** Milliseconds since 1970, UTC. May jump. */
  now(): number;
  /** Milliseconds that never go back, for measuring how long something took. */
  monotonic(): number;
  /** Calls back after `ms`; the result cancels. */
  after(ms: number, callback: () => void): () => void;
  /** Calendar day of a time in the agent's own zone, `YYYY-MM-DD`. */
  localDay(ms: number): string;
}

export interface Random {
  /** 0 ≤ n < 1. */
  next(): number;
  uuid(): string;
}

/** Ids, codes and counts only: no name, path, address or key ever reaches it. */
export interface Log {
  info(event: string, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
  warn(event: string, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
}

/** Why a file could not be read to the end as a whole document. */
export type InspectionResult =
  | { readonly kind: 'whole'; readonly inspection: Inspection; readonly signature: Signature }
  /** It differs from what the scan saw: it settles anew. */
  | { readonly kind: 'changed'; readonly signature: Signature }
  | { readonly kind: 'gone' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'empty' }
  /** The format's own end is missing. `inspection` lets a person accept it all the same. */
  | { readonly kind: 'incomplete'; readonly inspection: Inspection; readonly signature: Signature };

/** An open file, read once: what is hashed is what is sent. */
export interface OpenDocument {
  readonly size: number;
  /** Chunks in order, from the open descriptor. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** After the last chunk: hash of all that was handed out, and whether the file still has the signature it was opened with. */
  finish(): Promise<{ readonly sha256: Sha256; readonly unchanged: boolean }>;
  close(): Promise<void>;
}

/** Who compares what a scan finds. */
export interface ScanLook {
  readonly unchanged: (file: FileSeen) => boolean;
  /** The walk begins anew: what was asked so far counts no more. */
  readonly again: () => void;
}

export interface Files {
  /**
   * Walks the root, or one folder of it. Never follows a link out of the root.
   *
   * `look.unchanged` is asked once for each document of the scan, in the order of their paths, while the walk goes on;
   * other work may go on between two questions. A file for which it answers true is there and is left out of the
   * result's `files`: the caller remembers that it saw it. So a hundred thousand files that are as they were cost no
   * memory. `left` and `unreadable` are as ever.
   */
  scan(scope: string, look?: ScanLook): Promise<ScanResult>;
  /** Reads a quiet file: lock probe, format check, hash. */
  inspect(path: TreePath, signature: Signature): Promise<InspectionResult>;
  /** Opens for sending; null when it is gone, locked or not what `signature` says. */
  open(path: TreePath, signature: Signature): Promise<OpenDocument | null>;
  /** Moves a filed document to `_Filed/` below its employee folder. Returns the new path, null when it stayed. */
  archive(path: TreePath, employeeFolder: string, signature: Signature): Promise<TreePath | null>;
  /** Puts a filed document into the system's recycle bin; false where none can be proven, and the file stays. */
  trash(path: TreePath, signature: Signature): Promise<boolean>;
  /** Makes a folder below root, with its parents. False when it was there. */
  makeFolder(path: string): Promise<boolean>;
  /** Gives a folder below root another name. It never takes the place of anything. */
  renameFolder(from: string, to: string): Promise<FolderRenamed>;
  /** Folders directly below `scope`. */
  folders(scope: string): Promise<readonly string[]>;
}

/** `locked`: a file in it is open, or nobody may. */
export type FolderRenamed = 'renamed' | 'gone' | 'taken' | 'locked';

/** Says "scan this folder soon"; '' is the whole root. A hint, never the truth. */
export interface Watcher {
  start(onHint: (folder: string) => void): Promise<void>;
  /** False while hints cannot be relied on: the agent then scans more often and says so. */
  readonly alive: boolean;
  stop(): Promise<void>;
}

export interface UploadedFile {
  readonly fileId: FileId;
  readonly contentLength: number;
}

/** Row or value to write. `valueId` null makes a new one. */
export interface ValueWrite {
  readonly valueId: ValueId | null;
  readonly fileId: FileId | null;
  /** Other sub-fields, by key. */
  readonly values: Readonly<Record<string, string | null>>;
  /**
   * A value read before, sent back whole by its id. `fileId`, where it is not null, and `values` are laid over
   * it: whatever else stood there stays.
   */
  readonly again?: unknown;
}

export interface FieldWrite {
  readonly field: string;
  readonly file: string | null;
  readonly multiple: boolean;
  readonly rows: readonly ValueWrite[];
}

/** All that one employee gets in one request. */
export interface RecordWrite {
  readonly employeeId: EmployeeId;
  readonly picture: FileId | null;
  readonly fields: readonly FieldWrite[];
}

/** Why Lucca said no. Known not applied. */
export type Refusal =
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'not-found' }
  /** `fileId`: the message names this id as one that Lucca does not know. */
  | { readonly kind: 'invalid'; readonly status: number; readonly unknownFileId: FileId | null }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'type' };

/** Every outcome of a remote call. `throttled` and `unreachable` are known not applied. */
export type Outcome<T> =
  | { readonly kind: 'applied'; readonly value: T }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly status: number }
  /** 429. Null where Lucca gave no `Retry-After`. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | null }
  /** The request never reached Lucca: DNS, connection, TLS, a captive portal before the body. */
  | { readonly kind: 'unreachable'; readonly code: string }
  /** Lucca failed in a way that says that nothing was done, or this was a reading: try later. */
  | { readonly kind: 'failed'; readonly status: number; readonly code: string }
  /** It may or may not have been done, or a part of it was: settled by reading, never by repeating. */
  | {
      readonly kind: 'unknown';
      readonly code: string;
      /** The part that was not done met a 429. */
      readonly throttled?: { readonly retryAfterMs: number | null };
    };

export interface DirectoryPage {
  readonly employees: readonly Employee[];
  /** False when this was the last page. */
  readonly more: boolean;
}

/** What a record's reading must cover. */
export interface RecordQuery {
  readonly employeeIds: readonly EmployeeId[];
  /** Field keys wanted; nothing else of the answer is looked at. */
  readonly fields: readonly string[];
  readonly picture: boolean;
}

export interface UploadRequest {
  readonly document: OpenDocument;
  readonly fileName: string;
  readonly contentType: string;
  readonly onProgress: (sentBytes: number) => void;
}

/** A file that Lucca holds, and what it should be. */
export interface FileExpected {
  readonly link: FileLink;
  readonly sha256: Sha256;
  readonly size: number;
}

export interface Lucca {
  /** `limit`: employees a page. */
  directoryPage(offset: number, limit: number, signal: CancelSignal): Promise<Outcome<DirectoryPage>>;
  records(query: RecordQuery, signal: CancelSignal): Promise<Outcome<readonly EmployeeRecord[]>>;
  upload(request: UploadRequest, signal: CancelSignal): Promise<Outcome<UploadedFile>>;
  /** The answer is the record after the write, as far as it was shown. */
  write(write: RecordWrite, query: RecordQuery, signal: CancelSignal): Promise<Outcome<EmployeeRecord>>;
  definitions(signal: CancelSignal): Promise<Outcome<readonly FieldDefinition[]>>;
  /**
   * Reads a file back, keeping nothing of it. Absent where no link is ever given. What could not be read, or may not
   * be the file, is not applied: `differs` is said of the file's own bytes alone.
   */
  readonly compare?: (expected: FileExpected, signal: CancelSignal) => Promise<Outcome<'same' | 'differs'>>;
  /** How many pages Lucca said had not changed, of those that were asked for so. Absent where none is. */
  readonly pagesUnchanged?: () => number;
  close(): Promise<void>;
}

/** A wish to stop, as seen by whoever works. `AbortSignal` fits it. */
export interface CancelSignal {
  readonly aborted: boolean;
  /**
   * Where one call takes several requests: asked before each but the first, it resolves when that one may leave, with
   * false when it may not. Absent where nobody counts.
   */
  readonly another?: () => Promise<boolean>;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A request in the sliding log of the budget. */
export interface RequestEntry {
  readonly id: string;
  readonly startedAt: number;
  /** Null while it is under way; counts until 60 s after this. */
  readonly answeredAt: number | null;
}

/** Facts that are single: counters, switches, moments. */
export interface LedgerFacts {
  /** Made with the ledger: tells a new ledger from the one a journal was written by. */
  readonly ledgerId: string;
  readonly agentId: string;
  /** False until the first whole scan of this root has been taken in. */
  readonly rooted: boolean;
  /** Folders that could not be listed when the rest was first looked at: what lies below is as old as the ledger. */
  readonly unlooked: readonly string[];
  readonly throttledUntil: number;
  readonly pausedUntil: number;
  readonly keyRefused: boolean;
  readonly throttled: number;
  readonly requests: number;
  readonly orphans: number;
  readonly directoryAskedAt: number;
  readonly backoffUntil: number;
  readonly failures: number;
  /** What 429s have taught (core/budget/pace.ts): requests a minute, 0 for nothing yet, and when. */
  readonly learntPace: number;
  readonly learntAt: number;
  /** Employees that a page of the directory may hold; 0: as many as Lucca gives. */
  readonly directoryPage: number;
}

/** What the ledger holds and the planner needs, read once at start. */
export interface LedgerState {
  readonly facts: LedgerFacts;
  readonly documents: readonly DocumentRecord[];
  readonly receipts: readonly Receipt[];
  /** Of all receipts: targets that something was filed to, and files in Lucca that were replaced. */
  readonly filedTargets: readonly TargetKey[];
  readonly replacedFiles: readonly FileId[];
  readonly bindings: readonly Binding[];
  readonly directory: Directory | null;
  readonly targets: readonly TargetKnowledge[];
  readonly fields: readonly FieldDefinition[];
  readonly requests: readonly RequestEntry[];
  readonly orphans: readonly Orphan[];
  /** Journal lines that no receipt explains yet, by identity. */
  readonly proofs: readonly JournalLine[];
  /** Bytes taken in of each journal, by its name. */
  readonly journals: Readonly<Record<string, number>>;
}

/** One durable fact. A list of them is one transaction. */
export type LedgerChange =
  /** Inserts or replaces; a change of state is also kept in the document's life, with its time and reason. */
  | { readonly kind: 'document'; readonly document: DocumentRecord }
  | { readonly kind: 'document-gone'; readonly id: DocumentId }
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  | { readonly kind: 'binding'; readonly binding: Binding }
  | { readonly kind: 'directory'; readonly directory: Directory }
  | { readonly kind: 'target'; readonly target: TargetKnowledge }
  | { readonly kind: 'fields'; readonly fields: readonly FieldDefinition[] }
  /** What a target held before a write: row and file ids, nothing else. Null when the write is settled. */
  | {
      readonly kind: 'rows-seen';
      readonly employeeId: EmployeeId;
      readonly target: TargetKey;
      readonly rows: readonly RowInDoubt[] | null;
    }
  | { readonly kind: 'request'; readonly request: RequestEntry }
  | { readonly kind: 'requests-before'; readonly answeredBefore: number }
  | { readonly kind: 'orphan'; readonly orphan: Orphan }
  | { readonly kind: 'orphan-used'; readonly fileId: FileId }
  | {
      readonly kind: 'proofs';
      readonly journal: string;
      readonly offset: number;
      readonly lines: readonly JournalLine[];
    }
  /**
   * The receipt tells it from here on. Under other ids the same bytes may have been attached by another agent, and may
   * come back: those lines stay. Null: all lines of that identity.
   */
  | { readonly kind: 'proof-settled'; readonly identity: IdentityKey; readonly fileId: FileId | null }
  | { readonly kind: 'inbox-taken'; readonly id: number }
  | { readonly kind: 'facts'; readonly facts: Partial<Omit<LedgerFacts, 'ledgerId' | 'agentId'>> };

export interface ReceiptPage {
  readonly items: readonly Receipt[];
  readonly total: number;
}

export interface LifeStep {
  readonly state: DocumentState;
  readonly reason: string | null;
  readonly at: number;
}

/** A row that stood there before a write in doubt; or, where `wrote` says so, a file that the write was to put there. */
export interface RowInDoubt {
  readonly valueId: ValueId | null;
  readonly fileId: FileId | null;
  readonly wrote?: true | undefined;
}

/** As much of a document as is kept in memory of one that has come to rest. */
export interface DocumentGlimpse {
  readonly id: DocumentId;
  /** Up to the path's last slash, and with it; '' at the root. */
  readonly folder: string;
  readonly name: string;
  readonly signature: Signature;
  readonly stateAt: number;
  readonly fileId: FileId | null;
  readonly target: TargetKey | null;
  /** The target that a person directed it to. */
  readonly chosenTarget: TargetKey | null;
  readonly state: DocumentState;
  readonly reason: string | null;
  readonly gone: boolean;
  /** Its file differs from the filed one. */
  readonly changed: boolean;
  readonly putAwayDue: boolean;
}

/** Takes the ledger's documents as they are read, so that they never lie in memory whole. */
export interface LedgerPages {
  documents(page: readonly DocumentGlimpse[]): void;
}

/** What a receipt can be looked up by. */
export type ReceiptKey = 'identity' | 'sha256' | 'fileId' | 'documentId' | 'employeeId';

/**
 * Looks into the ledger at once: a plan asks for what it cannot foresee, and cannot wait. What is being written may show
 * already, and go again. Throws where the ledger cannot be read.
 */
export interface LedgerLookUp {
  /** Those of them that are known, in any order. */
  documents(ids: readonly DocumentId[]): readonly DocumentRecord[];
  /** In the order in which they were written. */
  receipts(key: ReceiptKey, value: string | number): readonly Receipt[];
}

/** Asynchronous, but for looking up, and free of SQLite's ways: a shared ledger on a server must fit the same port. */
export interface Ledger {
  readonly lookUp: LedgerLookUp;
  /** With pages, documents are handed over as glimpses and receipts not at all: both are looked up. */
  load(pages?: LedgerPages): Promise<LedgerState>;
  /**
   * One transaction, after those that were asked for before: when it resolves, all of it stands in the ledger, also
   * for others and after the end of this process; when it rejects, none of it does. A power cut may still undo it,
   * and then all that came after it, until `flush`.
   */
  write(changes: readonly LedgerChange[]): Promise<void>;
  /** Resolves once all that was written before is on disk, whatever becomes of the machine. */
  flush(): Promise<void>;
  /** Both: when it resolves, all of it is on disk. */
  commit(changes: readonly LedgerChange[]): Promise<void>;
  /** Newest first. `text` is looked for in paths and, by the ids given, in people. */
  receipts(query: {
    readonly text: string;
    readonly employeeIds: readonly EmployeeId[];
    readonly offset: number;
    readonly limit: number;
  }): Promise<ReceiptPage>;
  receiptOf(id: DocumentId): Promise<Receipt | null>;
  life(id: DocumentId): Promise<readonly LifeStep[]>;
  rowsSeen(employeeId: EmployeeId, target: TargetKey): Promise<readonly RowInDoubt[] | null>;
  /** Where a write is in doubt: what stood there before it is still known. */
  rowsInDoubt(): Promise<readonly { readonly employeeId: EmployeeId; readonly target: TargetKey }[]>;
  /** Messages not yet taken, oldest first. Cheap enough to ask every second. */
  inbox(): Promise<readonly InboxEntry[]>;
  post(message: InboxEntry['message'], at: number): Promise<void>;
  close(): Promise<void>;
}

/** Append-only proof of what was attached, in the root and in the data folder. */
export interface Journal {
  /** Appends to both copies and syncs them. False when the root's copy could not be written. */
  append(lines: readonly JournalLine[]): Promise<boolean>;
  /** Lines of every journal beyond the offsets given, whoever wrote them. */
  readNew(
    known: Readonly<Record<string, number>>,
  ): Promise<
    readonly { readonly journal: string; readonly offset: number; readonly lines: readonly JournalLine[] }[]
  >;
}

export type LeaseState =
  | { readonly kind: 'held' }
  /** Somebody else works on this root. */
  | { readonly kind: 'elsewhere'; readonly host: string }
  /** The root cannot be written or reached. */
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'refused'; readonly why: 'cloud-root' };

/** The right of one agent to work on a root. */
export interface Lease {
  /** Takes the lease if it is free, or beats it if it is ours. Called every few seconds. */
  beat(): Promise<LeaseState>;
  /** True while the last confirmed beat is young enough to send anything. */
  readonly mayWork: boolean;
  release(): Promise<void>;
}

export interface Globs {
  /** picomatch semantics, `/` only, no dot files. The pattern is folded already. */
  compile(pattern: string): (path: string) => boolean;
}

export interface Hasher {
  /** Of UTF-8 text, as 64 hexadecimal digits. */
  sha256(text: string): string;
}
