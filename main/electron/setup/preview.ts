/**
 * The preview: a dry run of the agent itself over the settings that are about to be. It reads the folders and asks
 * Lucca what it needs to know; nothing is sent and nothing is written, the ledger included.
 */
import { createLog } from '../../adapters/log/index.ts';
import { LedgerUnavailable } from '../../adapters/ledger/ledger-unavailable.ts';
import { assemble } from '../../assemble.ts';
import type { Assembled } from '../../assemble.ts';
import type { Agent } from '../../core/agent-api.ts';
import type { DocumentRecord } from '../../core/model.ts';
import type { RequestEntry } from '../../core/ports.ts';
import { countPreview, groupOf } from '../../core/setup-preview.ts';
import type { PreviewGroup, PreviewLine, PreviewReport } from '../../shared/setup-contract.ts';
import type { Settings } from '../../shared/settings.ts';

export interface Previewed {
  readonly report: PreviewReport;
  readonly lines: Readonly<Record<PreviewGroup, readonly PreviewLine[]>>;
  /** What was asked of Lucca counts for the next minute, too. */
  readonly requests: readonly RequestEntry[];
}

export interface Preview {
  readonly done: Promise<Previewed>;
  stop(): void;
}

const tellEveryMs = 300;
const none: Previewed['lines'] = { file: [], there: [], ask: [], wait: [], aside: [] };

export function startPreview(given: {
  readonly data: string;
  readonly settings: Settings;
  readonly key: () => Promise<string | null>;
  readonly onProgress: (done: number, total: number) => void;
}): Preview {
  let stop = (): void => undefined;
  const stopped = new Promise<'stopped'>((resolve) => {
    stop = () => resolve('stopped');
  });
  return { done: run(given, stopped), stop: () => stop() };
}

async function run(
  given: Parameters<typeof startPreview>[0],
  stopped: Promise<'stopped'>,
): Promise<Previewed> {
  const { data, settings, key, onProgress } = given;
  let assembled: Assembled;
  try {
    assembled = await assemble({ data, settings, key, dryRun: true, log: createLog({ folder: null }) });
  } catch (error) {
    if (error instanceof LedgerUnavailable) return failed('busy');
    throw error;
  }
  const { agent, ledger } = assembled;
  const telling = setInterval(() => onProgress(...progressOf(agent)), tellEveryMs);
  try {
    await agent.start();
    const end = await Promise.race([agent.whenQuiet().then(() => 'quiet' as const), stopped]);
    if (end === 'stopped') return failed('stopped');
    const { requests } = await ledger.load();
    return { ...conclude(agent, settings), requests };
  } finally {
    clearInterval(telling);
    await assembled.close();
  }
}

const failed = (why: Extract<PreviewReport, { ok: false }>['why']): Previewed => ({
  report: { ok: false, why },
  lines: none,
  requests: [],
});

function progressOf(agent: Agent): [number, number] {
  const documents = agent.documents().filter((one) => one.state !== 'ignored');
  const unseen = documents.filter((one) => one.state === 'settling' && one.inspection === null);
  return [documents.length - unseen.length, documents.length];
}

function conclude(agent: Agent, settings: Settings): Pick<Previewed, 'report' | 'lines'> {
  const status = agent.status();
  const documents = agent.documents();
  if (status.trouble === 'key-refused') return failed('key-refused');
  if (status.trouble === 'root-missing' || status.trouble === 'root-unreadable')
    return failed('root-missing');
  const counts = countPreview(documents, settings.tenant.requestsPerMinute);
  // Nothing could be found out of anything: that is no preview.
  if (counts.documents > 0 && counts.groups.wait === counts.documents) return failed('offline');
  const lines: Record<PreviewGroup, PreviewLine[]> = { file: [], there: [], ask: [], wait: [], aside: [] };
  for (const document of documents) {
    const group = groupOf(document);
    if (group !== null) lines[group].push(lineOf(agent, document, settings));
  }
  for (const group of Object.values(lines))
    group.sort((a, b) => a.folder.localeCompare(b.folder) || a.fileName.localeCompare(b.fileName));
  const folders = (reason: string): number =>
    new Set(lines.ask.filter((one) => one.reason === reason).map((one) => one.owner)).size;
  return {
    report: {
      ok: true,
      documents: counts.documents,
      people: counts.people,
      seconds: counts.seconds,
      groups: counts.groups,
      unknownFolders: folders('employee-unknown'),
      ambiguousFolders: folders('employee-ambiguous'),
      replaces: settings.routes.some((route) => route.whenFilled === 'replace'),
    },
    lines,
  };
}

const topOf = (folder: string, { employeeFolder }: Settings): string =>
  folder.split('/').slice(0, employeeFolder.split('/').length).join('/');

function lineOf(agent: Agent, document: DocumentRecord, settings: Settings): PreviewLine {
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
