/** A list to choose one from: the system's own, so that every keyboard and reader knows it. */
import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

export function Select({
  id,
  value,
  label,
  chip = false,
  children,
  onChange,
}: {
  readonly id?: string;
  readonly value: string;
  /** Where no label stands beside it. */
  readonly label?: string;
  /** Small, within a line. */
  readonly chip?: boolean;
  readonly children: ComponentChildren;
  readonly onChange: (value: string) => void;
}) {
  return (
    <span class={chip ? 'select select--chip' : 'select'}>
      <select
        id={id}
        value={value}
        aria-label={label}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {children}
      </select>
      <Icon name="down" />
    </span>
  );
}
