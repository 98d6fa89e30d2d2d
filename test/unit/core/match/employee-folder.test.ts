import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compileFolderPattern,
  safeFolderName,
  valueOf,
} from '../../../../main/core/match/employee-folder.ts';
import { person } from './people.ts';

const usual = compileFolderPattern('{lastName} {firstName} ({employeeNumber})');

describe("an employee's folder", () => {
  test('holds what Lucca gives, in its own spelling', () => {
    expect(usual.render(person(1, { lastName: 'Lefèvre', firstName: 'Gaëlle' }))).toBe(
      'Lefèvre Gaëlle (00001)',
    );
    expect(usual.depth).toBe(1);
    expect(usual.placeholders).toEqual(['lastName', 'firstName', 'employeeNumber']);
  });

  test('may lie below others', () => {
    const pattern = compileFolderPattern('{legalEntity}/{department}/{id}');
    expect(pattern.depth).toBe(3);
    expect(pattern.render(person(7))).toBe('Paris/Atelier/7');
  });

  test('names each placeholder once, however often it stands there', () => {
    expect(compileFolderPattern('{lastName}/{lastName} {id}').placeholders).toEqual(['lastName', 'id']);
  });

  test('stays one folder where a name holds a slash, and never climbs', () => {
    const pattern = compileFolderPattern('{legalEntity}/{lastName}');
    expect(pattern.render(person(1, { legalEntity: 'A/B', lastName: '../../etc' }))).toBe('A-B/-..-etc');
  });

  test.each(['', ' ', '.', '..', '...', '/', '-'])(
    'is none, rather than a parent, where all of a level is %j',
    (department) => {
      const pattern = compileFolderPattern('{department}/{lastName}');
      expect(pattern.render(person(1, { department }))).toBeNull();
    },
  );

  test('every placeholder has its own value', () => {
    const one = person(9, { login: 'jd', email: 'jd@example.org' });
    expect(
      (
        [
          'employeeNumber',
          'lastName',
          'firstName',
          'email',
          'login',
          'id',
          'legalEntity',
          'department',
        ] as const
      ).map((name) => valueOf(one, name)),
    ).toEqual(['00009', 'Dupont', 'Jean', 'jd@example.org', 'jd', '9', 'Paris', 'Atelier']);
  });
});

describe('a name that every file system takes', () => {
  test.each([
    ['A/B', 'A-B'],
    ['A\\B', 'A-B'],
    ['..', ''],
    ['.', ''],
    ['../..', ''],
    ['  Dupont  Jean ', 'Dupont Jean'],
    ['CON', 'CON_'],
    ['con', 'con_'],
    ['Aux.txt', 'Aux_.txt'],
    ['nul .txt', 'nul_ .txt'],
    ['.CON', 'CON_'],
    ['COM1', 'COM1_'],
    ['LPT³', 'LPT³_'],
    ['Conrad', 'Conrad'],
    ['COM', 'COM'],
    ['Dupont S.A.', 'Dupont S.A'],
    ['Dupont. . .', 'Dupont'],
    ['.dupont', 'dupont'],
    ['a:b*c?d"e<f>g|h', 'a-b-c-d-e-f-g-h'],
    ['Du\u0000pont\n', 'Du-pont-'],
    ['Gae\u0308lle', 'Ga\u00EBlle'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeFolderName(name)).toBe(safe);
  });

  test('a long name is cut to 120 characters, and no character in two', () => {
    expect(safeFolderName('é'.repeat(300))).toBe('é'.repeat(120));
    expect(safeFolderName('😀'.repeat(300))).toBe('😀'.repeat(120));
    expect(safeFolderName(`${'a'.repeat(119)}. b`)).toBe('a'.repeat(119));
  });

  test('whatever Lucca gives', () => {
    const piece = fc.oneof(
      fc.constantFrom('/', '\\', '.', '..', ' ', 'CON', 'nul', 'com1', '-', '\t', ':', 'é', 'a', '_'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const safe = safeFolderName(pieces.join(''));
        if (safe === '') return;
        expect(safe).not.toMatch(/[/\\:*?"<>|]|[. ]$|^[. ]/);
        // eslint-disable-next-line no-control-regex -- what no file system may see
        expect(safe).not.toMatch(/[\u0000-\u001F\u007F]/);
        expect(safe).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d) *(\.|$)/i);
        expect(Array.from(safe).length).toBeLessThanOrEqual(121);
        expect(safeFolderName(safe)).toBe(safe);
      }),
      { numRuns: 2_000 },
    );
  });
});
