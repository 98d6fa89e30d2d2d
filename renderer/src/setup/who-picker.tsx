/** "Who is this?", for a folder: best guesses first, else a search over the whole directory. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { JudgedFolder } from '../../../main/shared/setup-contract.ts';
import type { Person } from '../../../main/shared/status.ts';
import { useNumberKeys } from '../questions/number-keys.ts';
import { PickList, SearchBox } from '../questions/pick-list.tsx';
import { usePeople } from '../questions/use-people.ts';
import { useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { useOwnId } from '../ui/use-own-id.ts';

export function WhoPicker({
  folder,
  onPick,
  onCancel,
}: {
  readonly folder: JudgedFolder;
  readonly onPick: (employeeId: number) => Promise<void>;
  readonly onCancel: () => void;
}) {
  const words = useWords();
  const group = useOwnId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const found = usePeople(text, 'setup.people');
  const [picked, setPicked] = useState<Person | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const form = field.current?.form;
    // With guesses, one of them is most likely the answer: a key or two. Without, a name has to be typed.
    const first = form?.querySelector<HTMLInputElement>('input[type=radio]') ?? field.current;
    first?.focus({ preventScroll: true });
    form?.scrollIntoView({ block: 'nearest' });
  }, []);
  const people = found ?? folder.guesses;
  useNumberKeys(people.length, (index) => setPicked(people[index] ?? null));
  return (
    <form
      class="who"
      onSubmit={(event) => {
        event.preventDefault();
        if (picked === null) return;
        setBusy(true);
        void onPick(picked.id).finally(() => setBusy(false));
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onCancel();
      }}
    >
      <SearchBox
        field={field}
        text={text}
        onText={setText}
        placeholder={words.say('ask.who.search')}
        label={words.say('ask.who.search.label')}
      />
      <PickList
        group={group}
        legend={words.say(found === null ? 'ask.who.guesses' : 'ask.who.found')}
        picks={people.map((one) => ({ id: String(one.id), name: one.name, detail: one.detail }))}
        picked={picked === null ? null : String(picked.id)}
        onPick={(pick) => setPicked(people.find((one) => String(one.id) === pick.id) ?? null)}
      />
      {found?.length === 0 ? <p class="faint">{words.say('ask.who.none')}</p> : null}
      <div class="actions">
        <Button look="primary" small submit disabled={picked === null} busy={busy}>
          {picked === null ? words.say('ask.who.choose') : words.say('ask.who.is', { name: picked.name })}
        </Button>
        <Button look="quiet" small onPress={onCancel}>
          {words.say('act.cancel')}
        </Button>
      </div>
    </form>
  );
}
