/** One kind of document: its sub-folder, where it goes, and what the field wants to know besides. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { FieldPlace, KindChoice, KindRow } from '../../../main/shared/setup-contract.ts';
import type { Words } from '../../../main/shared/messages/format.ts';
import { useWords } from '../state/context.tsx';
import { FieldOptions } from '../ui/field-options.tsx';
import { Icon } from '../ui/icon.tsx';
import { Select } from '../ui/select.tsx';
import { TypedField } from './typed-field.tsx';

/** What the list holds besides the fields; no field's key has a name without `e_`. */
const typed = 'typed';

export function KindLine({
  row,
  places,
  mayLeaveOut,
  onChoose,
}: {
  readonly row: KindRow;
  /** Null: field keys are typed. */
  readonly places: readonly FieldPlace[] | null;
  /** What is never looked at is not the organisation's word alone. */
  readonly mayLeaveOut: boolean;
  readonly onChoose: (choice: KindChoice) => void;
}) {
  const words = useWords();
  const { choice, documents } = row;
  const name = row.name === '' ? words.say('setup.kinds.direct') : row.name;
  const [typing, setTyping] = useState(places === null && choice.to === 'field');
  const place = choice.to === 'field' ? placeOf(choice, places) : undefined;
  const take = (value: string): void => {
    setTyping(value === typed);
    if (value === typed) return;
    const wanted = places?.find((one) => one.id === value);
    if (wanted !== undefined) onChoose(choiceFor(wanted));
    else if (value === 'picture') onChoose({ to: 'picture', whenFilled: 'ask' });
    else onChoose({ to: value === 'nothing' ? 'nothing' : 'later' });
  };
  /** Where there is room for one only: what becomes of the one that is there. */
  const single = choice.to === 'picture' || (choice.to === 'field' && !choice.multiple) ? choice : null;
  const value = typing ? typed : choice.to === 'field' ? idOf(choice) : choice.to;
  return (
    <li class="match__row">
      <span class="match__from">
        <Icon name={row.name === '' ? 'document' : 'folder'} />
        <span class="cut" title={name}>
          {name}
        </span>
        <span class="num">
          <span aria-hidden="true">{words.number(documents)}</span>
          <span class="sr">{words.say('setup.kinds.documents', { n: documents })}</span>
        </span>
      </span>
      <Icon name="arrow" />
      <span class="match__to">
        <Select label={words.say('setup.kinds.field', { name })} value={value} onChange={take}>
          {/* A field that Lucca does not show, or that may not be written, is still what was chosen. */}
          {choice.to !== 'field' || typing || (place !== undefined && !place.readOnly) ? null : (
            <option value={value}>{place?.name ?? choice.field}</option>
          )}
          {optionsOf(places, mayLeaveOut && row.name !== '', words)}
        </Select>
      </span>
      {row.fault === null ? null : <p class="match__fault set__wrong">{words.say(`fault.${row.fault}`)}</p>}
      {typing ? (
        <TypedField
          name={name}
          choice={choice.to === 'field' ? choice : null}
          onField={(field) => onChoose({ to: 'field', values: {}, whenFilled: 'ask', ...field })}
        />
      ) : null}
      <span class="match__more">
        {row.check ? <span class="tag tag--accent">{words.say('setup.kinds.check')}</span> : null}
        {choice.to === 'field'
          ? (place?.others ?? [])
              .filter((one) => one.isDate)
              .map((one) => (
                <label class="match__value" key={one.field}>
                  <span>{words.say('setup.kinds.value', { name: one.name })}</span>
                  <Select
                    chip
                    value={choice.values[one.field] ?? ''}
                    onChange={(chosen) => onChoose(withValue(choice, one.field, chosen))}
                  >
                    <option value="{date}">{words.say('setup.kinds.value.name')}</option>
                    <option value="{today}">{words.say('setup.kinds.value.today')}</option>
                    <option value="">{words.say('setup.kinds.value.empty')}</option>
                  </Select>
                </label>
              ))
          : null}
        {single !== null ? (
          <label class="match__value">
            <span>{words.say('setup.kinds.filled')}</span>
            <Select
              chip
              value={single.whenFilled}
              onChange={(chosen) => onChoose({ ...single, whenFilled: whenFilledOf(chosen) })}
            >
              <option value="ask">{words.say('setup.kinds.filled.ask')}</option>
              <option value="replace">{words.say('setup.kinds.filled.replace')}</option>
              <option value="skip">{words.say('setup.kinds.filled.skip')}</option>
            </Select>
          </label>
        ) : null}
        {choice.to === 'later' && !typing ? (
          <span>{words.say('setup.kinds.later.detail', { n: documents })}</span>
        ) : null}
        {choice.to === 'nothing' ? (
          <span>{words.say('setup.kinds.nothing.detail', { n: documents })}</span>
        ) : null}
      </span>
    </li>
  );
}

type FieldChoice = Extract<KindChoice, { to: 'field' }>;

const idOf = (choice: FieldChoice): string =>
  choice.file === null ? choice.field : `${choice.field}/${choice.file}`;

const placeOf = (choice: FieldChoice, places: readonly FieldPlace[] | null): FieldPlace | undefined =>
  places?.find((one) => one.id === idOf(choice));

const choiceFor = (place: FieldPlace): KindChoice => ({
  to: 'field',
  field: place.field,
  file: place.file,
  multiple: place.multiple,
  values: place.usual,
  whenFilled: 'ask',
});

const whenFilledOf = (chosen: string): FieldChoice['whenFilled'] =>
  chosen === 'replace' || chosen === 'skip' ? chosen : 'ask';

function withValue(choice: FieldChoice, field: string, template: string): KindChoice {
  const others = Object.entries(choice.values).filter(([known]) => known !== field);
  return {
    ...choice,
    values: Object.fromEntries(template === '' ? others : [...others, [field, template]]),
  };
}

/** Fields by section, then what is no field. */
function optionsOf(
  places: readonly FieldPlace[] | null,
  mayLeaveOut: boolean,
  words: Words,
): ComponentChildren {
  return (
    <FieldOptions
      places={places ?? []}
      first={places === null ? <option value={typed}>{words.say('setup.kinds.code.choice')}</option> : null}
    >
      <option value="later">{words.say('setup.kinds.later')}</option>
      {mayLeaveOut ? <option value="nothing">{words.say('setup.kinds.nothing')}</option> : null}
    </FieldOptions>
  );
}
