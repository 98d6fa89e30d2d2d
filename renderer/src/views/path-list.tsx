/** The path through the states, with times. */
import { stateWords } from '../../../main/shared/messages/state-words.ts';
import type { DocumentPage } from '../../../main/shared/status.ts';
import { useApp, useWords } from '../state/context.tsx';
import { Progress } from '../ui/progress.tsx';
import { pathOf } from './path.ts';
import type { PathStep } from './path.ts';

export function PathList({ page }: { readonly page: DocumentPage }) {
  const words = useWords();
  const steps = pathOf(page);
  return (
    <section class="sect">
      <h3>{words.say('page.path')}</h3>
      <ol class="path">
        {steps.map((step) => (
          <Step key={step.name} step={step} page={page} />
        ))}
      </ol>
    </section>
  );
}

function Step({ step, page }: { readonly step: PathStep; readonly page: DocumentPage }) {
  const words = useWords();
  const done = step.phase === 'done';
  const classes = [
    'step',
    `step--${step.phase}`,
    done && step.name === 'confirmed' ? 'step--end' : '',
    page.document.state === 'attention' && step.phase === 'now' ? 'step--ask' : '',
  ];
  return (
    <li class={classes.filter(Boolean).join(' ')} aria-current={step.phase === 'now' ? 'step' : undefined}>
      <svg class="step__mark" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="7" />
        {done ? <path d="m5 8.3 2.1 2.1L11 6.2" /> : null}
        {step.phase === 'now' ? <circle cx="8" cy="8" r="3" /> : null}
      </svg>
      <span>{done ? doneWords(step, words) : plannedWords(step, words)}</span>
      {step.at === null ? <span /> : <time dateTime={step.at}>{words.timeExact(step.at)}</time>}
      {done && step.name === 'whole' ? <small>{words.size(page.document.size)}</small> : null}
      {step.phase === 'now' ? <Now page={page} /> : null}
    </li>
  );
}

type SomeWords = ReturnType<typeof useWords>;

const doneWords = (step: PathStep, words: SomeWords): string => words.say(`step.${step.name}`);

const plannedWords = (step: PathStep, words: SomeWords): string =>
  step.name === 'received' ? words.say('step.received') : words.say(`step.${step.name}.now`);

/** What is happening at the present step, or what it waits for. */
function Now({ page }: { readonly page: DocumentPage }) {
  const words = useWords();
  const { document } = page;
  const sent = useApp((state) => state.sent);
  const bytesPerSecond = useApp((state) => state.status?.bytesPerSecond ?? null);
  if (document.state === 'uploading') {
    const sentBytes = sent.get(document.id)?.sentBytes ?? document.sentBytes ?? 0;
    const sizes = words.sizeOf(sentBytes, document.size);
    const left = document.size - sentBytes;
    const seconds = bytesPerSecond === null || bytesPerSecond < 1 ? null : left / bytesPerSecond;
    return (
      <>
        <Progress
          share={document.size === 0 ? 0 : sentBytes / document.size}
          label={words.say('progress.one')}
        />
        <small>
          {seconds === null || seconds < 3
            ? sizes
            : words.say('step.left', { sizes, duration: words.duration(seconds) })}
        </small>
      </>
    );
  }
  if (document.state === 'seen' || document.state === 'settling')
    return <small>{words.say('step.settling.hint')}</small>;
  const until =
    document.state === 'waiting' && document.until !== null
      ? `${words.say('row.until', { time: words.time(document.until) })}\u00a0· `
      : '';
  const why = stateWords(document, words);
  return why === '' ? null : <small>{`${until}${why}`}</small>;
}
