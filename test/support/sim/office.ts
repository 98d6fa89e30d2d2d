/** The simulated office: the real core between a tree, a Lucca, a ledger, journals and a lease that are not real. */
import { globs, hasher } from '../../../main/adapters/system/index.ts';
import { createAgent } from '../../../main/core/agent.ts';
import type { Agent, AgentEvent } from '../../../main/core/agent-api.ts';
import type {
  Clock,
  Files,
  Journal,
  Lease,
  Ledger,
  LedgerChange,
  Lucca,
  Watcher,
} from '../../../main/core/ports.ts';
import type { Settings } from '../../../main/shared/settings.ts';
import { emptyDisk, memoryLedger, type MemoryDisk } from '../memory-ledger.ts';
import { VirtualClock } from './clock.ts';
import { definitions, employeesOf } from './company.ts';
import { Life } from './life.ts';
import { newLine, SimLucca } from './lucca.ts';
import type { Chance } from './random.ts';
import { SimJournals, SimLease } from './root-files.ts';
import { SimTree } from './tree.ts';

export interface OfficeOptions {
  readonly chance: Chance;
  readonly settings: Settings;
  readonly people: number;
  /** Of the watcher's hints, how many never come. */
  readonly hintsLost: number;
}

/** A PC with its ledger. Several may work on the same root, one at a time. */
export class Desk {
  readonly name: string;
  disk: MemoryDisk;
  /** What a power cut leaves of it: all that was flushed. */
  safe: MemoryDisk;
  /** Written, and not flushed yet. */
  unsafe: { readonly number: number; readonly changes: readonly LedgerChange[] }[] = [];
  writes = 0;
  crashes = 0;
  agent: Agent | null = null;
  life: Life | null = null;
  /** While true, the ledger's disk takes nothing. */
  full = false;
  readonly events: AgentEvent[] = [];
  readonly told: string[] = [];

  constructor(name: string) {
    this.name = name;
    this.disk = emptyDisk({ ledgerId: `ledger-${name}`, agentId: name });
    this.safe = structuredClone(this.disk);
  }
}

const days = new Map<number, string>();

/** In UTC: a simulated office lies in Reykjavik. */
function localDay(ms: number): string {
  const day = Math.floor(ms / 86_400_000);
  const known = days.get(day) ?? new Date(ms).toISOString().slice(0, 10);
  days.set(day, known);
  return known;
}

export class SimOffice {
  readonly clock = new VirtualClock();
  readonly tree = new SimTree(this.clock);
  readonly journals = new SimJournals(this.clock, this.tree);
  readonly lease = new SimLease(this.clock, this.tree);
  readonly lucca: SimLucca;
  readonly chance: Chance;
  readonly settings: Settings;
  readonly #options: OfficeOptions;
  readonly #hints = new Set<(folder: string) => void>();
  #uuids = 0;
  #ledgers = 0;
  readonly warnings: string[] = [];

