/** The state of the agent in words: the head of the window and the tray say the same thing from here. */
import { faceOf } from '../face.ts';
import type { Face } from '../face.ts';
import type { StatusSnapshot } from '../status.ts';
import type { Trouble } from '../troubles.ts';
import type { MessageKey, Words } from './format.ts';

export interface StatusWords {
  readonly face: Face;
  readonly title: string;
  /** One line more; '' where the title says it all. */
  readonly detail: string;
}

/** `short` is for narrow places: the navigation of the window. */
export type StatusForm = 'full' | 'short';

const troubleTitles = {
  'key-refused': 'status.key-refused',
  'key-missing': 'status.key-missing',
  'keychain-locked': 'status.keychain-locked',
  'root-missing': 'status.root-missing',
  'root-empty': 'status.root-empty',
  'root-unreadable': 'status.root-unreadable',
  'ledger-unwritable': 'status.ledger-unwritable',
  'folder-unreadable': 'status.folder-unreadable',
  'root-read-only': 'status.root-read-only',
  'rows-lost': 'status.rows-lost',
} as const satisfies Partial<Record<Trouble, MessageKey>>;

const hasTitle = (trouble: Trouble): trouble is keyof typeof troubleTitles => trouble in troubleTitles;

/** Says what is true, the worst first, in at most two short lines. Holds counts, never a name or a file. */
export function statusWords(
  status: StatusSnapshot,
  words: Words,
  form: StatusForm = 'full',
  now: number = Date.now(),
): StatusWords {
  const face = faceOf(status);
  return { face, ...wordsOf(face, status, words, form, now) };
}

function wordsOf(
  face: Face,
  status: StatusSnapshot,
  words: Words,
  form: StatusForm,
  now: number,
): Pick<StatusWords, 'title' | 'detail'> {
  const short = form === 'short';
  switch (face) {
    case 'starting':
      return status.agent === 'stopping'
        ? { title: words.say('status.stopping'), detail: words.say('status.stopping.detail') }
        : { title: words.say('status.starting'), detail: words.say('status.starting.detail') };
    case 'filed':
      return {
        title: words.say('status.filed'),
        detail: words.say(short ? 'status.filed.detail.short' : 'status.filed.detail', {
          n: status.filedToday,
        }),
      };
    case 'working':
      return working(status, words, short);
    case 'attention':
      return {
        title: words.say(short ? 'status.questions.short' : 'status.questions', { n: questionsOf(status) }),
        detail:
          status.pending > 0
            ? words.say(short ? 'status.working.short' : 'status.working', { n: status.pending })
            : words.say('status.questions.rest'),
      };
    case 'offline':
      return { title: words.say('status.offline'), detail: waiting(status, words, short) };
    case 'paused':
      return paused(status, words, short, now);
    case 'signed-out':
      return { title: words.say(signedOutTitle(status.trouble)), detail: waiting(status, words, short) };
    case 'standing-by':
      return {
        title: words.say('status.standing-by'),
        detail:
          status.worksElsewhere === null
            ? words.say('status.standing-by.detail.unknown')
            : words.say('status.standing-by.detail', { host: status.worksElsewhere }),
      };
    case 'trouble':
      return {
        title:
          status.trouble !== null && hasTitle(status.trouble)
            ? words.say(troubleTitles[status.trouble])
            : words.say('status.root-missing'),
        detail: waiting(status, words, short),
      };
  }
}

const questionsOf = (status: StatusSnapshot): number =>
  status.questions > 0 ? status.questions : status.counts.attention;

function working(
  status: StatusSnapshot,
  words: Words,
  short: boolean,
): Pick<StatusWords, 'title' | 'detail'> {
  if (status.pending === 0)
    return { title: words.say('status.working.none'), detail: filedSoFar(status, words) };
  const moving = status.pending - status.counts.waiting;
  const title =
    moving > 0
      ? words.say(short ? 'status.working.short' : 'status.working', { n: status.pending })
      : words.say(short ? 'status.pending.short' : 'status.pending', { n: status.pending });
  if (status.trouble === 'throttled') {
    const detail =
      status.until === null || short
        ? words.say('status.throttled')
        : words.say('status.throttled.until', { time: words.time(status.until) });
    return { title, detail };
  }
  if (moving === 0 && status.until !== null)
    return { title, detail: words.say('status.until', { time: words.time(status.until) }) };
  if (status.secondsLeft === null) return { title, detail: filedSoFar(status, words) };
  if (status.secondsLeft < 5) return { title, detail: words.say('status.working.soon') };
  const duration = words.duration(status.secondsLeft);
  const detail =
    short || status.bytesPerSecond === null || status.bytesPerSecond < 1
      ? words.say('status.working.left', { duration })
      : words.say('status.working.speed', { duration, speed: words.speed(status.bytesPerSecond) });
  return { title, detail };
}

const filedSoFar = (status: StatusSnapshot, words: Words): string =>
  words.say('status.filed.detail', { n: status.filedToday });

/** A pause until tomorrow says so: its hour is not what the person chose. */
function paused(
  status: StatusSnapshot,
  words: Words,
  short: boolean,
  now: number,
): Pick<StatusWords, 'title' | 'detail'> {
  const { pausedUntil } = status;
  const waits = waiting(status, words, short);
  if (pausedUntil === null) return { title: words.say('status.paused'), detail: waits };
  const tomorrow = new Date(pausedUntil).toDateString() !== new Date(now).toDateString();
  const time = words.time(pausedUntil);
  if (!short) {
    const title = tomorrow ? words.say('status.paused.tomorrow') : words.say('status.paused.until', { time });
    return { title, detail: waits };
  }
  const until = tomorrow
    ? words.say('status.paused.detail.tomorrow')
    : words.say('status.paused.detail', { time });
  const detail =
    status.pending === 0 && questionsOf(status) === 0
      ? until
      : words.say('status.pending.questions', { waiting: until, questions: waits });
  return { title: words.say('status.paused'), detail };
}

/** What waits, and the questions that stand beside it: a hollow sign hides neither. */
function waiting(status: StatusSnapshot, words: Words, short: boolean): string {
  const pending = words.say(short && status.pending > 0 ? 'status.pending.short' : 'status.pending', {
    n: status.pending,
  });
  const asked = questionsOf(status);
  if (asked === 0) return pending;
  const questions = words.say('status.questions.short', { n: asked });
  return status.pending === 0
    ? questions
    : words.say('status.pending.questions', { waiting: pending, questions });
}

function signedOutTitle(trouble: Trouble | null): MessageKey {
  if (trouble === 'key-missing') return 'status.key-missing';
  if (trouble === 'keychain-locked') return 'status.keychain-locked';
  return 'status.key-refused';
}
