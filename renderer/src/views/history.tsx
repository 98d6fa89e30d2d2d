/** History: every receipt, found by person, file, field or day. The proof that it arrived. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { targetWords } from '../../../main/shared/messages/state-words.ts';
import type { ReceiptView } from '../../../main/shared/status.ts';
import { useApp, useStore, useWords } from '../state/context.tsx';
import { useReceipts } from '../state/use-receipts.ts';
import { useWidth } from '../state/width.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Marked } from '../ui/marked.tsx';
import { moveFocus } from '../ui/move-focus.ts';
import { Bones, Row } from '../ui/row.tsx';
import { Shelf } from '../ui/shelf.tsx';
import { VirtualList } from '../ui/virtual-list.tsx';
import { DocumentPane } from './document.tsx';

const rowHeight = 50;

export function HistoryView() {
  const width = useWidth();
  const words = useWords();
  const place = useApp((state) => state.place);
  const [text, setText] = useState('');
  const receipts = useReceipts(text);
  const shown = place.id ?? receipts.at(0)?.documentId ?? null;
  // Pages that come in while somebody scrolls are nothing to it.
  const pane = useMemo(() => <DocumentPane id={shown} />, [shown]);
  const list = (
    <Found text={text} onText={setText} receipts={receipts} shown={width === 'one-pane' ? null : shown} />
  );
  if (width === 'one-pane') {
    return (
      <>
        <h2 class="sr">{words.say('nav.history')}</h2>
        {list}
      </>
    );
  }
  return (
    <>
      <section class="pane pane--list">
        <div class="pane__head">
          <h2 tabIndex={-1}>{words.say('nav.history')}</h2>
          <ExportButton text={text} total={receipts.total} />
        </div>
        {list}
      </section>
      <section class="pane pane--main">{pane}</section>
    </>
  );
}

/** Says for a while how many receipts were written. */
const saidForMs = 4_000;

function ExportButton({ text, total }: { readonly text: string; readonly total: number | null }) {
  const words = useWords();
  const { client } = useStore();
  const [exported, setExported] = useState<number | null>(null);
  useEffect(() => {
    if (exported === null) return;
    const timer = setTimeout(() => setExported(null), saidForMs);
    return () => clearTimeout(timer);
  }, [exported]);
  const save = async (): Promise<void> => {
    const saved = await client.call('history.export', { text });
    if (saved !== null) setExported(saved.exported);
  };
  return (
    <Button
      look="quiet"
      small
      icon={exported === null ? 'export' : 'check'}
      title={words.say('act.export.hint')}
      disabled={total === null || total === 0}
      onPress={() => void save()}
    >
      <span aria-live="polite">
        {exported === null ? words.say('act.export') : words.say('history.exported', { n: exported })}
      </span>
    </Button>
  );
}

function Found({
  text,
  onText,
  receipts,
  shown,
}: {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly receipts: ReturnType<typeof useReceipts>;
  readonly shown: string | null;
}) {
  const words = useWords();
  const store = useStore();
  const width = useWidth();
  const { total } = receipts;
  const search = <SearchField text={text} onText={onText} />;
  if (total === null) {
    return (
      <>
        {search}
        <Bones />
      </>
    );
  }
  if (total === 0) {
    const never = receipts.text === '';
    return (
      <>
        {search}
        <Shelf
          sign="standing-by"
          title={words.say(never ? 'history.empty.title' : 'history.none.title')}
          whole
        >
          {words.say(never ? 'history.empty' : 'history.none')}
        </Shelf>
      </>
    );
  }
  return (
    <>
      {search}
      <VirtualList
        total={total}
        rowHeight={rowHeight}
        label={words.say('history.label')}
        onRange={receipts.need}
        onKeyDown={(event) =>
          moveFocus(
            event,
            width === 'one-pane' ? undefined : (row) => store.choose(row.dataset['row'] ?? null, true),
          )
        }
        head={
          <div class="group" aria-live="polite">
            <h3>{words.say('history.count', { n: total })}</h3>
          </div>
        }
        row={(index) => {
          const receipt = receipts.at(index);
          return receipt === undefined ? (
            <div class="row" aria-hidden="true">
              <span class="bone bone--sheet" />
              <span class="bone bone--b" />
            </div>
          ) : (
            <ReceiptRow
              receipt={receipt}
              text={receipts.text}
              current={receipt.documentId === shown}
              onOpen={() => store.choose(receipt.documentId, true)}
            />
          );
        }}
      />
    </>
  );
}

function SearchField({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }) {
  const words = useWords();
  const field = useRef<HTMLInputElement>(null);
  const arrival = useApp((state) => state.arrival);
  // Ctrl F brings the focus here; coming by a click leaves it where it was.
  useEffect(() => {
    if (arrival > 0) field.current?.focus();
  }, [arrival]);
  return (
    <div class="pane__tools" role="search">
      <div class="input">
        <Icon name="search" />
        <input
          ref={field}
          type="search"
          value={text}
          maxLength={200}
          placeholder={words.say('history.search')}
          aria-label={words.say('history.search.label')}
          onInput={(event) => onText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || text === '') return;
            event.stopPropagation();
            onText('');
          }}
        />
        {text === '' ? null : (
          <Button
            look="quiet"
            small
            icon="cross"
            worded={false}
            title={words.say('act.clear-search')}
            onPress={() => {
              onText('');
              field.current?.focus();
            }}
          >
            {words.say('act.clear-search')}
          </Button>
        )}
      </div>
    </div>
  );
}

function ReceiptRow({
  receipt,
  text,
  current,
  onOpen,
}: {
  readonly receipt: ReceiptView;
  readonly text: string;
  readonly current: boolean;
  readonly onOpen: () => void;
}) {
  const words = useWords();
  const name = receipt.person?.name ?? receipt.folder;
  const kind = targetWords(receipt.targetName, words);
  return (
    <Row
      id={receipt.documentId}
      sign="check"
      tone="ok"
      who={<Marked text={name} search={text} />}
      at={words.dateShort(receipt.filedAt)}
      current={current}
      onOpen={onOpen}
    >
      <span class="row__what">
        <span class="cut" title={receipt.fileName}>
          <Marked text={kind} search={text} />
          <span class="faint">
            {'\u00a0· '}
            <Marked text={receipt.fileName} search={text} />
          </span>
        </span>
      </span>
    </Row>
  );
}
