/**
 * What the window knows, and the only place that asks for more. Events say that something changed; the lists are then
 * asked for anew, one question at a time however many events come. Views read from here and hold nothing else.
 */
import { loadWords } from '../../../main/shared/messages/format.ts';
import type { Words } from '../../../main/shared/messages/format.ts';
import type { Settings } from '../../../main/shared/settings.ts';
import type { StatusSnapshot, Question } from '../../../main/shared/status.ts';
import type { AppInfo, ClasseurClient, Ignored, Notices, Today } from './client.ts';

export const views = ['today', 'attention', 'history', 'settings'] as const;
export type View = (typeof views)[number];

/** Where the person is. `id`: the document or question chosen in that view; `open`: its page covers a narrow window. */
export interface Place {
  readonly view: View;
  readonly id: string | null;
  readonly open: boolean;
}

export interface Sent {
  readonly sentBytes: number;
  readonly size: number;
}

export interface AppState {
  readonly info: AppInfo;
  readonly status: StatusSnapshot | null;
  /** Null until first heard. */
  readonly today: Today | null;
  readonly questions: readonly Question[] | null;
  readonly ignored: Ignored | null;
  readonly notices: Notices | null;
  readonly place: Place;
  /** Bytes sent of documents that are uploading. */
  readonly sent: ReadonlyMap<string, Sent>;
  /** Grows when documents changed: pages that show one ask again. */
  readonly revision: number;
  /** Grows when somebody outside the window (tray, notification, Ctrl F) moved the person: focus follows. */
  readonly arrival: number;
  /** How often other settings came to work while the window was open. */
  readonly renewed: number;
}

/** What of a store goes over into the next one. */
export type Kept = Pick<AppState, 'place' | 'renewed'>;

/** Settings that are not saved yet, and a key that was typed for them: while the window shows something else. */
export interface KeptDraft {
  draft: Settings | null;
  key: string | null;
}

export interface Store {
  readonly client: ClasseurClient;
  readonly keptDraft: KeptDraft;
  readonly words: Words;
  get(): AppState;
  subscribe(listener: () => void): () => void;
  go(view: View, id?: string | null): void;
  /** Like `go`, for moves that the person did not make with the focus: it is taken along. */
  arrive(view: View, id?: string | null): void;
  /** Chooses in the present view; `open` shows its page even where there is one pane only. */
  choose(id: string | null, open: boolean): void;
  /** Esc and the back button. False when there was nothing to go back from. */
  back(): boolean;
  refresh(): Promise<void>;
  close(): void;
}

/** Makes the store and begins to listen. Resolves when the words and the first status are known; lists come after. */
export async function openStore(client: ClasseurClient, kept?: Kept): Promise<Store> {
  const info = await client.call('app.info', undefined);
  // Read while the agent is asked.
  const loading = loadWords(info.language);
  let state: AppState = {
    info,
    status: null,
    today: null,
    questions: null,
    ignored: null,
    notices: null,
    place: kept?.place ?? beginning(info),
    sent: new Map(),
    revision: 0,
    arrival: 0,
    renewed: kept?.renewed ?? 0,
  };
  const listeners = new Set<() => void>();
  /** What was chosen in each view, to find it again. */
  const chosen = new Map<View, string | null>();

  const set = (change: Partial<AppState>): void => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  const takeStatus = (status: StatusSnapshot): void => {
    if (state.status === null || status.revision >= state.status.revision) set({ status });
  };

  let asking = false;
  let askAgain = false;
  const refresh = async (): Promise<void> => {
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    try {
      do {
        askAgain = false;
        const [today, questions, ignored, notices] = await Promise.all([
          client.call('today.get', undefined),
          client.call('questions.get', undefined),
          client.call('ignored.get', undefined),
          client.call('notices.get', undefined),
        ]);
        const moving = new Set(today.moving.map((document) => document.id));
        const sent = new Map([...state.sent].filter(([id]) => moving.has(id)));
        set({ today, questions, ignored, notices, sent, revision: state.revision + 1 });
        // Assigned by whoever calls meanwhile.
      } while (askAgain as boolean);
    } finally {
      asking = false;
    }
  };

  const place = (view: View, id: string | null | undefined, arrival: number): void => {
    chosen.set(state.place.view, state.place.id);
    const found = id === undefined ? (chosen.get(view) ?? null) : id;
    set({ place: { view, id: found, open: id !== undefined && id !== null }, arrival });
  };

  const stops = [
    client.on('status.changed', takeStatus),
    client.on('documents.changed', () => void refresh()),
    client.on('document.progress', ({ id, sentBytes, size }) => {
      set({ sent: new Map(state.sent).set(id, { sentBytes, size }) });
    }),
    client.on('navigate', ({ view, id }) => {
      place(view === 'document' ? 'today' : view, id, state.arrival + 1);
    }),
  ];

  if (info.problem === null) {
    takeStatus(await client.call('status.get', undefined));
    void refresh();
  }

  return {
    client,
    keptDraft: { draft: null, key: null },
    words: await loading,
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    go: (view, id) => place(view, id, state.arrival),
    arrive: (view, id) => place(view, id, state.arrival + 1),
    choose: (id, open) => set({ place: { ...state.place, id, open } }),
    back: () => {
      if (!state.place.open) return false;
      set({ place: { ...state.place, open: false } });
      return true;
    },
    refresh,
    close: () => {
      for (const stop of stops) stop();
      listeners.clear();
    },
  };
}

function beginning({ opensAt }: AppInfo): Place {
  if (opensAt === null) return { view: 'today', id: null, open: false };
  const view = opensAt.view === 'document' ? 'today' : opensAt.view;
  return { view, id: opensAt.id, open: opensAt.id !== null };
}
