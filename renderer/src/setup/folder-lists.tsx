/** The folders by what is known of them: each named, each doubt with its answer beside it. */
import { useRef, useState } from 'preact/hooks';
import type { FolderReport, JudgedFolder } from '../../../main/shared/setup-contract.ts';
import { useStore, useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { listOf } from './connect-step.tsx';
import { ResultRow } from '../ui/result.tsx';
import { WhoPicker } from './who-picker.tsx';

type Report = Extract<FolderReport, { ok: true }>;

const shownAtFirst = 4;

export function FolderLists({
  report,
  onReport,
}: {
  readonly report: Report;
  readonly onReport: (report: FolderReport) => void;
}) {
  const words = useWords();
  const { client } = useStore();
  const [listed, setListed] = useState(false);
  const { matched, unknown, ambiguous, left } = report;
  const answer = async (folder: string, employeeId: number | null): Promise<void> =>
    onReport(await client.call('setup.who', { folder, employeeId }));
  const example = matched.first.find((one) => !one.answered)?.folder ?? matched.first[0]?.folder;
  return (
    <>
      <ResultRow
        tone={matched.count > 0 ? 'ok' : 'calm'}
        strong
        title={words.say('setup.folder.matched', { n: matched.count })}
        detail={
          example === undefined || listed ? null : words.say('setup.folder.matched.like', { name: example })
        }
        end={
          matched.count === 0 ? null : (
            <button
              type="button"
              data-list
              class="btn btn--link btn--small"
              aria-expanded={listed}
              onClick={() => setListed(!listed)}
            >
              {words.say(listed ? 'setup.hide' : 'setup.show')}
            </button>
          )
        }
      >
        {listed ? (
          <ul class="result__list result__list--long scroll" tabIndex={0}>
            {matched.first.map((one) => (
              <li key={one.folder}>
                <Icon name="folder" />
                <span class="cut" title={one.folder}>
                  {one.folder}
                </span>
                {one.answered ? (
                  <>
                    <span class="faint cut">{one.person?.name}</span>
                    <Button look="link" small onPress={() => void answer(one.folder, null)}>
                      {words.say('setup.folder.undo')}
                      <span class="sr">{` ${one.folder}`}</span>
                    </Button>
                  </>
                ) : (
                  <span class="faint cut result__of">{one.person?.name}</span>
                )}
              </li>
            ))}
            <Rest shown={matched.first.length} of={matched.count} />
          </ul>
        ) : null}
      </ResultRow>
      {unknown.count === 0 ? null : (
        <ResultRow tone="ask" strong title={words.say('setup.folder.unknown', { n: unknown.count })}>
          <Doubts folders={unknown} onAnswer={answer} />
        </ResultRow>
      )}
      {ambiguous.count === 0 ? null : (
        <ResultRow tone="ask" strong title={words.say('setup.folder.ambiguous', { n: ambiguous.count })}>
          <Doubts folders={ambiguous} onAnswer={answer} />
        </ResultRow>
      )}
      {left.count === 0 ? null : (
        <ResultRow
          tone="calm"
          title={words.say('setup.folder.left', { n: left.count })}
          detail={words.say('setup.folder.left.detail')}
        />
      )}
    </>
  );
}

function Doubts({
  folders,
  onAnswer,
}: {
  readonly folders: Report['unknown'];
  readonly onAnswer: (folder: string, employeeId: number) => Promise<void>;
}) {
  const words = useWords();
  const [asked, setAsked] = useState<string | null>(null);
  const buttons = useRef(new Map<string, HTMLButtonElement>());
  const [all, setAll] = useState(false);
  const shown = all ? folders.first : folders.first.slice(0, shownAtFirst);
  const more = folders.first.length - shown.length;
  return (
    <ul class="result__list">
      {shown.map((one) => (
        <li key={one.folder} class={asked === one.folder ? 'is-open' : undefined}>
          <Icon name="folder" />
          <span class="cut" title={one.folder}>
            {one.folder}
          </span>
          <Hint folder={one} />
          <button
            type="button"
            data-doubt
            ref={(button) => {
              if (button === null) buttons.current.delete(one.folder);
              else buttons.current.set(one.folder, button);
            }}
            class="btn btn--link btn--small"
            aria-expanded={asked === one.folder}
            onClick={() => setAsked(asked === one.folder ? null : one.folder)}
          >
            {words.say(isChoice(one) ? 'setup.folder.which' : 'setup.folder.who')}
            <span class="sr">{` ${one.folder}`}</span>
          </button>
          {asked === one.folder ? (
            <WhoPicker
              folder={one}
              onPick={(id) => onAnswer(one.folder, id)}
              onCancel={() => {
                setAsked(null);
                buttons.current.get(one.folder)?.focus();
              }}
            />
          ) : null}
        </li>
      ))}
      {more > 0 ? (
        <li>
          <Button look="link" small place="btn--flush" onPress={() => setAll(true)}>
            {words.say('setup.more', { n: more })}
          </Button>
        </li>
      ) : null}
      {all ? <Rest shown={shown.length} of={folders.count} /> : null}
    </ul>
  );
}

const isChoice = ({ guesses }: JudgedFolder): boolean => guesses.length > 1;

/** "Amélie Rousseau ou Alain Rousseau ?" */
function Hint({ folder }: { readonly folder: JudgedFolder }) {
  const words = useWords();
  const { guesses } = folder;
  if (guesses.length === 0 || guesses.length > 2) return null;
  const names = listOf(
    guesses.map(({ name }) => name),
    words,
    'disjunction',
  );
  return <span class="faint cut">{words.say('setup.folder.either', { names })}</span>;
}

function Rest({ shown, of }: { readonly shown: number; readonly of: number }) {
  const words = useWords();
  return of > shown ? <li class="faint">{words.say('group.more', { n: of - shown })}</li> : null;
}
