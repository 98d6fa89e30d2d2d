/** Hands the store and the words to every component below. */
import { createContext } from 'preact';
import type { ComponentChildren } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Words } from '../../../main/shared/messages/format.ts';
import type { AppState, Store } from './store.ts';

interface Shared {
  readonly store: Store;
  readonly words: Words;
}

const SharedContext = createContext<Shared | null>(null);

export function AppProvider({
  store,
  children,
}: {
  readonly store: Store;
  readonly children: ComponentChildren;
}) {
  const [shared] = useState<Shared>(() => ({ store, words: store.words }));
  return <SharedContext.Provider value={shared}>{children}</SharedContext.Provider>;
}

function useShared(): Shared {
  const shared = useContext(SharedContext);
  if (shared === null) throw new Error('A component was rendered outside AppProvider');
  return shared;
}

export const useStore = (): Store => useShared().store;
export const useWords = (): Words => useShared().words;

/** Reads one part of the state, and renders again only when that part is another one. */
export function useApp<Part>(select: (state: AppState) => Part): Part {
  const { store } = useShared();
  const [part, setPart] = useState(() => select(store.get()));
  useEffect(() => {
    const read = (): void => {
      const next = select(store.get());
      setPart(() => next);
    };
    read();
    return store.subscribe(read);
    // The selectors are fixed for the life of a component.
  }, [store]);
  return part;
}
