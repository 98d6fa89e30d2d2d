/** To look at: one card a question. Answering one moves to the next; the keyboard alone is enough. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Question } from '../../../main/shared/status.ts';
import { useApp, useStore, useWords } from '../state/context.tsx';
import { useWidth } from '../state/width.ts';
import { QuestionCard } from '../questions/card.tsx';
import { Kbd } from '../questions/parts.tsx';
import { aboutOf, titleOf } from '../questions/question-words.ts';
import { Icon } from '../ui/icon.tsx';
import { moveFocus } from '../ui/move-focus.ts';
import { Note } from '../ui/note.tsx';
import { Bones, Group, MovingRow, Row } from '../ui/row.tsx';
import { Sheet, signOfQuestion } from '../ui/sheet.tsx';
import { Shelf } from '../ui/shelf.tsx';
import { DocumentPane } from './document.tsx';

/** The question that is open, and how to move from it. */
function useOpenQuestion() {
  const store = useStore();
  const questions = useApp((state) => state.questions);
  const ignored = useApp((state) => state.ignored);
  const chosen = useApp((state) => state.place.id);
  const place = useRef(0);
  const list = questions ?? [];
  const aside = ignored?.items.find((document) => document.id === chosen) ?? null;
  let at = list.findIndex((question) => question.id === chosen);
  // The one that was open has gone: whoever took its place comes up, not the first of all.
  if (at === -1) at = Math.min(place.current, list.length - 1);
  const open = aside === null ? (list[at] ?? null) : null;
  useLayoutEffect(() => {
    if (at >= 0) place.current = at;
  });
  const go = (step: 1 | -1): void => {
    const next = list[(at + step + list.length) % list.length];
    if (next !== undefined) store.choose(next.id, true);
  };
  return { questions, aside, open, go, stand: () => store.choose(null, false) };
}

export function AttentionView() {
  const width = useWidth();
  const { questions, aside, open, go, stand } = useOpenQuestion();
  const pane = useRef<HTMLDivElement>(null);
  const answered = useRef(false);
  const openId = open?.id ?? null;
  const shownId = useRef(openId);

  // The card that follows an answer, or a call from outside, takes the focus.
  const arrival = useApp((state) => state.arrival);
  const focusCard = (): void => pane.current?.querySelector<HTMLElement>('h3[tabindex]')?.focus();
  useEffect(() => {
    shownId.current = openId;
    // What was just put aside shows for a moment: the card that is to have the focus is still to come.
    if (aside !== null) return;
    if (!answered.current && arrival === 0) return;
    answered.current = false;
    focusCard();
  }, [openId, arrival]);

  const card =
    open === null ? null : (
      <QuestionCard
        key={open.id}
        question={open}
        onTaken={() => {
          // News of the next one may have come before the answer's own.
          if (shownId.current === null || shownId.current === open.id) answered.current = true;
          else focusCard();
          stand();
        }}
        onLater={(questions?.length ?? 0) > 1 ? () => go(1) : null}
      />
    );

  if (questions === null) return <Bones />;
  if (width === 'one-pane') {
    return <NarrowQuestions pane={pane} questions={questions} open={open} card={card} />;
  }
  return (
    <>
      <section class="pane pane--list">
        <QuestionList questions={questions} openId={open?.id ?? aside?.id ?? null} />
      </section>
      <section class={aside === null ? 'pane pane--main pane--canvas' : 'pane pane--main'}>
        {aside !== null ? (
          <DocumentPane id={aside.id} />
        ) : (
          <div
            class="scroll scroll--canvas"
            ref={pane}
            onKeyDown={(event) => {
              if (event.target instanceof HTMLInputElement) return;
              if (event.key === 'ArrowDown') go(1);
              else if (event.key === 'ArrowUp') go(-1);
              else return;
              event.preventDefault();
              answered.current = true;
            }}
          >
            {card === null ? <NoQuestion /> : <OpenCard>{card}</OpenCard>}
          </div>
        )}
      </section>
    </>
  );
}

