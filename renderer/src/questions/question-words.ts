/**
 * Each question in plain words: a title and a sentence. Pure, so that every reason can be proved to have its words.
 */
import { assertNever } from '../../../main/shared/assert-never.ts';
import type { MessageKey, Words } from '../../../main/shared/messages/format.ts';
import { targetWords } from '../../../main/shared/messages/state-words.ts';
import type { DocumentView, Question } from '../../../main/shared/status.ts';

/** A part of a sentence; `strong` for what the eye should find. */
export type Part = string | { readonly strong: string };

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
      return words.say(question.differs ? 'ask.differs' : 'ask.changed');
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
      if (question.differs) return said('ask.differs.detail', { file });
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
