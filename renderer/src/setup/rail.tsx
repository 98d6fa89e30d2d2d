/** The five steps beside what is asked: where one is, and what each finished step came to. */
import { useWords } from '../state/context.tsx';
import { Icon } from '../ui/icon.tsx';
import type { Words } from '../../../main/shared/messages/format.ts';
import type { SetupStep, SetupView } from '../../../main/shared/setup-contract.ts';
import { orderOf, steps, useSetup } from './use-setup.ts';

export function Rail() {
  const words = useWords();
  const { view, go } = useSetup();
  return (
    <nav class="rail" aria-label={words.say('setup.steps')}>
      <ol>
        {steps.map((step, index) => {
          const here = step === view.step;
          const been = orderOf(step) < orderOf(view.reached);
          const content = (
            <>
              <span class="rail__no" aria-hidden="true">
                {been && !here ? <Icon name="check" /> : words.number(index + 1)}
              </span>
              <span class="rail__name">{words.say(`setup.step.${step}`)}</span>
              {been && !here ? <small>{resultOf(step, view.results, words)}</small> : null}
            </>
          );
          const open = !here && orderOf(step) <= orderOf(view.reached);
          return (
            <li
              key={step}
              class={been && !here ? 'is-done' : undefined}
              aria-current={here ? 'step' : undefined}
            >
              {open ? (
                <button type="button" class="rail__step" onClick={() => void go(step)}>
                  {content}
                </button>
              ) : (
                <span class="rail__step">{content}</span>
              )}
            </li>
          );
        })}
      </ol>
      <p class="rail__foot">{words.say('setup.steps.foot')}</p>
    </nav>
  );
}

function resultOf(step: SetupStep, results: SetupView['results'], words: Words): string | null {
  const { employees, folders, kinds, toFile } = results;
  switch (step) {
    case 'connect':
      return employees === null ? null : words.say('setup.result.employees', { n: employees });
    case 'folder':
      return folders === null ? null : words.say('setup.result.folders', { n: folders });
    case 'kinds':
      return kinds === null ? null : words.say('setup.result.kinds', { n: kinds });
    case 'preview':
      return toFile === null ? null : words.say('setup.result.to-file', { n: toFile });
    case 'start':
      return null;
  }
}
