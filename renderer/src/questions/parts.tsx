/** Pieces that every card is made of. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { isPictured } from '../../../main/shared/preview.ts';
import type { DocumentView, Question } from '../../../main/shared/status.ts';
import { Enlarged } from '../preview/enlarged.tsx';
import { useStore, useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { Paper } from '../ui/paper.tsx';
import { whatOf } from '../ui/row.tsx';
import { sentenceOf, titleOf } from './question-words.ts';

/** Title and sentence. The title takes the focus when the card opens by itself. */
export function CardHead({ question, id }: { readonly question: Question; readonly id: string }) {
  const words = useWords();
  return (
    <div class="card__head">
      <h3 id={id} tabIndex={-1}>
        {titleOf(question, words)}
      </h3>
      <p>
        {sentenceOf(question, words).map((part, index) =>
          typeof part === 'string' ? (
            part
          ) : (
            <b class="bold" key={index}>
              {part.strong}
            </b>
          ),
        )}
      </p>
    </div>
  );
}

/** Two are seen at a glance; of more, the first stands for all and the others are named in a line. */
const shownWhole = 2;

/** The files that the question is about. */
export function Files({ documents }: { readonly documents: readonly DocumentView[] }) {
  const words = useWords();
  const shown = documents.length <= shownWhole ? documents : documents.slice(0, 1);
  const names = documents.slice(shown.length).map(({ fileName }) => fileName);
  return (
    <ul class="files">
      {shown.map((document) => (
        <li class="doc" key={document.id}>
          <Paper fileName={document.fileName} look="thumb" />
          <FileWords document={document} />
          <LookAt document={document} />
          <OpenFolder document={document} />
        </li>
      ))}
      {names.length === 0 ? null : (
        <li class="files__more cut" title={names.join('\n')}>
          {words.say('ask.more', { n: names.length, names: names.join(', ') })}
        </li>
      )}
    </ul>
  );
}

export function FileWords({ document }: { readonly document: DocumentView }) {
  const words = useWords();
  const what = whatOf(document, words);
  const meta = [what === document.fileName ? '' : what, words.size(document.size)].filter(Boolean);
  return (
    <div class="doc__words">
      <p class="doc__name cut" title={document.fileName}>
        {document.fileName}
      </p>
      <p class="doc__meta cut">{meta.join('\u00a0· ')}</p>
    </div>
  );
}

/** Whose paper it is says the paper: the first page, large. */
function LookAt({ document }: { readonly document: DocumentView }) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  if (!isPictured(document.fileName)) return null;
  return (
    <>
      <Button
        look="quiet"
        icon="eye"
        worded={false}
        title={words.say('act.look')}
        onPress={() => setOpen(true)}
      >
        {words.say('act.look')}
      </Button>
      {open ? <Enlarged document={document} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function OpenFolder({ document }: { readonly document: DocumentView }) {
  const words = useWords();
  const { client } = useStore();
  return (
    <Button
      look="quiet"
      icon="folder"
      worded={false}
      title={words.say('act.open-folder')}
      onPress={() => void client.call('folder.open', { documentId: document.id })}
    >
      {words.say('act.open-folder')}
    </Button>
  );
}

/** An answer: what it is called, what will follow, and its key. */
export function ChoiceButton({
  label,
  help,
  first,
  number,
  disabled,
  onPress,
}: {
  readonly label: string;
  readonly help: string;
  readonly first: boolean;
  /** Its key; null where keys pick something else. */
  readonly number: number | null;
  readonly disabled: boolean;
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      class={first ? 'choice choice--first' : 'choice'}
      aria-disabled={disabled}
      aria-keyshortcuts={number === null ? undefined : String(number)}
      onClick={() => {
        if (!disabled) onPress();
      }}
    >
      <b>{label}</b>
      <small>{help}</small>
      {number === null ? null : <Kbd>{number}</Kbd>}
    </button>
  );
}

export function Kbd({ children }: { readonly children: ComponentChildren }) {
  return (
    <span class="kbd" aria-hidden="true">
      {children}
    </span>
  );
}
