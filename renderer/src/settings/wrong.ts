/** What is wrong with the draft, in words, beside the very setting. */
import type { MessageKey } from '../../../main/shared/messages/format.ts';
import { useWords } from '../state/context.tsx';
import { useEditing } from './use-settings.tsx';

const sentences: readonly (readonly [place: RegExp, key: MessageKey])[] = [
  [/^tenant\.url/, 'settings.wrong.address'],
  [/^tenant\.oauth\.tokenUrl/, 'settings.wrong.token'],
  [/^tenant\.oauth/, 'settings.wrong.client'],
  [/^root\.data-folder/, 'settings.wrong.data-folder'],
  [/^root/, 'settings.wrong.root'],
  [/^employeeFolder/, 'settings.wrong.names'],
  [/^routes$/, 'settings.wrong.routes'],
  [/^routes\[\d+\]\.match/, 'settings.wrong.match'],
  [/^routes\[\d+\]\.target/, 'settings.wrong.field'],
];

/** Null where `place`, or what is below it, is right. */
export function useWrong(): (place: string) => string | null {
  const words = useWords();
  const { wrong } = useEditing();
  return (place) => (wrong?.startsWith(place) === true ? words.say(sentenceFor(wrong)) : null);
}

const sentenceFor = (wrong: string): MessageKey =>
  sentences.find(([place]) => place.test(wrong))?.[1] ?? 'settings.wrong';

/** Where a person finds what is wrong. */
export function sectionOf(wrong: string): 'connection' | 'folder' | 'kinds' | 'app' {
  if (wrong.startsWith('tenant')) return 'connection';
  if (wrong.startsWith('routes')) return 'kinds';
  return /^(language|app|receipts|readBack)/.test(wrong) ? 'app' : 'folder';
}
