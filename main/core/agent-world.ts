/** What the agent is made of: ports, settings, and the few things that its parts share. */
import type { Settings } from '../shared/settings.ts';
import type { Memory } from './agent-memory.ts';
import type {
  DocumentId,
  DocumentRecord,
  EmployeeId,
  EmployeeRecord,
  FieldValue,
  IdentityKey,
  Target,
} from './model.ts';
import type {
  Clock,
  Files,
  Globs,
  Hasher,
  Journal,
  Lease,
  Ledger,
  LedgerChange,
  Log,
  Lucca,
  Random,
  Watcher,
} from './ports.ts';
import type { Gateway } from './agent-gateway.ts';
import type { Finding, Place } from './plan/context.ts';

export interface AgentPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly hasher: Hasher;
  readonly globs: Globs;
  readonly files: Files;
  readonly watcher: Watcher | null;
  readonly ledger: Ledger;
  readonly journal: Journal;
  readonly lease: Lease;
  readonly lucca: Lucca;
  readonly log: Log;
}

export interface AgentOptions {
  readonly settings: Settings;
  /** Nothing is sent, nothing is waited for: what would happen is only worked out. */
  readonly dryRun?: boolean;
  /** Longest wait after a transient failure, in milliseconds. */
  readonly backoffCapMs?: number;
}

/** Shared by the parts of the agent. Maps here are what needs no ledger: it is learnt again after a start. */
export interface World {
  readonly ports: AgentPorts;
  readonly options: AgentOptions;
  readonly memory: Memory;
  readonly gateway: Gateway;
  /** Builds changes from what is known at that very moment and puts them on disk, one after the other. */
  readonly transact: (build: () => readonly LedgerChange[]) => Promise<void>;
  readonly place: (document: DocumentRecord) => Place;
  readonly folderOf: (path: string) => string | null;
  readonly targetOf: (key: string) => Target | null;
  /** Fields and picture that readings cover: those of the routes, and nothing else. */
  readonly wanted: () => { readonly fields: readonly string[]; readonly picture: boolean };
  readonly findings: Map<DocumentId, { readonly finding: Finding; readonly at: DocumentRecord['signature'] }>;
  readonly records: Map<EmployeeId, EmployeeRecord>;
  /** Employees whose record was asked for and not shown, and when. */
  readonly notShown: Map<EmployeeId, number>;
  /** When the tenant's fields were last asked for in this run, and answered. */
  readonly definitions: { readAt: number };
  /** Documents whose file changed or went while their write was under way. */
  readonly postponed: Set<DocumentId>;
  /** By `employee|target`: rows as they were read before a write that is in doubt. On disk are their ids alone. */
  readonly rowsRead: Map<string, readonly FieldValue[]>;
  /** Asks for a scan of a folder, '' for all, as soon as may be. */
  readonly wantScan: (folder: string) => void;
  readonly busyDocuments: Set<DocumentId>;
  readonly busyEmployees: Set<EmployeeId>;
  readonly progress: Map<DocumentId, number>;
  readonly onProgress: (id: DocumentId, sentBytes: number) => void;
  readonly identity: (employeeId: EmployeeId, target: string, sha256: string) => IdentityKey;
}

/** Longest time that a reading of a record is trusted for rows that are only added to. */
export const recordFreshMs = 5 * 60_000;
/** The directory is read anew before somebody is called unknown, at most this often. */
export const directoryFreshMs = 5 * 60_000;
/** So are the tenant's fields before one is called unknown. */
export const definitionsFreshMs = 5 * 60_000;
