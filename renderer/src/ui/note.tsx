/** One calm line that somebody should know of. */
import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

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
