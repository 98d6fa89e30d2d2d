/** Plan: all that a decision may look at. Values and pure functions only; nothing here reaches the world. */
import type { AttentionReason, WaitingReason } from '../../shared/reasons.ts';
import type {
  Decisions,
  DocumentId,
  DocumentRecord,
  EmployeeId,
  EmployeeRecord,
  FileId,
  IdentityKey,
  Inspection,
  JournalLine,
  Receipt,
  Sha256,
  Target,
  TargetKey,
  TargetKnowledge,
} from '../model.ts';

export type Whose =
  | { readonly kind: 'matched'; readonly employeeId: EmployeeId }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'left'; readonly employeeId: EmployeeId };

/** Where a document belongs, after match, route and a person's answers. */
export interface Place {
  readonly whose: Whose;
  readonly target: Target | null;
  readonly whenFilled: 'ask' | 'replace' | 'skip';
  /** Nobody says whether the field holds one value or several, or the tenant's fields speak against it. */
  readonly unclear: boolean;
}

/** What reading a quiet file showed, where it was not a whole document. Good for one signature. */
export type Finding =
  | { readonly kind: 'incomplete'; readonly inspection: Inspection }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unreadable' };

/** What is looked up and never listed: there may be a hundred thousand. */
export interface Lookup<K, V> {
  get(key: K): V | undefined;
}

export interface Has<K> {
  has(key: K): boolean;
}

export interface PlanContext {
  readonly now: number;
  readonly documents: Lookup<DocumentId, DocumentRecord>;
  /** Those that have not come to rest. */
  readonly live: ReadonlyMap<DocumentId, DocumentRecord>;
  /** Documents whose bytes are known and that have not come to rest, by hash. */
  readonly bySha: Lookup<Sha256, readonly DocumentRecord[]>;
  /** Documents neither filed nor ignored, by employee and target. */
  readonly byPlace: Lookup<string, readonly DocumentRecord[]>;
  readonly receipts: Lookup<IdentityKey, Receipt>;
  readonly receiptsBySha: Lookup<Sha256, readonly Receipt[]>;
  /** File ids that receipts or journals explain. */
  readonly ownFiles: Has<FileId>;
  readonly proofs: ReadonlyMap<IdentityKey, readonly JournalLine[]>;
  readonly records: ReadonlyMap<EmployeeId, EmployeeRecord>;
  /** Employees whose record was asked for lately and not shown. */
  readonly notShown: ReadonlyMap<EmployeeId, number>;
  /** Files in Lucca that a receipt says were replaced by another: they stand there no more. */
  readonly replacedFiles: Has<FileId>;
  readonly receiptsByFile: Lookup<FileId, Receipt>;
  readonly knowledge: ReadonlyMap<TargetKey, TargetKnowledge>;
  /** Documents and employees that a task is busy with. */
  readonly busyDocuments: ReadonlySet<DocumentId>;
  readonly busyEmployees: ReadonlySet<EmployeeId>;
  readonly place: (document: DocumentRecord) => Place;
  readonly finding: (document: DocumentRecord) => Finding | null;
  readonly identity: (employeeId: EmployeeId, target: TargetKey, sha256: Sha256) => IdentityKey;
  /** How long this document must be unchanged, in milliseconds. */
  readonly quietMs: (document: DocumentRecord) => number;
  readonly incompleteMs: number;
  /** Lucca would not take this kind of file, or nobody should send it unasked. */
  readonly typeRefused: (document: DocumentRecord) => boolean;
  readonly maxBytes: number;
  /** Nothing may be sent now; when that is looked at again. What waits goes on waiting. */
  readonly obstacle: { readonly reason: WaitingReason; readonly until: number } | null;
  /** When the records of those who have open questions may be read again: a question withdraws with its cause. */
  readonly questionsDueAt: number;
  /**
   * Records are read for backlog when fewer than `atLeast` documents may go, for so many employees and documents at a
   * time.
   */
  readonly readAhead: { readonly atLeast: number; readonly employees: number; readonly documents: number };
  /** The tenant's fields were read lately, or it is known that they are not shown. */
  readonly definitionsKnown: boolean;
  /** The directory was read lately enough to say that somebody is not in it. */
  readonly directoryFresh: boolean;
}

/**
 * What a person said that counts for the bytes and the place as they are now: what was said of other bytes, or of
 * what another person's record holds, does not.
 */
export function decisionsFor(document: DocumentRecord): Decisions {
  const { decisions, inspection } = document;
  const { employeeId, target, skipped, bytes, answeredAt } = decisions;
  const directed = {
    ...(employeeId === undefined ? {} : { employeeId }),
    ...(target === undefined ? {} : { target }),
  };
  if (bytes !== undefined && bytes !== inspection?.sha256) return directed;
  if (decisions.place === undefined || decisions.place === placeOf(document)) return decisions;
  const accepted = acceptedOfTheFile(decisions.accepted);
  return {
    ...directed,
    ...(accepted.length === 0 ? {} : { accepted }),
    ...(skipped === undefined ? {} : { skipped }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(answeredAt === undefined ? {} : { answeredAt }),
  };
}

/** Those answers that hold wherever the file goes. */
export function acceptedOfTheFile(accepted: Decisions['accepted'] = []): readonly AttentionReason[] {
  return accepted.filter((reason) => reason === 'incomplete' || reason === 'type-refused');
}

/** Where a document would go, as far as that is known. */
export function placeOf({ employeeId, target }: Pick<DocumentRecord, 'employeeId' | 'target'>): string {
  return `${employeeId ?? ''}|${target ?? ''}`;
}

export function placeKey(employeeId: EmployeeId, target: TargetKey): string {
  return `${employeeId}|${target}`;
}
