/** What agents keep in the root beside the documents: journals, with copies in the data folders, and the lease. */
import type { JournalLine } from '../../../main/core/model.ts';
import type { Journal, Lease, LeaseState } from '../../../main/core/ports.ts';
import type { VirtualClock } from './clock.ts';
import type { SimTree } from './tree.ts';

export class SimJournals {
  /** By agent. */
  readonly inRoot = new Map<string, JournalLine[]>();
  readonly inData = new Map<string, JournalLine[]>();
  readonly #clock: VirtualClock;
  readonly #tree: SimTree;

  constructor(clock: VirtualClock, tree: SimTree) {
    this.#clock = clock;
    this.#tree = tree;
  }

  lose(): void {
    this.inRoot.clear();
    this.inData.clear();
  }

  of(agentId: string): Journal {
    const add = (to: Map<string, JournalLine[]>, lines: readonly JournalLine[]): void =>
      void to.set(agentId, [...(to.get(agentId) ?? []), ...lines]);
    return {
      append: async (lines) => {
        await this.#clock.sleep(1);
        add(this.inData, lines);
        if (this.#tree.root === 'missing' || this.#tree.root === 'unreadable') return false;
        await this.#clock.sleep(1);
        add(this.inRoot, lines);
        return true;
      },
      readNew: async (known) => {
        await this.#clock.sleep(2);
        const all = new Map([...this.inData].map(([id, lines]) => [`data-${id}`, lines]));
        if (this.#tree.root === 'ok' || this.#tree.root === 'empty')
          for (const [id, lines] of this.inRoot) all.set(`root-${id}`, lines);
        return [...all]
          .map(([journal, lines]) => ({
            journal,
            offset: lines.length,
            lines: lines.slice(known[journal] ?? 0),
          }))
          .filter(({ lines }) => lines.length > 0);
      },
    };
  }
}

const leaseMs = 90_000;
const trustMs = 30_000;

/** One holder a root; a dead one's lease ends by the clock, its own successor takes it at once. */
export class SimLease {
  #holder: { readonly agentId: string; readonly beatAt: number } | null = null;
  readonly #clock: VirtualClock;
  readonly #tree: SimTree;

  constructor(clock: VirtualClock, tree: SimTree) {
    this.#clock = clock;
    this.#tree = tree;
  }

  of(agentId: string): Lease {
    let confirmedAt = -Infinity;
    const { now: clockNow } = this.#clock;
    return {
      beat: async (): Promise<LeaseState> => {
        await this.#clock.sleep(2);
        if (this.#tree.root === 'missing' || this.#tree.root === 'unreadable') return { kind: 'unavailable' };
        const now = this.#clock.now();
        const other = this.#holder !== null && this.#holder.agentId !== agentId ? this.#holder : null;
        if (other !== null && now - other.beatAt < leaseMs) return { kind: 'elsewhere', host: 'another' };
        this.#holder = { agentId, beatAt: now };
        confirmedAt = now;
        return { kind: 'held' };
      },
      get mayWork() {
        return clockNow() - confirmedAt < trustMs;
      },
      release: () => {
        if (this.#holder?.agentId === agentId) this.#holder = null;
        confirmedAt = -Infinity;
        return Promise.resolve();
      },
    };
  }
}
