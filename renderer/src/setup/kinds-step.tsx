/** Step 3: sub-folders on the left, fields of Lucca on the right, joined by a proposal or by hand. */
import { useEffect, useState } from 'preact/hooks';
import type { MessageKey } from '../../../main/shared/messages/format.ts';
import type { KindChoice, KindsReport } from '../../../main/shared/setup-contract.ts';
import { useStore, useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { LockNote } from '../ui/locked.tsx';
import { Note } from '../ui/note.tsx';
import { GivenKinds } from '../ui/given-kinds.tsx';
import { CreateFolders } from './create-folders.tsx';
import { KindLine } from './kind-line.tsx';
import { Result, ResultRow } from '../ui/result.tsx';
import { Step } from './step.tsx';
import { useGiven, useSetup } from './use-setup.ts';

export function KindsStep() {
  const words = useWords();
  const { client } = useStore();
  const { remembered, go, refresh } = useSetup();
  const mayLeaveOut = !useGiven()('ignore');
  const [report, setReport] = useState<KindsReport | null>(null);
  const [creating, setCreating] = useState(false);

  const load = async (): Promise<void> => {
    setReport(await client.call('setup.kinds', undefined));
    await refresh();
  };
  useEffect(() => void load(), []);

  const good = report?.ok === true ? report : null;
  const rows = good?.rows ?? [];
  const choose = async (id: string, choice: KindChoice): Promise<void> => {
    if (good === null) return;
    remembered.preview = null;
    setReport({
      ...good,
      rows: rows.map((row) => (row.id === id ? { ...row, choice, check: false, fault: null } : row)),
    });
    await client.call('setup.choose', { id, choice });
    await refresh();
  };
  const given = good?.given ?? null;
  const linked = rows.filter(({ choice }) => choice.to === 'field' || choice.to === 'picture').length;
  const left = rows.filter(({ choice }) => choice.to === 'nothing').length;
  return (
    <Step
      title={words.say('setup.kinds.title')}
      intro={words.say(introOf())}
      ready={linked > 0 || given !== null}
      foot={good === null || rows.length === 0 ? null : words.say('setup.kinds.count', { linked, left })}
      next={() => void go('preview')}
    >
      <Result>
        {report === null ? <ResultRow tone="calm" title={words.say('setup.kinds.reading')} /> : null}
        {report?.ok === false ? (
          <ResultRow tone="ask" title={words.say(`setup.folder.fail.${report.why}`)} />
        ) : null}
      </Result>
      {good !== null && rows.length > 0 ? (
        <div class="match match--setup">
          <div class="match__head" aria-hidden="true">
            <span>{words.say('setup.kinds.from')}</span>
            <span />
            <span>{words.say('setup.kinds.to')}</span>
          </div>
          <ul>
            {rows.map((row) => (
              <KindLine
                key={row.id}
                row={row}
                places={good.places}
                mayLeaveOut={mayLeaveOut}
                onChoose={(choice) => void choose(row.id, choice)}
              />
            ))}
          </ul>
        </div>
      ) : null}
      {given === null ? null : (
        <>
          <LockNote />
          <GivenKinds given={given} places={good?.places ?? null} />
        </>
      )}
      {good !== null && given === null && rows.length === 0 && !creating ? (
        <Note
          icon="info"
          action={
            <Button small onPress={() => setCreating(true)}>
              {words.say('setup.kinds.none.create')}
            </Button>
          }
        >
          <b>{words.say('setup.kinds.none.title')}</b>
          <br />
          {words.say('setup.kinds.none')}
        </Note>
      ) : null}
      {creating ? (
        <CreateFolders
          onDone={(made) => {
            setCreating(false);
            if (made === null) return;
            remembered.folder = null;
            void load();
          }}
        />
      ) : null}
    </Step>
  );

  function introOf(): MessageKey {
    if (given !== null) return 'setup.kinds.given';
    return good !== null && good.places === null ? 'setup.kinds.typed' : 'setup.kinds.intro';
  }
}
