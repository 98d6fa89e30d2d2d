import { describe, expect, test } from 'vitest';
import { compileFolderPattern } from '../../../../main/core/match/employee-folder.ts';
import { foldPath } from '../../../../main/core/match/fold.ts';
import { createMatcher, type Matcher, type MatchResult } from '../../../../main/core/match/match.ts';
import type { Binding, Employee } from '../../../../main/core/model.ts';
import { directoryOf, person } from './people.ts';

const usual = '{lastName} {firstName} ({employeeNumber})';
const now = Date.parse('2026-11-22T12:00:00Z');

function matcher(
  employees: readonly Employee[],
  options: { pattern?: string; bindings?: readonly Binding[]; leaverDays?: number } = {},
): Matcher {
  return createMatcher({
    pattern: compileFolderPattern(options.pattern ?? usual),
    directory: directoryOf(...employees),
    bindings: new Map((options.bindings ?? []).map((binding) => [binding.folder, binding])),
    leaverDays: options.leaverDays ?? 90,
  });
}

function bound(folder: string, employee: Employee, by: Binding['by'] = 'match'): Binding {
  return { folder: foldPath(folder), employeeId: employee.id, by, at: 0 };
}

/** Whose folder it is found to be: a number for a person, words for a doubt. */
function verdict(result: MatchResult): number | string {
  return result.kind === 'matched' ? result.employee.id : result.kind;
}

const jean = person(1);
const paul = person(2, { lastName: 'Martin', firstName: 'Paul' });

describe('a folder that is the pattern of exactly one person', () => {
  const office = matcher([jean, paul]);

  test.each([
    ['as rendered', 'Dupont Jean (00001)', 1],
    ['in other spelling', 'DUPONT  jean (00001)', 1],
    ['of the colleague', 'Martin-Paul (00002)', 2],
  ])('%s', (_what, folder, id) => {
    expect(verdict(office.match(folder, now))).toBe(id);
  });

  test.each([
    ['the name alone', 'Dupont Jean'],
    ['the number alone', '00001'],
    ['the number in brackets', '(00001)'],
    ['the number with a name of nobody', 'Zola Émile (00001)'],
    ['one name of two', 'Dupont (00001)'],
    ['zeros gone from the number', 'Dupont Jean (1)'],
    ['more zeros', 'Dupont Jean (000001)'],
    ['more words behind', 'Dupont Jean (00001) ancien'],
    ['a folder below', 'Dupont Jean (00001)/RIB'],
    ['the names the other way round', 'Jean Dupont (00001)'],
    ['nothing known', 'Divers'],
  ])('but never %s', (_what, folder) => {
    expect(office.match(folder, now).kind).toBe('unknown');
  });

  test('a file outside of any folder is nobody’s', () => {
    expect(office.match(null, now)).toEqual({ kind: 'unknown', guesses: [] });
  });

  test('without a directory nobody is known', () => {
    const empty = createMatcher({
      pattern: compileFolderPattern(usual),
      directory: null,
      bindings: new Map(),
      leaverDays: 90,
    });
    expect(empty.match('Dupont Jean (00001)', now)).toEqual({ kind: 'unknown', guesses: [] });
  });
});

describe('guesses help a person, and decide nothing', () => {
  const office = matcher([jean, paul]);

  test.each([
    ['by the number', '00001', [1]],
    ['by the name', 'Martin Paul', [2]],
    ['by the names the other way round', 'Paul Martin', [2]],
    ['none where nothing points to anybody', 'Divers', []],
    ['none by a part of a word', 'Dupontel Jeanne (100001)', []],
  ])('%s', (_what, folder, guesses) => {
    expect(office.match(folder, now)).toEqual({ kind: 'unknown', guesses });
  });
});

