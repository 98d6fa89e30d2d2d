/** Settings: what was decided, in words. To be read here; changed in settings.json for now. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SettingsView as Settings } from '../../../main/shared/ipc-contract.ts';
import { useStore, useWords } from '../state/context.tsx';
import { useWidth } from '../state/width.ts';
import { Button } from '../ui/button.tsx';
import { Note } from '../ui/note.tsx';
import { Bones } from '../ui/row.tsx';
import { SectionBody, sections } from './settings-sections.tsx';
import type { Section } from './settings-sections.tsx';

export function SettingsView() {
  const words = useWords();
  const { client } = useStore();
  const width = useWidth();
  const [settings, setSettings] = useState<Settings | null>(null);
  const [section, setSection] = useState<Section>('connection');
  useEffect(() => void client.call('settings.get', undefined).then(setSettings), [client]);
  const body = (shown: readonly Section[]): ComponentChildren =>
    settings === null ? (
      <Bones rows={4} />
    ) : (
      <div class="settings">
        <ReadOnly />
        {shown.map((name) => (
          <SectionBody key={name} section={name} settings={settings} />
        ))}
      </div>
    );

  if (width === 'one-pane') {
    return (
      <div class="scroll" tabIndex={0} role="group" aria-label={words.say('nav.settings')}>
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
              setSection(name);
            }}
          >
            {words.say(`settings.${name}`)}
          </a>
        ))}
      </nav>
      <div class="scroll pane--main" tabIndex={0} role="group" aria-label={words.say(`settings.${section}`)}>
        {body([section])}
      </div>
    </>
  );
}

function ReadOnly() {
  const words = useWords();
  const { client } = useStore();
  return (
    <Note
      icon="info"
      action={
        <Button small onPress={() => void client.call('data.open', undefined)}>
          {words.say('settings.open-data')}
        </Button>
      }
    >
      {words.say('settings.read-only')}
    </Note>
  );
}
