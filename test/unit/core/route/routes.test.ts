import { describe, expect, test } from 'vitest';
import { globs } from '../../../../main/adapters/system/index.ts';
import { foldGlob, foldPath } from '../../../../main/core/match/fold.ts';
import type { FieldDefinition, TargetKey } from '../../../../main/core/model.ts';
import { compileRoutes, fillValues, targetKey, type Routes } from '../../../../main/core/route/routes.ts';
import type { RouteSettings } from '../../../../main/shared/settings.ts';

type FieldTarget = Exclude<RouteSettings['target'], 'picture'>;

function route(match: string, field: string, target: Partial<FieldTarget> = {}): RouteSettings {
  return { match, target: { field, multiple: true, rows: 'append', ...target }, whenFilled: 'ask' };
}

function routesOf(
  routes: readonly RouteSettings[],
  fields: readonly FieldDefinition[] = [],
  proven: readonly string[] = [],
): Routes {
  return compileRoutes({ routes, fields, globs, foldGlob, proven: new Set(proven as TargetKey[]) });
}

/** Where a file below the employee folder goes; null: nowhere. */
function goes(routes: Routes, below: string): string | null {
  return routes.find(foldPath(below))?.target.key ?? null;
}

/** Where a file goes with one route alone. */
const taken = (match: string, below: string): boolean =>
  goes(routesOf([route(match, 'e_Any')]), below) !== null;

describe('a file goes where its folder says', () => {
  test('the first route that matches wins', () => {
    const wide = route('**', 'e_Divers');
    const narrow = route('RIB/*', 'e_RIB');
    expect(goes(routesOf([narrow, wide]), 'RIB/a.pdf')).toBe('e_RIB');
    expect(goes(routesOf([narrow, wide]), 'Autre/a.pdf')).toBe('e_Divers');
    expect(goes(routesOf([wide, narrow]), 'RIB/a.pdf')).toBe('e_Divers');
  });

  test('and nowhere where none does', () => {
    expect(goes(routesOf([route('RIB/*', 'e_RIB')]), 'Contrats/a.pdf')).toBeNull();
  });

  test.each([
    ['* is one level', 'RIB/*', 'RIB/a.pdf', true],
    ['* is not deeper', 'RIB/*', 'RIB/2025/a.pdf', false],
    ['* is not above', 'RIB/*', 'a.pdf', false],
    ['* is not elsewhere', 'RIB/*', 'Vieux/RIB/a.pdf', false],
    ['** is no folder', 'Contrats/**', 'Contrats/a.pdf', true],
    ['** is many folders', 'Contrats/**', 'Contrats/2025/CDI/a.pdf', true],
    ['** is not a longer name', 'Contrats/**', 'Contrats 2025/a.pdf', false],
    ['** between is none', 'Contrats/**/*.pdf', 'Contrats/a.pdf', true],
    ['** between is many', 'Contrats/**/*.pdf', 'Contrats/x/y/a.pdf', true],
    ['** at the head is none', '**/RIB/*', 'RIB/a.pdf', true],
    ['** at the head is many', '**/RIB/*', 'x/y/RIB/a.pdf', true],
    ['no dot file by *', 'RIB/*', 'RIB/.rib.pdf', false],
    ['no dot file by **', 'Contrats/**', 'Contrats/.a.pdf', false],
    ['no dot folder by **', 'Contrats/**', 'Contrats/.cache/a.pdf', false],
    ['either of two', '{RIB,IBAN}/*', 'IBAN/a.pdf', true],
    ['? is one character', 'RIB ?/*', 'RIB 2/a.pdf', true],
    ['brackets in a folder’s name are brackets', 'Contrats (CDI)/*', 'Contrats (CDI)/a.pdf', true],
  ])('%s: %s, %s', (_what, match, below, is) => {
    expect(taken(match, below)).toBe(is);
  });

  test.each([
    ['case', 'RIB/*', 'rib/A.PDF'],
    ['the case of an ending', '**/*.PDF', 'x/a.pdf'],
    ['marks in the path', 'Visites medicales/**', 'Visites médicales/a.pdf'],
    ['marks in the route', 'Visites médicales/**', 'VISITES MEDICALES/a.pdf'],
    ['the Unicode form of a Mac', 'Visites médicales/**', 'Visites médicales/a.pdf'.normalize('NFD')],
    ['a hyphen', 'Visites-médicales/**', 'Visites médicales/a.pdf'],
    ['a doubled blank', 'Visites médicales/**', 'Visites  médicales/a.pdf'],
    ['an apostrophe', "Titres d'identité/*", 'Titres d’identité/a.pdf'],
    ['œ', 'Œuvres sociales/*', 'Oeuvres sociales/a.pdf'],
    ['a dash in a file’s name', 'Paie/*-net.pdf', 'Paie/2025-net.pdf'],
    ['a class with a range', 'Paie/[0-9]*', 'Paie/7 mai.pdf'],
  ])('both sides are folded: %s', (_what, match, below) => {
    expect(taken(match, below)).toBe(true);
  });
});

