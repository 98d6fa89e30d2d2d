/** What is not saved yet, what it would do, and the two ways on. It is there only while there is something to save. */
import { useEffect } from 'preact/hooks';
import { useApp, useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { Note } from '../ui/note.tsx';
import { Effect, Looking, useSummary } from './effect.tsx';
import { useEditing } from './use-settings.tsx';
import { sectionOf } from './wrong.ts';

export function SaveBar() {
  const words = useWords();
  const editing = useEditing();
  const renewed = useApp((state) => state.renewed);
  const { dirty, wrong, effect, looking, saving, failure, save, discard } = editing;
  const summary = useSummary(effect);
  const told = saving
    ? ('settings.saving' as const)
    : wrong === null
      ? ('settings.save.title' as const)
      : ('settings.save.wrong' as const);
  const ready = dirty && wrong === null && !looking && !saving;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      if (ready) void save();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
  return (
    <>
      <p class="sr" role="status">
        {dirty ? summary : renewed > 0 ? words.say('settings.saved') : ''}
      </p>
      {dirty ? (
        <section class="save" aria-label={words.say('settings.save.title')}>
          {looking ? <Looking /> : null}
          {effect === null ? null : <Effect effect={effect} />}
          {failure === null ? null : (
            <Note icon="info" tone="stop">
              {words.say(`settings.save.fail.${failure}`)}
            </Note>
          )}
          <div class="save__acts">
            <span class={told === 'settings.save.title' ? 'soft save__title' : 'soft'}>
              {told === 'settings.save.wrong'
                ? words.say(told, { section: words.say(`settings.${sectionOf(wrong ?? '')}`) })
                : words.say(told)}
            </span>
            <Button look="quiet" disabled={saving} onPress={discard}>
              {words.say('settings.discard')}
            </Button>
            <Button look="primary" disabled={!ready} busy={saving} onPress={() => void save()}>
              {words.say(effect?.ok === false ? 'settings.save.anyway' : 'settings.save')}
            </Button>
          </div>
        </section>
      ) : null}
    </>
  );
}
