/** The state of one document in words, for rows, pages and the terminal. */
import { assertNever } from '../assert-never.ts';
import type { AttentionReason, IgnoredReason, WaitingReason } from '../reasons.ts';
import { attentionReasons, ignoredReasons, waitingReasons } from '../reasons.ts';
import type { DocumentView } from '../status.ts';
import type { MessageKey, Words } from './format.ts';

const member = <T extends string>(list: readonly T[], text: string | null): text is T =>
  text !== null && (list as readonly string[]).includes(text);

export const isAttention = (reason: string | null): reason is AttentionReason =>
  member(attentionReasons, reason);
export const isWaiting = (reason: string | null): reason is WaitingReason => member(waitingReasons, reason);
export const isIgnored = (reason: string | null): reason is IgnoredReason => member(ignoredReasons, reason);

/** Titles of questions that need nothing else to be said: the list of what asks, and the row of a document. */
export const questionTitles: Readonly<Record<AttentionReason, MessageKey>> = {
  'employee-unknown': 'ask.who',
  'employee-ambiguous': 'ask.who',
  'employee-left': 'ask.left.unknown',
  'no-route': 'ask.no-route',
  'field-filled': 'ask.filled',
  'changed-after-filing': 'ask.changed',
  'duplicate-elsewhere': 'ask.duplicate.unknown',
  'maybe-filed': 'ask.maybe',
  incomplete: 'ask.incomplete',
  'type-refused': 'ask.type-refused',
  'too-large': 'ask.too-large',
  empty: 'ask.empty',
  unreadable: 'ask.unreadable',
  'field-unknown': 'ask.admin',
  'not-permitted': 'ask.admin',
  rejected: 'ask.admin',
  'rows-lost': 'ask.admin',
};

/** What goes after the kind of document in a row; '' where the sign and the time say it all. */
export function stateWords(
  document: Pick<DocumentView, 'state' | 'reason' | 'targetName'>,
  words: Words,
): string {
  const { state, reason } = document;
  switch (state) {
    case 'seen':
    case 'settling':
      return words.say('state.settling');
    case 'ready':
      return words.say('state.ready');
    case 'uploading':
    case 'filed':
      return '';
    case 'uploaded':
    case 'attaching':
      return words.say('state.attaching');
    case 'waiting':
      return isWaiting(reason) ? words.say(`state.waiting.${reason}`) : words.say('badge.waiting');
    case 'attention':
      return isAttention(reason)
        ? words.say(questionTitles[reason], { field: targetWords(document.targetName, words) })
        : words.say('badge.attention');
    case 'ignored':
      return isIgnored(reason) ? words.say(`state.ignored.${reason}`) : words.say('badge.ignored');
    default:
      return assertNever(state);
  }
}

/** One word for a document's state, beside its sign on its page. */
export function badgeWords(state: DocumentView['state'], words: Words): string {
  switch (state) {
    case 'seen':
    case 'settling':
      return words.say('badge.settling');
    case 'uploaded':
    case 'attaching':
      return words.say('badge.attaching');
    case 'ready':
    case 'uploading':
    case 'filed':
    case 'waiting':
    case 'attention':
    case 'ignored':
      return words.say(`badge.${state}`);
    default:
      return assertNever(state);
  }
}

/** The target's name as Lucca or the settings give it; the picture has none of its own. */
export function targetWords(targetName: string, words: Words): string {
  return targetName === 'picture' ? words.say('target.picture') : targetName;
}
