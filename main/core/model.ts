/**
 * The words of the work as types: ids, a document's life, what Lucca holds, what the ledger keeps.
 * No behaviour here. Times are milliseconds since 1970 (UTC), sizes are bytes.
 */
import type { AttentionReason, IgnoredReason, WaitingReason } from '../shared/reasons.ts';

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

export type DocumentId = Branded<string, 'DocumentId'>;
export type EmployeeId = Branded<number, 'EmployeeId'>;
/** Id of an uploaded file in Lucca, a GUID. */
export type FileId = Branded<string, 'FileId'>;
/** Where a file is given back, with the token that opens it. Held in memory only, told to nobody. */
export type FileLink = Branded<string, 'FileLink'>;
/** Id of a value (a row) of an extendedData field. */
export type ValueId = Branded<number, 'ValueId'>;
/** 64 lower-case hexadecimal digits. */
export type Sha256 = Branded<string, 'Sha256'>;
/** Path below the root, with `/`, as on disk. */
export type TreePath = Branded<string, 'TreePath'>;
/** `picture`, `e_RIB`, or `e_Visite-medicale/e_Attestation` where a sub-field holds the file. */
export type TargetKey = Branded<string, 'TargetKey'>;
/** SHA-256 over employee, target and document hash: a document's identity without anything personal in it. */
export type IdentityKey = Branded<string, 'IdentityKey'>;

/** What `stat` says of a file: equal signatures mean that nobody has written to it. */
export interface Signature {
  readonly size: number;
  readonly mtimeMs: number;
  /** Device and inode (file index on Windows): survives a rename within the volume. */
  readonly fileKey: string;
}

/** One file as the scan saw it. */
export interface FileSeen extends Signature {
  readonly path: TreePath;
}

/** One scan of the root or of a folder below it. */
export interface ScanResult {
  /** Folder scanned, below root; '' for all. Only what lies in it may be called gone. */
  readonly scope: string;
  readonly root: 'ok' | 'missing' | 'empty' | 'unreadable';
  readonly files: readonly FileSeen[];
  readonly left: readonly {
    readonly path: TreePath;
    readonly reason: IgnoredReason;
    readonly signature: Signature;
  }[];
  /** Folders that could not be listed: nothing below them is called gone. */
  readonly unreadable: readonly string[];
  readonly at: number;
}

export type StateOfWork = 'settling' | 'ready' | 'uploading' | 'uploaded' | 'attaching';

/** What the reading of a settled file showed. */
export interface Inspection {
  readonly sha256: Sha256;
  /** Content type to send, from the bytes and the name. */
  readonly contentType: string;
}

/** A person's decisions on one document. They stand until its bytes change. */
export interface Decisions {
  readonly employeeId?: EmployeeId;
  readonly target?: TargetKey;
  /** Questions answered with "file it all the same". */
  readonly accepted?: readonly AttentionReason[];
  readonly whenFilled?: 'replace' | 'add';
  /** Left aside by a person. */
  readonly skipped?: boolean;
  /** The bytes that `accepted`, `whenFilled` and `skipped` were said of: other bytes are another question. */
  readonly bytes?: Sha256 | null;
  /** The person and target that `accepted` and `whenFilled` were said of: elsewhere it is another question. */
  readonly place?: string;
  /** When the last answer was given, for the record. */
  readonly answeredAt?: number;
}

interface DocumentBase {
  readonly id: DocumentId;
  readonly path: TreePath;
  readonly signature: Signature;
  /** Since when this signature has been seen unchanged. */
  readonly quietSince: number;
  readonly seenAt: number;
  /** When the present state began. */
  readonly stateAt: number;
  readonly employeeId: EmployeeId | null;
  readonly target: TargetKey | null;
  readonly inspection: Inspection | null;
  /** The only id that will ever be attached for these bytes. */
  readonly fileId: FileId | null;
  /** Seen when the ledger was new or older than a journal: needs proof that Lucca does not hold it yet. */
  readonly unproven: boolean;
  /** In the tree before the agent's first look, or part of a backlog: goes after fresh scans. */
  readonly backlog: boolean;
  readonly decisions: Decisions;
  /** Failed tries since the last success; sets the backoff only, never gives up. */
  readonly attempts: number;
  /** True once Lucca has called the uploaded id unknown: the second time asks. */
  readonly reuploaded: boolean;
  /** The row or value to replace in Lucca, for a document that changed after filing. */
  readonly replaces: { readonly valueId: ValueId | null; readonly fileId: FileId } | null;
}

/** A document is in exactly one state; each state carries just what it needs. */
export type DocumentRecord = DocumentBase &
  (
    | { readonly state: 'settling' }
    | { readonly state: 'ready' }
    | { readonly state: 'uploading' }
    | { readonly state: 'uploaded' }
    | { readonly state: 'attaching' }
    | {
        readonly state: 'filed';
        /** The file is no longer in the tree; what was filed stays filed. */
        readonly gone: boolean;
        /** Its signature differs from the filed one: its bytes are looked at once it is quiet. */
        readonly changed: { readonly signature: Signature; readonly since: number } | null;
        /** Its file has still to be archived or put into the bin. */
        readonly putAwayDue: boolean;
      }
    | {
        readonly state: 'waiting';
        readonly reason: WaitingReason;
        readonly until: number;
        readonly resume: StateOfWork;
      }
    | { readonly state: 'attention'; readonly reason: AttentionReason; readonly resume: StateOfWork }
    | { readonly state: 'ignored'; readonly reason: IgnoredReason }
  );

