/** Step 5: three switches, and off it goes. */
import { useState } from 'preact/hooks';
import type { AppSwitches } from '../../../main/shared/setup-contract.ts';
import { useApp, useStore, useWords } from '../state/context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { Note } from '../ui/note.tsx';
import { SwitchRow } from '../ui/switch-row.tsx';
import { platformOf } from './connect-step.tsx';
import { Step } from './step.tsx';
import { useGiven, useSetup } from './use-setup.ts';

const faces = ['filed', 'working', 'attention', 'offline'] as const;

export function StartStep() {
  const words = useWords();
  const { client } = useStore();
  const { view } = useSetup();
  const given = useGiven();
  const platform = platformOf(useApp((state) => state.info.platform));
  const [app, setApp] = useState<AppSwitches>(view.app);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const turn = (change: Partial<AppSwitches>): void => {
    const next = { ...app, ...change };
    setApp(next);
    void client.call('setup.switch', next);
  };
  const start = async (): Promise<void> => {
    setBusy(true);
    setFailed(false);
    // The window gives way to the real one once this is answered.
    const done = await client.call('setup.finish', undefined).catch(() => ({ ok: false }));
    if (done.ok) return;
    setBusy(false);
    setFailed(true);
  };
  const { toFile, seconds } = view.results;
  return (
    <Step
      title={words.say('setup.start.title')}
      intro={words.say('setup.start.intro')}
      ready
      busy={busy}
      nextWords={words.say('setup.start.go')}
      foot={words.say('setup.start.count', { n: toFile ?? 0, duration: words.duration(seconds ?? 0) })}
      next={() => void start()}
    >
      <div class="set__rows">
        <SwitchRow
          icon="power"
          name={words.say(`setup.start.login.${platform}`)}
          help={words.say('setup.start.login.help')}
          on={app.openAtLogin}
          locked={given('app.openAtLogin')}
          onTurn={(openAtLogin) => turn({ openAtLogin })}
        />
        <SwitchRow
          icon="screen"
          name={words.say('setup.start.tray')}
          help={words.say(`setup.start.tray.help.${platform}`)}
          on={app.tray}
          locked={given('app.tray')}
          onTurn={(tray) => turn({ tray })}
        />
        <SwitchRow
          icon="bell"
          name={words.say('setup.start.notifications')}
          help={words.say('setup.start.notifications.help')}
          on={app.notifications}
          locked={given('app.notifications')}
          onTurn={(notifications) => turn({ notifications })}
        />
      </div>
      {app.tray ? (
        <section class="legend">
          <h2>{words.say('setup.start.legend')}</h2>
          <ul>
            {faces.map((face) => (
              <li key={face}>
                <Glyph face={face} count={3} />
                <span>{words.say(`setup.start.legend.${face}`)}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <div role="status">
        {failed ? (
          <Note icon="info" tone="ask">
            {words.say('setup.start.failed')}
          </Note>
        ) : null}
      </div>
    </Step>
  );
}
