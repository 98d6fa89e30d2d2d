/** Shows what `decide` wants said, gathering what comes close together. */
import { Notification } from 'electron';
import type { Agent } from '../../core/agent-api.ts';
import type { Words } from '../../shared/messages/format.ts';
import type { AppMemory } from '../app-memory.ts';
import { decide } from './decide.ts';
import type { Toast, Told } from './decide.ts';

export interface NotifierNeeds {
  readonly agent: Pick<Agent, 'on' | 'status' | 'questions'>;
  readonly words: Words;
  readonly memory: AppMemory;
  readonly icon: string;
  readonly enabled: boolean;
  /** The window is open and has the focus. */
  readonly watched: () => boolean;
  readonly onClick: (opens: Toast['opens']) => void;
  /** Somebody is needed, whether notifications are shown or not. */
  readonly onNeeded: (opens: Toast['opens']) => void;
}

/** Long enough for a folder of scans to become one toast, short enough to be about what was just done. */
const gatherMs = 4_000;

/** Listens until the result is called. Kept references: a notification that is collected loses its click. */
export function openNotifier(needs: NotifierNeeds): () => void {
  let told: Told = {
    questions: new Set(),
    keyRefused: false,
    firstFiled: needs.memory.get().firstFiled,
  };
  let timer: NodeJS.Timeout | null = null;
  const shown = new Set<Notification>();

  const look = (): void => {
    timer = null;
    const questions = needs.agent.questions().map(({ id }) => id);
    const said = decide(told, { status: needs.agent.status(), questions, watched: needs.watched() });
    if (said.told.firstFiled && !told.firstFiled) needs.memory.set({ firstFiled: true });
    told = said.told;
    if (said.toast?.needsPerson === true) needs.onNeeded(said.toast.opens);
    if (said.toast !== null && needs.enabled && Notification.isSupported()) show(said.toast);
  };

  const show = (toast: Toast): void => {
    const notification = new Notification({
      title: needs.words.say(toast.title, toast.values),
      body: needs.words.say(toast.body, toast.values),
      icon: needs.icon,
      silent: true,
    });
    const forget = (): void => void shown.delete(notification);
    notification.on('click', () => {
      forget();
      needs.onClick(toast.opens);
    });
    notification.on('close', forget);
    notification.on('failed', forget);
    shown.add(notification);
    notification.show();
  };

  const stop = needs.agent.on((event) => {
    if (event.kind !== 'status' && event.kind !== 'document') return;
    timer ??= setTimeout(look, gatherMs);
  });
  return () => {
    stop();
    if (timer !== null) clearTimeout(timer);
  };
}
