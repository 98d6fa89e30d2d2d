/**
 * When a person is told: only when their answer is needed, when the key is refused, and when the first document ever
 * was filed. Once for each new problem, several gathered into one, never a name or a file.
 */
import type { MessageKey, MessageValues } from '../../shared/messages/format.ts';
import { faceOf } from '../../shared/face.ts';
import type { StatusSnapshot } from '../../shared/status.ts';

/** What was said already. */
export interface Told {
  /** Questions that were announced, or stood there at the start, and still stand. */
  readonly questions: ReadonlySet<string>;
  readonly keyRefused: boolean;
  readonly firstFiled: boolean;
}

export interface Toast {
  readonly title: MessageKey;
  readonly body: MessageKey;
  readonly values: MessageValues;
  /** Nothing goes on for it without somebody. */
  readonly needsPerson: boolean;
  /** What a click opens: the very question where there is one, else all of them. */
  readonly opens: { readonly view: 'attention' | 'today'; readonly id: string | null };
}

export interface Situation {
  readonly status: Pick<StatusSnapshot, 'agent' | 'trouble' | 'questions' | 'pending' | 'counts'>;
  /** Ids of the questions that stand now. */
  readonly questions: readonly string[];
  /** The window is being looked at: whoever looks needs no toast. */
  readonly watched: boolean;
}

/** What to say now, and what has then been said. */
export function decide(
  told: Told,
  { status, questions, watched }: Situation,
): { readonly toast: Toast | null; readonly told: Told } {
  // Before the first scan nothing is known to be new, and questions from yesterday come back one by one.
  if (status.agent === 'starting' || status.agent === 'stopping') return { toast: null, told };
  const fresh = questions.filter((id) => !told.questions.has(id));
  const keyRefused = faceOf(status) === 'signed-out' && status.trouble !== 'keychain-locked';
  const filed = status.counts.filed > 0;
  const next: Told = {
    questions: new Set(questions),
    keyRefused,
    firstFiled: told.firstFiled || filed,
  };
  return { toast: watched ? null : toastOf(told, next, fresh), told: next };
}

function toastOf(told: Told, next: Told, fresh: readonly string[]): Toast | null {
  if (next.keyRefused && !told.keyRefused) {
    return {
      title: 'toast.key.title',
      body: 'toast.key',
      values: {},
      needsPerson: true,
      opens: { view: 'today', id: null },
    };
  }
  if (fresh.length > 0) {
    return {
      title: 'toast.questions.title',
      body: 'toast.questions',
      values: { n: fresh.length },
      needsPerson: true,
      opens: { view: 'attention', id: fresh.length === 1 ? (fresh[0] ?? null) : null },
    };
  }
  if (next.firstFiled && !told.firstFiled) {
    return {
      title: 'toast.first.title',
      body: 'toast.first',
      values: {},
      needsPerson: false,
      opens: { view: 'today', id: null },
    };
  }
  return null;
}
