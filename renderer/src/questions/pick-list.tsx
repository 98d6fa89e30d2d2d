/** A search box over a short list of which one is picked: people, or kinds of document. Keys 1 to 9 pick. */
import type { RefObject } from 'preact';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from './parts.tsx';

export interface Pick {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
}

export function SearchBox({
  text,
  placeholder,
  label,
  field,
  onText,
}: {
  readonly text: string;
  readonly placeholder: string;
  readonly label: string;
  readonly field: RefObject<HTMLInputElement>;
  readonly onText: (text: string) => void;
}) {
  return (
    <div class="input input--tall">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        value={text}
        maxLength={200}
        placeholder={placeholder}
        aria-label={label}
        onInput={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || text === '') return;
          event.stopPropagation();
          onText('');
        }}
      />
    </div>
  );
}

export function PickList({
  group,
  legend,
  picks,
  picked,
  onPick,
}: {
  /** Name of the radio group: one for each card. */
  readonly group: string;
  readonly legend: string;
  readonly picks: readonly Pick[];
  readonly picked: string | null;
  readonly onPick: (pick: Pick) => void;
}) {
  return (
    <fieldset class="guesses">
      <legend class="sr">{legend}</legend>
      {picks.map((pick, index) => (
        <label class="guess" key={pick.id}>
          <input type="radio" name={group} checked={pick.id === picked} onChange={() => onPick(pick)} />
          <span class="guess__name cut">{pick.name}</span>
          <span class="guess__why cut">{pick.detail}</span>
          {index < 9 ? <Kbd>{index + 1}</Kbd> : null}
        </label>
      ))}
    </fieldset>
  );
}
