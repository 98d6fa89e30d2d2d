import { expect, test } from 'vitest';
import { firstKnown, languageNames, languages } from '../../../main/shared/languages.ts';

test('a system’s languages are tried in their order, whatever their country', () => {
  expect(firstKnown(['pl-PL', 'pt-BR', 'en-US'])).toBe('pt');
  expect(firstKnown(['de_CH.UTF-8'])).toBe('de');
  expect(firstKnown(['NL'])).toBe('nl');
});

test('French is spoken where none is known', () => {
  expect(firstKnown([])).toBe('fr');
  expect(firstKnown(['', 'pl-PL', 'ja'])).toBe('fr');
});

test('each language has a name of its own', () => {
  expect(new Set(Object.values(languageNames)).size).toBe(languages.length);
});
