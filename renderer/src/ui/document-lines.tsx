/** Documents of one fate, a page at a time: whose, which, and where to or why not. */
import { useEffect, useState } from 'preact/hooks';
import type { PreviewLine } from '../../../main/shared/setup-contract.ts';
import type { Words } from '../../../main/shared/messages/format.ts';
import {
  isAttention,
  isIgnored,
  isWaiting,
  questionTitles,
  targetWords,
} from '../../../main/shared/messages/state-words.ts';
import { useWords } from '../state/context.tsx';
import { Button } from './button.tsx';

const pageSize = 100;

export function DocumentLines({
  label,
  total,
  load,
}: {
  readonly label: string;
  readonly total: number;
  /** The same function for as long as the list is the same. */
  readonly load: (offset: number, limit: number) => Promise<readonly PreviewLine[]>;
}) {
  const words = useWords();
  const [lines, setLines] = useState<readonly PreviewLine[]>([]);
  const more = async (offset: number): Promise<void> => {
    const next = await load(offset, pageSize);
    setLines((before) => [...before.slice(0, offset), ...next]);
  };
  useEffect(() => void more(0), [load]);
  return (
    <ul class="lines scroll" tabIndex={0} aria-label={label}>
      {lines.map((line) => (
        <li key={line.id}>
          <b class="bold cut" title={line.folder}>
            {line.person ?? line.owner}
          </b>
          <span class="cut soft" title={line.fileName}>
            {line.fileName}
          </span>
          <span class="cut faint">{reasonOf(line, words)}</span>
        </li>
      ))}
      {lines.length < total && lines.length > 0 ? (
        <li>
          <Button look="link" small place="btn--flush" onPress={() => void more(lines.length)}>
            {words.say('setup.more', { n: Math.min(pageSize, total - lines.length) })}
          </Button>
        </li>
      ) : null}
    </ul>
  );
}

/** Where it goes, or why it does not. */
function reasonOf(line: PreviewLine, words: Words): string {
  const field = targetWords(line.targetName, words);
  const { reason } = line;
  if (isAttention(reason)) return words.say(questionTitles[reason], { field });
  if (isWaiting(reason)) return words.say(`state.waiting.${reason}`);
  if (isIgnored(reason)) return words.say(`state.ignored.${reason}`);
  return field;
}
