/**
 * The head of the window: the tray's sign and words. What is spoken aloud is a copy that changes only with the state,
 * so that a screen reader hears each change once and no progress.
 */
import { useEffect, useState } from 'preact/hooks';
import { statusWords } from '../../../main/shared/messages/status-words.ts';
import type { StatusForm } from '../../../main/shared/messages/status-words.ts';
import type { ComponentChildren } from 'preact';
import { useApp, useWords } from '../state/context.tsx';
import { Glyph } from './glyph.tsx';
import { Progress } from './progress.tsx';

export function StatusHead({
  form,
  children,
}: {
  readonly form: StatusForm;
  readonly children?: ComponentChildren;
}) {
  const words = useWords();
  const status = useApp((state) => state.status);
  if (status === null) return null;
  const { face, title, detail } = statusWords(status, words, form);
  const share = face === 'working' || face === 'attention' ? status.progress : null;
  return (
    <header class="status">
      <Glyph face={face} count={status.questions} />
      <div>
        <h1>{title}</h1>
        <p>{detail}</p>
      </div>
      {children}
      {share === null ? null : (
        <Progress share={share} label={words.say('progress.all')} kind="status__bar" />
      )}
      <Spoken state={`${face} ${String(status.questions)}`} text={title} />
    </header>
  );
}

function Spoken({ state, text }: { readonly state: string; readonly text: string }) {
  const [spoken, setSpoken] = useState(text);
  // Only the state decides: the text alone changes with every count.
  useEffect(() => setSpoken(text), [state]);
  return (
    <p class="sr" role="status">
      {spoken}
    </p>
  );
}
