/** Line icons drawn for Classeur: 24 grid, round ends. The stroke comes from the style sheet. */
import type { ComponentChildren } from 'preact';

const drawings = {
  eye: (
    <>
      <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" />
      <circle cx="12" cy="12" r="2.75" />
    </>
  ),
  arrow: <path d="M4.5 12h15M13.5 6l6 6-6 6" />,
  down: <path d="m5.5 9 6.5 6.5L18.5 9" />,
  bell: (
    <>
      <path d="M6 10a6 6 0 0 1 12 0c0 5.5 2.25 6.75 2.25 6.75H3.75S6 15.5 6 10z" />
      <path d="M10 20a2.2 2.2 0 0 0 4 0" />
    </>
  ),
  power: (
    <>
      <path d="M12 3.5v8" />
      <path d="M6.8 7a8 8 0 1 0 10.4 0" />
    </>
  ),
  screen: (
    <>
      <rect x="3" y="4.5" width="18" height="12.5" rx="2.25" />
      <path d="M8.5 20.5h7" />
    </>
  ),
  folder: (
    <path d="M3 7.5A2.5 2.5 0 0 1 5.5 5h3.2c.7 0 1.3.3 1.8.8l.9 1c.4.4.9.7 1.5.7h5.6A2.5 2.5 0 0 1 21 10v6.5a2.5 2.5 0 0 1-2.5 2.5h-13A2.5 2.5 0 0 1 3 16.5z" />
  ),
  sliders: (
    <>
      <path d="M4 7h8M18 7h2M4 17h2M12 17h8" />
      <circle cx="15" cy="7" r="2.75" />
      <circle cx="9" cy="17" r="2.75" />
    </>
  ),
  pause: <path d="M8.5 5.5v13M15.5 5.5v13" stroke-width="2.75" />,
  play: <path d="M7.5 5.2v13.6a.6.6 0 0 0 .9.5l10.9-6.8a.6.6 0 0 0 0-1L8.4 4.7a.6.6 0 0 0-.9.5z" />,
  refresh: (
    <>
      <path d="M20 11.5A8 8 0 0 0 6 6.6L4 8.5" />
      <path d="M4 4v4.5h4.5" />
      <path d="M4 12.5a8 8 0 0 0 14 4.9l2-1.9" />
      <path d="M20 20v-4.5h-4.5" />
    </>
  ),
  cross: <path d="m6 6 12 12M18 6 6 18" />,
  search: (
    <>
      <circle cx="10.5" cy="10.5" r="6.5" />
      <path d="m20 20-4.8-4.8" />
    </>
  ),
  out: (
    <>
      <path d="M13.5 4.5h6v6M19 5l-8.5 8.5" />
      <path d="M18 14.5v3A2.5 2.5 0 0 1 15.5 20h-9A2.5 2.5 0 0 1 4 17.5v-9A2.5 2.5 0 0 1 6.5 6h3" />
    </>
  ),
  ask: (
    <>
      <circle cx="12" cy="12" r="8.75" />
      <path d="M9.6 9.7a2.45 2.45 0 1 1 3.5 2.4c-.8.4-1.1.9-1.1 1.65" />
      <path d="M12 16.8v.01" stroke-width="2.5" />
    </>
  ),
  today: (
    <>
      <rect x="3.5" y="4.5" width="17" height="15.5" rx="2.25" />
      <path d="M3.5 13.5h4.3c.6 0 1 .4 1.2.9.4 1.1 1.4 2.1 3 2.1s2.6-1 3-2.1c.2-.5.6-.9 1.2-.9h4.3" />
    </>
  ),
  past: (
    <>
      <path d="M3.8 9.5A8.75 8.75 0 1 1 3.25 12" />
      <path d="M3.5 4.5v5h5" />
      <path d="M12 7.5v4.7l3.2 1.9" />
    </>
  ),
  clock: (
    <>
      <circle cx="12" cy="12" r="8.75" />
      <path d="M12 7.5v4.7l3.2 1.9" />
    </>
  ),
  shield: (
    <>
      <path d="M12 3.5c2.3 1.8 4.8 2.5 7.5 2.5v5.5c0 4.7-3.1 7.7-7.5 9-4.4-1.3-7.5-4.3-7.5-9V6c2.7 0 5.2-.7 7.5-2.5z" />
      <path d="m8.7 12 2.4 2.4 4.3-4.6" />
    </>
  ),
  up: <path d="M12 19.5v-15M6 10.5l6-6 6 6" />,
  check: <path d="m5 12.5 4.6 4.6L19.5 7" />,
  copy: (
    <>
      <rect x="9" y="9" width="11.5" height="11.5" rx="2.25" />
      <path d="M5.5 15A2 2 0 0 1 3.5 13V5.75A2.25 2.25 0 0 1 5.75 3.5H13a2 2 0 0 1 2 2" />
    </>
  ),
  export: <path d="M12 4v10.5M7.5 10.5 12 15l4.5-4.5M4.5 19.5h15" />,
  info: (
    <>
      <circle cx="12" cy="12" r="8.75" />
      <path d="M12 11.25V16.5" />
      <path d="M12 7.75v.01" stroke-width="2.5" />
    </>
  ),
  left: <path d="m14.5 5.5-6.5 6.5 6.5 6.5" />,
  right: <path d="m9.5 5.5 6.5 6.5-6.5 6.5" />,
  document: (
    <>
      <path d="M13.25 3H7.25A2.25 2.25 0 0 0 5 5.25v13.5A2.25 2.25 0 0 0 7.25 21h9.5A2.25 2.25 0 0 0 19 18.75V8.75L13.25 3v5.75H19" />
      <path d="M9 13.5h6M9 17h4" />
    </>
  ),
  key: (
    <>
      <circle cx="8" cy="15.5" r="4" />
      <path d="m11 12.5 8.5-8.5M16 7.5l3 3" />
    </>
  ),
  plus: <path d="M12 5v14M5 12h14" />,
  minus: <path d="M5 12h14" />,
} as const satisfies Record<string, ComponentChildren>;

export type IconName = keyof typeof drawings;

/** Decoration: whatever it means is said in words beside it, or by the control's label. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: 16 | 20 | 24 }) {
  return (
    <svg class={size === 16 ? 'i' : `i i--${size}`} viewBox="0 0 24 24" aria-hidden="true">
      {drawings[name]}
    </svg>
  );
}
