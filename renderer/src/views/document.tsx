/** A document's own page: its path through the states, its person and field, its receipt, and what one may do. */
import { useEffect, useRef } from 'preact/hooks';
import { badgeWords } from '../../../main/shared/messages/state-words.ts';
import { mayBeOpened } from '../../../main/shared/preview.ts';
import type { DocumentPage, DocumentView } from '../../../main/shared/status.ts';
import { useStore, useWords } from '../state/context.tsx';
import { Preview } from '../preview/preview.tsx';
import { useDocumentPage } from '../state/use-page.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import type { IconName } from '../ui/icon.tsx';
import { Note, Notice } from '../ui/note.tsx';
import { Shelf } from '../ui/shelf.tsx';
import { whatOf, whoOf } from '../ui/row.tsx';
import { PathList } from './path-list.tsx';
import { Receipt } from './receipt.tsx';

/** Beside a list. */
export function DocumentPane({ id }: { readonly id: string | null }) {
  const words = useWords();
  const page = useDocumentPage(id);
  if (page === undefined) return null;
  if (page === null) return <p class="page__none">{words.say(id === null ? 'page.none' : 'page.gone')}</p>;
  const { document } = page;
  return (
    <>
      <div class="pane__head pane__head--doc">
        <div class="page__head">
          <h2>{whoOf(document, words)}</h2>
          <p class="soft">{whatOf(document, words)}</p>
        </div>
        <Badge document={document} />
      </div>
      <div class="scroll" tabIndex={0} role="group" aria-label={words.say('page.label')}>
        <PageBody page={page} size="middle" />
      </div>
      <Foot page={page} kind="pane__foot" />
    </>
  );
}

/** Over everything, in a window with one pane. */
export function DocumentScreen({ id }: { readonly id: string }) {
  const words = useWords();
  const store = useStore();
  const page = useDocumentPage(id);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <div class="window">
      <header class="topbar">
        <Button
          look="quiet"
          icon="left"
          worded={false}
          title={words.say('nav.back')}
          onPress={() => store.back()}
        >
          {words.say('nav.back')}
        </Button>
        <div class="topbar__title">
          <h1 class="cut" ref={title} tabIndex={-1}>
            {page == null ? words.say('page.label') : whoOf(page.document, words)}
          </h1>
          <p class="cut">{page == null ? '' : whatOf(page.document, words)}</p>
        </div>
        {page == null ? null : <Badge document={page.document} />}
      </header>
      <main class="scroll">
        {page === null ? <Shelf sign="standing-by">{words.say('page.gone')}</Shelf> : null}
        {page == null ? null : (
          <>
            <h2 class="sr">{words.say('page.label')}</h2>
            <PageBody page={page} size="small" />
          </>
        )}
      </main>
      {page == null ? null : <Foot page={page} kind="foot" />}
    </div>
  );
}

const badgeIcons: Readonly<Record<DocumentView['state'], IconName>> = {
  seen: 'clock',
  settling: 'clock',
  ready: 'clock',
  uploading: 'up',
  uploaded: 'up',
  attaching: 'up',
  filed: 'check',
  waiting: 'clock',
  attention: 'ask',
  ignored: 'minus',
};

function Badge({ document }: { readonly document: DocumentView }) {
  const words = useWords();
  const { state } = document;
  const tone =
    state === 'filed'
      ? 'state--ok'
      : state === 'attention'
        ? 'state--ask'
        : badgeIcons[state] === 'up'
          ? 'state--go'
          : 'state--calm';
  return (
    <p class={`state ${tone}`}>
      <Icon name={badgeIcons[state]} />
      {badgeWords(state, words)}
    </p>
  );
}

function PageBody({ page, size }: { readonly page: DocumentPage; readonly size: 'middle' | 'small' }) {
  const words = useWords();
  const store = useStore();
  const { document, receipt, question } = page;
  return (
    <div class="page">
      <div class="page__top">
        <Preview key={document.id} document={document} size={size} />
        <PathList page={page} />
      </div>
      {question === null ? null : (
        <Note
          icon="ask"
          tone="ask"
          action={
            <Button small onPress={() => store.arrive('attention', question.id)}>
              {words.say('act.answer')}
            </Button>
          }
        >
          {words.say('page.question')}
        </Note>
      )}
      {isAside(document) ? (
        <Notice
          icon="minus"
          title={words.say('page.aside.title')}
          acts={
            <Button
              small
              icon="refresh"
              onPress={() => {
                const { id } = document;
                void store.client
                  .call('documents.retry', { ids: [id] })
                  .then(() => store.arrive('today', id));
              }}
            >
              {words.say('act.take-back')}
            </Button>
          }
        >
          <p>{words.say('page.aside')}</p>
        </Notice>
      ) : null}
      {receipt === null ? null : <Receipt receipt={receipt} />}
      <Facts document={document} />
      {receipt === null && question === null && document.state !== 'ignored' ? (
        <Note icon="shield">{words.say('page.receipt.soon')}</Note>
      ) : null}
    </div>
  );
}

function Facts({ document }: { readonly document: DocumentView }) {
  const words = useWords();
  const person =
    document.person === null
      ? words.say('page.person.unknown')
      : [document.person.name, document.person.detail].filter(Boolean).join('\u00a0· ');
  return (
    <section class="sect">
      <h3>{words.say('page.document')}</h3>
      <dl class="facts">
        <div class="fact">
          <dt>{words.say('page.file')}</dt>
          <dd>{document.fileName}</dd>
        </div>
        <div class="fact">
          <dt>{words.say('page.folder')}</dt>
          <dd>{document.folder.split('/').join(' › ')}</dd>
        </div>
        <div class="fact">
          <dt>{words.say('page.person')}</dt>
          <dd>{person}</dd>
        </div>
        <div class="fact">
          <dt>{words.say('page.size')}</dt>
          <dd>{words.size(document.size)}</dd>
        </div>
      </dl>
    </section>
  );
}

function Foot({ page, kind }: { readonly page: DocumentPage; readonly kind: 'pane__foot' | 'foot' }) {
  const words = useWords();
  const { client } = useStore();
  const { id, fileName } = page.document;
  return (
    <footer class={kind}>
      {mayBeOpened(fileName) ? (
        <Button
          small
          icon="document"
          title={words.say('act.open-document')}
          onPress={() => void client.call('document.open', { id })}
        >
          {words.say('act.open-document.short')}
        </Button>
      ) : null}
      <Button
        small
        icon="folder"
        look={mayBeOpened(fileName) ? 'quiet' : 'second'}
        onPress={() => void client.call('folder.open', { documentId: id })}
      >
        {words.say('act.open-folder')}
      </Button>
      <Button
        small
        look="quiet"
        icon="out"
        onPress={() => void client.call('lucca.open', { documentId: id })}
      >
        {words.say('act.open-lucca')}
      </Button>
      {mayHelp(page.document) ? (
        <Button
          small
          look="quiet"
          icon="refresh"
          place="pane__end"
          onPress={() => void client.call('documents.retry', { ids: [id] })}
        >
          {words.say('act.retry.short')}
        </Button>
      ) : null}
    </footer>
  );
}

/** Trying again helps where something here or there may have changed; never against Lucca's own word or a pause. */
const mayHelp = ({ state, reason }: DocumentView): boolean =>
  state === 'waiting' && (reason === 'locked' || reason === 'lucca-error' || reason === 'offline');

/** Left aside by a person, or by the rule of a field that is filled: it may be looked at again. */
const isAside = ({ state, reason }: DocumentView): boolean => state === 'ignored' && reason === 'skipped';
