/** Step 4: what would happen, by a dry run of the agent itself. Nothing has been sent. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MessageKey } from '../../../main/shared/messages/format.ts';
import type { PreviewReport } from '../../../main/shared/setup-contract.ts';
import { useStore, useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { Note } from '../ui/note.tsx';
import { PreviewLines } from './preview-lines.tsx';
import { Result, ResultRow } from '../ui/result.tsx';
import { Step } from './step.tsx';
import { useSetup } from './use-setup.ts';

export function PreviewStep() {
  const words = useWords();
  const { client } = useStore();
  const { remembered, go, refresh } = useSetup();
  const [report, setReport] = useState<PreviewReport | null>(remembered.preview);
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  const here = useRef(true);

  const run = async (): Promise<void> => {
    setReport(null);
    setProgress({ done: 0, total: 0 });
    const found = await client.call('setup.preview', undefined);
    if (!here.current || (!found.ok && found.why === 'stopped')) return;
    setReport(found);
    remembered.preview = found.ok ? found : null;
    await refresh();
  };
  useEffect(() => client.on('setup.progress', setProgress), [client]);
  useEffect(() => {
    here.current = true;
    if (remembered.preview === null) void run();
    return () => {
      here.current = false;
    };
  }, []);

  const good = report?.ok === true ? report : null;
  return (
    <Step
      title={words.say('setup.preview.title')}
      intro={words.say('setup.preview.intro')}
      ready={good !== null}
      next={() => void go('start')}
    >
      {report === null ? <Reading {...progress} /> : null}
      {good === null ? null : <Figures report={good} />}
      {good === null || good.documents + good.groups.aside === 0 ? null : <PreviewLines report={good} />}
      <div role="status">
        {report?.ok === false && report.why !== 'stopped' ? (
          <Note
            icon="info"
            tone="ask"
            action={
              <Button
                small
                onPress={() => {
                  // The button goes with what it was about.
                  document.querySelector<HTMLElement>('h1')?.focus();
                  void run();
                }}
              >
                {words.say('setup.retry')}
              </Button>
            }
          >
            {words.say(`setup.preview.fail.${failureOf(report.why)}`)}
          </Note>
        ) : null}
      </div>
      <p class="sr" role="status">
        {good === null ? null : summary()}
      </p>
      {good === null ? null : <Note icon="shield">{words.say(assurance(good))}</Note>}
    </Step>
  );

  function summary(): string {
    const { file, there, ask } = good?.groups ?? { file: 0, there: 0, ask: 0 };
    return words.say('setup.preview.summary', { file, there, ask });
  }
}

/** An empty folder is one that does not answer: somebody has taken everything out of it. */
const failureOf = (why: Exclude<Extract<PreviewReport, { ok: false }>['why'], 'stopped'>) =>
  why === 'root-empty' ? 'root-missing' : why;

function assurance({ documents, replaces }: Extract<PreviewReport, { ok: true }>): MessageKey {
  if (documents === 0) return 'setup.preview.empty';
  return replaces ? 'setup.preview.replace' : 'setup.preview.safe';
}

function Reading({ done, total }: { readonly done: number; readonly total: number }) {
  const words = useWords();
  return (
    <>
      <Result>
        <ResultRow tone="calm" title={words.say('setup.preview.reading')} />
      </Result>
      <div class="setup__progress">
        <progress
          aria-label={words.say('progress.all')}
          {...(total === 0 ? {} : { value: done, max: total })}
        />
        <span class="num faint">
          {total === 0
            ? null
            : words.say('setup.preview.progress', {
                done: words.number(done),
                total: words.number(total),
              })}
        </span>
      </div>
    </>
  );
}

function Figures({ report }: { readonly report: Extract<PreviewReport, { ok: true }> }) {
  const words = useWords();
  const { file, there, ask } = report.groups;
  const share = (n: number) => ({ flexGrow: n });
  return (
    <>
      <div class="figures">
        <p>
          <b class="num">{words.number(report.documents)}</b>
          <span>{words.say('setup.preview.documents', { n: report.documents })}</span>
        </p>
        <p>
          <b class="num">{words.number(report.people)}</b>
          <span>{words.say('setup.preview.people', { n: report.people })}</span>
        </p>
        {file === 0 ? null : (
          <p>
            <b class="num">
              {words.say('setup.preview.about', { duration: words.duration(report.seconds) })}
            </b>
            <span>{words.say('setup.preview.rate')}</span>
          </p>
        )}
      </div>
      {report.documents === 0 ? null : (
        <div class="split" aria-hidden="true">
          {file > 0 ? <i class="split__file" style={share(file)} /> : null}
          {there > 0 ? <i class="split__there" style={share(there)} /> : null}
          {ask > 0 ? <i class="split__ask" style={share(ask)} /> : null}
        </div>
      )}
    </>
  );
}
