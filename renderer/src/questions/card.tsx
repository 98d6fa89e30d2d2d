/** One question, open: its words, its files, its answers. */
import type { Question } from '../../../main/shared/status.ts';
import { useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { Note } from '../ui/note.tsx';
import { ChoiceCard } from './choice-card.tsx';
import { CardHead } from './parts.tsx';
import { kindOfQuestion } from './question-words.ts';
import { TargetCard } from './target-card.tsx';
import { useAnswer } from './use-answer.ts';
import { WhoCard } from './who-card.tsx';
import { useOwnId } from '../ui/use-own-id.ts';

export function QuestionCard({
  question,
  onTaken,
  onLater,
}: {
  readonly question: Question;
  /** The answer was taken: the next question comes up. */
  readonly onTaken: () => void;
  /** Null where there is no other question to go to. */
  readonly onLater: (() => void) | null;
}) {
  const words = useWords();
  const id = useOwnId();
  const answering = useAnswer(onTaken);
  const kind = kindOfQuestion(question);
  return (
    <article class="card" aria-labelledby={id} aria-busy={answering.busy}>
      <CardHead question={question} id={id} />
      {answering.refused ? (
        <Note icon="info" tone="ask">
          {words.say('ask.not-taken')}
        </Note>
      ) : null}
      {kind === 'who' ? <WhoCard question={question} answering={answering} /> : null}
      {kind === 'target' ? <TargetCard question={question} answering={answering} /> : null}
      {kind === 'choices' ? <ChoiceCard question={question} answering={answering} /> : null}
      {onLater === null ? null : (
        <div class="actions">
          <Button look="quiet" small place="btn--flush" onPress={onLater}>
            {words.say('act.later')}
          </Button>
        </div>
      )}
    </article>
  );
}
