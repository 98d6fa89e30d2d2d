import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, foldGlob, foldPath } from '../../../../main/core/match/fold.ts';

describe('two spellings of one name are compared alike', () => {
  test.each([
    ['case', 'DUPONT Jean', 'Dupont jean'],
    ['case, where the small letter carries a mark of its own', 'İnan', 'inan'],
    ['marks', 'Gaëlle Lefèvre', 'Gaelle Lefevre'],
    ['a mark that stands upon a letter with a stroke', 'Ǿrsted', 'Orsted'],
    ['Unicode form', 'Ga\u00EBlle', 'Gae\u0308lle'],
    ['doubled blanks', ' Dupont   Jean ', 'Dupont Jean'],
    ['blanks that do not break', 'Dupont\u00A0Jean', 'Dupont Jean'],
    ['narrow blanks', 'Dupont\u202FJean', 'Dupont Jean'],
    ['a hyphen and a blank', 'Jean-Pierre', 'Jean Pierre'],
    ['a hyphen between blanks', 'Dupont - Jean', 'Dupont Jean'],
    ['œ', 'Lebœuf', 'Leboeuf'],
    ['Œ', 'Œuvrard', 'OEUVRARD'],
    ['æ', 'Læticia', 'Laeticia'],
    ['Æ with a mark', 'Ǽlfred', 'Aelfred'],
    ['ß', 'Strauß', 'Strauss'],
    ['the great ß', 'STRAUẞ', 'Strauss'],
    ['ø', 'Jørgensen', 'Jorgensen'],
    ['ł', 'Łukasz', 'Lukasz'],
    ['an invisible character out of a copied text', 'Du\u200Bpont', 'Dupont'],
  ])('%s', (_what, one, other) => {
    expect(fold(one)).toBe(fold(other));
  });

  test.each(Array.from('’‘‛ʼʻʽʹ′`´＇ꞌ՚'))("the apostrophe %s is '", (mark) => {
    expect(fold(`D${mark}Almeida`)).toBe(fold("D'Almeida"));
  });

  test.each(Array.from('-‐‑‒–—―−﹘﹣－'))('the dash %s is a blank', (dash) => {
    expect(fold(`Jean${dash}Pierre`)).toBe(fold('Jean Pierre'));
  });
});

describe('what tells people apart stays', () => {
  test.each([
    ['zeros at the head of a number', '00001', '1'],
    ['one letter', 'Dupont', 'Dupond'],
    ['a blank in the midst of a name', 'Le Goff', 'Legoff'],
    ['an apostrophe', "D'Almeida", 'Dalmeida'],
    ['an apostrophe and a blank', "D'Almeida", 'D Almeida'],
    ['the order of names', 'Dupont Jean', 'Jean Dupont'],
    ['brackets', 'Dupont (1)', 'Dupont 1'],
  ])('%s', (_what, one, other) => {
    expect(fold(one)).not.toBe(fold(other));
  });
});

test('a folded name folds to itself: what the ledger keeps is found again', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (name) => fold(fold(name)) === fold(name)));
});

test('the Unicode form of a folder, which the system chooses, never parts it from its person', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => fold(name.normalize('NFD')) === fold(name)),
  );
});

test('a path keeps its folders, each folded by itself', () => {
  expect(foldPath('Établissement Nord / DUPONT  Jean-Luc /')).toBe('etablissement nord/dupont jean luc/');
});

describe('a glob folds as the paths that it is compared with', () => {
  test.each([
    ['Visites-médicales/**', 'visites medicales/**'],
    ['Été – hiver/*.PDF', 'ete hiver/*.pdf'],
    ['L’œuvre/{A,É}*', "l'oeuvre/{a,e}*"],
    ['Paie/[0-9][0-9]-*.pdf', 'paie/[0-9][0-9] *.pdf'],
    ['Paie/[A-C]*', 'paie/[a-c]*'],
    ['Paie/[!A-C]*', 'paie/[!a-c]*'],
    [' Contrats  signés / *.pdf', 'contrats signes/*.pdf'],
  ])('%s', (glob, folded) => {
    expect(foldGlob(glob)).toBe(folded);
  });

  test.each([
    ['[-_]', '[ _]'],
    ['[_-]', '[_ ]'],
    ['[!-_]', '[! _]'],
    ['[^-a-c]', '[^ a-c]'],
  ])('a dash at the edge of the class %s is itself, hence a blank', (glob, folded) => {
    expect(foldGlob(glob)).toBe(folded);
  });
});
