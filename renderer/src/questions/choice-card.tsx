/** A question with a few answers, each a button that says what will follow. */
import { useState } from 'preact/hooks';
import type { DocumentView, Question } from '../../../main/shared/status.ts';
import { useApp, useStore, useWords } from '../state/context.tsx';
import { useNumberKeys } from './number-keys.ts';
import { ChoiceButton, Files } from './parts.tsx';
import { PickList } from './pick-list.tsx';
import { choicesOf } from './question-choices.ts';
import type { Choice } from './question-choices.ts';
import { requestOf } from './question-words.ts';
import type { Answering } from './use-answer.ts';
import { Versus } from './versus.tsx';
import { WhoCard } from './who-card.tsx';

export function ChoiceCard({
  question,
  answering,
}: {
  readonly question: Question;
  readonly answering: Answering;
}) {
  const words = useWords();
  const { client } = useStore();
  const host = useApp((state) => state.status?.tenantHost ?? '');
  const [searching, setSearching] = useState(false);
  const [copied, setCopied] = useState(false);
  const rivals = rivalsOf(question);
  const [pickedId, setPickedId] = useState<string | null>(null);
  const picked = rivals.find(({ id }) => id === pickedId) ?? null;
  const choices = choicesOf(question, words, picked);
  /** Of several files for one place, which one goes must be said first. */
  const blocked = (choice: Choice): boolean =>
    choice.id === 'replace' && rivals.length > 0 && picked === null;

  const choose = (choice: Choice): void => {
    if (blocked(choice) || answering.busy) return;
    const { act } = choice;
    switch (act.do) {
      case 'answer':
        void answering.give(
          act.to === 'picked' && picked !== null ? [picked.id] : question.documents.map(({ id }) => id),
          act.answer,
        );
        break;
      case 'search-person':
        setSearching(true);
        break;
      case 'open-folder':
        void client.call('folder.open', { documentId: question.documents[0]?.id ?? null });
        break;
      case 'copy-request':
        void client.call('text.copy', { text: requestOf(question, host, words) }).then(() => setCopied(true));
        break;
    }
  };
  const keyed = rivals.length > 0 ? rivals : choices;
  useNumberKeys(searching ? 0 : keyed.length, (index) => {
    const rival = rivals[index];
    const choice = choices[index];
    if (rival !== undefined) setPickedId(rival.id);
    else if (choice !== undefined && rivals.length === 0) choose(choice);
  });

  if (searching) return <WhoCard question={question} answering={answering} focused />;
  return (
    <>
      {rivals.length > 0 ? (
        <PickList
          group={`rivals ${question.id}`}
          legend={words.say('ask.which')}
          picks={rivals.map((document) => ({
            id: document.id,
            name: document.fileName,
            detail: `${words.size(document.size)}\u00a0· ${words.when(document.seenAt, Date.now())}`,
          }))}
          picked={pickedId}
          onPick={(pick) => setPickedId(pick.id)}
        />
      ) : question.reason === 'field-filled' || question.reason === 'changed-after-filing' ? (
        <Versus question={question} />
      ) : (
        <Files documents={question.documents} />
      )}
      <div class="choices">
        {choices.map((choice, index) => (
          <ChoiceButton
            key={choice.id}
            label={choice.id === 'copy-request' && copied ? words.say('act.copied') : choice.label}
            help={choice.help}
            first={choice.first}
            number={rivals.length > 0 ? null : index + 1}
            disabled={blocked(choice) || answering.busy}
            onPress={() => choose(choice)}
          />
        ))}
      </div>
    </>
  );
}

/** Several new files that want the one place of a single-valued field. */
function rivalsOf(question: Question): readonly DocumentView[] {
  return question.reason === 'field-filled' &&
    question.documents.length > 1 &&
    !question.answers.includes('add')
    ? question.documents
    : [];
}
