/** The preview: what a dry run over the settings that are about to be says, counted and listed for a person. */
import type { RequestEntry } from '../../core/ports.ts';
import { countPreview, groupOf } from '../../core/setup-preview.ts';
import type { PreviewGroup, PreviewLine, PreviewReport } from '../../shared/setup-contract.ts';
import { dryRun, type DryRunEnd, type DryRunNeeds } from '../dry-run.ts';
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

export function startPreview(needs: DryRunNeeds): Preview {
  const run = dryRun(needs);
  return { done: run.ended.then((end) => conclude(end, needs.settings)), stop: () => run.stop() };
}

function conclude(end: DryRunEnd, settings: Settings): Previewed {
  const lines: Record<PreviewGroup, PreviewLine[]> = {
    file: [],
    there: [],
    ask: [],
    settle: [],
    wait: [],
    aside: [],
  };
  if (!end.ok) return { report: { ok: false, why: end.why }, lines, requests: [] };
  const counts = countPreview(end.documents, settings.tenant.requestsPerMinute);
  for (const document of end.documents) {
    const group = groupOf(document);
    if (group !== null) lines[group].push(end.lineOf(document));
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
    requests: end.requests,
  };
}
