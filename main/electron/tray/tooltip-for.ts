/** What the tray says when pointed at, and what a screen reader speaks of it: the state in words, with counts. */
import type { Words } from '../../shared/messages/format.ts';
import { statusWords } from '../../shared/messages/status-words.ts';
import type { StatusSnapshot } from '../../shared/status.ts';

/** Windows shows no more. */
const longest = 127;

export function tooltipFor(status: StatusSnapshot | null, words: Words): string {
  if (status === null) return words.say('tray.unset');
  const { title, detail } = statusWords(status, words);
  const whole =
    detail === ''
      ? words.say('tray.tooltip', { state: title })
      : words.say('tray.tooltip.detail', { state: title, detail });
  return whole.length <= longest ? whole : `${whole.slice(0, longest - 1)}…`;
}
