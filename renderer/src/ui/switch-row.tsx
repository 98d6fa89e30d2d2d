/** A setting that is on or off: its name, what it is good for, and the switch. All of the row turns it. */
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import { LockNote } from './locked.tsx';
import { useOwnId } from './use-own-id.ts';

export function SwitchRow({
  icon,
  name,
  help,
  on,
  locked = false,
  onTurn,
}: {
  readonly icon?: IconName;
  readonly name: string;
  readonly help: string;
  readonly on: boolean;
  /** The organisation has set it: it shows how it stands, and is not turned. */
  readonly locked?: boolean;
  readonly onTurn: (on: boolean) => void;
}) {
  const [label, note] = [useOwnId(), useOwnId()];
  const plain = icon === undefined;
  return (
    <label class={`set__row set__row--${plain ? 'switch' : 'icon'}${locked ? ' is-locked' : ''}`}>
      {plain ? null : <Icon name={icon} size={20} />}
      <span class={plain ? 'set__label' : 'set__name'} id={label}>
        {name}
      </span>
      <span class={plain ? 'set__note' : 'set__help'} id={note}>
        {help}
        {locked ? <LockNote /> : null}
      </span>
      <input
        class="switch"
        type="checkbox"
        role="switch"
        checked={on}
        aria-labelledby={label}
        aria-describedby={note}
        aria-readonly={locked ? true : undefined}
        // Not `disabled`: whoever goes by keyboard comes past it and hears why it does not turn.
        onClick={(event) => {
          if (locked) event.preventDefault();
        }}
        onChange={(event) => onTurn(event.currentTarget.checked)}
      />
    </label>
  );
}
