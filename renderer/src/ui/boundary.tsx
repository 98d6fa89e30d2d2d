/** A view that cannot be drawn says so, and the rest of the window stays. */
import { Component } from 'preact';
import type { ComponentChildren } from 'preact';
import { useWords } from '../state/context.tsx';
import { Button } from './button.tsx';
import { Shelf } from './shelf.tsx';

interface Props {
  /** Another view is another chance. */
  readonly name: string;
  readonly children: ComponentChildren;
}

export class Boundary extends Component<Props, { readonly failed: string | null }> {
  override state = { failed: null };

  override componentDidCatch(): void {
    this.setState({ failed: this.props.name });
  }

  override render({ name, children }: Props, { failed }: { readonly failed: string | null }) {
    return failed === name ? <Failed onRetry={() => this.setState({ failed: null })} /> : children;
  }
}

function Failed({ onRetry }: { readonly onRetry: () => void }) {
  const words = useWords();
  return (
    <Shelf
      sign="trouble"
      title={words.say('view.failed.title')}
      whole
      actions={<Button onPress={onRetry}>{words.say('act.retry.short')}</Button>}
    >
      {words.say('view.failed')}
    </Shelf>
  );
}
