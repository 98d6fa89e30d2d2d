/** What the draft would change of the documents: said before it is saved. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { EffectGroup, EffectReport } from '../../../main/shared/settings-contract.ts';
import type { IconName } from '../ui/icon.tsx';
import { useStore, useWords } from '../state/context.tsx';
import { DocumentLines } from '../ui/document-lines.tsx';
import { Result, ResultGroup, ResultRow } from '../ui/result.tsx';
import type { ResultTone } from '../ui/result.tsx';

type Report = Extract<EffectReport, { ok: true }>;

const groups = [
  { group: 'again', tone: 'stop', icon: 'info' },
  { group: 'file', tone: 'go', icon: 'up' },
  { group: 'settle', tone: 'calm', icon: 'clock' },
  { group: 'ask', tone: 'ask', icon: 'ask' },
  { group: 'aside', tone: 'calm', icon: 'minus' },
  { group: 'gone', tone: 'calm', icon: 'cross' },
] as const satisfies readonly { group: EffectGroup; tone: ResultTone; icon: IconName }[];

export function Looking() {
  const words = useWords();
  const { client } = useStore();
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  useEffect(() => client.on('settings.progress', setProgress), [client]);
  const { done, total } = progress;
  return (
    <div class="effect__looking">
      <span>{words.say('settings.effect.looking')}</span>
      <progress
        aria-label={words.say('settings.effect.looking')}
        {...(total === 0 ? {} : { value: done, max: total })}
      />
    </div>
  );
}

export function Effect({ effect }: { readonly effect: EffectReport }) {
  const words = useWords();
  if (!effect.ok)
    return effect.why === 'stopped' || effect.why === 'wrong' ? null : (
      <Result>
        <ResultRow
          tone="ask"
          title={words.say(`settings.effect.fail.${effect.why}`)}
          detail={words.say('settings.effect.fail.detail')}
        />
      </Result>
    );
  return <Told report={effect} />;
}

function Told({ report }: { readonly report: Report }) {
  const words = useWords();
  const [open, setOpen] = useState<EffectGroup | null>(null);
  const { known, unknown, ambiguous } = report.folders;
  const shown = groups.filter(({ group }) => report.groups[group] > 0);
  const doubts = [
    ...(unknown.count > 0 ? [words.say('setup.folder.unknown', { n: unknown.count })] : []),
    ...(ambiguous.count > 0 ? [words.say('setup.folder.ambiguous', { n: ambiguous.count })] : []),
  ];
  const names = [...unknown.first, ...ambiguous.first]
    .slice(0, 3)
    .map((name) => words.say('setup.quoted', { name }));
  return (
    <div class="result">
      <ResultRow
        tone={known > 0 ? 'ok' : 'ask'}
        title={[words.say('setup.folder.matched', { n: known }), ...doubts].join(' · ')}
        detail={names.length === 0 ? null : names.join(', ')}
      />
      {report.groups.again > 0 ? null : (
        <ResultRow
          tone="ok"
          title={words.say('settings.effect.again.none')}
          detail={shown.length === 0 ? words.say('settings.effect.none') : null}
        />
      )}
      {shown.map(({ group, tone, icon }) => {
        const n = report.groups[group];
        return (
          <ResultGroup
            key={group}
            tone={tone}
            icon={icon}
            title={words.say(`settings.effect.${group}`, { n })}
            count={words.number(n)}
            open={open === group}
            onToggle={() => setOpen(open === group ? null : group)}
            detail={
              group === 'file' ? (
                <small>
                  {words.say('settings.effect.file.detail', { duration: words.duration(report.seconds) })}
                </small>
              ) : group === 'gone' || group === 'settle' ? (
                <small>{words.say(`settings.effect.${group}.detail`)}</small>
              ) : null
            }
          >
            <Lines group={group} total={n} />
          </ResultGroup>
        );
      })}
    </div>
  );
}

function Lines({ group, total }: { readonly group: EffectGroup; readonly total: number }) {
  const words = useWords();
  const { client } = useStore();
  const load = useCallback(
    (offset: number, limit: number) => client.call('settings.lines', { group, offset, limit }),
    [client, group],
  );
  return (
    <DocumentLines
      label={words.say('setup.preview.lines', { name: words.say(`settings.effect.${group}`, { n: total }) })}
      total={total}
      load={load}
    />
  );
}

/** What a reader hears in place of the list. */
export function useSummary(effect: EffectReport | null): string {
  const words = useWords();
  if (effect?.ok !== true) return '';
  const said = groups
    .filter(({ group }) => effect.groups[group] > 0)
    .map(({ group }) => {
      const n = effect.groups[group];
      return `${words.number(n)} ${words.say(`settings.effect.${group}`, { n }).toLocaleLowerCase(words.locale)}`;
    });
  return said.length === 0 ? words.say('settings.effect.none') : said.join(', ');
}
