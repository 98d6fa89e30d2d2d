/** Where a new key is typed. It goes to the main process at once and is held nowhere here. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useStore, useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { Note } from '../ui/note.tsx';

export function KeyForm({ onDone }: { readonly onDone: () => void }) {
  const words = useWords();
  const { client } = useStore();
  const field = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  useEffect(() => field.current?.focus(), []);

  const save = async (): Promise<void> => {
    const input = field.current;
    if (input === null || input.value.trim() === '') return;
    setBusy(true);
    const done = await client.call('key.set', { key: input.value }).catch(() => ({ ok: false }) as const);
    setBusy(false);
    if (!done.ok) {
      setFailed(true);
      return;
    }
    input.value = '';
    onDone();
  };

  return (
    <form
      class="empty key-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onDone();
      }}
    >
      <h3>{words.say('key.title')}</h3>
      <label class="field">
        <span class="field__label">{words.say('key.label')}</span>
        <span class="input input--tall">
          <input ref={field} type="password" autocomplete="off" spellcheck={false} />
        </span>
        <span class="field__help">{words.say('key.help')}</span>
      </label>
      {failed ? (
        <Note icon="info" tone="ask" onCanvas>
          {words.say('key.not-saved')}
        </Note>
      ) : null}
      <div class="actions">
        <Button look="primary" submit busy={busy}>
          {words.say('key.save')}
        </Button>
        <Button look="quiet" onPress={onDone}>
          {words.say('act.cancel')}
        </Button>
      </div>
    </form>
  );
}
