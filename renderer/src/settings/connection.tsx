/** Connection: where Lucca is, the key to it, which generation of its interface, and how much of its minute is used. */
import { useState } from 'preact/hooks';
import { isLoopback } from '../../../main/shared/loopback.ts';
import type { Settings } from '../../../main/shared/settings.ts';
import type { MessageKey } from '../../../main/shared/messages/format.ts';
import { useApp, useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { SwitchRow } from '../ui/switch-row.tsx';
import { KeyForm } from '../views/key-form.tsx';
import { ChoiceRow, Group, NumberRow, Row, TextRow } from './rows.tsx';
import { useEditing, useLocked } from './use-settings.tsx';
import { useWrong } from './wrong.ts';

const generations = ['v3', 'mixed', '2024-11-01'] as const;
/** What Lucca allows a tenant; a rehearsal on this machine has a minute of its own. */
const luccaMost = 50;

export function Connection() {
  const words = useWords();
  const { draft, view, change } = useEditing();
  const wrong = useWrong();
  const locked = useLocked();
  const { tenant } = draft;
  const put = (next: Partial<Settings['tenant']>): void => change({ tenant: { ...tenant, ...next } });
  const oauth = tenant.oauth ?? view.settings.tenant.oauth ?? { clientId: '', tokenUrl: '' };
  const elsewhere = tenant.url !== view.settings.tenant.url || tenant.api !== view.settings.tenant.api;
  return (
    <>
      <Group title={words.say('settings.connection')}>
        <TextRow
          at="tenant.url"
          name={words.say('settings.connection.address')}
          help={words.say('settings.connection.address.help')}
          value={tenant.url}
          wrong={wrong('tenant.url')}
          onType={(url) => put({ url: url.trim() })}
        />
        {elsewhere ? <TypedKey /> : <KeptKey />}
        <NumberRow
          at="tenant.requestsPerMinute"
          name={words.say('settings.connection.rate')}
          help={words.say('settings.connection.rate.help')}
          value={tenant.requestsPerMinute}
          unit=""
          least={1}
          most={isLoopback(tenant.url) ? 100_000 : luccaMost}
          onSet={(requestsPerMinute) => put({ requestsPerMinute })}
        />
      </Group>
      <Group title={words.say('settings.connection.api.title')}>
        <ChoiceRow
          at="tenant.api"
          name={words.say('settings.connection.api')}
          help={words.say('settings.connection.api.help')}
          value={tenant.api}
          choices={generations.map((value) => ({
            value,
            words: words.say(`settings.connection.api.${value}`),
          }))}
          onChoose={(value) => {
            const api = generations.find((one) => one === value) ?? 'v3';
            put({ api, ...(api === 'v3' ? { oauth: undefined, etags: undefined } : { oauth }) });
          }}
        />
        {tenant.api === 'v3' ? null : (
          <>
            <TextRow
              at="tenant.oauth.clientId"
              name={words.say('settings.connection.client')}
              help={words.say('settings.connection.client.help')}
              value={oauth.clientId}
              wrong={wrong('tenant.oauth.clientId')}
              onType={(clientId) => put({ oauth: { ...oauth, clientId: clientId.trim() } })}
            />
            <TextRow
              at="tenant.oauth.tokenUrl"
              name={words.say('settings.connection.token')}
              help={words.say('settings.connection.token.help')}
              value={oauth.tokenUrl}
              wrong={wrong('tenant.oauth.tokenUrl')}
              onType={(tokenUrl) => put({ oauth: { ...oauth, tokenUrl: tokenUrl.trim() } })}
            />
            <SwitchRow
              name={words.say('settings.connection.etags')}
              help={words.say('settings.connection.etags.help')}
              on={tenant.etags ?? false}
              locked={locked('tenant.etags')}
              onTurn={(etags) => put({ etags: etags ? true : undefined })}
            />
          </>
        )}
        <ChoiceRow
          at="tenant.jpegAs"
          name={words.say('settings.connection.jpeg')}
          help={words.say('settings.connection.jpeg.help')}
          value={tenant.jpegAs ?? 'image/jpg'}
          choices={[
            { value: 'image/jpg', words: 'image/jpg' },
            { value: 'image/jpeg', words: 'image/jpeg' },
          ]}
          onChoose={(value) => put({ jpegAs: value === 'image/jpeg' ? 'image/jpeg' : 'image/jpg' })}
        />
      </Group>
    </>
  );
}

/** The key that is in the keychain: how it stands, and another one in its place, which is tried at once. */
function KeptKey() {
  const words = useWords();
  const status = useApp((state) => state.status);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Row name={words.say('settings.connection.key')} help={words.say('settings.connection.key.help')}>
        <span>{words.say(keyWords(status))}</span>
        {open ? null : (
          <Button small onPress={() => setOpen(true)}>
            {words.say('settings.connection.key.change')}
          </Button>
        )}
      </Row>
      {open ? (
        <div class="set__row set__row--wide">
          <KeyForm onDone={() => setOpen(false)} />
        </div>
      ) : null}
    </>
  );
}

/** Another address has another key. It goes to the main process with the draft, and is held by nothing else. */
function TypedKey() {
  const words = useWords();
  const { draft, typeKey } = useEditing();
  const { api } = draft.tenant;
  const name = words.say(api === 'v3' ? 'settings.connection.key.new' : `setup.connect.key.${api}`);
  return (
    <div class="set__row set__row--wide">
      <h4>{name}</h4>
      <p>
        {api === 'mixed' ? `${words.say('settings.connection.key.mixed.help')} ` : null}
        {words.say('settings.connection.key.new.help')}
      </p>
      <div class="set__ctl">
        <span class="input input--tall">
          <input
            type="password"
            autocomplete="off"
            spellcheck={false}
            aria-label={name}
            onInput={(event) => {
              const typed = event.currentTarget.value.trim();
              typeKey(typed === '' ? null : typed);
            }}
          />
        </span>
      </div>
    </div>
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