describe('a doubt between people asks', () => {
  test('homonyms, where the pattern does not tell them apart', () => {
    const twins = matcher([jean, person(2)], { pattern: '{lastName} {firstName}' });
    expect(twins.match('Dupont Jean', now)).toEqual({ kind: 'ambiguous', guesses: [1, 2] });
  });

  test('people whose names differ by marks alone', () => {
    const pair = matcher([person(1, { firstName: 'Noël' }), person(2, { firstName: 'Noel' })], {
      pattern: '{lastName} {firstName}',
    });
    expect(pair.match('Dupont Noël', now).kind).toBe('ambiguous');
  });

  test('this name, that number', () => {
    const result = matcher([jean, paul]).match('Martin Paul (00001)', now);
    expect(result.kind).toBe('ambiguous');
    expect(result.kind === 'ambiguous' && [...result.guesses].sort()).toEqual([1, 2]);
  });

  test('two establishments that share a number', () => {
    const staff = [
      person(1, { employeeNumber: '00001' }),
      person(2, { employeeNumber: '00001', legalEntity: 'Lyon', lastName: 'Martin' }),
    ];
    expect(verdict(matcher(staff, { pattern: '{employeeNumber}' }).match('00001', now))).toBe('ambiguous');
    const apart = matcher(staff, { pattern: '{legalEntity}/{employeeNumber}' });
    expect(verdict(apart.match('Paris/00001', now))).toBe(1);
    expect(verdict(apart.match('Lyon/00001', now))).toBe(2);
    const named = matcher(staff);
    expect(verdict(named.match('Dupont Jean (00001)', now))).toBe(1);
    expect(verdict(named.match('Martin Jean (00001)', now))).toBe(2);
  });

  test('numbers that differ by zeros alone are two people', () => {
    const both = matcher([person(1, { employeeNumber: '1' }), person(2, { employeeNumber: '001' })]);
    expect(verdict(both.match('Dupont Jean (1)', now))).toBe(1);
    expect(verdict(both.match('Dupont Jean (001)', now))).toBe(2);
    expect(both.match('Dupont Jean (01)', now).kind).toBe('unknown');
  });
});

describe('a folder once known keeps to its person', () => {
  const folder = 'Dupont Jean (00001)';

  test('when names change', () => {
    const married = person(1, { lastName: 'Durand' });
    const office = matcher([married], { bindings: [bound(folder, jean)] });
    expect(verdict(office.match(folder, now))).toBe(1);
    expect(verdict(office.match('Durand Jean (00001)', now))).toBe(1);
  });

  test('in whatever spelling the folder is found', () => {
    const office = matcher([person(1, { lastName: 'Durand' })], { bindings: [bound(folder, jean)] });
    expect(verdict(office.match('DUPONT JEAN (00001)', now))).toBe(1);
  });

  test.each(['match', 'answer'] as const)(
    'but asks when the folder is now the name of somebody else (known by %s)',
    (by) => {
      const married = person(1, { lastName: 'Durand' });
      const arrival = person(2, { employeeNumber: '00001' });
      const office = matcher([married, arrival], { bindings: [bound(folder, jean, by)] });
      expect(office.match(folder, now)).toEqual({ kind: 'ambiguous', guesses: [1, 2] });
    },
  );

  test('asks when the person is no longer in Lucca, even with a successor of that name', () => {
    const successor = person(2, { employeeNumber: '00001' });
    const office = matcher([successor], { bindings: [bound(folder, jean)] });
    expect(office.match(folder, now)).toEqual({ kind: 'unknown', guesses: [2] });
  });

  test('an answer outlives a new homonym, a mere match does not', () => {
    const staff = [jean, person(2)];
    const pattern = '{lastName} {firstName}';
    const answered = matcher(staff, { pattern, bindings: [bound('Dupont Jean', jean, 'answer')] });
    expect(verdict(answered.match('Dupont Jean', now))).toBe(1);
    const matched = matcher(staff, { pattern, bindings: [bound('Dupont Jean', jean, 'match')] });
    expect(verdict(matched.match('Dupont Jean', now))).toBe('ambiguous');
  });

  test('an answer names a folder that no pattern could', () => {
    const office = matcher([jean], { bindings: [bound('Le nouveau', jean, 'answer')] });
    expect(verdict(office.match('le NOUVEAU', now))).toBe(1);
  });
});

