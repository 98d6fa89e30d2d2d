/** Creating the folders that are missing: first what would be made, then the making. Nothing that is there is touched. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CallOutput } from '../../../main/shared/ipc-contract.ts';
import type { FolderPlanView } from '../../../main/shared/setup-contract.ts';
import { useStore, useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';

export function CreateFolders({
  onDone,
}: {
  /** Null: left without creating any. */
  readonly onDone: (made: CallOutput<'setup.make-folders'> | null) => void;
}) {
  const words = useWords();
  const { client } = useStore();
  const [plan, setPlan] = useState<FolderPlanView | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    void client.call('setup.plan-folders', undefined).then((found) => {
      const there = found.drawers.filter((drawer) => drawer.there);
      // Where the tree shows how this office does it, that; else all that Lucca has a place for.
      setChosen(new Set((there.length > 0 ? there : found.drawers).map((drawer) => drawer.name)));
      setPlan(found);
    });
  }, [client]);
  useEffect(() => heading.current?.focus(), [plan]);
  if (plan === null) return null;
  const example = words.say('setup.quoted', { name: plan.example });
  return (
    <section
      class="panel"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onDone(null);
      }}
    >
      <h2 ref={heading} tabIndex={-1}>
        {plan.folders === 0
          ? words.say('setup.kinds.none.create')
          : words.say('setup.create.title', { n: plan.folders })}
      </h2>
      {plan.folders === 0 ? null : <p class="soft">{words.say('setup.create.intro', { example })}</p>}
      {plan.drawers.length === 0 ? null : (
        <fieldset class="panel__checks">
          <legend>{words.say(plan.bare ? 'setup.create.drawers.all' : 'setup.create.drawers')}</legend>
          {plan.drawers.map(({ name }) => (
            <label class="check" key={name}>
              <input
                type="checkbox"
                checked={chosen.has(name)}
                onChange={(event) => {
                  const next = new Set(chosen);
                  if (event.currentTarget.checked) next.add(name);
                  else next.delete(name);
                  setChosen(next);
                }}
              />
              <span>{name}</span>
            </label>
          ))}
        </fieldset>
      )}
      <p class="faint">
        {words.say('setup.create.safe')}
        {plan.unnamed > 0 ? ` ${words.say('setup.create.unnamed', { n: plan.unnamed })}` : null}
      </p>
      <div class="actions">
        <Button
          look="primary"
          busy={busy}
          onPress={() => {
            if (busy) return;
            setBusy(true);
            void client
              .call('setup.make-folders', { drawers: [...chosen] })
              .then(onDone, () => setBusy(false));
          }}
        >
          {plan.folders === 0
            ? words.say('setup.kinds.none.create')
            : words.say('setup.create.go', { n: plan.folders })}
        </Button>
        <Button look="quiet" onPress={() => onDone(null)}>
          {words.say('act.cancel')}
        </Button>
      </div>
    </section>
  );
}
