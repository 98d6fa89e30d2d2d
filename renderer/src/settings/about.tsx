/** About: which version this is, and what it does not do. */
import { useStore, useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { Mark } from '../ui/glyph.tsx';
import { Note } from '../ui/note.tsx';
import { Group, Row } from './rows.tsx';
import { useEditing } from './use-settings.tsx';

export function About() {
  const words = useWords();
  const { client } = useStore();
  const { view } = useEditing();
  return (
    <>
      <section class="set">
        <h3>{words.say('settings.about')}</h3>
        <div class="about">
          <Mark />
          <div>
            <p class="about__name">{words.say('app.name')}</p>
            <p class="soft">{`${words.say('settings.about.version')} ${view.version}`}</p>
          </div>
        </div>
      </section>
      <Group title={words.say('settings.about.here')}>
        <Row name={words.say('settings.about.today')} help={words.say('settings.connection.rate.help')}>
          {words.number(view.requests)}
        </Row>
        <Row name={words.say('settings.about.file')} help={words.say('settings.about.file.help')}>
          <Button small onPress={() => void client.call('data.open', undefined)}>
            {words.say('settings.open-data')}
          </Button>
        </Row>
      </Group>
      <Note icon="shield">{words.say('settings.about.privacy')}</Note>
    </>
  );
}
