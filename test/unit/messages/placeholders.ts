/** What an ICU message is made of besides text. */
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';

/** The placeholders: their names and kinds, sorted. */
export function placeholdersOf(message: string): readonly string[] {
  const found = new Set<string>();
  const look = (elements: readonly MessageFormatElement[]): void => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
      found.add(`${element.value}:${String(element.type)}`);
      if (element.type === TYPE.tag) look(element.children);
      if (element.type === TYPE.plural || element.type === TYPE.select)
        for (const option of Object.values(element.options)) look(option.value);
    }
  };
  look(parse(message));
  return [...found].sort();
}

export interface Plural {
  readonly name: string;
  /** CLDR's: one, other, … */
  readonly categories: readonly string[];
  /** `=0` and its like, sorted. */
  readonly exact: readonly string[];
}

/** The plurals, by the names of what they count. */
export function pluralsOf(message: string): readonly Plural[] {
  const found: Plural[] = [];
  const look = (elements: readonly MessageFormatElement[]): void => {
    for (const element of elements) {
      if (element.type === TYPE.tag) look(element.children);
      if (element.type !== TYPE.plural && element.type !== TYPE.select) continue;
      for (const option of Object.values(element.options)) look(option.value);
      if (element.type === TYPE.select) continue;
      const forms = Object.keys(element.options);
      found.push({
        name: element.value,
        categories: forms.filter((form) => !form.startsWith('=')),
        exact: forms.filter((form) => form.startsWith('=')).sort(),
      });
    }
  };
  look(parse(message));
  return found.sort((a, b) => a.name.localeCompare(b.name));
}
