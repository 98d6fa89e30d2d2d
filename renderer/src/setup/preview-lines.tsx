/** What would become of the documents, group by group; each opens to its documents. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PreviewGroup, PreviewLine, PreviewReport } from '../../../main/shared/setup-contract.ts';
import type { Words } from '../../../main/shared/messages/format.ts';
import {
  isAttention,
  isIgnored,
  isWaiting,
  questionTitles,
  targetWords,
} from '../../../main/shared/messages/state-words.ts';
import { useStore, useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import type { IconName } from '../ui/icon.tsx';

type Report = Extract<PreviewReport, { ok: true }>;

const groups = [
  { group: 'file', tone: 'go', icon: 'up' },
  { group: 'there', tone: 'ok', icon: 'check' },
  { group: 'ask', tone: 'ask', icon: 'ask' },
  { group: 'wait', tone: 'calm', icon: 'clock' },
  { group: 'aside', tone: 'calm', icon: 'minus' },
] as const satisfies readonly { group: PreviewGroup; tone: string; icon: IconName }[];

const pageSize = 100;

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
            <div key={group} class="result__group">
              <button
                type="button"
                class={`result__row result__row--${tone}`}
                aria-expanded={open === group}
                onClick={() => setOpen(open === group ? null : group)}
              >
                <Icon name={icon} size={20} />
                <span>{words.say(`setup.preview.${group}`, { n })}</span>
                <span class="result__end">
                  <b class="bold num">{words.number(n)}</b>
                  <Icon name={open === group ? 'down' : 'right'} />
                </span>
                <Detail group={group} report={report} />
              </button>
              {open === group ? <Lines group={group} total={n} /> : null}
            </div>
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
    case 'wait':
      return <small>{words.say('setup.preview.wait.detail')}</small>;
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
  const [lines, setLines] = useState<readonly PreviewLine[]>([]);
  const load = async (offset: number): Promise<void> => {
    const more = await client.call('setup.lines', { group, offset, limit: pageSize });
    setLines((before) => [...before.slice(0, offset), ...more]);
  };
  useEffect(() => void load(0), [group]);
  return (
    <ul
      class="lines scroll"
      tabIndex={0}
      aria-label={words.say('setup.preview.lines', {
        name: words.say(`setup.preview.${group}`, { n: total }),
      })}
    >
      {lines.map((line) => (
        <li key={line.id}>
          <b class="bold cut" title={line.folder}>
            {line.person ?? line.owner}
          </b>
          <span class="cut soft" title={line.fileName}>
            {line.fileName}
          </span>
          <span class="cut faint">{reasonOf(line, words)}</span>
        </li>
      ))}
      {lines.length < total && lines.length > 0 ? (
        <li>
          <Button look="link" small place="btn--flush" onPress={() => void load(lines.length)}>
            {words.say('setup.more', { n: Math.min(pageSize, total - lines.length) })}
          </Button>
        </li>
      ) : null}
    </ul>
  );
}

/** Where it goes, or why it does not. */
function reasonOf(line: PreviewLine, words: Words): string {
  const field = targetWords(line.targetName, words);
  const { reason } = line;
  if (isAttention(reason)) return words.say(questionTitles[reason], { field });
  if (isWaiting(reason)) return words.say(`state.waiting.${reason}`);
  if (isIgnored(reason)) return words.say(`state.ignored.${reason}`);
  return field;
}