describe('a target', () => {
  test('is named by its field, and its sub-field where that holds the file', () => {
    expect(targetKey('e_RIB', null)).toBe('e_RIB');
    expect(targetKey('e_Visite', 'e_Attestation')).toBe('e_Visite/e_Attestation');
  });

  test('may be the picture', () => {
    const routes = routesOf([{ match: 'Photo/*', target: 'picture', whenFilled: 'replace' }]);
    expect(routes.all[0]).toEqual({
      match: 'Photo/*',
      target: { kind: 'picture', key: 'picture' },
      whenFilled: 'replace',
      unclear: false,
    });
  });

  test('carries what the settings say', () => {
    const values = { 'e_Date-de-la-visite': '{date}', e_Convocation: null };
    const routes = routesOf([
      route('V/**', 'e_Visite', { file: 'e_Attestation', multiple: false, values, rows: 'resend' }),
    ]);
    expect(routes.all[0]?.target).toEqual({
      kind: 'field',
      key: 'e_Visite/e_Attestation',
      field: 'e_Visite',
      file: 'e_Attestation',
      multiple: false,
      values,
      rows: 'resend',
    });
  });

  test('is found by its key, or by its field alone, as a person answers', () => {
    const routes = routesOf([route('V/**', 'e_Visite', { file: 'e_Attestation' }), route('RIB/*', 'e_RIB')]);
    expect(routes.byTarget('e_Visite/e_Attestation')?.match).toBe('V/**');
    expect(routes.byTarget('e_Visite')?.match).toBe('V/**');
    expect(routes.byTarget('e_RIB')?.match).toBe('RIB/*');
    expect(routes.byTarget('e_Rib')).toBeNull();
  });

  test('whose whole key is asked for goes before one whose field alone has that name', () => {
    const routes = routesOf([route('a/*', 'e_Visite', { file: 'e_Attestation' }), route('b/*', 'e_Visite')]);
    expect(routes.byTarget('e_Visite')?.match).toBe('b/*');
  });
});

