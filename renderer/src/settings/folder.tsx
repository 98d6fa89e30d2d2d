/** Folder: where the scans are, whose folders they lie in, when one is whole, and what becomes of its file. */
import { useState } from 'preact/hooks';
import { useStore, useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { LockNote } from '../ui/locked.tsx';
import { SwitchRow } from '../ui/switch-row.tsx';
import { patternWords } from '../views/pattern-words.ts';
import { ChoiceRow, Group, NumberRow, Row, TextRow } from './rows.tsx';
import { useEditing, useLocked } from './use-settings.tsx';
import { useWrong } from './wrong.ts';
import { useOwnId } from '../ui/use-own-id.ts';

const other = 'other';
const afterFiling = ['keep', 'archive', 'trash'] as const;
const yearOfDays = 365;

export function Folder() {
  const words = useWords();
  const { client } = useStore();
  const { draft, view, change } = useEditing();
  const wrong = useWrong();
  const locked = useLocked();
  const rootLock = useOwnId();
  const choose = async (): Promise<void> => {
    const { path } = await client.call('folder.choose', { from: draft.root });
    if (path !== null) change({ root: path });
  };
  const { quietSeconds, incompleteSeconds } = draft.settle;
  return (
    <>
      <Group title={words.say('settings.folder.title')}>
        <Row
          name={draft.root}
          help={words.say('settings.folder.root.help')}
          wrong={wrong('root')}
          lock={locked('root') ? rootLock : null}
        >
          {draft.root === view.settings.root ? (
            <Button small onPress={() => void client.call('folder.open', { documentId: null })}>
              {words.say('act.open-folder')}
            </Button>
          ) : null}
          {locked('root') ? null : (
            <Button small onPress={() => void choose()}>
              {words.say('setup.folder.change')}
            </Button>
          )}
        </Row>
        <Names />
        <SwitchRow
          name={words.say('settings.folder.create')}
          help={words.say('settings.folder.create.help')}
          on={draft.folders.create === 'auto'}
          locked={locked('folders.create')}
          onTurn={(on) => change({ folders: { create: on ? 'auto' : 'never' } })}
        />
        <NumberRow
          at="leavers.fileForDays"
          name={words.say('settings.folder.leavers')}
          help={words.say('settings.folder.leavers.help')}
          value={draft.leavers.fileForDays}
          unit={words.say('settings.unit.days')}
          least={0}
          most={100 * yearOfDays}
          onSet={(fileForDays) => change({ leavers: { fileForDays } })}
        />
      </Group>
      <Group title={words.say('settings.folder.settle.title')}>
        <NumberRow
          at="settle.quietSeconds"
          name={words.say('settings.folder.settle')}
          help={words.say('settings.folder.settle.help')}
          value={quietSeconds}
          unit={words.say('settings.unit.seconds')}
          least={0}
          most={3_600}
          onSet={(seconds) => {
            // Nobody has said how long a document may stay unfinished: it follows.
            const follows = incompleteSeconds === quietSeconds * 10 && !locked('settle.incompleteSeconds');
            change({
              settle: {
                quietSeconds: seconds,
                incompleteSeconds: follows ? seconds * 10 : incompleteSeconds,
              },
            });
          }}
        />
        <NumberRow
          at="settle.incompleteSeconds"
          name={words.say('settings.folder.incomplete')}
          help={words.say('settings.folder.incomplete.help')}
          value={incompleteSeconds}
          unit={words.say('settings.unit.seconds')}
          least={0}
          most={86_400}
          onSet={(seconds) => change({ settle: { quietSeconds, incompleteSeconds: seconds } })}
        />
        <NumberRow
          at="rescanMinutes"
          name={words.say('settings.folder.rescan')}
          help={words.say('settings.folder.rescan.help')}
          value={draft.rescanMinutes}
          unit={words.say('settings.unit.minutes')}
          least={1}
          most={1_440}
          onSet={(rescanMinutes) => change({ rescanMinutes })}
        />
      </Group>
      <Group title={words.say('settings.folder.after.title')}>
        <ChoiceRow
          at="afterFiling"
          name={words.say('settings.folder.after')}
          help={words.say('settings.folder.after.help')}
          value={draft.afterFiling}
          choices={afterFiling.map((value) => ({ value, words: words.say(`settings.after.${value}`) }))}
          onChoose={(value) =>
            change({ afterFiling: afterFiling.find((one) => one === value) ?? draft.afterFiling })
          }
        />
      </Group>
      <Group title={words.say('settings.folder.ignore.title')}>
        <Ignored />
      </Group>
    </>
  );
}

/** What the folders are called: a usual name, or one that is typed. */
function Names() {
  const words = useWords();
  const { draft, view, change } = useEditing();
  const wrong = useWrong();
  const known = view.patterns.some(({ pattern }) => pattern === draft.employeeFolder);
  const [own, setOwn] = useState(!known);
  const typed = own && !useLocked()('employeeFolder');
  const example = view.patterns.find(({ pattern }) => pattern === draft.employeeFolder)?.example ?? '';
  return (
    <>
      <ChoiceRow
        at="employeeFolder"
        name={words.say('settings.folder.names')}
        help={
          example === ''
            ? words.say('settings.folder.names.help')
            : words.say('setup.folder.pattern.help', { example })
        }
        value={typed ? other : draft.employeeFolder}
        choices={[
          ...view.patterns.map(({ pattern }) => ({ value: pattern, words: patternWords(pattern, words) })),
          { value: other, words: words.say('setup.folder.pattern.other') },
        ]}
        onChoose={(value) => {
          setOwn(value === other);
          if (value !== other) change({ employeeFolder: value });
        }}
      />
      {typed ? (
        <TextRow
          at="employeeFolder"
          name={words.say('settings.folder.pattern')}
          help={words.say('settings.folder.pattern.help')}
          value={draft.employeeFolder}
          wrong={wrong('employeeFolder')}
          onType={(employeeFolder) => change({ employeeFolder })}
        />
      ) : null}
    </>
  );
}

/** What is never looked at: a pattern a line. */
function Ignored() {
  const words = useWords();
  const { draft, change } = useEditing();
  const locked = useLocked()('ignore');
  const help = useOwnId();
  return (
    <div class="set__row set__row--wide">
      <h4>{words.say('settings.folder.ignore')}</h4>
      <p id={help}>
        {words.say('settings.folder.ignore.help')}
        {locked ? <LockNote /> : null}
      </p>
      <div class="set__ctl">
        <textarea
          class={locked ? 'input input--lines input--locked' : 'input input--lines'}
          readOnly={locked}
          rows={Math.max(2, Math.min(8, draft.ignore.length + 1))}
          spellcheck={false}
          aria-label={words.say('settings.folder.ignore')}
          aria-describedby={help}
          defaultValue={draft.ignore.join('\n')}
          onInput={(event) => {
            const lines = event.currentTarget.value.split('\n').filter((line) => line.trim() !== '');
            if (!locked) change({ ignore: lines });
          }}
        />
      </div>
    </div>
  );
}
