/** A shelf of binders, ours in the middle: the head of a list that has nothing, or that cannot move. */
import type { ComponentChildren } from 'preact';

export type ShelfSign = 'filed' | 'offline' | 'paused' | 'locked' | 'standing-by' | 'trouble' | 'ask';

const tones: Readonly<Record<ShelfSign, string>> = {
  filed: 'empty--ok',
  offline: 'empty--off',
  paused: 'empty--off',
  locked: 'empty--stop',
  'standing-by': 'empty--off',
  trouble: 'empty--stop',
  ask: 'empty--off',
};

const binder = 'M74 15a4 4 0 0 1 4-4h25a4 4 0 0 1 4 4v70a4 4 0 0 1-4 4H78a4 4 0 0 1-4-4z';

function own(sign: ShelfSign): ComponentChildren {
  switch (sign) {
    case 'filed':
      return (
        <>
          <rect class="own" x="73" y="10" width="35" height="80" rx="4" />
          <rect class="own-cut" x="81" y="18" width="19" height="8" rx="2" />
          <path class="own-sign" d="m82.5 56 5.5 5.5 10.5-11.5" />
        </>
      );
    case 'offline':
      return (
        <>
          <path class="own-line" d={binder} />
          <path class="own-gap" d="M66 82 115 18" />
          <path class="own-line" d="M66 82 115 18" />
        </>
      );
    case 'paused':
      return (
        <>
          <path class="own-line" d={binder} />
          <path class="own-line" d="M84 22h13M85.5 46v18M95.5 46v18" />
        </>
      );
    case 'locked':
      return (
        <>
          <path class="own-line own-line--calm" d={binder} />
          <path class="own-line own-line--calm" d="M84 22h13" />
          <path class="own-line" d="M84.5 48v-5a6 6 0 0 1 12 0v5" />
          <rect class="own" x="80.5" y="47" width="20" height="16" rx="3" />
          <path class="own-sign" d="M90.5 53.5v3.5" />
        </>
      );
    case 'standing-by':
      return (
        <>
          <path class="own-line" d={binder} />
          <path class="own-line" d="M84 22h13" />
          <circle class="own-line" cx="90.5" cy="72" r="4.5" />
        </>
      );
    case 'trouble':
      return (
        <>
          <path class="own-line own-line--calm" d={binder} />
          <path class="own-line own-line--calm" d="M84 22h13" />
          <path class="own-line" d="M90.5 43v13M90.5 63v.01" />
        </>
      );
    case 'ask':
      return (
        <>
          <path class="own-line" d={binder} />
          <path class="own-line" d="M84 22h13" />
          <path class="own-line" d="m84 56 5 5 9-10" />
        </>
      );
  }
}

export function Shelf({
  sign,
  title,
  children,
  actions,
  whole = false,
  level: Title = 'h3',
}: {
  readonly sign: ShelfSign;
  readonly title?: string;
  readonly children: ComponentChildren;
  readonly actions?: ComponentChildren;
  /** Fills its pane instead of heading a list. */
  readonly whole?: boolean;
  /** Below the view's own title, unless there is none. */
  readonly level?: 'h1' | 'h3';
}) {
  return (
    <section class={`empty ${tones[sign]}${whole ? ' empty--whole' : ''}`}>
      <svg class="art empty__art" viewBox="0 0 176 96" aria-hidden="true">
        <rect class="tome" x="22" y="32" width="20" height="58" rx="3" />
        <path class="tome-mark" d="M28.4 42h7.2M28.4 47h7.2" />
        <circle class="tome-mark" cx="32" cy="74" r="3" />
        <rect class="tome" x="45" y="24" width="24" height="66" rx="3" />
        <path class="tome-mark" d="M52.7 34h8.6M52.7 39h8.6" />
        <circle class="tome-mark" cx="57" cy="74" r="3" />
        {own(sign)}
        <rect class="tome" x="112" y="28" width="22" height="62" rx="3" />
        <path class="tome-mark" d="M119 38h8M119 43h8" />
        <circle class="tome-mark" cx="123" cy="74" r="3" />
        <rect class="tome" x="137" y="38" width="17" height="52" rx="3" />
        <path class="tome-mark" d="M142.4 48h6.1" />
        <circle class="tome-mark" cx="145.5" cy="74" r="3" />
        <path class="shelf" d="M6 90.75h164" />
      </svg>
      {title === undefined ? null : <Title tabIndex={-1}>{title}</Title>}
      <p>{children}</p>
      {actions === undefined ? null : <div class="actions">{actions}</div>}
    </section>
  );
}
