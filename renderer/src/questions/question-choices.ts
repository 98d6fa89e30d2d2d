/** The answers of each question, as buttons that say what will follow. Nothing that sends something comes first. */
import { assertNever } from '../../../main/shared/assert-never.ts';
import type { AnswerInput } from '../../../main/shared/ipc-contract.ts';
import type { MessageKey, Words } from '../../../main/shared/messages/format.ts';
import type { AnswerKind } from '../../../main/shared/reasons.ts';
import type { DocumentView, Question } from '../../../main/shared/status.ts';
import { subjectOf } from './question-words.ts';

/** What an answer does. `picked`: only the document chosen where several want one place. */
export type Act =
  | { readonly do: 'answer'; readonly answer: AnswerInput; readonly to: 'all' | 'picked' }
  | { readonly do: 'search-person' }
  | { readonly do: 'open-folder' }
  | { readonly do: 'copy-request' };

export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly act: Act;
  /** The one that usually helps, where none of them can do harm. */
  readonly first: boolean;
}

type Plain = Exclude<AnswerKind, 'employee' | 'target'>;

/** The answers as buttons, in the order of their keys 1 to 9. `picked`: the file chosen among several, if any. */
export function choicesOf(question: Question, words: Words, picked: DocumentView | null): readonly Choice[] {
  const may = (kind: AnswerKind): boolean => question.answers.includes(kind);
  const plain = (kind: Plain, label: MessageKey, help: MessageKey): readonly Choice[] =>
    may(kind)
      ? [
          {
            id: kind,
            label: words.say(label),
            help: words.say(help),
            act: {
              do: 'answer',
              answer: { kind },
              to: kind === 'replace' && picked !== null ? 'picked' : 'all',
            },
            first: false,
          },
        ]
      : [];
  const openFolder = (help: MessageKey): Choice => ({
    id: 'open-folder',
    label: words.say('ask.open-folder.rescan'),
    help: words.say(help),
    act: { do: 'open-folder' },
    first: true,
  });
  const ignore = plain('ignore', 'ask.ignore', 'ask.ignore.help');

  switch (question.reason) {
    case 'employee-unknown':
    case 'employee-ambiguous':
    case 'no-route':
      return ignore;
    case 'employee-left':
      return [...left(question, words), ...ignore];
    case 'field-filled':
      return [
        ...plain('replace', 'ask.filled.replace', 'ask.filled.replace.help').map((choice) =>
          picked === null
            ? choice
            : { ...choice, label: words.say('ask.filled.replace.picked', { file: picked.fileName }) },
        ),
        ...plain('add', 'ask.filled.add', 'ask.filled.add.help'),
        ...plain('keep', 'ask.filled.keep', 'ask.filled.keep.help'),
      ];
    case 'changed-after-filing':
      if (question.differs)
        return [
          ...plain('replace', 'ask.differs.replace', 'ask.differs.replace.help'),
          ...plain('add', 'ask.filled.add', 'ask.filled.add.help'),
          ...plain('keep', 'ask.changed.keep', 'ask.differs.keep.help'),
        ];
      return [
        ...plain('replace', 'ask.changed.replace', 'ask.changed.replace.help'),
        ...plain('add', 'ask.filled.add', 'ask.filled.add.help'),
        ...plain('keep', 'ask.changed.keep', 'ask.changed.keep.help'),
      ];
    case 'duplicate-elsewhere':
      return [
        ...plain('accept', 'ask.duplicate.accept', 'ask.duplicate.accept.help'),
        ...plain('ignore', 'ask.duplicate.ignore', 'ask.duplicate.ignore.help'),
      ];
    case 'maybe-filed':
      return [
        ...plain('accept', 'ask.maybe.accept', 'ask.maybe.accept.help'),
        ...plain('keep', 'ask.maybe.keep', 'ask.maybe.keep.help'),
      ];
    case 'incomplete':
      return [
        openFolder('ask.open-folder.rescan.help'),
        ...plain('accept', 'ask.accept.whole', 'ask.accept.whole.help'),
        ...ignore,
      ];
    case 'type-refused':
    case 'too-large':
    case 'empty':
    case 'unreadable':
      return [
        openFolder('ask.open-folder.replace.help'),
        ...plain('accept', 'ask.accept.type', 'ask.accept.type.help'),
        ...ignore,
      ];
    case 'field-unknown':
    case 'not-permitted':
    case 'rejected':
    case 'rows-lost':
      return [
        {
          id: 'copy-request',
          label: words.say('act.copy-request'),
          help: words.say('ask.admin.copy.help'),
          act: { do: 'copy-request' },
          first: true,
        },
        ...plain('retry', 'ask.admin.retry', 'ask.admin.retry.help'),
        ...ignore,
      ];
    default:
      return assertNever(question.reason);
  }
}

/** Someone who left: their own record, or somebody else's. */
function left(question: Question, words: Words): readonly Choice[] {
  if (!question.answers.includes('employee')) return [];
  const { person } = subjectOf(question);
  const own: readonly Choice[] =
    person === null
      ? []
      : [
          {
            id: 'employee',
            label: words.say('ask.left.file'),
            help: words.say('ask.left.file.help', { name: person.name }),
            act: {
              do: 'answer',
              answer: { kind: 'employee', employeeId: person.id, always: false },
              to: 'all',
            },
            first: false,
          },
        ];
  return [
    ...own,
    {
      id: 'search-person',
      label: words.say('ask.left.other'),
      help: words.say('ask.left.other.help'),
      act: { do: 'search-person' },
      first: false,
    },
  ];
}
