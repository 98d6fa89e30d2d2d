/** File, second half: what attaching needs from outside, and what it says of each document. */
import type { EmployeeRecord, FileId, TargetKey, ValueId } from '../model.ts';
import type { Outcome, RecordQuery, RecordWrite } from '../ports.ts';
import type { RestoreInput, RowSeen } from './restore.ts';
import type { Attachment } from './write-plan.ts';

/** Why a document did not get further, and where it stands now. */
export type AttachFate =
  | {
      readonly kind: 'filed';
      /** Another agent may have filed these bytes under an id of its own. */
      readonly fileId: FileId;
      readonly valueId: ValueId | null;
      readonly proof: 'answer' | 'read' | 'bytes';
      readonly replacedFileId: FileId | null;
    }
  /** It stands there, and what Lucca gives back is not what was sent. */
  | { readonly kind: 'differs'; readonly fileId: FileId; readonly valueId: ValueId | null }
  | { readonly kind: 'ask'; readonly reason: 'field-filled' | 'not-permitted' | 'rejected' | 'field-unknown' }
  /** Lucca does not know the uploaded file any more. */
  | { readonly kind: 'upload-again' }
  /**
   * Since it was planned, the target was stopped, or somebody's rows came there and nobody knows what a write would do
   * to them.
   */
  | { readonly kind: 'held' }
  /** The write answered yes, but does not show the file. */
  | { readonly kind: 'not-shown' }
  /** Nothing was done: as before, for the reason that the outcome gives. */
  | { readonly kind: 'not-applied'; readonly outcome: Failure }
  /** What became of an earlier write could not be read: it is still not known. */
  | { readonly kind: 'unread'; readonly outcome: Failure }
  | { readonly kind: 'unknown'; readonly code: string };

export type Failure = Exclude<Outcome<unknown>, { kind: 'applied' } | { kind: 'unknown' }>;

export interface AttachPorts {
  /** A fresh reading of this employee. */
  readonly read: (query: RecordQuery) => Promise<Outcome<readonly EmployeeRecord[]>>;
  readonly write: (write: RecordWrite, query: RecordQuery) => Promise<Outcome<EmployeeRecord>>;
  /** A reading and a write that leave one right after the other, whatever the budget. */
  readonly together: RestoreInput['together'];
  /**
   * Puts the intent on disk: journals first, then the ledger with the rows seen. Those come back that may still
   * be written (a file may have changed or gone meanwhile); null when the intent could not be put on disk.
   */
  readonly intend: (
    attachments: readonly Attachment[],
    before: EmployeeRecord,
  ) => Promise<readonly Attachment[] | null>;
  /** What a target held before the last write whose outcome is not settled; null where there is none. */
  readonly rowsSeen: (target: TargetKey) => Promise<readonly RowSeen[] | null>;
  readonly learn: (lesson: Lesson) => Promise<void>;
  readonly subFields: (target: TargetKey) => readonly string[];
  /** True for the files that receipts, journals or the ledger explain. */
  readonly isOwn: (fileId: FileId) => boolean;
  /** Other ids under which the same bytes were attached to the same target. */
  readonly alsoAs: (fileId: FileId) => readonly FileId[];
}

export type Lesson =
  | { readonly kind: 'rows-kept'; readonly target: TargetKey }
  | { readonly kind: 'rows-replaced'; readonly target: TargetKey; readonly restored: boolean }
  | { readonly kind: 'record'; readonly record: EmployeeRecord };
