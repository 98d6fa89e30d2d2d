import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import en from '../../../main/shared/messages/en.json';
import fr from '../../../main/shared/messages/fr.json';
import { placeholdersOf } from './placeholders.ts';

const catalogues = { fr, en } as Readonly<Record<string, Readonly<Record<string, string>>>>;

describe('the catalogues', () => {
  it('hold the same keys in the same order', () => {
    expect(Object.keys(en)).toEqual(Object.keys(fr));
  });

  it('name the same placeholders, of the same kind, under each key', () => {
    const different = Object.keys(fr).filter(
      (key) =>
        placeholdersOf(catalogues['fr']![key]!).join() !== placeholdersOf(catalogues['en']![key]!).join(),
    );
    expect(different).toEqual([]);
  });

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
    const unused = Object.keys(fr).filter(
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

  it('has the typographic apostrophe and ellipsis, and never the typewriter’s', () => {
    for (const catalogue of Object.values(catalogues))
      for (const [key, text] of Object.entries(catalogue)) {
        expect(text, key).not.toMatch(/\w'\w/);
        expect(text, key).not.toContain('...');
      }
  });

  it('neither blames nor shouts', () => {
    for (const [key, text] of texts) expect(text, key).not.toMatch(/erreur(?! de dossier)|échec|échoué|!/i);
  });
});

describe('the window’s code', () => {
  it('holds no text of its own', () => {
    const found = filesIn('renderer/src', /\.tsx$/).flatMap((file) => literalTexts(file));
    expect(found).toEqual([]);
  });
});

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
