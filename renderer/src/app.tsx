/** The window: which view, in which frame, and the keys that work everywhere. */
import { useEffect, useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { SettingsView } from './settings/settings.tsx';
import { SetupView } from './setup/setup.tsx';
import { useApp, useStore, useWords } from './state/context.tsx';
import { useWidth } from './state/width.ts';
import { Boundary } from './ui/boundary.tsx';
import { NarrowFrame, WideFrame } from './ui/frame.tsx';
import { AttentionView } from './views/attention.tsx';
import { DocumentScreen } from './views/document.tsx';
import { HistoryView } from './views/history.tsx';

import { TodayView } from './views/today.tsx';
import { UnsetView } from './views/unset.tsx';
import type { View } from './state/store.ts';

export function App() {
  const words = useWords();
  const width = useWidth();
  const place = useApp((state) => state.place);
  const problem = useApp((state) => state.info.problem);
  const aside = useApp(
    ({ place: { view, id }, ignored }) =>
      view === 'attention' && (ignored?.items.some((document) => document.id === id) ?? false),
  );
  useKeys();
  useTitle();
  useReturn();
  if (problem?.kind === 'settings-missing') return <SetupView />;
  if (problem !== null) return <UnsetView />;
  const narrow = width === 'one-pane';
  const paged = place.view === 'today' || place.view === 'history' || aside;
  if (narrow && place.open && place.id !== null && paged) return <DocumentScreen id={place.id} />;
  const content = (
    <Boundary name={place.view}>
      <Content view={place.view} />
    </Boundary>
  );
  return narrow ? <NarrowFrame>{content}</NarrowFrame> : <WideFrame>{content}</WideFrame>;

  function useTitle(): void {
    useEffect(() => {
      if (problem?.kind === 'settings-missing') return;
      document.title = words.say('title.view', { view: words.say(`nav.${place.view}`) });
    }, [place.view]);
  }
}

function Content({ view }: { readonly view: View }): ComponentChildren {
  switch (view) {
    case 'today':
      return <TodayView />;
    case 'attention':
      return <AttentionView />;
    case 'history':
      return <HistoryView />;
    case 'settings':
      return <SettingsView />;
  }
}

/** Esc goes back, then closes a popover; Ctrl F searches the history. */
function useKeys(): void {
  const store = useStore();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      if (event.key === 'Escape') {
        const wentBack = matchMedia('(max-width: 639px)').matches && store.back();
        if (!wentBack && store.get().info.frame === 'popover')
          void store.client.call('window.hide', undefined);
      } else if (event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey) && !event.altKey) {
        event.preventDefault();
        store.arrive('history');
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [store]);
}

/** After the page of a document is left, the focus is back on the row that opened it. */
function useReturn(): void {
  const place = useApp((state) => state.place);
  const before = useRef(place);
  useEffect(() => {
    const left = before.current.open && !place.open && before.current.id === place.id;
    before.current = place;
    if (!left || place.id === null) return;
    document.querySelector<HTMLElement>(`[data-row="${CSS.escape(place.id)}"]`)?.focus();
  }, [place]);
}