  constructor(options: OfficeOptions) {
    this.#options = options;
    this.chance = options.chance;
    this.settings = options.settings;
    this.lucca = new SimLucca(this.clock, options.chance.fork(), employeesOf(options.people), definitions);
    const chance = options.chance.fork();
    this.tree.onChange = (path) => {
      if (chance.happens(options.hintsLost)) return;
      const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
      this.clock.after(200, () => {
        for (const hint of this.#hints) hint(folder);
      });
    };
  }

  /** Starts an agent on this desk; it dies by itself after so many steps. */
  start(desk: Desk, dieAfter = Infinity): void {
    const { clock } = this;
    const chance = this.chance.fork();
    const hear = (folder: string): void => hint(folder);
    let hint: (folder: string) => void = () => undefined;
    const line = newLine();
    const life = new Life(dieAfter, () => {
      this.#hints.delete(hear);
      this.lucca.hangUp(line);
      if (desk.life === life) desk.agent = null;
    });
    desk.life = life;
    const watcher: Watcher = {
      start: (onHint) => {
        hint = onHint;
        this.#hints.add(hear);
        return Promise.resolve();
      },
      alive: true,
      stop: () => Promise.resolve(),
    };
    const livingClock: Clock = {
      now: clock.now,
      monotonic: clock.elapsed,
      after: (ms, callback) =>
        clock.after(ms, () => {
          if (!life.dead) callback();
        }),
      localDay,
    };
    const begin = async (): Promise<void> => {
      const agent = await createAgent(
        {
          clock: livingClock,
          random: {
            next: () => chance.next(),
            uuid: () => (this.#uuids += 1).toString(16).padStart(16, '0'),
          },
          hasher,
          globs,
          files: this.#living(life, this.tree.asFiles()),
          watcher,
          ledger: this.#ledgerOf(desk, life),
          journal: this.#living<Journal>(life, this.journals.of(desk.disk.facts.agentId)),
          lease: this.#leaseOf(desk, life),
          lucca: this.#living<Lucca>(life, this.lucca.asPort(line)),
          log: {
            info: () => undefined,
            warn: (event, facts) => void this.warnings.push(`${event} ${JSON.stringify(facts ?? {})}`),
          },
        },
        { settings: this.settings },
      );
      if (life.dead) return;
      desk.agent = agent;
      agent.on((event) => {
        if (life.dead) return;
        desk.events.push(event);
        if (event.kind !== 'document') return;
        const { path, state, id } = event.document;
        const reason = 'reason' in event.document ? event.document.reason : '';
        desk.told.push(
          `${(clock.elapsed() / 60_000).toFixed(3).padStart(9)} ${path} ${id} ${state} ${reason}`,
        );
      });
      await agent.start();
    };
    begin().catch(() => life.die());
  }

  crash(desk: Desk): void {
    desk.life?.die();
    desk.agent = null;
    desk.crashes += 1;
    // Every other time it is the power: what was not flushed is gone.
    if (desk.crashes % 2 === 0) {
      const { inbox, lastInboxId } = desk.disk;
      desk.disk = { ...structuredClone(desk.safe), inbox, lastInboxId };
    } else desk.safe = structuredClone(desk.disk);
    desk.unsafe = [];
  }

  loseLedger(desk: Desk): void {
    this.#ledgers += 1;
    desk.disk = emptyDisk({
      ledgerId: `ledger-${desk.name}-${this.#ledgers}`,
      agentId: `${desk.name}-${this.#ledgers}`,
    });
    desk.safe = structuredClone(desk.disk);
  }

  #ledgerOf(desk: Desk, life: Life): Ledger {
    const ledger = memoryLedger(desk.disk);
    return this.#living<Ledger>(life, {
      ...ledger,
      write: async (changes) => {
        // A write takes its time: others act between its beginning and its end, and every other one shows already
        // while they do, as an open transaction does to whoever looks something up.
        const showsEarly = desk.writes % 2 === 0;
        if (!showsEarly) await this.clock.sleep(1);
        if (desk.full) throw new Error('disk full');
        await ledger.write(changes);
        desk.writes += 1;
        desk.unsafe.push({ number: desk.writes, changes });
        if (showsEarly) await this.clock.sleep(1);
      },
      flush: async () => {
        const until = desk.writes;
        await this.clock.sleep(1);
        for (let next = desk.unsafe[0]; next !== undefined && next.number <= until; next = desk.unsafe[0]) {
          desk.unsafe.shift();
          await memoryLedger(desk.safe).write(next.changes);
        }
      },
    });
  }

  #leaseOf(desk: Desk, life: Life): Lease {
    const lease = this.lease.of(desk.disk.facts.agentId);
    return {
      beat: life.through(() => lease.beat()),
      release: life.through(() => lease.release()),
      get mayWork() {
        return lease.mayWork;
      },
    };
  }

  /** Every call of a port is two steps of the life: before it begins, and before its result is heard. */
  #living<T extends Files | Ledger | Journal | Lucca>(life: Life, port: T): T {
    const living: Record<string, unknown> = {};
    for (const [name, method] of Object.entries(port))
      living[name] =
        typeof method === 'function'
          ? life.through(method as (...args: readonly unknown[]) => Promise<unknown>)
          : method;
    return living as unknown as T;
  }

  get hintsLost(): number {
    return this.#options.hintsLost;
  }
}
