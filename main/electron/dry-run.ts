/**
 * A dry run of the agent itself over settings that are about to be. It reads the folders and asks Lucca what it needs
 * to know; nothing is sent and nothing is written, the ledger included.
 */
import { LedgerUnavailable } from '../adapters/ledger/ledger-unavailable.ts';
import { createLog } from '../adapters/log/index.ts';
import { assemble } from '../assemble.ts';
import type { Assembled } from '../assemble.ts';
import type { Agent } from '../core/agent-api.ts';
import type { Directory, DocumentRecord } from '../core/model.ts';
import type { Lucca, RequestEntry } from '../core/ports.ts';
import { groupOf } from '../core/setup-preview.ts';
import type { PreviewLine } from '../shared/setup-contract.ts';
import type { Settings } from '../shared/settings.ts';

export type DryRunEnd =
  | {
      readonly ok: true;
      readonly documents: readonly DocumentRecord[];
      /** One of them, as it is told. */
      readonly lineOf: (document: DocumentRecord) => PreviewLine;
      readonly directory: Directory | null;
      /** What was asked of Lucca counts for the next minute, too. */
      readonly requests: readonly RequestEntry[];
    }
  | {
      readonly ok: false;
      readonly why: 'stopped' | 'busy' | 'key-refused' | 'root-missing' | 'offline';
    };

export interface DryRun {
  /** Once all is looked at, or it was stopped. */
  readonly ended: Promise<DryRunEnd>;
  stop(): void;
}

export interface DryRunNeeds {
  readonly data: string;
  readonly settings: Settings;
  readonly key: () => Promise<string | null>;
  readonly onProgress: (done: number, total: number) => void;
  /** The way to Lucca, where it leads through somebody else's minute. */
  readonly through?: (lucca: Lucca) => Lucca;
}

const tellEveryMs = 300;

export function dryRun(needs: DryRunNeeds): DryRun {
  let stop = (): void => undefined;
  const stopped = new Promise<'stopped'>((resolve) => {
    stop = () => resolve('stopped');
  });
  return { ended: run(needs, stopped), stop: () => stop() };
}

async function run(needs: DryRunNeeds, stopped: Promise<'stopped'>): Promise<DryRunEnd> {
  const { data, settings, key, onProgress, through } = needs;
  let assembled: Assembled;
  try {
    assembled = await assemble({
      data,
      settings,
      key,
      dryRun: true,
      log: createLog({ folder: null }),
      ...(through === undefined ? {} : { through }),
    });
  } catch (error) {
    if (error instanceof LedgerUnavailable) return { ok: false, why: 'busy' };
    throw error;
  }
  const { agent, ledger } = assembled;
  const telling = setInterval(() => onProgress(...progressOf(agent)), tellEveryMs);
  try {
    await agent.start();
    const end = await Promise.race([agent.whenQuiet().then(() => 'quiet' as const), stopped]);
    if (end === 'stopped') return { ok: false, why: 'stopped' };
    const { trouble } = agent.status();
    if (trouble === 'key-refused') return { ok: false, why: 'key-refused' };
    if (trouble === 'root-missing' || trouble === 'root-unreadable')
      return { ok: false, why: 'root-missing' };
    const documents = agent.documents();
    // Nothing could be found out of anything: that says nothing.
    const open = documents.filter((one) => {
      const group = groupOf(one);
      return group !== null && group !== 'aside';
    });
    if (open.length > 0 && open.every((one) => groupOf(one) === 'wait')) return { ok: false, why: 'offline' };
    const { requests } = await ledger.load();
    return {
      ok: true,
      documents,
      lineOf: (document) => lineOf(agent, document, settings),
      directory: agent.known().directory,
      requests,
    };
  } finally {
    clearInterval(telling);
    await assembled.close();
  }
}

function progressOf(agent: Agent): [number, number] {
  const documents = agent.documents().filter((one) => one.state !== 'ignored');
  const unseen = documents.filter((one) => one.state === 'settling' && one.inspection === null);
  return [documents.length - unseen.length, documents.length];
}

const topOf = (folder: string, { employeeFolder }: Settings): string =>
  folder.split('/').slice(0, employeeFolder.split('/').length).join('/');

export function lineOf(agent: Agent, document: DocumentRecord, settings: Settings): PreviewLine {
  const view = agent.viewOf(document);
  return {
    id: view.id,
    fileName: view.fileName,
    folder: view.folder,
    owner: topOf(view.folder, settings),
    person: view.person?.name ?? null,
    targetName: view.targetName,
    reason: view.reason,
    size: view.size,
  };
}
