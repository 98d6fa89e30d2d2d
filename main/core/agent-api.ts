/** What the shell and the terminal may ask of the agent, and hear from it. Implemented by agent.ts. */
import type {
  AnswerOfPerson,
  Binding,
  Directory,
  DocumentId,
  DocumentRecord,
  FieldDefinition,
  Receipt,
  TreePath,
} from './model.ts';
import type { CancelSignal, Outcome } from './ports.ts';
import type {
  DocumentPage,
  DocumentView,
  Person,
  Question,
  ReceiptView,
  StatusSnapshot,
} from '../shared/status.ts';
import type { RouteProblem } from './route/route-problems.ts';
import type { CallOutput } from '../shared/ipc-contract.ts';
import type { FolderRenaming, RenamableFolder } from '../shared/notices-contract.ts';
import type { Settings } from '../shared/settings.ts';

export type AgentEvent =
  | { readonly kind: 'status'; readonly status: StatusSnapshot }
  /** A document changed state, or was announced at the start of a run. `receipt` where it is filed. */
  | { readonly kind: 'document'; readonly document: DocumentRecord; readonly receipt: Receipt | null }
  | { readonly kind: 'document-gone'; readonly id: DocumentId }
  /** People or fields were read anew: what is said of folders and routes may be another. */
  | { readonly kind: 'lucca-read' }
  | { readonly kind: 'progress'; readonly id: DocumentId; readonly sentBytes: number; readonly size: number };

export type AnswerResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly id: DocumentId;
      readonly why:
        | 'unknown-document'
        | 'not-asking'
        | 'answer-does-not-fit'
        | 'unknown-employee'
        | 'unknown-target'
        | 'single-valued';
    };

/** What was last read of Lucca, and what people have said of folders. */
export interface Known {
  readonly directory: Directory | null;
  readonly fields: readonly FieldDefinition[];
  readonly bindings: readonly Binding[];
}

export interface Agent {
  /** Loads the ledger, takes the lease, scans, and works until stopped. Resolves once it is under way. */
  start(): Promise<void>;
  /** Finishes or parks what is under way, at most 5 s; nothing is lost. */
  stop(): Promise<void>;
  /** Resolves when nothing settles, runs or waits: all is filed, ignored, or asks; or the key is refused. */
  whenQuiet(): Promise<void>;
  status(): StatusSnapshot;
  /** All of them; those at rest are read from the ledger. */
  documents(): readonly DocumentRecord[];
  /** Those that have not come to rest: neither filed and as they were, nor left out by a name. */
  living(): readonly DocumentRecord[];
  on(listener: (event: AgentEvent) => void): () => void;

  answer(ids: readonly DocumentId[], answer: AnswerOfPerson): Promise<AnswerResult>;
  /** Milliseconds since 1970, or Infinity: until resumed. */
  pause(until: number): Promise<void>;
  resume(): Promise<void>;
  /** Scans at once and takes up what waits (never against a `Retry-After`). */
  syncNow(): Promise<void>;
  /** Takes up what waits; by id also what asks, and what was left aside. */
  retry(ids: readonly DocumentId[] | 'all'): Promise<void>;
  /** The secret changed, the network came back, the machine woke: forget what was believed of them. */
  worldChanged(what: 'secret' | 'network' | 'woke'): Promise<void>;

  /** Something else that this program wants to know of Lucca: it waits its turn, and counts in the same minute. */
  ask<T>(send: (signal: CancelSignal) => Promise<Outcome<T>>): Promise<Outcome<T>>;
  known(): Known;

  today(): CallOutput<'today.get'>;
  questions(): readonly Question[];
  documentPage(id: DocumentId): Promise<DocumentPage | null>;
  /** Where a document lies, as the disk writes it; null for one that is not known. */
  pathOf(id: DocumentId): TreePath | null;
  history(text: string, offset: number, limit: number): Promise<{ items: ReceiptView[]; total: number }>;
  searchDirectory(text: string): readonly Person[];
  targets(): CallOutput<'targets.get'>;
  /** What the tenant's fields, as far as they are known, say against the routes: its own, or others for this tenant. */
  routeProblems(settings?: Pick<Settings, 'routes'>): readonly RouteProblem[];
  viewOf(document: DocumentRecord): DocumentView;

  renamableFolders(): Promise<readonly RenamableFolder[]>;
  /** By a person's word. The documents in it keep their receipts. */
  renameFolder(folder: string): Promise<FolderRenaming>;
  /** It stays as it is called, and is not offered another name again. */
  keepFolderName(folder: string): Promise<void>;
}
