/** Application: what Classeur does on this computer, and how long it remembers. */
import { languageNames, languages } from '../../../main/shared/languages.ts';
import type { Settings } from '../../../main/shared/settings.ts';
import { useWords } from '../state/context.tsx';
import { SwitchRow } from '../ui/switch-row.tsx';
import { ChoiceRow, Group, NumberRow } from './rows.tsx';
import { useEditing, useLocked } from './use-settings.tsx';

const ofTheSystem = 'system';
const mostDays = 36_500;

export function Application() {
  const words = useWords();
  const { draft, change } = useEditing();
  const locked = useLocked();
  const turn = (next: Partial<Settings['app']>): void => change({ app: { ...draft.app, ...next } });
  return (
    <>
      <Group title={words.say('settings.app')}>
        <SwitchRow
          name={words.say('settings.app.login')}
          help={words.say('settings.app.login.help')}
          on={draft.app.openAtLogin}
          locked={locked('app.openAtLogin')}
          onTurn={(openAtLogin) => turn({ openAtLogin })}
        />
        <SwitchRow
          name={words.say('settings.app.tray')}
          help={words.say(draft.app.tray ? 'settings.app.tray.help' : 'settings.app.tray.without')}
          on={draft.app.tray}
          locked={locked('app.tray')}
          onTurn={(tray) => turn({ tray })}
        />
        <SwitchRow
          name={words.say('settings.app.notifications')}
          help={words.say('settings.app.notifications.help')}
          on={draft.app.notifications}
          locked={locked('app.notifications')}
          onTurn={(notifications) => turn({ notifications })}
        />
        <ChoiceRow
          at="language"
          name={words.say('settings.app.language')}
          help={words.say('settings.app.language.help')}
          value={draft.language ?? ofTheSystem}
          choices={[
            { value: ofTheSystem, words: words.say('settings.language.system') },
            ...languages.map((value) => ({ value, words: languageNames[value] })),
          ]}
          onChoose={(value) => {
            const language = languages.find((one) => one === value);
            change({ language });
          }}
        />
      </Group>
      <Group title={words.say('settings.proof')}>
        <NumberRow
          at="receipts.keepDays"
          name={words.say('settings.proof.keep')}
          help={words.say('settings.proof.keep.help')}
          value={draft.receipts.keepDays}
          unit={words.say('settings.unit.days')}
          least={1}
          most={mostDays}
          onSet={(keepDays) => change({ receipts: { keepDays } })}
        />
        <SwitchRow
          name={words.say('settings.proof.read-back')}
          help={words.say('settings.proof.read-back.help')}
          on={draft.readBack}
          locked={locked('readBack')}
          onTurn={(readBack) => change({ readBack })}
        />
      </Group>
    </>
  );
}
