/** "What kind of document?": the targets that the settings know. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { targetWords } from '../../../main/shared/messages/state-words.ts';
import type { CallOutput } from '../../../main/shared/ipc-contract.ts';
import type { Question } from '../../../main/shared/status.ts';
import { useStore, useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { findMark } from '../ui/marked.tsx';
import { useNumberKeys } from './number-keys.ts';
import { Files } from './parts.tsx';
import { PickList, SearchBox } from './pick-list.tsx';
import type { Pick } from './pick-list.tsx';
import type { Answering } from './use-answer.ts';
import { useOwnId } from '../ui/use-own-id.ts';

/** From so many kinds on, a search box is quicker than the eye. */
const searchFrom = 8;

export function TargetCard({
  question,
  answering,
}: {
  readonly question: Question;
  readonly answering: Answering;
}) {
  const words = useWords();
  const { client } = useStore();
  const group = useOwnId();
  const field = useRef<HTMLInputElement>(null);
  const [targets, setTargets] = useState<CallOutput<'targets.get'>>([]);
  const [text, setText] = useState('');
  const [picked, setPicked] = useState<Pick | null>(null);
  useEffect(() => void client.call('targets.get', undefined).then(setTargets), [client]);

  const picks = targets
    .map((target): Pick => ({
      id: target.target,
      name: targetWords(target.target === 'picture' ? 'picture' : target.name, words),
      detail: words.say(target.multiple ? 'target.multiple' : 'target.single'),
    }))
    .filter((pick) => text.trim() === '' || findMark(pick.name, text) !== null);
  useNumberKeys(picks.length, (index) => setPicked(picks[index] ?? null));
  const ids = question.documents.map(({ id }) => id);

  return (
    <form
      class="card__form"
      onSubmit={(event) => {
        event.preventDefault();
        if (picked !== null) void answering.give(ids, { kind: 'target', target: picked.id });
      }}
    >
      <Files documents={question.documents} />
      {targets.length >= searchFrom ? (
        <SearchBox
          field={field}
          text={text}
          onText={setText}
          placeholder={words.say('ask.no-route.search')}
          label={words.say('ask.no-route.search')}
        />
      ) : null}
      <PickList
        group={group}
        legend={words.say('ask.no-route.list')}
        picks={picks}
        picked={picked?.id ?? null}
        onPick={setPicked}
      />
      <div class="actions">
        <Button look="primary" submit disabled={picked === null} busy={answering.busy}>
          {picked === null
            ? words.say('ask.no-route.choose')
            : words.say('ask.no-route.is', { name: picked.name })}
        </Button>
        <Button
          look="quiet"
          title={words.say('ask.ignore.help')}
          onPress={() => void answering.give(ids, { kind: 'ignore' })}
        >
          {words.say('ask.ignore')}
        </Button>
      </div>
    </form>
  );
}
