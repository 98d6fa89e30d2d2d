import { expect, test } from 'vitest';
import { longer, longerTexts } from '../../support/longer.ts';
import { catalogues } from '../../support/words.ts';
import { placeholdersOf, pluralsOf } from '../messages/placeholders.ts';

const texts = Object.entries(catalogues.en);

test('every word is 40 % longer, and nothing but words', () => {
  expect(longer('Open the folder')).toBe('OOpeen theee fooldeerr');
  expect(longer('{n} s')).toBe('{n} s');
  expect(longer('brrr')).toBe('brrrrr');
  const all = texts.map(([, text]) => text).join('');
  expect(texts.map(([, text]) => longer(text)).join('').length / all.length).toBeGreaterThan(1.25);
});

test('what a text holds besides words stays', () => {
  for (const [key, text] of texts) {
    expect(placeholdersOf(longer(text)), key).toEqual(placeholdersOf(text));
    expect(pluralsOf(longer(text)), key).toEqual(pluralsOf(text));
  }
});

test('only the language meant is replaced', () => {
  const { transform } = longerTexts('en');
  expect(transform('{"a":"Copy"}', '/x/main/shared/messages/fr.json')).toBeNull();
  const made = JSON.parse(transform('{"a":"Copy"}', '/x/main/shared/messages/en.json') ?? '') as {
    a: string;
  };
  expect(made.a).toBe(longer('Copy'));
});
