/** Settings: all that was decided, changed as one draft whose effect shows before it is saved. */
import type { ComponentChildren } from 'preact';
import { useApp, useStore, useWords } from '../state/context.tsx';
import { useWidth } from '../state/width.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/note.tsx';
import { Bones } from '../ui/row.tsx';
import { About } from './about.tsx';
import { Application } from './application.tsx';
import { Connection } from './connection.tsx';
import { Folder } from './folder.tsx';
import { Kinds } from './kinds.tsx';
import { SaveBar } from './save-bar.tsx';
import { EditingProvider, useEditing } from './use-settings.tsx';

const bodies = {
  connection: Connection,
  folder: Folder,
  kinds: Kinds,
  app: Application,
  about: About,
} as const;
type Section = keyof typeof bodies;
const sections = Object.keys(bodies) as Section[];

/** The window was closed in the middle of a change. */
function Begun() {
  const words = useWords();
  const { begun, takeUp, discard } = useEditing();
  if (!begun) return null;
  return (
    <Notice
      icon="info"
      title={words.say('settings.begun.title')}
      acts={
        <>
          <Button small onPress={takeUp}>
            {words.say('settings.begun.take-up')}
          </Button>
          <Button small look="quiet" onPress={discard}>
            {words.say('settings.begun.discard')}
          </Button>
        </>
      }
    >
      <p>{words.say('settings.begun')}</p>
    </Notice>
  );
}

export function SettingsView() {
  const words = useWords();
  const store = useStore();
  const width = useWidth();
  const chosen = useApp((state) => state.place.id);
  const section = sections.find((name) => name === chosen) ?? 'connection';
  const body = (shown: readonly Section[]): ComponentChildren => (
    <EditingProvider kept={store.keptDraft} fallback={<Bones rows={4} />}>
      <div class="settings">
        <Begun />
        {shown.map((name) => {
          const Body = bodies[name];
          return <Body key={name} />;
        })}
      </div>
      <SaveBar />
    </EditingProvider>
  );

  if (width === 'one-pane') {
    return (
      <div class="scroll settings__pane" tabIndex={0} role="group" aria-label={words.say('nav.settings')}>
        <h2 class="sr">{words.say('nav.settings')}</h2>
        {body(sections)}
      </div>
    );
  }
  return (
    <>
      <nav class="subnav" aria-label={words.say('nav.settings')}>
        <h2 tabIndex={-1}>{words.say('nav.settings')}</h2>
        {sections.map((name) => (
          <a
            key={name}
            href={`#${name}`}
            aria-current={name === section ? 'page' : undefined}
            onClick={(event) => {
              event.preventDefault();
              store.choose(name, false);
            }}
          >
            {words.say(`settings.${name}`)}
          </a>
        ))}
      </nav>
      <div
        class="scroll pane--main settings__pane"
        tabIndex={0}
        role="group"
        aria-label={words.say(`settings.${section}`)}
      >
        {body([section])}
      </div>
    </>
  );
}
