/** Step 2: the folder, and whose folders are in it, as soon as it is chosen. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FolderReport } from '../../../main/shared/setup-contract.ts';
import { useStore, useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { LockNote } from '../ui/locked.tsx';
import { Note } from '../ui/note.tsx';
import { listOf } from './connect-step.tsx';
import { CreateFolders } from './create-folders.tsx';
import { ExampleTree } from './example-tree.tsx';
import { FolderLists } from './folder-lists.tsx';
import { FolderPattern } from './folder-pattern.tsx';
import { Result, ResultRow } from '../ui/result.tsx';
import { Step } from './step.tsx';
import { useGiven, useSetup } from './use-setup.ts';

const typingMs = 500;

type Good = Extract<FolderReport, { ok: true }>;

export function FolderStep() {
  const words = useWords();
  const { client } = useStore();
  const { view, remembered, go, refresh } = useSetup();
  const given = useGiven()('root');
  const path = useRef<HTMLInputElement>(null);
  const [report, setReport] = useState<FolderReport | null>(remembered.folder);
  const [busy, setBusy] = useState(false);
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<{ readonly made: number; readonly failed: number } | null>(null);
  const alternative = useRef<HTMLParagraphElement>(null);
  const round = useRef(0);
  /** Where the focus goes once what it was on is gone: the next doubt, or what opened the panel. */
  const focusNext = useRef<'doubt' | 'create' | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const wanted = focusNext.current;
    focusNext.current = null;
    const body = form.current?.parentElement;
    if (wanted === null || body == null) return;
    const create = alternative.current?.querySelector<HTMLElement>('button');
    const doubt =
      body.querySelector<HTMLElement>('[data-doubt]') ?? body.querySelector<HTMLElement>('[data-list]');
    (wanted === 'create' ? (create ?? doubt) : doubt)?.focus();
  }, [report, creating]);
  const timer = useRef<ReturnType<typeof setTimeout>>();

  const take = async (found: FolderReport): Promise<void> => {
    setReport(found);
    remembered.folder = found.ok ? found : null;
    remembered.preview = null;
    await refresh();
  };
  const read = async (pattern: string | null): Promise<void> => {
    clearTimeout(timer.current);
    round.current += 1;
    const mine = round.current;
    const asked = path.current?.value ?? '';
    setBusy(true);
    setMade(null);
    const found = await client.call('setup.read-folder', { path: asked, pattern });
    if (round.current !== mine) return;
    setBusy(false);
    await take(found);
  };
  const choose = async (): Promise<void> => {
    const { path: chosen } = await client.call('folder.choose', { from: view.root });
    if (chosen === null || path.current === null) return;
    path.current.value = chosen;
    setCreating(false);
    await read(null);
  };
  useEffect(() => {
    if (view.root !== '' && remembered.folder === null) void read(null);
    return () => clearTimeout(timer.current);
  }, []);

  const good = report?.ok === true ? report : null;
  const known = good === null ? 0 : good.matched.count + good.left.count;
  const doubts = good === null ? 0 : good.unknown.count + good.ambiguous.count;
  const shown = busy ? null : good;
  return (
    <Step
      title={words.say('setup.folder.title')}
      intro={words.say(given ? 'setup.folder.given' : 'setup.folder.intro')}
      ready={!busy && !creating && known > 0}
      foot={footOf()}
      next={() => void go('kinds')}
    >
      <form
        ref={form}
        class="field__line"
        onSubmit={(event) => {
          event.preventDefault();
          void read(null);
        }}
      >
        <label class={given ? 'input input--tall input--locked' : 'input input--tall'}>
          <Icon name="folder" />
          <span class="sr">{words.say('setup.folder.path')}</span>
          <input
            ref={path}
            type="text"
            autocomplete="off"
            spellcheck={false}
            defaultValue={view.root}
            readOnly={given}
            aria-describedby={given ? 'setup-root-lock' : undefined}
            aria-invalid={report?.ok === false && report.why !== 'no-path' ? true : undefined}
            onInput={() => {
              setReport(null);
              setCreating(false);
              clearTimeout(timer.current);
              timer.current = setTimeout(() => void read(null), typingMs);
            }}
          />
        </label>
        {given ? (
          <LockNote id="setup-root-lock" />
        ) : (
          <Button place="btn--tall" onPress={() => void choose()}>
            {words.say(view.root === '' ? 'setup.folder.choose' : 'setup.folder.change')}
          </Button>
        )}
      </form>
      <Result>
        {busy ? <ResultRow tone="calm" title={words.say('setup.folder.reading')} /> : null}
        {!busy && report?.ok === false && report.why !== 'no-path' ? (
          <ResultRow tone="ask" title={words.say(`setup.folder.fail.${report.why}`)} />
        ) : null}
      </Result>
      {shown === null || creating ? null : (
        <div class="result">
          <FolderLists
            report={shown}
            onReport={(next) => {
              focusNext.current = 'doubt';
              void take(next);
            }}
          />
        </div>
      )}
      <p class="sr" role="status">
        {shown === null ? null : summary(shown)}
      </p>
      {report === null && !busy ? <ExampleTree /> : null}
      {shown === null || creating ? null : (
        <FolderPattern report={shown} onPattern={(pattern) => void read(pattern)} />
      )}
      {shown?.cloud === true ? <Note icon="info">{words.say('setup.folder.cloud')}</Note> : null}
      {shown?.writable === false ? (
        <Note icon="info" tone="ask">
          {words.say('setup.folder.read-only')}
        </Note>
      ) : null}
      {creating && shown !== null ? (
        <CreateFolders
          onDone={(done) => {
            focusNext.current = 'create';
            setCreating(false);
            if (done === null) return;
            setMade(done);
            void take(done.report);
          }}
        />
      ) : null}
      {!creating && shown !== null && shown.missing > 0 && shown.writable ? (
        <p class="setup__alt" ref={alternative}>
          <span class="soft">{words.say('setup.folder.missing')}</span>
          <Button look="link" small onPress={() => setCreating(true)}>
            {words.say('setup.folder.create', { n: shown.missing })}
          </Button>
        </p>
      ) : null}
      <div role="status">
        {made === null ? null : (
          <Note icon="check" tone={made.failed > 0 ? 'ask' : 'ok'}>
            {words.say('setup.create.done', { n: made.made })}
            {made.failed > 0 ? ` ${words.say('setup.create.failed', { n: made.failed })}` : null}
          </Note>
        )}
      </div>
    </Step>
  );

  /** What a reader hears, in place of all the lists. */
  function summary({ matched, unknown, ambiguous }: Good): string {
    const parts = [words.say('setup.folder.matched', { n: matched.count })];
    if (unknown.count > 0) parts.push(words.say('setup.folder.unknown', { n: unknown.count }));
    if (ambiguous.count > 0) parts.push(words.say('setup.folder.ambiguous', { n: ambiguous.count }));
    return listOf(parts, words, 'conjunction');
  }

  function footOf(): string | null {
    if (busy || creating) return null;
    if (good === null) return report === null ? words.say('setup.folder.fail.no-path') : null;
    if (known === 0) return words.say('setup.folder.none-yet');
    return doubts > 0 ? words.say('setup.folder.later') : null;
  }
}
