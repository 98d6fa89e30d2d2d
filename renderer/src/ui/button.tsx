/** Buttons. Their words are verbs or answers. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

type Look = 'second' | 'primary' | 'quiet' | 'link';

interface ButtonProps {
  readonly look?: Look;
  readonly small?: boolean;
  readonly icon?: IconName;
  /** Extra classes for its place in a layout. */
  readonly place?: string;
  readonly title?: string;
  readonly disabled?: boolean;
  readonly submit?: boolean;
  readonly busy?: boolean;
  /** False makes it an icon alone: `children` is then its label. */
  readonly worded?: boolean;
  readonly children: ComponentChildren;
  readonly onPress?: () => void;
}

export function Button(props: ButtonProps) {
  const { look = 'second', small = false, icon, worded = true, busy = false } = props;
  const classes = [
    'btn',
    look === 'second' ? '' : `btn--${look}`,
    small ? 'btn--small' : '',
    worded ? '' : 'btn--icon',
    busy ? 'is-busy' : '',
    props.place ?? '',
  ];
  return (
    <button
      type={props.submit === true ? 'submit' : 'button'}
      class={classes.filter((name) => name !== '').join(' ')}
      title={props.title}
      disabled={props.disabled}
      onClick={props.onPress}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      {worded ? props.children : <span class="sr">{props.children}</span>}
    </button>
  );
}

const saidForMs = 2_000;

/** Does something that leaves no other trace, and says for two seconds that it is done. */
export function SayingButton(
  props: Omit<ButtonProps, 'onPress'> & { readonly said: string; readonly onPress: () => Promise<unknown> },
) {
  const [done, setDone] = useState(false);
  const { said, onPress, children, icon, ...rest } = props;
  return (
    <Button
      {...rest}
      {...(icon === undefined ? {} : { icon: done ? 'check' : icon })}
      onPress={() => {
        void onPress().then(() => {
          setDone(true);
          setTimeout(() => setDone(false), saidForMs);
        });
      }}
    >
      <span aria-live="polite">{done ? said : children}</span>
    </Button>
  );
}
