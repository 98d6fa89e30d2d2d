/** The tenant's fields as a list to choose from, by section. One that the key may not write is not offered. */
import type { FieldPlace } from '../../../main/shared/setup-contract.ts';
import { useWords } from '../state/context.tsx';

export function FieldOptions({ places }: { readonly places: readonly FieldPlace[] }) {
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
    </>
  );
}
