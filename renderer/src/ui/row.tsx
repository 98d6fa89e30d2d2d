/** One document in a list: who, which field, when. A file's name only where nothing better is known. */
import type { ComponentChildren } from 'preact';
import { stateWords, targetWords } from '../../../main/shared/messages/state-words.ts';
import type { Words } from '../../../main/shared/messages/format.ts';
import type { DocumentView } from '../../../main/shared/status.ts';
import { useApp, useWords } from '../state/context.tsx';
import { Progress } from './progress.tsx';
import { Sheet, signOf } from './sheet.tsx';
import type { SheetSign } from './sheet.tsx';

/** The employee folder's own name: the first part of a path below the root. */
export const folderName = (folder: string): string => folder.split('/')[0] ?? folder;

/** Who a row is about: the person, else the folder that nobody was recognised in, else the file. */
export function whoOf(document: Pick<DocumentView, 'person' | 'folder' | 'fileName'>, words: Words): string {
  if (document.person !== null) return document.person.name;
  if (document.folder === '') return document.fileName;
  return words.say('row.folder', { folder: folderName(document.folder) });
}

/** What a row is: the kind of document, else the file. */
export function whatOf(document: Pick<DocumentView, 'targetName' | 'fileName'>, words: Words): string {
  const kind = targetWords(document.targetName, words);
  return kind === '' ? document.fileName : kind;
}

/** The frame of a row: a link that opens what it shows beside or over the list. */
export function Row({
  id,
  sign,
  tone,
  who,
  at = '',
  current,
  onOpen,
  children,
  moving = false,
}: {
  readonly id: string;
  readonly sign: SheetSign;
  readonly tone: 'ok' | 'go' | 'ask' | null;
  readonly who: ComponentChildren;
  readonly at?: string;
  readonly current: boolean;
  readonly onOpen: () => void;
  readonly children: ComponentChildren;
  readonly moving?: boolean;
}) {
  return (
    <a
      class={moving ? 'row row--move' : 'row'}
      href={`#${encodeURIComponent(id)}`}
      data-row={id}
      aria-current={current ? 'true' : undefined}
      onClick={(event) => {
        event.preventDefault();
        onOpen();
      }}
    >
      <Sheet sign={sign} tone={tone} />
      <span class="row__who cut">{who}</span>
      <span class="row__at">{at}</span>
      {children}
    </a>
  );
}

interface DocumentRowProps {
  readonly document: DocumentView;
  readonly current: boolean;
  readonly onOpen: () => void;
}

/**
 * A document under way, or one that asks or was left aside: its state in words, its bar while it is sent. `said`: the
 * group's title gives the reason already, so the row need not.
 */
export function MovingRow({ said = false, ...props }: DocumentRowProps & { readonly said?: boolean }) {
  if (props.document.state === 'uploading') return <UploadRow {...props} />;
  return said ? <FiledRow {...props} /> : <StateRow {...props} />;
}

function UploadRow({ document, current, onOpen }: DocumentRowProps) {
  const words = useWords();
  const sent = useApp((state) => state.sent);
  const sentBytes = sent.get(document.id)?.sentBytes ?? document.sentBytes ?? 0;
  const share = document.size === 0 ? 0 : sentBytes / document.size;
  const who = whoOf(document, words);
  const what = whatOf(document, words);
  return (
    <Row
      id={document.id}
      sign="up"
      tone="go"
      who={who}
      at={words.percent(Math.min(1, share))}
      current={current}
      onOpen={onOpen}
      moving
    >
      <span class="row__what row__what--half">
        <span class="cut" title={what}>
          {what}
        </span>
      </span>
      <span class="row__sub">{words.sizeOf(sentBytes, document.size)}</span>
      <Progress share={share} label={words.say('progress.upload', { who, what })} />
    </Row>
  );
}

function StateRow({ document, current, onOpen }: DocumentRowProps) {
  const words = useWords();
  const { sign, tone } = signOf(document);
  const state = stateWords(document, words);
  const what = whatOf(document, words);
  const until = document.state === 'waiting' ? document.until : null;
  return (
    <Row
      id={document.id}
      sign={sign}
      tone={tone}
      who={whoOf(document, words)}
      at={until === null ? '' : words.say('row.until', { time: words.time(until) })}
      current={current}
      onOpen={onOpen}
      moving
    >
      <span class="row__what">
        <span class="cut" title={what}>
          {what}
        </span>
        {state === '' ? null : <span class="keep">{`\u00a0· ${state}`}</span>}
      </span>
    </Row>
  );
}

/** A filed document, or one that waits with all others: the time says the rest. */
export function FiledRow({ document, current, onOpen }: DocumentRowProps) {
  const words = useWords();
  const what = whatOf(document, words);
  return (
    <Row
      id={document.id}
      {...signOf(document)}
      who={whoOf(document, words)}
      at={words.time(document.filedAt ?? document.seenAt)}
      current={current}
      onOpen={onOpen}
    >
      <span class="row__what">
        <span class="cut" title={what}>
          {what}
        </span>
      </span>
    </Row>
  );
}

/** Where rows will be. */
export function Bones({ rows = 8 }: { readonly rows?: number }) {
  const words = useWords();
  const widths = ['b', 'a', 'b', 'a', 'b', 'a', 'b', 'a'];
  const under = ['c', 'b', 'b', 'c', 'b', 'b', 'c', 'a'];
  return (
    <ul class="bones" aria-busy="true" aria-label={words.say('list.loading')}>
      {Array.from({ length: rows }, (_, index) => (
        <li class="row" aria-hidden="true" key={index}>
          <span class="bone bone--sheet" />
          <span class={`bone bone--${widths[index % 8] ?? 'a'}`} />
          <span class={`bone bone--what bone--${under[index % 8] ?? 'b'}`} />
        </li>
      ))}
    </ul>
  );
}

export function Group({
  title,
  count,
  top = false,
}: {
  readonly title: string;
  readonly count?: number;
  readonly top?: boolean;
}) {
  const words = useWords();
  return (
    <div class={top ? 'group group--top' : 'group'}>
      <h3>{title}</h3>
      {count === undefined ? null : <span class="num">{words.number(count)}</span>}
    </div>
  );
}
