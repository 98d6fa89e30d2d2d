/** The sections of the settings: each a few rows of what was decided, and what it is good for. */
import type { ComponentChildren } from 'preact';
import type { SettingsView as Settings } from '../../../main/shared/ipc-contract.ts';
import type { MessageKey, Words } from '../../../main/shared/messages/format.ts';
import { targetWords } from '../../../main/shared/messages/state-words.ts';
import { useApp, useStore, useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { Mark } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { Note } from '../ui/note.tsx';
import { patternWords } from './pattern-words.ts';

export const sections = ['connection', 'folder', 'kinds', 'app', 'about'] as const;
export type Section = (typeof sections)[number];

export function SectionBody({
  section,
  settings,
}: {
  readonly section: Section;
  readonly settings: Settings;
}) {
  switch (section) {
    case 'connection':
      return <Connection settings={settings} />;
    case 'folder':
      return <Folder settings={settings} />;
    case 'kinds':
      return <Kinds settings={settings} />;
    case 'app':
      return <Application settings={settings} />;
    case 'about':
      return <About settings={settings} />;
  }
}

function Set({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="set">
      <h3>{title}</h3>
      <div class="set__rows">{children}</div>
    </section>
  );
}

function SetRow({
  name,
  help,
  value,
  code = false,
}: {
  readonly name: string;
  readonly help: string;
  readonly value: ComponentChildren;
  /** A path or an address: may be long, breaks anywhere. */
  readonly code?: boolean;
}) {
  return (
    <div class={code ? 'set__row set__row--stack' : 'set__row'}>
      <h4>{name}</h4>
      <p>{help}</p>
      <div class="set__ctl">{value}</div>
    </div>
  );
}

function Connection({ settings }: { readonly settings: Settings }) {
  const words = useWords();
  const status = useApp((state) => state.status);
  return (
    <Set title={words.say('settings.connection')}>
      <SetRow
        name={words.say('settings.connection.address')}
        help={words.say('settings.connection.address.help')}
        value={settings.tenantUrl.replace(/^https:\/\//, '')}
        code
      />
      <SetRow
        name={words.say('settings.connection.key')}
        help={words.say('settings.connection.key.help')}
        value={words.say(keyWords(status))}
      />
      <SetRow
        name={words.say('settings.connection.rate')}
        help={words.say('settings.connection.rate.help')}
        value={words.number(settings.requestsPerMinute)}
      />
    </Set>
  );
}

function keyWords(status: { readonly agent: string; readonly trouble: string | null } | null): MessageKey {
  switch (status?.trouble) {
    case 'key-refused':
      return 'settings.connection.key.refused';
    case 'key-missing':
      return 'settings.connection.key.missing';
    case 'keychain-locked':
      return 'settings.connection.key.locked';
    default:
      return status?.agent === 'idle' || status?.agent === 'working'
        ? 'settings.connection.key.ok'
        : 'settings.connection.key.unknown';
  }
}

function Folder({ settings }: { readonly settings: Settings }) {
  const words = useWords();
  const n = words.number(settings.quietSeconds);
  return (
    <>
      <Set title={words.say('settings.folder.title')}>
        <SetRow name={settings.root} help={words.say('settings.folder.root.help')} value={<RootButton />} />
        <SetRow
          name={words.say('settings.folder.names')}
          help={words.say('settings.folder.names.help')}
          value={patternWords(settings.employeeFolder, words)}
        />
      </Set>
      <Set title={words.say('settings.folder.settle.title')}>
        <SetRow
          name={words.say('settings.folder.settle')}
          help={words.say('settings.folder.settle.help')}
          value={words.say('settings.folder.settle.value', { n })}
        />
      </Set>
      <Set title={words.say('settings.folder.after.title')}>
        <SetRow
          name={words.say('settings.folder.after')}
          help={words.say('settings.folder.after.help')}
          value={words.say(`settings.after.${settings.afterFiling}`)}
        />
      </Set>
    </>
  );
}

function RootButton() {
  const words = useWords();
  const { client } = useStore();
  return (
    <Button small onPress={() => void client.call('folder.open', { documentId: null })}>
      {words.say('act.open-folder')}
    </Button>
  );
}

function Kinds({ settings }: { readonly settings: Settings }) {
  const words = useWords();
  return (
    <section class="set">
      <h3>{words.say('settings.kinds.title')}</h3>
      <ul class="match">
        {settings.routes.map((route) => (
          <li class="match__row" key={route.match}>
            <span class="match__from">
              <Icon name="folder" />
              <span>{folderWords(route.match)}</span>
            </span>
            <Icon name="right" />
            <span class="match__to">
              <b class="bold">
                {targetWords(route.target === 'picture' ? 'picture' : route.targetName, words)}
              </b>
              <small>{routeWords(route, words)}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `RIB/*` and `Visites médicales/**` are folders to a person; other patterns stay as they are. */
const folderWords = (match: string): string => match.replace(/\/\*{1,2}$/, '');

function routeWords(route: Settings['routes'][number], words: Words): string {
  const many = words.say(route.multiple ? 'target.multiple' : 'target.single');
  if (route.multiple) return many;
  const filled = (['ask', 'replace', 'skip'] as const).find((kind) => kind === route.whenFilled);
  return filled === undefined ? many : `${many}\u00a0· ${words.say(`settings.filled.${filled}`)}`;
}

function Application({ settings }: { readonly settings: Settings }) {
  const words = useWords();
  const onOff = (on: boolean): string => words.say(on ? 'settings.on' : 'settings.off');
  return (
    <Set title={words.say('settings.app')}>
      <SetRow
        name={words.say('settings.app.login')}
        help={words.say('settings.app.login.help')}
        value={onOff(settings.openAtLogin)}
      />
      <SetRow
        name={words.say('settings.app.tray')}
        help={words.say('settings.app.tray.help')}
        value={onOff(settings.tray)}
      />
      <SetRow
        name={words.say('settings.app.notifications')}
        help={words.say('settings.app.notifications.help')}
        value={onOff(settings.notifications)}
      />
      <SetRow
        name={words.say('settings.app.language')}
        help={words.say('settings.app.language.help')}
        value={words.say(settings.language === 'en' ? 'settings.language.en' : 'settings.language.fr')}
      />
    </Set>
  );
}

function About({ settings }: { readonly settings: Settings }) {
  const words = useWords();
  return (
    <section class="set">
      <h3>{words.say('settings.about')}</h3>
      <div class="about">
        <Mark />
        <div>
          <p class="about__name">{words.say('app.name')}</p>
          <p class="soft">{`${words.say('settings.about.version')} ${settings.version}`}</p>
        </div>
      </div>
      <div class="set__rows">
        <SetRow
          name={words.say('settings.about.today')}
          help={words.say('settings.connection.rate.help')}
          value={words.number(settings.requests)}
        />
      </div>
      <Note icon="shield">{words.say('settings.about.privacy')}</Note>
    </section>
  );
}
