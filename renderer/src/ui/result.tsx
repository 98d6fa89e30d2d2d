/** What came of it: a few lines with a sign each, heard when they change. */
import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

export type ResultTone = 'ok' | 'ask' | 'stop' | 'go' | 'calm';

const signs: Readonly<Record<ResultTone, IconName>> = {
  ok: 'check',
  ask: 'ask',
  stop: 'info',
  go: 'up',
  calm: 'info',
};

/** A live region from the beginning: what appears in it is spoken. */
export function Result({ children }: { readonly children?: ComponentChildren }) {
  return (
    <div class="result" role="status">
      {children}
    </div>
  );
}

export function ResultRow({
  tone,
  title,
  strong = false,
  end,
  detail,
  children,
}: {
  readonly tone: ResultTone;
  readonly title: ComponentChildren;
  readonly strong?: boolean;
  readonly end?: ComponentChildren;
  readonly detail?: ComponentChildren;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class={`result__row result__row--${tone}`}>
      <Icon name={signs[tone]} size={20} />
      <span class={strong ? 'bold' : undefined}>{title}</span>
      <span class="result__end">{end}</span>
      {detail === undefined || detail === null ? null : <small>{detail}</small>}
      {children}
    </div>
  );
}

/** A line with a number that opens to what it counts. */
export function ResultGroup({
  tone,
  icon,
  title,
  count,
  open,
  onToggle,
  detail,
  children,
}: {
  readonly tone: ResultTone;
  readonly icon: IconName;
  readonly title: string;
  readonly count: string;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly detail: ComponentChildren;
  /** Shown while it is open. */
  readonly children: ComponentChildren;
}) {
  return (
    <div class="result__group">
      <button
        type="button"
        class={`result__row result__row--${tone}`}
        aria-expanded={open}
        onClick={onToggle}
      >
        <Icon name={icon} size={20} />
        <span>{title}</span>
        <span class="result__end">
          <b class="bold num">{count}</b>
          <Icon name={open ? 'down' : 'right'} />
        </span>
        {detail}
      </button>
      {open ? children : null}
    </div>
  );
}
