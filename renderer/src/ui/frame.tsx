/** What surrounds every view: the navigation in a wide window, tabs and a foot in a small one. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { faceOf } from '../../../main/shared/face.ts';
import type { MessageKey } from '../../../main/shared/messages/format.ts';
import { useApp, useStore, useWords } from '../state/context.tsx';
import type { View } from '../state/store.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import { MenuButton } from './menu.tsx';
import { StatusHead } from './status-head.tsx';

const destinations: readonly { readonly view: View; readonly icon: IconName; readonly label: MessageKey }[] =
  [
    { view: 'today', icon: 'today', label: 'nav.today' },
    { view: 'attention', icon: 'ask', label: 'nav.attention' },
    { view: 'history', icon: 'past', label: 'nav.history' },
    { view: 'settings', icon: 'sliders', label: 'nav.settings' },
  ];

function Count() {
  const words = useWords();
  const questions = useApp((state) => state.status?.questions ?? 0);
  if (questions === 0) return null;
  return (
    <span class="count">
      <span aria-hidden="true">{words.number(questions)}</span>
      <span class="sr">{words.say('nav.questions', { n: questions })}</span>
    </span>
  );
}

/** Three columns, or two and icons. */
export function WideFrame({ children }: { readonly children: ComponentChildren }) {
  const words = useWords();
  const store = useStore();
  const view = useApp((state) => state.place.view);
  return (
    <div class="window panes">
      <nav class="nav" aria-label={words.say('nav.label')}>
        <StatusHead form="short" />
        <div class="nav__list">
          {destinations.map((to) => (
            <a
              key={to.view}
              class="nav__item"
              href={`#${to.view}`}
              title={words.say(to.label)}
              aria-current={to.view === view ? 'page' : undefined}
              onClick={(event) => {
                event.preventDefault();
                store.go(to.view);
              }}
            >
              <Icon name={to.icon} />
              <span class="nav__words">{words.say(to.label)}</span>
              {to.view === 'attention' ? <Count /> : null}
            </a>
          ))}
        </div>
        <div class="nav__foot">
          <RootButton kind="nav" />
          <SyncButton kind="nav" />
          <PauseButton worded />
        </div>
      </nav>
      <main class="panes">{children}</main>
    </div>
  );
}

/** One pane: head, tabs, what was chosen, foot. A page covers all of it. */
export function NarrowFrame({ children }: { readonly children: ComponentChildren }) {
  const words = useWords();
  const store = useStore();
  const view = useApp((state) => state.place.view);
  return (
    <div class="window">
      <StatusHead form="full">
        <PauseButton worded={false} />
      </StatusHead>
      <nav class="tabs" aria-label={words.say('nav.views')}>
        {destinations
          .filter((to) => to.view !== 'settings')
          .map((to) => (
            <a
              key={to.view}
              class="tab"
              href={`#${to.view}`}
              aria-current={to.view === view ? 'page' : undefined}
              onClick={(event) => {
                event.preventDefault();
                store.go(to.view);
              }}
            >
              {words.say(to.label)}
              {to.view === 'attention' ? <Count /> : null}
            </a>
          ))}
      </nav>
      <main class="pane pane--only">{children}</main>
      <footer class="foot">
        <RootButton kind="foot" />
        <div class="foot__end">
          <SyncButton kind="foot" />
          <button
            type="button"
            class="btn btn--quiet btn--small btn--icon"
            title={words.say('nav.settings')}
            aria-current={view === 'settings' ? 'page' : undefined}
            onClick={() => store.go('settings')}
          >
            <Icon name="sliders" />
            <span class="sr">{words.say('nav.settings')}</span>
          </button>
        </div>
      </footer>
    </div>
  );
}

const lastPart = (root: string): string => root.split(/[\\/]/).filter(Boolean).at(-1) ?? root;

function RootButton({ kind }: { readonly kind: 'nav' | 'foot' }) {
  const words = useWords();
  const { client } = useStore();
  const root = useApp((state) => state.status?.root ?? '');
  if (root === '') return null;
  return (
    <button
      type="button"
      class={`btn btn--quiet btn--small${kind === 'nav' ? ' nav__act' : ' foot__root'}`}
      title={`${words.say('act.open-root')}\n${root}`}
      onClick={() => void client.call('folder.open', { documentId: null })}
    >
      <Icon name="folder" />
      <span class="cut nav__words">{lastPart(root)}</span>
    </button>
  );
}

/** At least so long does a sync show, so that a press is seen to have done something. */
const syncShownMs = 700;

function SyncButton({ kind }: { readonly kind: 'nav' | 'foot' }) {
  const words = useWords();
  const { client } = useStore();
  const [busy, setBusy] = useState(false);
  const scannedAt = useApp((state) => state.status?.lastScanAt ?? null);
  const idle = useApp((state) => state.status !== null && faceOf(state.status) !== 'starting');
  const sync = async (): Promise<void> => {
    setBusy(true);
    const shown = new Promise((resolve) => setTimeout(resolve, syncShownMs));
    await Promise.all([client.call('agent.sync-now', undefined), shown]).finally(() => setBusy(false));
  };
  const checking = busy || scannedAt === null || !idle;
  return (
    <button
      type="button"
      class={`btn btn--quiet btn--small${kind === 'nav' ? ' nav__act' : ''}${busy ? ' is-busy' : ''}`}
      title={words.say('act.sync')}
      onClick={() => void sync()}
    >
      <Icon name="refresh" />
      <span class="nav__words cut">
        {checking ? words.say('act.checking') : words.say('act.checked', { time: words.time(scannedAt) })}
      </span>
      <span class="sr">{words.say('act.sync')}</span>
    </button>
  );
}

/** Pausing makes no sense while nothing could leave anyway. */
function PauseButton({ worded }: { readonly worded: boolean }) {
  const words = useWords();
  const { client } = useStore();
  const face = useApp((state) => (state.status === null ? 'starting' : faceOf(state.status)));
  if (face === 'signed-out' || face === 'standing-by' || face === 'trouble') return null;
  if (face === 'paused') {
    return (
      <button
        type="button"
        class={worded ? 'btn btn--quiet btn--small nav__act' : 'btn btn--quiet btn--icon'}
        title={worded ? undefined : words.say('act.resume')}
        onClick={() => void client.call('agent.resume', undefined)}
      >
        <Icon name="play" />
        <span class={worded ? 'nav__words' : 'sr'}>{words.say('act.resume')}</span>
      </button>
    );
  }
  const pause = (length: 'hour' | 'tomorrow' | 'resumed') => ({
    label: words.say(`act.pause.${length}`),
    onChoose: () => void client.call('agent.pause', { for: length }),
  });
  return (
    <MenuButton
      label={words.say('act.pause')}
      icon="pause"
      worded={worded}
      place={worded ? 'above' : 'below'}
      entries={[pause('hour'), pause('tomorrow'), pause('resumed')]}
    />
  );
}
