/** Why a document asks, waits or is left out: closed lists, word for word those of the outside contract. */

export const attentionReasons = [
  'employee-unknown',
  'employee-ambiguous',
  'employee-left',
  'no-route',
  'field-filled',
  'changed-after-filing',
  'duplicate-elsewhere',
  'maybe-filed',
  'incomplete',
  'type-refused',
  'too-large',
  'empty',
  'unreadable',
  'field-unknown',
  'not-permitted',
  'rejected',
  'rows-lost',
] as const;
export type AttentionReason = (typeof attentionReasons)[number];

export const waitingReasons = [
  'offline',
  'throttled',
  'lucca-error',
  'signed-out',
  'locked',
  'root-missing',
  'lease',
] as const;
export type WaitingReason = (typeof waitingReasons)[number];

export const ignoredReasons = ['temporary', 'hidden', 'pattern', 'link', 'duplicate', 'skipped'] as const;
export type IgnoredReason = (typeof ignoredReasons)[number];

export const documentStates = [
  'seen',
  'settling',
  'ready',
  'uploading',
  'uploaded',
  'attaching',
  'filed',
  'waiting',
  'attention',
  'ignored',
] as const;
export type DocumentState = (typeof documentStates)[number];

export const agentStates = [
  'starting',
  'working',
  'idle',
  'offline',
  'signed-out',
  'paused',
  'standing-by',
  'stopping',
] as const;
export type AgentState = (typeof agentStates)[number];

/** What a person may answer. `retry` is for what the administrator has mended. */
export const answerKinds = [
  'employee',
  'target',
  'replace',
  'add',
  'keep',
  'accept',
  'ignore',
  'retry',
] as const;
export type AnswerKind = (typeof answerKinds)[number];

const whoIsIt = ['employee', 'ignore'] as const;
const aboutTheFile = ['accept', 'ignore'] as const;
const forTheAdministrator = ['retry', 'ignore'] as const;

/** The answers that each question takes. `add` is refused later where the field holds one value only. */
export const answersByReason: Readonly<Record<AttentionReason, readonly AnswerKind[]>> = {
  'employee-unknown': whoIsIt,
  'employee-ambiguous': whoIsIt,
  'employee-left': whoIsIt,
  'no-route': ['target', 'ignore'],
  'field-filled': ['replace', 'add', 'keep'],
  'changed-after-filing': ['replace', 'add', 'keep'],
  'duplicate-elsewhere': ['accept', 'ignore'],
  'maybe-filed': ['accept', 'keep'],
  incomplete: aboutTheFile,
  'type-refused': aboutTheFile,
  'too-large': ['ignore'],
  empty: ['ignore'],
  unreadable: ['ignore'],
  'field-unknown': forTheAdministrator,
  'not-permitted': forTheAdministrator,
  rejected: forTheAdministrator,
  'rows-lost': forTheAdministrator,
};
