/** One setting a row: its name, what it is good for, and what it is changed with, or that the organisation has set it. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useWords } from '../state/context.tsx';
import { Icon } from '../ui/icon.tsx';
import { LockedValue, LockNote } from '../ui/locked.tsx';
import { Select } from '../ui/select.tsx';
import { useLocked } from './use-settings.tsx';
import { useOwnId } from '../ui/use-own-id.ts';

export function Group({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="set">
      <h3>{title}</h3>
      <div class="set__rows">{children}</div>
    </section>
  );
}

interface Named {
  readonly name: string;
  readonly help: string;
}

/** A setting: `at` is its place in the file, as `tenant.url`, where the organisation may have set it. */
interface Placed extends Named {
  readonly at: string;
}

/** Something to read, or with a control of its own kind. `wide`: below its name, over the whole row. */
export function Row({
  name,
  help,
  wrong = null,
  wide = false,
  lock = null,
  children,
}: Named & {
  /** Said in the place of the help. */
  readonly wrong?: string | null;
  readonly wide?: boolean;
  /** The id of the sentence that says who has set it; null where nobody has. */
  readonly lock?: string | null;
  readonly children: ComponentChildren;
}) {
  return (
    <div class={wide ? 'set__row set__row--wide' : 'set__row'}>
      <h4>{name}</h4>
      <p class={wrong === null ? undefined : 'set__wrong'}>
        {wrong ?? help}
        {lock === null ? null : <LockNote id={lock} />}
      </p>
      <div class="set__ctl">{children}</div>
    </div>
  );
}

function LockedRow({
  name,
  help,
  value,
  wide = false,
}: Named & { readonly value: string; readonly wide?: boolean }) {
  const lock = useOwnId();
  return (
    <Row name={name} help={help} wide={wide} lock={lock}>
      <LockedValue label={name} value={value} describedBy={lock} wide={wide} />
    </Row>
  );
}

export interface Choice {
  readonly value: string;
  readonly words: string;
}

export function ChoiceRow({
  at,
  name,
  help,
  value,
  choices,
  onChoose,
}: Placed & {
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChoose: (value: string) => void;
}) {
  if (useLocked()(at)) {
    const chosen = choices.find((choice) => choice.value === value)?.words ?? value;
    return <LockedRow name={name} help={help} value={chosen} />;
  }
  return (
    <Row name={name} help={help}>
      <Select label={name} value={value} onChange={onChoose}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.words}
          </option>
        ))}
      </Select>
    </Row>
  );
}

interface Typed extends Named {
  readonly value: string;
  readonly wrong: string | null;
  readonly onType: (text: string) => void;
}

export function TextRow({ at, ...typed }: Typed & Pick<Placed, 'at'>) {
  const { name, help, value } = typed;
  return useLocked()(at) ? <LockedRow name={name} help={help} value={value} wide /> : <TypedRow {...typed} />;
}

function TypedRow({ name, help, value, wrong, onType }: Typed) {
  const [help_, wrong_] = [useOwnId(), useOwnId()];
  const field = useRef<HTMLInputElement>(null);
  // The field is the person's while it has the focus; what else changes the draft shows in it after.
  useEffect(() => {
    const input = field.current;
    if (input !== null && input !== document.activeElement && input.value !== value) input.value = value;
  }, [value]);
  return (
    <div class="set__row set__row--wide">
      <h4>{name}</h4>
      <p id={help_}>{help}</p>
      <div class="set__ctl">
        <span class="input input--tall">
          <input
            ref={field}
            type="text"
            autocomplete="off"
            spellcheck={false}
            aria-label={name}
            aria-invalid={wrong === null ? undefined : true}
            aria-describedby={wrong === null ? help_ : wrong_}
            defaultValue={value}
            onInput={(event) => onType(event.currentTarget.value)}
          />
        </span>
      </div>
      {wrong === null ? null : (
        <p class="set__wrong" id={wrong_}>
          {wrong}
        </p>
      )}
    </div>
  );
}

/** A whole number with its unit, by hand or a step at a time. What is no number, or too large, is put right on leaving. */
export function NumberRow({ at, ...counted }: Counted & Pick<Placed, 'at'>) {
  const words = useWords();
  const { name, help, value, unit } = counted;
  return useLocked()(at) ? (
    <LockedRow name={name} help={help} value={`${words.number(value)} ${unit}`.trim()} />
  ) : (
    <CountedRow {...counted} />
  );
}

interface Counted extends Named {
  readonly value: number;
  /** As it stands behind the number: `s`, `jours`. */
  readonly unit: string;
  readonly least: number;
  readonly most: number;
  readonly onSet: (value: number) => void;
}

function CountedRow({ name, help, value, unit, least, most, onSet }: Counted) {
  const words = useWords();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const input = field.current;
    if (input !== null && input !== document.activeElement) input.value = String(value);
  }, [value]);
  const within = (wanted: number): number => Math.min(most, Math.max(least, Math.round(wanted)));
  const step = (by: number): void => {
    const next = within(value + by);
    if (field.current !== null) field.current.value = String(next);
    onSet(next);
  };
  return (
    <Row name={name} help={help}>
      <span class="stepper">
        <button
          type="button"
          class="btn btn--quiet btn--icon"
          disabled={value <= least}
          onClick={() => step(-1)}
        >
          <Icon name="minus" />
          <span class="sr">{words.say('settings.less', { name })}</span>
        </button>
        <label>
          <span class="sr">{name}</span>
          <input
            ref={field}
            type="number"
            inputMode="numeric"
            min={least}
            max={most}
            step={1}
            defaultValue={String(value)}
            onInput={(event) => {
              const typed = event.currentTarget.valueAsNumber;
              if (Number.isFinite(typed) && typed === within(typed)) onSet(typed);
            }}
            onBlur={(event) => {
              const typed = event.currentTarget.valueAsNumber;
              const kept = Number.isFinite(typed) ? within(typed) : value;
              event.currentTarget.value = String(kept);
              if (kept !== value) onSet(kept);
            }}
          />
          {unit === '' ? null : <span aria-hidden="true">{unit}</span>}
        </label>
        <button
          type="button"
          class="btn btn--quiet btn--icon"
          disabled={value >= most}
          onClick={() => step(1)}
        >
          <Icon name="plus" />
          <span class="sr">{words.say('settings.more', { name })}</span>
        </button>
      </span>
    </Row>
  );
}
