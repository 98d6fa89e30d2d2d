import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TYPE } from '@formatjs/icu-messageformat-parser';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { languages } from '../../../main/shared/languages.ts';
import type { Language } from '../../../main/shared/languages.ts';
import type { MessageValues, Words } from '../../../main/shared/messages/format.ts';
import { catalogues, wordsIn } from '../../support/words.ts';
import { placeholdersOf, pluralsOf } from './placeholders.ts';

const { fr, en } = catalogues;
const wordsOfEach = Object.fromEntries(
  languages.map((language) => [language, wordsIn(language)]),
) as Readonly<Record<Language, Words>>;
const keys = Object.keys(fr) as (keyof typeof fr)[];
/** Those that the language has; what it lacks is told once. */
const keysOf = (language: Language): typeof keys => keys.filter((key) => key in catalogues[language]);

describe('the catalogues', () => {
  it.each(languages)('%s: has every key, no other, in the same order', (language) => {
    const found = Object.keys(catalogues[language]);
    expect({
      missing: keys.filter((key) => !found.includes(key)),
      surplus: found.filter((key) => !(key in fr)),
    }).toEqual({ missing: [], surplus: [] });
    expect(found).toEqual(keys);
  });

  it.each(languages)('%s: names the same placeholders, of the same kind, under each key', (language) => {
    const different = keysOf(language).filter(
      (key) => placeholdersOf(catalogues[language][key]).join() !== placeholdersOf(fr[key]).join(),
    );
    expect(different).toEqual([]);
  });

  it.each(languages)('%s: counts in its own plurals, wherever French counts', (language) => {
    // “many” is for whole millions: it may be left to “other”.
    const own = new Intl.PluralRules(wordsOfEach[language].locale).resolvedOptions().pluralCategories;
    const needed = (categories: readonly string[]): readonly string[] =>
      categories.includes('one') ? own.filter((category) => category !== 'many') : ['other'];
    const wrong = keysOf(language).flatMap((key) => {
      const found = pluralsOf(catalogues[language][key]);
      return pluralsOf(fr[key]).flatMap((french, at) => {
        const plural = found[at];
        if (plural?.name !== french.name) return [`${key}: counts no {${french.name}}`];
        if (plural.exact.join() !== french.exact.join()) return [`${key}: ${plural.exact.join()}`];
        const foreign = plural.categories.filter((one) => !(own as readonly string[]).includes(one));
        const missing = needed(french.categories).filter((one) => !plural.categories.includes(one));
        return [...foreign, ...missing].map((category) => `${key}: ${category}`);
      });
    });
    expect(wrong).toEqual([]);
  });

  it.each(languages)('%s: heads as many columns as an export has', (language) => {
    expect(catalogues[language]['history.export.columns'].split(';')).toHaveLength(10);
    expect(catalogues[language]['history.export.name']).toMatch(/^[a-z-]+\.csv$/);
  });

  it.each(languages)('%s: calls a view by its name where it sends somebody there', (language) => {
    expect(catalogues[language]['help.detail']).toContain(catalogues[language]['nav.attention']);
  });

  it.each(languages)('%s: leaves no sentence in French or English', (language) => {
    const sentence = /\p{L}+ \p{L}+ \p{L}+/u;
    const others = [fr, en].filter((other) => other !== catalogues[language]);
    const copied = keysOf(language).filter((key) => {
      const text = catalogues[language][key];
      return sentence.test(text) && others.some((other) => other[key] === text);
    });
    expect(copied).toEqual([]);
  });

  it.each(languages)(
    '%s: fits where French and English fit, with the 40 % that layouts leave',
    (language) => {
      const tooLong = keysOf(language).filter((key) => {
        if (key === 'history.export.name') return false;
        const most = Math.max(shownLength('fr', key), shownLength('en', key), 12) * 1.4 + 4;
        return shownLength(language, key) > most;
      });
      expect(tooLong).toEqual([]);
    },
  );

  it('leave no text empty, and none with a blank at an end', () => {
    for (const catalogue of Object.values(catalogues))
      for (const [key, text] of Object.entries(catalogue)) expect(text.trim(), key).toBe(text);
    expect(Object.values(catalogues).flatMap((all) => Object.values(all))).not.toContain('');
  });

  it('are all used, and nothing else is asked for', () => {
    const sources = [...filesIn('main', /\.ts$/), ...filesIn('renderer', /\.tsx?$/)]
      .filter((file) => !file.includes('terminal'))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const spoken = new Set(
      [...sources.matchAll(/['`]([a-z]+(?:\.[a-zA-Z0-9-]+)+)['`]/g)].map((match) => match[1]),
    );
    // `ask.${reason}.detail`: any key that such a template could make counts as used.
    const templates = [...sources.matchAll(/`([a-z]+\.[^`\s]*\$\{[^`\s]*)`/g)].map(
      (match) =>
        new RegExp(
          `^${(match[1] ?? '')
            .replace(/\$\{[^}]*\}/g, '\u0000')
            .replace(/[.]/g, '\\.')
            .replaceAll('\u0000', '[a-zA-Z0-9-]+(\\.[a-z]+)?')}$`,
        ),
    );
    const unused = keys.filter(
      (key) => !spoken.has(key) && !templates.some((template) => template.test(key)),
    );
    expect(unused).toEqual([]);
  });
});

describe('French typography', () => {
  const texts = Object.entries(fr);
  const prose = (text: string): string => text.replace(/\{[^{}]*, plural,/g, '');

  it('has a narrow space before ; ! ? and %, an unbreakable one before a colon and inside quotes', () => {
    const wrong = texts.filter(
      ([key, text]) =>
        !key.includes('columns') &&
        /[^\s\u202f\u00a0{}]( |)[;!?%](?!\w)|[^\u00a0]:(?=\s|$)|«[^\u00a0]|[^\u00a0]»/u.test(prose(text)),
    );
    expect(wrong.map(([key]) => key)).toEqual([]);
  });
});

describe('typography', () => {
  const prose = (text: string): string => text.replace(/\{\w+, plural,/g, '');
  const quotes: Readonly<Record<Language, string>> = {
    fr: '«»',
    en: '“”',
    de: '„“',
    es: '«»',
    it: '«»',
    nl: '‘’',
    pt: '«»',
  };

  it.each(languages)('%s: has its own quotes, in pairs, and no others', (language) => {
    const pair = quotes[language];
    const signs = new RegExp(`[«»“”„‘"${pair}]`, 'g');
    const wrong = keysOf(language).filter((key) => {
      // An apostrophe looks like the end of a quote.
      const text = catalogues[language][key].replace(/’s |(\p{L})’(?=\p{L})/gu, '$1');
      return (text.match(signs) ?? []).join('').replaceAll(pair, '') !== '';
    });
    expect(wrong).toEqual([]);
  });

  it.each(languages)(
    '%s: has the typographic apostrophe and ellipsis, and never the typewriter’s',
    (language) => {
      const wrong = keysOf(language).filter((key) => /\w'\w|\.\.\./.test(catalogues[language][key]));
      expect(wrong).toEqual([]);
    },
  );

  it.each(languages.filter((language) => language !== 'fr'))(
    '%s: has no space before a sign, as French alone has',
    (language) => {
      const wrong = keysOf(language).filter((key) =>
        /[\s\u00a0\u202f][;:!?%»]|«\s|\u202f/u.test(prose(catalogues[language][key])),
      );
      expect(wrong).toEqual([]);
    },
  );

  it('German: has the space before an ellipsis, and it does not break', () => {
    expect(keysOf('de').filter((key) => /[^\u00a0]…/u.test(catalogues.de[key]))).toEqual([]);
  });

  it('Spanish: opens what it asks', () => {
    const wrong = keysOf('es').filter((key) => {
      const text = catalogues.es[key];
      return text.split('?').length !== text.split('¿').length;
    });
    expect(wrong).toEqual([]);
  });

  const blame: Readonly<Record<Language, RegExp>> = {
    fr: /erreur(?! de dossier)|échec|échoué|!/i,
    en: /\berror|fail|invalid|wrong(?! folder)|!/i,
    de: /fehler|fehlgeschlagen|ungültig|!/i,
    es: /\berror|\bfall[aoó]|inválid|!/i,
    it: /\berror|fallit|non valid|!/i,
    nl: /\bfout|mislukt|ongeldig|!/i,
    pt: /\berros?\b|\bfalh|inválid|!/i,
  };

  it.each(languages)('%s: neither blames nor shouts', (language) => {
    expect(keysOf(language).filter((key) => blame[language].test(catalogues[language][key]))).toEqual([]);
  });
});

describe('the window’s code', () => {
  it('holds no text of its own', () => {
    const found = filesIn('renderer/src', /\.tsx$/).flatMap((file) => literalTexts(file));
    expect(found).toEqual([]);
  });
});

/** As it shows with several of what is counted, and with short names. */
function shownLength(language: Language, key: keyof typeof fr): number {
  const values = placeholdersOf(catalogues[language][key]).map((placeholder) => {
    const [name = '', kind] = placeholder.split(':');
    return [name, kind === String(TYPE.plural) ? 2 : '00'];
  });
  const shown = wordsOfEach[language].rich(
    key,
    Object.fromEntries(values) as MessageValues,
    (_tag, text) => text,
  );
  return shown.join('').length;
}

function filesIn(folder: string, name: RegExp): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Words between tags, and in the attributes that people read or hear. */
function literalTexts(file: string): readonly string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TSX,
  );
  const spoken = new Set(['title', 'aria-label', 'placeholder', 'alt', 'label']);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) found.push(`${file}: ${node.text.trim()}`);
    if (
      ts.isJsxAttribute(node) &&
      spoken.has(node.name.getText(source)) &&
      node.initializer !== undefined &&
      ts.isStringLiteral(node.initializer) &&
      /\p{L}/u.test(node.initializer.text)
    )
      found.push(`${file}: ${node.initializer.text}`);
    if (
      ts.isJsxExpression(node) &&
      node.expression !== undefined &&
      ts.isStringLiteral(node.expression) &&
      (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent)) &&
      /\p{L}/u.test(node.expression.text)
    )
      found.push(`${file}: ${node.expression.text}`);
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}