function OpenCard({ children }: { readonly children: preact.ComponentChildren }) {
  const words = useWords();
  return (
    <div class="stack stack--roomy">
      {children}
      <Note icon="info" onCanvas>
        {words.say('ask.note')}
      </Note>
    </div>
  );
}

function NoQuestion() {
  const words = useWords();
  return (
    <Shelf sign="ask" title={words.say('ask.none.title')} whole>
      {words.say('ask.none')}
    </Shelf>
  );
}

function QuestionList({
  questions,
  openId,
}: {
  readonly questions: readonly Question[];
  readonly openId: string | null;
}) {
  const words = useWords();
  const store = useStore();
  return (
    <>
      <div class="pane__head">
        <h2 tabIndex={-1}>{words.say('nav.attention')}</h2>
      </div>
      <div
        class="scroll"
        role="group"
        aria-label={words.say('ask.label')}
        onKeyDown={(event) => moveFocus(event, (row) => store.choose(row.dataset['row'] ?? null, true))}
      >
        <ul>
          {questions.map((question) => (
            <li key={question.id}>
              <Row
                id={question.id}
                sign={signOfQuestion(question.reason)}
                tone="ask"
                who={titleOf(question, words)}
                current={question.id === openId}
                onOpen={() => store.choose(question.id, true)}
                moving
              >
                <span class="row__what">
                  <span class="cut">{aboutOf(question, words)}</span>
                </span>
              </Row>
            </li>
          ))}
        </ul>
        <Aside openId={openId} />
      </div>
      {questions.length < 2 ? null : (
        <div class="pane__foot" aria-hidden="true">
          <span class="keys">
            <Kbd>↑</Kbd>
            <Kbd>↓</Kbd>
            {words.say('ask.keys.move')}
          </span>
          <span class="keys pane__end">
            <Kbd>1</Kbd>
            <Kbd>2</Kbd>
            {words.say('ask.keys.answer')}
          </span>
        </div>
      )}
    </>
  );
}

/** What people or their own duplicates have put aside. */
function Aside({ openId }: { readonly openId: string | null }) {
  const words = useWords();
  const store = useStore();
  const ignored = useApp((state) => state.ignored);
  if (ignored === null || ignored.items.length === 0) return null;
  return (
    <>
      <Group title={words.say('group.ignored')} count={ignored.items.length + ignored.more} top />
      <ul>
        {ignored.items.map((document) => (
          <li key={document.id}>
            <MovingRow
              document={document}
              current={document.id === openId}
              onOpen={() => store.choose(document.id, true)}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

/** One pane: the open question as a card, the others shut below it. */
function NarrowQuestions({
  pane,
  questions,
  open,
  card,
}: {
  readonly pane: preact.RefObject<HTMLDivElement>;
  readonly questions: readonly Question[];
  readonly open: Question | null;
  readonly card: preact.ComponentChildren;
}) {
  const words = useWords();
  const store = useStore();
  return (
    <div class="scroll scroll--canvas" ref={pane}>
      <h2 class="sr">{words.say('nav.attention')}</h2>
      {card === null ? (
        <NoQuestion />
      ) : (
        <div class="stack">
          {card}
          {questions
            .filter((question) => question.id !== open?.id)
            .map((question) => (
              <button
                type="button"
                key={question.id}
                class="card card--shut"
                onClick={() => store.choose(question.id, false)}
              >
                <Sheet sign={signOfQuestion(question.reason)} tone="ask" inCard />
                <span class="card__shut">
                  <span class="row__who cut">{titleOf(question, words)}</span>
                  <span class="row__what">
                    <span class="cut">{aboutOf(question, words)}</span>
                  </span>
                </span>
                <span class="faint">
                  <Icon name="right" />
                </span>
              </button>
            ))}
        </div>
      )}
      <div class="on-surface">
        <Aside openId={null} />
      </div>
    </div>
  );
}
