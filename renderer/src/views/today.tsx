/** Today: what is under way, and what Lucca has confirmed since midnight, newest first. */
import { useRef } from 'preact/hooks';
import { faceOf } from '../../../main/shared/face.ts';
import type { Face } from '../../../main/shared/face.ts';
import type { MessageKey } from '../../../main/shared/messages/format.ts';
import type { DocumentView } from '../../../main/shared/status.ts';
import type { Today } from '../state/client.ts';
import { useApp, useStore, useWords } from '../state/context.tsx';
import { useWidth } from '../state/width.ts';
import { moveFocus } from '../ui/move-focus.ts';
import { Bones, FiledRow, Group, MovingRow } from '../ui/row.tsx';
import { DocumentPane } from './document.tsx';
import { TodayHead } from './today-head.tsx';

const waitingTitles: Partial<Readonly<Record<Face, MessageKey>>> = {
  offline: 'group.waiting.offline',
  paused: 'group.waiting.paused',
  'signed-out': 'group.waiting.key',
  trouble: 'group.waiting',
  'standing-by': 'group.waiting',
};

export function TodayView() {
  const width = useWidth();
  const place = useApp((state) => state.place);
  const today = useApp((state) => state.today);
  const shown = useShown(today, place.id);
  if (width === 'one-pane') return <TodayList today={today} shown={null} />;
  return (
    <>
      <section class="pane pane--list">
        <TodayTitle />
        <TodayList today={today} shown={shown} />
      </section>
      <section class="pane pane--main">
        <DocumentPane id={shown} />
      </section>
    </>
  );
}

/** What the pane beside the list shows: what was chosen, else what came first and is still there. */
function useShown(today: Today | null, chosen: string | null): string | null {
  const first = useRef<string | null>(null);
  if (chosen !== null) return chosen;
  if (today === null) return null;
  const all = [...today.moving, ...today.filed];
  if (!all.some((document) => document.id === first.current)) first.current = all[0]?.id ?? null;
  return first.current;
}

function TodayTitle() {
  const words = useWords();
  const speed = useApp((state) =>
    state.status?.agent === 'working' ? (state.status.bytesPerSecond ?? 0) : 0,
  );
  return (
    <div class="pane__head">
      <h2 tabIndex={-1}>{words.say('nav.today')}</h2>
      {speed >= 1 ? <span class="faint num">{words.speed(speed)}</span> : null}
    </div>
  );
}

function TodayList({ today, shown }: { readonly today: Today | null; readonly shown: string | null }) {
  const words = useWords();
  const store = useStore();
  const width = useWidth();
  const face = useApp((state) => (state.status === null ? 'starting' : faceOf(state.status)));
  const open = (id: string): void => store.choose(id, true);
  const follow =
    width === 'one-pane'
      ? undefined
      : (row: HTMLElement): void => store.choose(row.dataset['row'] ?? null, true);

  if (today === null || (face === 'starting' && today.filed.length === 0 && today.moving.length === 0)) {
    return (
      <div class="scroll">
        {width === 'one-pane' ? <ViewTitle /> : null}
        <Group title={words.say('group.filed')} top />
        <Bones />
      </div>
    );
  }
  return (
    <div
      class="scroll"
      tabIndex={-1}
      role="group"
      aria-label={words.say('list.today')}
      onKeyDown={(event) => moveFocus(event, follow)}
    >
      {width === 'one-pane' ? <ViewTitle /> : null}
      <TodayHead face={face} quiet={today.moving.length === 0} />
      {today.moving.length === 0 ? null : (
        <>
          <Group
            title={words.say(waitingTitles[face] ?? 'group.moving')}
            count={today.moving.length + today.moreMoving}
          />
          <ul>
            {today.moving.map((document) => (
              <li key={document.id} class="entering">
                <MovingRow
                  document={document}
                  said={waitsWithAll(face, document)}
                  current={document.id === shown}
                  onOpen={() => open(document.id)}
                />
              </li>
            ))}
          </ul>
          {today.moreMoving === 0 ? null : <More count={today.moreMoving} />}
        </>
      )}
      {today.filed.length === 0 ? null : (
        <>
          <Group
            title={words.say(face === 'standing-by' ? 'group.filed.here' : 'group.filed')}
            count={today.filed.length + today.moreFiled}
            top
          />
          <ul>
            {today.filed.map((document) => (
              <li key={document.id} class="entering">
                <FiledRow
                  document={document}
                  current={document.id === shown}
                  onOpen={() => open(document.id)}
                />
              </li>
            ))}
          </ul>
          {today.moreFiled === 0 ? null : <More count={today.moreFiled} />}
        </>
      )}
    </div>
  );
}

/** What the title of the group says of all of them. */
const waitsWithAll = (face: Face, document: DocumentView): boolean =>
  waitingTitles[face] !== undefined &&
  (document.state === 'ready' || document.reason === 'offline' || document.reason === 'signed-out');

function More({ count }: { readonly count: number }) {
  const words = useWords();
  return <p class="more">{words.say('group.more', { n: count })}</p>;
}

function ViewTitle() {
  const words = useWords();
  return <h2 class="sr">{words.say('nav.today')}</h2>;
}
