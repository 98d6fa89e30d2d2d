/** What the organisation has set: a lock and a sentence beside it, and its value where one may read and copy it. */
import { useWords } from '../state/context.tsx';
import { Icon } from './icon.tsx';

/** `id`: for the control that it describes. */
export function LockNote({ id }: { readonly id?: string }) {
  const words = useWords();
  return (
    <span class="lock" id={id}>
      <Icon name="lock" />
      {words.say('settings.locked')}
    </span>
  );
}

/** In place of whatever would change it. It can be reached by keyboard, and says of itself that it is read only. */
export function LockedValue({
  label,
  value,
  describedBy,
  wide = false,
}: {
  readonly label: string;
  readonly value: string;
  readonly describedBy: string;
  readonly wide?: boolean;
}) {
  return (
    <span class={wide ? 'input input--tall input--locked' : 'input input--locked input--snug'}>
      <input
        type="text"
        readOnly
        value={value}
        title={value}
        aria-label={label}
        aria-describedby={describedBy}
      />
    </span>
  );
}
