/**
 * The tenant's fields as a list to choose from, by section, then the picture and what else there is to choose. A field
 * that the key may not write is not offered.
 */
import type { ComponentChildren } from 'preact';
import type { FieldPlace } from '../../../main/shared/setup-contract.ts';
import { useWords } from '../state/context.tsx';

export function FieldOptions({
  places,
  first = null,
  children = null,
}: {
  readonly places: readonly FieldPlace[];
  /** Before the picture, and after it. */
  readonly first?: ComponentChildren;
  readonly children?: ComponentChildren;
}) {
  const words = useWords();
  const open = places.filter((place) => !place.readOnly);
  const sections = [...new Set(open.map((place) => place.section))];
  return (
    <>
      {sections.map((section) => (
        <optgroup key={section ?? ''} label={section ?? words.say('setup.kinds.no-section')}>
          {open
            .filter((place) => place.section === section)
            .map((place) => (
              <option key={place.id} value={place.id}>
                {place.multiple ? place.name : words.say('setup.kinds.single', { name: place.name })}
              </option>
            ))}
        </optgroup>
      ))}
      <optgroup label={words.say('setup.kinds.others')}>
        {first}
        <option value="picture">
          {words.say('setup.kinds.single', { name: words.say('target.picture') })}
        </option>
        {children}
      </optgroup>
    </>
  );
}
