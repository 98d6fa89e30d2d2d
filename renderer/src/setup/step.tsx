/** What every step looks like: a title, one decision, Back and Continue that never move. */
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { orderOf, steps, useSetup } from './use-setup.ts';

export function Step({
  title,
  intro,
  foot,
  ready,
  next,
  nextWords,
  busy = false,
  nextButton,
  children,
}: {
  readonly title: string;
  readonly intro: string;
  /** Beside Continue: what it means, or what is still missing. */
  readonly foot?: string | null;
  readonly ready: boolean;
  readonly next: () => void;
  readonly nextWords?: string;
  readonly busy?: boolean;
  readonly nextButton?: RefObject<HTMLButtonElement>;
  readonly children: ComponentChildren;
}) {
  const words = useWords();
  const { view, go } = useSetup();
  const heading = useRef<HTMLHeadingElement>(null);
  const at = orderOf(view.step);
  const before = steps[at - 1];
  // A new step is read from its title on.
  useEffect(() => heading.current?.focus(), []);
  return (
    <main class="setup__main">
      <div
        class="setup__body scroll"
        tabIndex={0}
        role="group"
        aria-label={words.say('setup.steps.at', { n: at + 1 })}
      >
        <header>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          <p>{intro}</p>
        </header>
        {children}
      </div>
      <footer class="setup__foot">
        {before === undefined ? null : (
          <Button look="quiet" icon="left" onPress={() => void go(before)}>
            {words.say('nav.back')}
          </Button>
        )}
        <div class="setup__end">
          {foot === undefined || foot === null || foot === '' ? null : (
            <span class="setup__hint" id="setup-hint">
              {foot}
            </span>
          )}
          <button
            {...(nextButton === undefined ? {} : { ref: nextButton })}
            type="button"
            class={`btn btn--primary${busy ? ' is-busy' : ''}`}
            disabled={!ready || busy}
            aria-describedby="setup-hint"
            onClick={next}
          >
            {busy ? <Icon name="refresh" /> : null}
            {nextWords ?? words.say('setup.next')}
          </button>
        </div>
      </footer>
    </main>
  );
}