describe('a target that is unclear is asked about before anything is sent', () => {
  const rib: FieldDefinition = {
    field: 'e_RIB',
    name: 'RIB',
    multiple: false,
    subFields: [],
    holdsFile: true,
  };
  const note: FieldDefinition = { ...rib, field: 'e_Note', holdsFile: false };
  const visit: FieldDefinition = {
    field: 'e_Visite',
    name: 'Visite',
    multiple: true,
    holdsFile: false,
    subFields: [
      { key: 'e_Attestation', name: 'Attestation', holdsFile: true },
      { key: 'e_Date', name: 'Date', holdsFile: false },
    ],
  };
  const unsaid = (field: string, file?: string): RouteSettings => ({
    match: '**',
    target: { field, rows: 'append', ...(file === undefined ? {} : { file }) },
    whenFilled: 'ask',
  });
  const unclear = (
    one: RouteSettings,
    fields: readonly FieldDefinition[] = [],
    proven: readonly string[] = [],
  ): boolean | undefined => routesOf([one], fields, proven).all[0]?.unclear;

  test('where neither settings nor tenant say whether it holds one value', () => {
    expect(unclear(unsaid('e_RIB'))).toBe(true);
    expect(unclear(unsaid('e_RIB'), [rib])).toBe(false);
    expect(unclear(route('**', 'e_RIB'))).toBe(false);
  });

  test('and what the tenant says of it is taken, where the settings are silent', () => {
    expect(routesOf([unsaid('e_RIB')], [rib]).all[0]?.target).toMatchObject({ multiple: false });
    expect(routesOf([unsaid('e_Visite', 'e_Attestation')], [visit]).all[0]?.target).toMatchObject({
      multiple: true,
    });
    expect(routesOf([route('**', 'e_RIB', { multiple: true })], [rib]).all[0]?.target).toMatchObject({
      multiple: true,
    });
  });

  test.each([
    ['a field that holds no file', route('**', 'e_Note'), [rib, note], true],
    ['a misspelt field, where others of its build are listed', route('**', 'e_RBI'), [rib], true],
    ['a field, where only composite ones are listed', route('**', 'e_RIB'), [visit], false],
    ['a field, where nothing is listed', route('**', 'e_RIB'), [], false],
    ['a composite field without its sub-field', route('**', 'e_Visite'), [visit], true],
    ['its sub-field', route('**', 'e_Visite', { file: 'e_Attestation' }), [visit], false],
    ['its sub-field in other case', route('**', 'e_visite', { file: 'e_attestation' }), [visit], false],
    ['a sub-field that holds no file', route('**', 'e_Visite', { file: 'e_Date' }), [visit], true],
    ['a sub-field that is not there', route('**', 'e_Visite', { file: 'e_Scan' }), [visit], true],
    ['a composite field not listed', route('**', 'e_Autre', { file: 'e_Scan' }), [visit], true],
    [
      'a composite field, where only simple ones are listed',
      route('**', 'e_V', { file: 'e_S' }),
      [rib],
      false,
    ],
  ])('%s', (_what, one, fields, expected) => {
    expect(unclear(one, fields)).toBe(expected);
  });

  test('but a target where a document was filed is there, whatever a listing leaves out', () => {
    expect(unclear(route('**', 'e_RBI'), [rib], ['e_RBI'])).toBe(false);
    expect(unclear(route('**', 'e_RBI'), [rib], ['e_Other'])).toBe(true);
  });
});

describe('the other sub-fields of a document', () => {
  const facts = { fileName: 'visite 22-11-2026.pdf', writtenOn: '2025-01-02', today: '2026-12-24' };

  test('the date of its name, today, its name, fixed text, nothing', () => {
    expect(
      fillValues(
        { e_Date: '{date}', e_Depot: '{today}', e_Nom: 'Scan {fileName}', e_Type: 'Visite', e_Vide: null },
        facts,
      ),
    ).toEqual({
      e_Date: '2026-11-22T00:00:00',
      e_Depot: '2026-12-24T00:00:00',
      e_Nom: 'Scan visite 22-11-2026.pdf',
      e_Type: 'Visite',
      e_Vide: null,
    });
  });

  test('the day of the last write where the name tells none', () => {
    expect(fillValues({ e_Date: '{date}' }, { ...facts, fileName: 'visite 20261332.pdf' })).toEqual({
      e_Date: '2025-01-02T00:00:00',
    });
  });

  test('a name goes as on disk, in NFC, its dollars and braces with it', () => {
    const fileName = 'e\u0301t\u00E9 $& $1 {date} {today}.pdf';
    expect(fillValues({ e_Nom: '{fileName}' }, { ...facts, fileName })).toEqual({
      e_Nom: '\u00E9t\u00E9 $& $1 {date} {today}.pdf',
    });
  });
});
