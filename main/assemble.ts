/**
 * Puts the parts together, without Electron: the app and the terminal program run the very same agent.
 *
 * Who calls it holds the data folder's lock, except for a dry run, which writes nothing anywhere.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createFiles } from './adapters/files/index.ts';
import type { MoveToBin } from './adapters/files/recycle-bin.ts';
import { openJournal, type ErasableJournal } from './adapters/journal/journal.ts';
import { openLease } from './adapters/lease/lease.ts';
import { LedgerUnavailable } from './adapters/ledger/ledger-unavailable.ts';
import { openLedger, type OpenedLedger } from './adapters/ledger/open-ledger.ts';
import type { HttpOptions } from './adapters/lucca/v3/http.ts';
import { luccaFor } from './adapters/lucca/index.ts';
import { givesBackMemory } from './adapters/system/give-back-memory.ts';
import { globs, hasher, systemClock, systemRandom } from './adapters/system/index.ts';
import { createAgent } from './core/agent.ts';
import type { Agent } from './core/agent-api.ts';
import type { Clock, Files, Log, Lucca, Watcher } from './core/ports.ts';
import type { Settings } from './shared/settings.ts';

export interface AssembleOptions {
  /** The data folder, absolute. */
  readonly data: string;
  readonly settings: Settings;
  /** The tenant's entry in the keychain (adapters/lucca/secrets.ts), asked before each request and kept nowhere. */
  readonly key: () => Promise<string | null>;
  readonly log: Log;
  readonly watcher?: Watcher | null;
  readonly dryRun?: boolean;
  /** Longest wait after a transient failure, in milliseconds. */
  readonly backoffCapMs?: number;
  readonly moveToBin?: MoveToBin;
  /** The machine's own, unless an hour is to be played in a minute. */
  readonly clock?: Clock;
  readonly onExchange?: NonNullable<HttpOptions['onExchange']>;
  /** The way to Lucca, where it leads through somebody else's minute. */
  readonly through?: (lucca: Lucca) => Lucca;
}

export interface Assembled {
  readonly agent: Agent;
  readonly born: OpenedLedger['born'];
  readonly ledger: OpenedLedger['ledger'];
  readonly journal: ErasableJournal;
  readonly files: Files;
  readonly lucca: Lucca;
  /** Stops the agent and lets go of everything. */
  close(): Promise<void>;
}

const dayMs = 86_400_000;
/** Lies beside the program once that is built; from sources everything is scanned without it. */
const scanWorker = join(import.meta.dirname, 'scan-worker.cjs');
/** The same for the check of the ledger's file. */
const checkWorker = join(import.meta.dirname, 'check-worker.cjs');

/** Throws `LedgerUnavailable` where the ledger cannot be opened. The agent is not started yet. */
export async function assemble(options: AssembleOptions): Promise<Assembled> {
  const dryRun = options.dryRun ?? false;
  // The tree is walked while the ledger is read.
  const files = filesOf(options);
  const folder = options.data;
  const opened = await openLedger({
    ...{ folder, mode: dryRun ? 'scratch' : 'own' },
    ...(existsSync(checkWorker) ? { checkWorker } : {}),
  });
  try {
    const assembled = await putTogether(options, files, opened);
    if (!(await opened.damaged)) return assembled;
    await assembled.close();
  } catch (error) {
    if (dryRun || !(error instanceof LedgerUnavailable) || error.why !== 'damaged') throw error;
    if (!(await opened.damaged)) {
      // The file is whole. Whether its texts are texts shows when it is read, once and by the agent.
      await opened.beginAnew();
      return await putTogether(options, files, { ...opened, born: 'after-damage' });
    }
    await opened.ledger.close();
  }
  return await putTogether(options, files, await openLedger({ folder, mode: 'own' }));
}

async function putTogether(options: AssembleOptions, files: Files, opened: OpenedLedger): Promise<Assembled> {
  const { data, settings } = options;
  const { root } = settings;
  const dryRun = options.dryRun ?? false;
  const clock = options.clock ?? systemClock;
  const { ledger, born } = opened;
  const agentId = await opened.agentId();
  const journal = openJournal({ root, data, agentId });
  const own = luccaFor({
    settings,
    key: options.key,
    now: () => clock.now(),
    onSignInRefused: (code) => options.log.warn('sign-in-refused', { code }),
    ...(options.onExchange === undefined ? {} : { onExchange: options.onExchange }),
  });
  const lucca = options.through?.(own) ?? own;
  const agent = await createAgent(
    {
      clock,
      random: systemRandom,
      hasher,
      globs,
      files,
      watcher: options.watcher ?? null,
      ledger,
      journal,
      lease: await openLease({ root, data, agentId, clock }),
      lucca,
      log: options.log,
    },
    {
      settings,
      dryRun,
      ...(options.backoffCapMs === undefined ? {} : { backoffCapMs: options.backoffCapMs }),
    },
  );

  if (!dryRun) agent.on(givesBackMemory());

  const retire = (): void => {
    void ledger.eraseReceiptsBefore(clock.now() - settings.receipts.keepDays * dayMs).catch(() => {
      options.log.warn('retention-failed');
    });
  };
  if (!dryRun) retire();
  const daily = setInterval(retire, dayMs);
  daily.unref();

  return {
    agent,
    born,
    ledger,
    journal,
    files,
    lucca,
    async close() {
      clearInterval(daily);
      await agent.stop();
      await ledger.close();
    },
  };
}

function filesOf({ settings, clock = systemClock, moveToBin }: AssembleOptions): Files {
  return createFiles({
    root: settings.root,
    now: () => clock.now(),
    ignore: settings.ignore,
    early: true,
    ...(existsSync(scanWorker) ? { scanWorker } : {}),
    ...(moveToBin === undefined ? {} : { moveToBin }),
  });
}
