/** What Lucca holds beside what has just been scanned. */
import type { Question } from '../../../main/shared/status.ts';
import { Preview } from '../preview/preview.tsx';
import { useStore, useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { subjectOf } from './question-words.ts';

export function Versus({ question }: { readonly question: Question }) {
  const words = useWords();
  const { client } = useStore();
  const document = subjectOf(question);
  const { other } = question;
  return (
    <div class="versus versus--big">
      <div class="version">
        <h4>{words.say('ask.filled.there')}</h4>
        <span class="thumb thumb--blank thumb--xl">
          <Icon name="document" size={24} />
          <Button
            look="link"
            small
            onPress={() => void client.call('lucca.open', { documentId: document.id })}
          >
            {words.say('ask.filled.see')}
          </Button>
        </span>
        <p>
          {question.differs
            ? words.say('ask.differs.there')
            : other?.filedAt == null
              ? words.say('ask.filled.unknown')
              : words.date(other.filedAt)}
        </p>
        {other?.fileName == null ? null : (
          <p class="version__name cut" title={other.fileName}>
            {other.fileName}
          </p>
        )}
      </div>
      <div class="version">
        <h4>{words.say(question.differs ? 'ask.differs.here' : 'ask.filled.new')}</h4>
        <Preview key={document.id} document={document} size="thumb" />
        <p>
          {words.when(document.seenAt, Date.now())}
          <span class="faint">{`\u00a0· ${words.size(document.size)}`}</span>
        </p>
        <p class="version__name cut" title={document.fileName}>
          {document.fileName}
        </p>
      </div>
    </div>
  );
}
