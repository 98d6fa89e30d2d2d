/** A button with a short menu above or below it. Arrows move, Enter chooses, Esc closes and gives the focus back. */
import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

export interface MenuEntry {
  readonly label: string;
  readonly onChoose: () => void;
}

export function MenuButton({
  label,
  icon,
  entries,
  worded,
  place,
}: {
  readonly label: string;
  readonly icon: IconName;
  readonly entries: readonly MenuEntry[];
  readonly worded: boolean;
  readonly place: 'above' | 'below';
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    items(root.current)[0]?.focus();
    const outside = (event: Event): void => {
      if (!(event.target instanceof Node && root.current?.contains(event.target) === true)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);

  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    if (!open) return;
    const all = items(root.current);
    const at = all.findIndex((item) => item === document.activeElement);
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown') all[(at + 1) % all.length]?.focus();
    else if (event.key === 'ArrowUp') all[(at - 1 + all.length) % all.length]?.focus();
    else if (event.key === 'Tab') {
      setOpen(false);
      return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="menu-holder" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        ref={button}
        class={worded ? 'btn btn--quiet btn--small nav__act' : 'btn btn--quiet btn--icon'}
        title={worded ? undefined : label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} />
        <span class={worded ? 'nav__words' : 'sr'}>{label}</span>
      </button>
      {open ? (
        <ul class={`menu menu--${place}`} role="menu" aria-label={label}>
          {entries.map((entry) => (
            <li key={entry.label} role="none">
              <button
                type="button"
                role="menuitem"
                tabIndex={-1}
                onClick={() => {
                  close();
                  entry.onChoose();
                }}
              >
                {entry.label}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

const items = (root: HTMLElement | null): readonly HTMLElement[] =>
  root === null ? [] : [...root.querySelectorAll<HTMLElement>('[role="menuitem"]')];
