/** Another way to Lucca than by an API key: a client of OAuth 2, alone or beside the key. */
import type { CallInput } from '../../../main/shared/ipc-contract.ts';
import { useWords } from '../state/context.tsx';
import { Select } from '../ui/select.tsx';

export type Way = NonNullable<CallInput<'setup.connect'>['way']>;

const generations = ['mixed', '2024-11-01'] as const satisfies readonly Way['api'][];

export const firstWay: Way = { api: 'mixed', clientId: '', tokenUrl: '' };

export function WayFields({ way, onWay }: { readonly way: Way; readonly onWay: (way: Way) => void }) {
  const words = useWords();
  const text = (member: 'clientId' | 'tokenUrl', name: 'client' | 'token') => (
    <label class="field">
      <span class="field__label">{words.say(`settings.connection.${name}`)}</span>
      <span class="input input--tall">
        <input
          type="text"
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
      <span class="field__help">{words.say(`settings.connection.${name}.help`)}</span>
    </label>
  );
  return (
    <>
      <label class="field">
        <span class="field__label">{words.say('settings.connection.api')}</span>
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
      </label>
      {text('clientId', 'client')}
      {text('tokenUrl', 'token')}
    </>
  );
}
