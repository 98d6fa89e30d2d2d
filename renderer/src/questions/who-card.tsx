/** "Who is this?": a search over the directory, the best guesses first, for this document or always for its folder. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Person, Question } from '../../../main/shared/status.ts';
import { useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { useNumberKeys } from './number-keys.ts';
import { Files } from './parts.tsx';
import { PickList, SearchBox } from './pick-list.tsx';
import type { Answering } from './use-answer.ts';
import { usePeople } from './use-people.ts';
import { useOwnId } from '../ui/use-own-id.ts';

/** As many as the number keys reach. */
const mostListed = 9;

export function WhoCard({
  question,
  answering,
  focused = false,
}: {
  readonly question: Question;
  readonly answering: Answering;
  /** Takes the focus into the search: the person has just asked for it. */
  readonly focused?: boolean;
}) {
  const words = useWords();
  const group = useOwnId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [picked, setPicked] = useState<Person | null>(null);
  const [always, setAlways] = useState(false);
  const found = usePeople(text, 'directory.search');
  const searching = text.trim() !== '';
  const people = searching ? (found ?? []).slice(0, mostListed) : question.guesses;
  // Whoever was picked stays in sight, also when the search has moved on.
  const listed = picked === null || people.some(({ id }) => id === picked.id) ? people : [picked, ...people];

  useEffect(() => {
    if (focused) field.current?.focus();
  }, [focused]);
  useNumberKeys(listed.length, (index) => setPicked(listed[index] ?? null));

  const give = (): void => {
    const choice = picked ?? (searching && listed.length === 1 ? listed[0] : null);
    if (choice == null) return;
    void answering.give(
      question.documents.map(({ id }) => id),
      { kind: 'employee', employeeId: choice.id, always },
    );
  };

  return (
    <form
      class="card__form"
      onSubmit={(event) => {
        event.preventDefault();
        give();
      }}
    >
      <Files documents={question.documents} />
      <SearchBox
        field={field}
        text={text}
        onText={setText}
        placeholder={words.say('ask.who.search')}
        label={words.say('ask.who.search.label')}
      />
      {listed.length === 0 ? null : (
        <PickList
          group={group}
          legend={words.say(searching ? 'ask.who.found' : 'ask.who.guesses')}
          picks={listed.map(({ id, name, detail }) => ({ id: String(id), name, detail }))}
          picked={picked === null ? null : String(picked.id)}
          onPick={(pick) => setPicked(listed.find(({ id }) => String(id) === pick.id) ?? null)}
        />
      )}
      <p class="card__none" role="status">
        {searching && found?.length === 0 ? words.say('ask.who.none') : ''}
      </p>
      {subjectHasFolder(question) ? (
        <label class="check">
          <input
            type="checkbox"
            checked={always}
            onChange={(event) => setAlways(event.currentTarget.checked)}
          />
          <span>{words.say('ask.who.always')}</span>
          <small>{words.say('ask.who.always.help', { n: question.documents.length })}</small>
        </label>
      ) : null}
      <div class="actions">
        <Button look="primary" submit disabled={picked === null} busy={answering.busy}>
          {picked === null ? words.say('ask.who.choose') : words.say('ask.who.is', { name: picked.name })}
        </Button>
        {question.answers.includes('ignore') ? (
          <Button
            look="quiet"
            title={words.say('ask.ignore.help')}
            onPress={() =>
              void answering.give(
                question.documents.map(({ id }) => id),
                { kind: 'ignore' },
              )
            }
          >
            {words.say('ask.ignore')}
          </Button>
        ) : null}
      </div>
    </form>
  );
}

const subjectHasFolder = (question: Question): boolean =>
  question.documents.some((document) => document.folder !== '');
