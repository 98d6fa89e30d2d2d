/** How the agent itself is: what it shares among its parts and no ledger needs to keep. And what that makes of its state. */
import type { AgentState } from '../shared/reasons.ts';
import type { Trouble } from '../shared/troubles.ts';
import { isUnderWay } from './agent-views.ts';
import type { World } from './agent-world.ts';
import type { ScanResult, TargetKey } from './model.ts';
import type { LeaseState } from './ports.ts';

export interface Vitals {
  life: 'new' | 'running' | 'stopping' | 'stopped';
  lease: LeaseState;
  root: ScanResult['root'] | null;
  unreadableFolders: number;
  lastScanAt: number | null;
  /** The first whole scan of this run has been taken in. */
  looked: boolean;
  /** The ledger is new, or older than a journal. */
  recovering: boolean;
  noBin: boolean;
  ledgerUnwritable: boolean;
  scanning: boolean;
  turning: boolean;
  readonly scanWanted: Set<string>;
  readonly tasks: Set<Promise<void>>;
}

export function newVitals(): Vitals {
  return {
    life: 'new',
    lease: { kind: 'unavailable' },
    root: null,
    unreadableFolders: 0,
    lastScanAt: null,
    looked: false,
    recovering: false,
    noBin: false,
    ledgerUnwritable: false,
    scanning: false,
    turning: false,
    scanWanted: new Set(),
    tasks: new Set(),
  };
}

/** Why nothing may be sent now, and when that is looked at again (milliseconds since 1970). */
export interface Obstacle {
  readonly reason: 'lease' | 'root-missing' | 'signed-out' | 'offline' | 'throttled';
  readonly until: number;
}

const lookAgainMs = 5_000;

export function obstacle(world: World, vitals: Vitals): Obstacle | null {
  const now = world.ports.clock.now();
  const { facts } = world.memory;
  const soon = now + lookAgainMs;
  if (world.options.dryRun !== true) {
    // Without the root there is no lease either: the cause is told, not what follows from it.
    if (rootAway(world, vitals)) return { reason: 'root-missing', until: soon };
    // Also in the moment after sleep or a jump of the clock, before the next heartbeat says how it stands.
    if (vitals.lease.kind !== 'held' || !world.ports.lease.mayWork) return { reason: 'lease', until: soon };
  }
  if (facts.keyRefused) return { reason: 'signed-out', until: soon };
  if (facts.backoffUntil > now) return { reason: 'offline', until: facts.backoffUntil };
  if (facts.throttledUntil > now) return { reason: 'throttled', until: facts.throttledUntil };
  return null;
}

/** Missing, or empty while documents are known: a state of the share, never a mass deletion. */
export function rootAway(world: World, vitals: Vitals): boolean {
  if (vitals.root === 'missing' || vitals.root === 'unreadable') return true;
  return vitals.root === 'empty' && world.memory.documents.size > 0;
}

export function isPaused(world: World): boolean {
  return world.memory.facts.pausedUntil > world.ports.clock.now();
}

/** Nothing settles, runs or waits. In a dry run: everything has been looked at. */
export function isQuiet(world: World, vitals: Vitals): boolean {
  if (!vitals.looked || vitals.scanning || vitals.turning) return false;
  if (vitals.scanWanted.size > 0 || vitals.tasks.size > 0) return false;
  for (const document of world.memory.live.values()) {
    if (document.state === 'filed' && document.changed !== null) return false;
    if (world.options.dryRun === true) {
      const unseen = document.state === 'settling' && document.inspection === null;
      if (unseen && !world.findings.has(document.id)) return false;
    } else if (isUnderWay(document.state)) return false;
  }
  return true;
}

/** Law 7: the state is the worst of what is true. */
export function agentState(world: World, vitals: Vitals): AgentState {
  if (vitals.life === 'stopping' || vitals.life === 'stopped') return 'stopping';
  if (vitals.lease.kind === 'elsewhere' || vitals.lease.kind === 'refused') return 'standing-by';
  if (world.memory.facts.keyRefused) return 'signed-out';
  if (isPaused(world)) return 'paused';
  if (rootAway(world, vitals)) return 'offline';
  if (vitals.life === 'new' || !vitals.looked) return 'starting';
  if (world.memory.facts.failures > 0 || vitals.lease.kind === 'unavailable') return 'offline';
  return isQuiet(world, vitals) ? 'idle' : 'working';
}

/** The administrator has said since that all rows are sent back: the target is written again. */
function resends(world: World, key: TargetKey): boolean {
  const target = world.targetOf(key);
  return target?.kind === 'field' && target.rows === 'resend';
}

export function troubleOf(world: World, vitals: Vitals): Trouble | null {
  const { facts, knowledge } = world.memory;
  const { watcher, clock } = world.ports;
  if (facts.keyRefused) return 'key-refused';
  if (vitals.root === 'missing') return 'root-missing';
  if (vitals.root === 'unreadable') return 'root-unreadable';
  if (rootAway(world, vitals)) return 'root-empty';
  if (vitals.ledgerUnwritable) return 'ledger-unwritable';
  if (vitals.lease.kind === 'unavailable' && vitals.root !== null) return 'root-read-only';
  if (vitals.unreadableFolders > 0) return 'folder-unreadable';
  if ([...knowledge.values()].some((target) => target.stopped && !resends(world, target.key)))
    return 'rows-lost';
  if (facts.failures > 0) return 'offline';
  if (facts.throttledUntil > clock.now()) return 'throttled';
  if (watcher !== null && vitals.looked && !watcher.alive) return 'watcher-down';
  return vitals.noBin ? 'trash-missing' : null;
}
