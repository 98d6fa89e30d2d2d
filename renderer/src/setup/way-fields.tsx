/** Another way to Lucca than by an API key: a client of OAuth 2, alone or beside the key. */
import type { CallInput } from '../../../main/shared/ipc-contract.ts';
import { useWords } from '../state/context.tsx';
import { LockedValue, LockNote } from '../ui/locked.tsx';
import { Select } from '../ui/select.tsx';
import { useGiven } from './use-setup.ts';

export type Way = NonNullable<CallInput<'setup.connect'>['way']>;

const generations = ['mixed', '2024-11-01'] as const satisfies readonly Way['api'][];

export function WayFields({ way, onWay }: { readonly way: Way; readonly onWay: (way: Way) => void }) {
  const words = useWords();
  const given = useGiven();
  const text = (member: 'clientId' | 'tokenUrl', name: 'client' | 'token') => (
    <label class="field">
      <span class="field__label">{words.say(`settings.connection.${name}`)}</span>
      <span class={given(`tenant.oauth.${member}`) ? 'input input--tall input--locked' : 'input input--tall'}>
        <input
          type="text"
          readOnly={given(`tenant.oauth.${member}`)}
          required
          autocomplete="off"
          spellcheck={false}
          defaultValue={way[member]}
          placeholder={
            member === 'tokenUrl' ? 'https://accounts.world.luccasoftware.com/connect/token' : undefined
          }
          onInput={(event) => onWay({ ...way, [member]: event.currentTarget.value.trim() })}
        />
      </span>
      <span class="field__help">
        {words.say(`settings.connection.${name}.help`)}
        {given(`tenant.oauth.${member}`) ? <LockNote /> : null}
      </span>
    </label>
  );
  return (
    <>
      <label class="field">
        <span class="field__label">{words.say('settings.connection.api')}</span>
        {given('tenant.api') ? (
          <LockedValue
            label={words.say('settings.connection.api')}
            value={words.say(`settings.connection.api.${way.api}`)}
            describedBy="setup-api-lock"
            wide
          />
        ) : (
          <Select
            value={way.api}
            onChange={(value) => onWay({ ...way, api: generations.find((one) => one === value) ?? way.api })}
          >
            {generations.map((api) => (
              <option key={api} value={api}>
                {words.say(`settings.connection.api.${api}`)}
              </option>
            ))}
          </Select>
        )}
        {given('tenant.api') ? <LockNote id="setup-api-lock" /> : null}
      </label>
      {text('clientId', 'client')}
      {text('tokenUrl', 'token')}
    </>
  );
}
