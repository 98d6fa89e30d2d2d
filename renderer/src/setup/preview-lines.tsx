/** What would become of the documents, group by group; each opens to its documents. */
import type { ComponentChildren } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { PreviewGroup, PreviewReport } from '../../../main/shared/setup-contract.ts';
import { useStore, useWords } from '../state/context.tsx';
import { DocumentLines } from '../ui/document-lines.tsx';
import type { IconName } from '../ui/icon.tsx';
import { ResultGroup } from '../ui/result.tsx';
import type { ResultTone } from '../ui/result.tsx';

type Report = Extract<PreviewReport, { ok: true }>;

const groups = [
  { group: 'file', tone: 'go', icon: 'up' },
  { group: 'there', tone: 'ok', icon: 'check' },
  { group: 'ask', tone: 'ask', icon: 'ask' },
  { group: 'settle', tone: 'calm', icon: 'clock' },
  { group: 'wait', tone: 'calm', icon: 'clock' },
  { group: 'aside', tone: 'calm', icon: 'minus' },
] as const satisfies readonly { group: PreviewGroup; tone: ResultTone; icon: IconName }[];

export function PreviewLines({ report }: { readonly report: Report }) {
  const words = useWords();
  const [open, setOpen] = useState<PreviewGroup | null>(null);
  return (
    <div class="result">
      {groups
        .filter(({ group }) => report.groups[group] > 0)
        .map(({ group, tone, icon }) => {
          const n = report.groups[group];
          return (
            <ResultGroup
              key={group}
              tone={tone}
              icon={icon}
              title={words.say(`setup.preview.${group}`, { n })}
              count={words.number(n)}
              open={open === group}
              onToggle={() => setOpen(open === group ? null : group)}
              detail={<Detail group={group} report={report} />}
            >
              <Lines group={group} total={n} />
            </ResultGroup>
          );
        })}
    </div>
  );
}

function Detail({
  group,
  report,
}: {
  readonly group: PreviewGroup;
  readonly report: Report;
}): ComponentChildren {
  const words = useWords();
  switch (group) {
    case 'there':
      return <small>{words.say('setup.preview.there.detail')}</small>;
    case 'settle':
    case 'wait':
      return <small>{words.say(`setup.preview.${group}.detail`)}</small>;
    case 'ask': {
      const { unknownFolders: unknown, ambiguousFolders: ambiguous } = report;
      const both = unknown > 0 && ambiguous > 0 ? 1 : 0;
      return (
        <small>
          {unknown + ambiguous === 0
            ? words.say('setup.preview.ask.detail')
            : words.say('setup.preview.ask.folders', { unknown, ambiguous, both })}
        </small>
      );
    }
    case 'file':
    case 'aside':
      return null;
  }
}

function Lines({ group, total }: { readonly group: PreviewGroup; readonly total: number }) {
  const words = useWords();
  const { client } = useStore();
  const load = useCallback(
    (offset: number, limit: number) => client.call('setup.lines', { group, offset, limit }),
    [client, group],
  );
  const name = words.say(`setup.preview.${group}`, { n: total });
  return <DocumentLines label={words.say('setup.preview.lines', { name })} total={total} load={load} />;
}