describe('someone who left', () => {
  const folder = 'Dupont Jean (00001)';
  const on = (moment: string, contractEnd: string | null, leaverDays = 90): string | number =>
    verdict(matcher([person(1, { contractEnd })], { leaverDays }).match(folder, Date.parse(moment)));

  test.each([
    ['without an end', '2026-11-22T12:00:00Z', null, 90, 1],
    ['whose last day is to come', '2026-11-22T12:00:00Z', '2027-01-01', 90, 1],
    ['on the ninetieth day', '2026-11-29T12:00:00Z', '2026-08-31', 90, 1],
    ['on the day after', '2026-11-30T12:00:00Z', '2026-08-31', 90, 'left'],
    ['with a time in Lucca’s date', '2026-11-30T12:00:00Z', '2026-08-31T00:00:00', 90, 'left'],
    ['on the last day, with no days given', '2026-08-31T20:00:00Z', '2026-08-31', 0, 1],
    ['a day later, with no days given', '2026-09-01T12:00:00Z', '2026-08-31', 0, 'left'],
  ])('%s', (_what, moment, end, days, expected) => {
    expect(on(moment, end, days)).toBe(expected);
  });

  test('is asked about for a bound folder as well', () => {
    const gone = person(1, { lastName: 'Durand', contractEnd: '2020-01-01' });
    const office = matcher([gone], { bindings: [bound(folder, jean, 'answer')] });
    expect(office.match(folder, now)).toEqual({ kind: 'left', employee: gone });
  });

  test('is a homonym all the same', () => {
    const office = matcher([jean, person(2, { contractEnd: '2020-01-01' })], {
      pattern: '{lastName} {firstName}',
    });
    expect(office.match('Dupont Jean', now).kind).toBe('ambiguous');
  });
});

describe('search in the whole directory', () => {
  const anna = person(3, { lastName: 'Lefèvre-Dupont', firstName: 'Anna', department: 'Achats' });
  const office = matcher([anna, jean, paul]);
  const ids = (text: string, limit = 9): readonly number[] =>
    office.search(text, limit).map((employee) => employee.id);

  test('finds by the beginnings of words, in any order and spelling', () => {
    expect(ids('LEFEV an')).toEqual([3]);
    expect(ids('an lefev')).toEqual([3]);
    expect(ids('00002')).toEqual([2]);
    expect(ids('p2@exam')).toEqual([2]);
    expect(ids('achats')).toEqual([3]);
  });

  test('an apostrophe divides a name as a blank does', () => {
    const staff = matcher([person(1, { lastName: "L'Hostis" }), person(2, { lastName: 'D’Angelo' })]);
    const found = (text: string): readonly number[] => staff.search(text, 9).map((one) => one.id);
    expect(found('hostis')).toEqual([1]);
    expect(found('l’hos')).toEqual([1]);
    expect(found("d'ang")).toEqual([2]);
  });

  test('every word must fit, from its beginning', () => {
    expect(ids('dupont paul')).toEqual([]);
    expect(ids('pont')).toEqual([]);
    expect(ids('  ')).toEqual([]);
  });

  test('whole words come before beginnings, and the limit keeps the best', () => {
    const staff = matcher([person(1, { lastName: 'Martineau' }), person(2, { lastName: 'Martin' })]);
    expect(staff.search('martin', 9).map((one) => one.lastName)).toEqual(['Martin', 'Martineau']);
    expect(staff.search('martin', 1).map((one) => one.lastName)).toEqual(['Martin']);
  });

  test('a person is known by id', () => {
    expect(office.byId(paul.id)).toBe(paul);
    expect(office.byId(person(99).id)).toBeNull();
  });
});
