/** Calm words that somebody should know of: a line, or a few under a title with what may be done. */
import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import { useOwnId } from './use-own-id.ts';

export function Note({
  icon,
  tone,
  onCanvas = false,
  children,
  action,
}: {
  readonly icon: IconName;
  readonly tone?: 'ok' | 'ask' | 'stop';
  readonly onCanvas?: boolean;
  readonly children: ComponentChildren;
  readonly action?: ComponentChildren;
}) {
  const classes = `note${tone === undefined ? '' : ` note--${tone}`}${onCanvas ? ' note--on-canvas' : ''}`;
  return (
    <div class={action === undefined ? classes : `${classes} note--act`}>
      <Icon name={icon} />
      <p>{children}</p>
      {action}
    </div>
  );
}

/** A title, what there is to know, and acts below it. */
export function Notice({
  icon,
  tone,
  title,
  acts,
  children,
}: {
  readonly icon: IconName;
  readonly tone?: 'ask';
  readonly title: string;
  readonly acts: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  const id = useOwnId();
  return (
    <section class={tone === undefined ? 'note notice' : `note note--${tone} notice`} aria-labelledby={id}>
      <Icon name={icon} />
      <h3 class="notice__title" id={id}>
        {title}
      </h3>
      <div class="notice__words">{children}</div>
      <div class="notice__acts">{acts}</div>
    </section>
  );
}
