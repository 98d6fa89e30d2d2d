import { expect, test } from 'vitest';
import { languageOf, sayIn, texts, type TextKey } from '../../../main/terminal/texts.ts';

const keys = Object.keys(texts.fr) as TextKey[];
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

test.each(keys)('%s says the same in both languages', (key) => {
  expect(texts.en[key]).toBeTruthy();
  expect(placeholders(texts.en[key])).toEqual(placeholders(texts.fr[key]));
});

test('values are put in, French is spoken where nothing else is said', () => {
  expect(sayIn('en')('wrong.command', { command: 'sync' })).toContain('unknown command: sync');
  expect(languageOf(undefined, '')).toBe('fr');
  expect(languageOf(undefined, 'en-US')).toBe('en');
  expect(languageOf(undefined, 'pl-PL')).toBe('fr');
  expect(languageOf(undefined, 'de-DE')).toBe('en');
  expect(languageOf('nl', 'fr-FR')).toBe('en');
  expect(languageOf('fr', 'en-US')).toBe('fr');
});
