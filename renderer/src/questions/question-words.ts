/**
 * Each question in plain words: a title, a sentence, and answers that say what will follow. Pure, so that every reason
 * can be proved to have its words.
 */
import { assertNever } from '../../../main/shared/assert-never.ts';
import type { AnswerInput } from '../../../main/shared/ipc-contract.ts';
import type { MessageKey, Words } from '../../../main/shared/messages/format.ts';
import { targetWords } from '../../../main/shared/messages/state-words.ts';
import type { AnswerKind } from '../../../main/shared/reasons.ts';
import type { DocumentView, Question } from '../../../main/shared/status.ts';

/** A part of a sentence; `strong` for what the eye should find. */
export type Part = string | { readonly strong: string };

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

/** Which face a question has: a search for a person, a list of kinds, or a few buttons. */
export type QuestionKind = 'who' | 'target' | 'choices';

export function kindOfQuestion(question: Question): QuestionKind {
  switch (question.reason) {
    case 'employee-unknown':
    case 'employee-ambiguous':
      return 'who';
    case 'no-route':
      return 'target';
    default:
      return 'choices';
  }
}

/** The document that a question is told with: the first of its folder. */
export function subjectOf(question: Question): DocumentView {
  const [document] = question.documents;
  if (document === undefined) throw new Error(`Question ${question.id} has no document`);
  return document;
}

const folderOf = (document: DocumentView): string => document.folder.split('/')[0] ?? document.folder;
const fieldOf = (document: DocumentView, words: Words): string =>
  targetWords(document.targetName, words) || (document.target ?? '');

export function titleOf(question: Question, words: Words): string {
  const document = subjectOf(question);
  const other = question.other?.person?.name;
  switch (question.reason) {
    case 'employee-unknown':
    case 'employee-ambiguous':
      return words.say('ask.who');
    case 'employee-left':
      return document.person === null
        ? words.say('ask.left.unknown')
        : words.say('ask.left', { name: document.person.name });
    case 'no-route':
      return words.say('ask.no-route');
    case 'field-filled':
      return words.say('ask.filled', { field: fieldOf(document, words) });
    case 'changed-after-filing':
      return words.say('ask.changed');
    case 'duplicate-elsewhere':
      return other === undefined
        ? words.say('ask.duplicate.unknown')
        : words.say('ask.duplicate', { name: other });
    case 'maybe-filed':
      return words.say('ask.maybe');
    case 'incomplete':
    case 'type-refused':
    case 'too-large':
    case 'empty':
    case 'unreadable':
      return words.say(`ask.${question.reason}`);
    case 'field-unknown':
    case 'not-permitted':
    case 'rejected':
    case 'rows-lost':
      return words.say('ask.admin');
    default:
      return assertNever(question.reason);
  }
}

export function sentenceOf(question: Question, words: Words): readonly Part[] {
  const document = subjectOf(question);
  const name = document.person?.name ?? folderOf(document);
  const file = document.fileName;
  const said = (key: MessageKey, values: Readonly<Record<string, string>>): readonly Part[] =>
    words.rich<Part>(key, values, (_tag, text) => ({ strong: text }));
  switch (question.reason) {
    case 'employee-unknown':
      return document.folder === ''
        ? said('ask.who.root', { file })
        : said('ask.who.unknown', { folder: folderOf(document) });
    case 'employee-ambiguous':
      return said('ask.who.ambiguous', { folder: folderOf(document) });
    case 'employee-left':
      return said('ask.left.detail', {});
    case 'no-route':
      return said('ask.no-route.detail', { folder: document.folder.split('/').at(-1) ?? document.folder });
    case 'field-filled':
      return said(question.answers.includes('add') ? 'ask.filled.detail.multiple' : 'ask.filled.detail', {
        name,
      });
    case 'changed-after-filing':
      return question.other?.filedAt == null
        ? said('ask.changed.detail.undated', { file })
        : said('ask.changed.detail', { file, date: words.date(question.other.filedAt) });
    case 'duplicate-elsewhere':
      return document.person === null
        ? said('ask.duplicate.detail.unknown', { file })
        : said('ask.duplicate.detail', { file, name });
    case 'maybe-filed':
      return said('ask.maybe.detail', { name });
    case 'incomplete':
      return said('ask.incomplete.detail', {});
    case 'too-large':
      return said('ask.too-large.detail', { file, size: words.size(document.size) });
    case 'type-refused':
    case 'empty':
    case 'unreadable':
      return said(`ask.${question.reason}.detail`, { file });
    case 'field-unknown':
    case 'not-permitted':
    case 'rejected':
    case 'rows-lost':
      return said(`ask.admin.${question.reason}`, { field: fieldOf(document, words) });
    default:
      return assertNever(question.reason);
  }
}

/** One line that tells this question from the others of its kind. */
export function aboutOf(question: Question, words: Words): string {
  const document = subjectOf(question);
  const n = question.documents.length;
  if (document.person === null) {
    return document.folder === ''
      ? document.fileName
      : words.say('row.folder.documents', { folder: folderOf(document), n });
  }
  const field = fieldOf(document, words);
  const parts = [document.person.name, question.reason === 'field-filled' || field === '' ? '' : field];
  if (n > 1) parts.push(words.say('ask.documents', { n }));
  return parts.filter(Boolean).join('\u00a0· ');
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

/** The letter to whoever administers Lucca: ids and counts, no person and no file. */
export function requestOf(question: Question, host: string, words: Words): string {
  const document = subjectOf(question);
  const problem = sentenceOf(question, words)
    .map((part) => (typeof part === 'string' ? part : part.strong))
    .join('');
  return words.say('ask.admin.request', {
    n: question.documents.length,
    host,
    field: fieldOf(document, words),
    key: document.target ?? '',
    problem,
  });
}