/** An employee as the directory shows one. Dates are as Lucca gives them, `null` where there is none. */
export interface Employee {
  readonly id: EmployeeId;
  readonly firstName: string;
  readonly lastName: string;
  readonly employeeNumber: string;
  readonly email: string;
  readonly login: string;
  readonly legalEntity: string;
  readonly department: string;
  readonly contractStart: string | null;
  readonly contractEnd: string | null;
}

export interface Directory {
  readonly employees: readonly Employee[];
  /** When it was read from Lucca, whole. */
  readonly readAt: number;
}

/** Where a route leads. */
export type Target =
  | { readonly kind: 'picture'; readonly key: TargetKey }
  | {
      readonly kind: 'field';
      readonly key: TargetKey;
      readonly field: string;
      /** Sub-field that holds the file; null where the field itself is the attachment. */
      readonly file: string | null;
      readonly multiple: boolean;
      /** Templates for other sub-fields; null sends `null`. */
      readonly values: Readonly<Record<string, string | null>>;
      readonly rows: 'append' | 'resend';
    };

/** One value of a field: the whole of a single-valued one, a row of a multi-valued one. */
export interface FieldValue {
  readonly valueId: ValueId | null;
  /** File ids found in it: in the value itself or in any sub-field, by sub-field key ('' for the value itself). */
  readonly files: Readonly<Record<string, FileId>>;
  /** Where Lucca gives these files back, by the same keys; absent where it does not say. */
  readonly links?: Readonly<Record<string, FileLink>>;
  /** As Lucca sent it, for sending back whole. Never kept in the ledger. */
  readonly raw: unknown;
  readonly empty: boolean;
}

/** What an employee's record showed of the configured targets. Held in memory only. */
export interface EmployeeRecord {
  readonly employeeId: EmployeeId;
  readonly picture: FileId | null;
  /** Absent key: the key may not see the field, or it does not exist. Empty list: nothing in it. */
  readonly fields: Readonly<Record<string, readonly FieldValue[]>>;
  readonly readAt: number;
}

/** A field of the tenant that can hold a file. */
export interface FieldDefinition {
  readonly field: string;
  readonly name: string;
  readonly multiple: boolean;
  /** Sub-fields of a composite field, in order; empty for a simple one. */
  readonly subFields: readonly {
    readonly key: string;
    readonly name: string;
    readonly holdsFile: boolean;
    /** Set where the tenant says so. */
    readonly isDate?: true;
  }[];
  readonly holdsFile: boolean;
  /** Section of the HR file, where the tenant tells. Not kept in the ledger. */
  readonly section?: string;
  /** Set where the tenant says that this key may not write it. Not kept in the ledger. */
  readonly readOnly?: true;
}

/** What is known of how the tenant treats rows of a multi-valued target. */
export interface TargetKnowledge {
  readonly key: TargetKey;
  readonly rows: 'unknown' | 'append' | 'replace';
  /** Sub-fields seen in rows or definitions, sent as null where nothing else is said. */
  readonly subFields: readonly string[];
  /** Set when rows went missing: nothing more is written there until the administrator acts. */
  readonly stopped: boolean;
}

/** What the ledger keeps of a filed document. */
export interface Receipt {
  readonly identity: IdentityKey;
  readonly documentId: DocumentId;
  readonly employeeId: EmployeeId;
  readonly target: TargetKey;
  readonly sha256: Sha256;
  readonly size: number;
  readonly path: TreePath;
  readonly fileId: FileId;
  readonly valueId: ValueId | null;
  readonly filedAt: number;
  /**
   * `answer`: the write's own answer showed the id; `read`: a reading did; `journal`: a reading, for an id from a journal;
   * `bytes`: one of the first two, and the file was read back and is what was sent.
   */
  readonly proof: 'answer' | 'read' | 'journal' | 'bytes';
  readonly replacedFileId: FileId | null;
}

/** A folder once known keeps to its person. `folder` is folded (see match/fold). */
export interface Binding {
  readonly folder: string;
  readonly employeeId: EmployeeId;
  readonly by: 'match' | 'answer';
  readonly at: number;
}

/** A line of a journal: proof that a file id was about to be, or was, attached for an identity. */
export interface JournalLine {
  readonly event: 'attach' | 'filed';
  readonly identity: IdentityKey;
  readonly fileId: FileId;
  readonly at: number;
}

/** An upload whose file no record shows. Reused where the bytes and the day are the same. */
export interface Orphan {
  readonly fileId: FileId | null;
  readonly sha256: Sha256;
  readonly at: number;
}

export type AnswerOfPerson =
  | { readonly kind: 'employee'; readonly employeeId: EmployeeId; readonly always: boolean }
  | { readonly kind: 'target'; readonly target: TargetKey }
  | { readonly kind: 'replace' | 'add' | 'keep' | 'accept' | 'ignore' | 'retry' };

/** Something a person asked for through the window or a terminal, waiting to be taken up. */
export interface InboxEntry {
  readonly id: number;
  readonly at: number;
  readonly message:
    | { readonly kind: 'answer'; readonly documentId: DocumentId; readonly answer: AnswerOfPerson }
    | { readonly kind: 'retry'; readonly documentIds: readonly DocumentId[] | 'all' };
}
