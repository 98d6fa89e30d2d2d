import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingsFileOf } from '../../../main/shared/settings-file.ts';
import { sameJson } from '../../../main/shared/same-json.ts';
import { parseSettings } from '../../../main/shared/settings.ts';
import type { Settings } from '../../../main/shared/settings.ts';

const written = {
  version: 1,
  tenant: { url: 'https://exemple.ilucca.net' },
  root: '/srv/rh',
  employeeFolder: '{lastName} {firstName} ({employeeNumber})',
  routes: [
    { match: 'Contrats/**', target: { field: 'e_Contrats', multiple: true, rows: 'append' } },
    { match: 'RIB/*', target: { field: 'e_RIB', multiple: false } },
  ],
  settle: { quietSeconds: 5 },
};

function read(input: unknown): Settings {
  const parsed = parseSettings(input);
  if (!parsed.ok) throw new Error(`${parsed.problem.path}: ${parsed.problem.message}`);
  return parsed.settings;
}

describe('the settings file', () => {
  it('is what it was where nothing was changed: defaults that an administrator wrote out stay written out', () => {
    expect(settingsFileOf(read(written), written)).toEqual(written);
  });

  it('says what is new, and leaves unsaid what nobody said', () => {
    const before = read(written);
    const next = settingsFileOf(
      {
        ...before,
        afterFiling: 'archive',
        app: { ...before.app, tray: false },
        routes: [
          ...before.routes,
          { match: 'Photo/*', target: 'picture', whenFilled: 'replace' },
          {
            match: 'Diplômes/**',
            target: { field: 'e_Diplomes', multiple: true, rows: 'append' },
            whenFilled: 'ask',
          },
        ],
      },
      written,
    );
    expect(next).toEqual({
      ...written,
      afterFiling: 'archive',
      app: { tray: false },
      routes: [
        ...written.routes,
        { match: 'Photo/*', target: 'picture', whenFilled: 'replace' },
        { match: 'Diplômes/**', target: { field: 'e_Diplomes', multiple: true } },
      ],
    });
  });

  it('lets the wait for unfinished scans follow the quiet one, until somebody sets it', () => {
    const before = read(written);
    const longer = { ...before, settle: { quietSeconds: 20, incompleteSeconds: 200 } };
    expect(settingsFileOf(longer, written)).toMatchObject({ settle: { quietSeconds: 20 } });
    expect(settingsFileOf(longer, written)['settle']).not.toHaveProperty('incompleteSeconds');
    const own = { ...before, settle: { quietSeconds: 20, incompleteSeconds: 60 } };
    expect(settingsFileOf(own, written)).toMatchObject({
      settle: { quietSeconds: 20, incompleteSeconds: 60 },
    });
  });

  it('says a wait for unfinished scans that is the usual one, where the quiet one is not', () => {
    const usual = read({ ...written, settle: {} }).settle;
    const settle = { ...usual, quietSeconds: usual.quietSeconds + 1 };
    const before = { ...written, settle: {} };
    expect(read(settingsFileOf({ ...read(before), settle }, before)).settle).toEqual(settle);
  });

  it('lets go of what belongs to another interface', () => {
    const oauth = { clientId: 'c', tokenUrl: 'https://accounts.world.luccasoftware.com/connect/token' };
    const before = { ...written, tenant: { ...written.tenant, api: 'mixed', oauth } };
    const now = read(before);
    const tenant = { ...now.tenant, api: 'v3', oauth: undefined } as const;
    const file = settingsFileOf({ ...now, tenant }, before);
    expect(file['tenant']).toEqual({ url: 'https://exemple.ilucca.net', api: 'v3' });
  });

  it('reads back as the very settings that were saved, whatever was said before', () => {
    const number = (min: number, max: number) => fc.integer({ min, max });
    const drafts = fc.record({
      rate: number(1, 50),
      create: fc.constantFrom('never', 'auto'),
      days: number(0, 400),
      quiet: number(0, 60),
      incomplete: fc.option(number(0, 900)),
      rescan: number(1, 60),
      after: fc.constantFrom('keep', 'archive', 'trash'),
      keep: number(1, 4_000),
      readBack: fc.boolean(),
      ignore: fc.array(fc.constantFrom('*.tmp', 'Brouillons/', '~*'), { maxLength: 3 }),
      login: fc.boolean(),
      tray: fc.boolean(),
      language: fc.option(fc.constantFrom('fr', 'en')),
    });
    const inputOf = (draft: typeof drafts extends fc.Arbitrary<infer T> ? T : never) => ({
      ...written,
      ...(draft.language === null ? {} : { language: draft.language }),
      tenant: { ...written.tenant, requestsPerMinute: draft.rate },
      folders: { create: draft.create },
      leavers: { fileForDays: draft.days },
      settle: {
        quietSeconds: draft.quiet,
        ...(draft.incomplete === null ? {} : { incompleteSeconds: draft.incomplete }),
      },
      rescanMinutes: draft.rescan,
      afterFiling: draft.after,
      receipts: { keepDays: draft.keep },
      readBack: draft.readBack,
      ignore: draft.ignore,
      app: { openAtLogin: draft.login, tray: draft.tray },
    });
    fc.assert(
      fc.property(drafts, drafts, fc.boolean(), (one, other, bare) => {
        const wanted = read(inputOf(one));
        const before = bare ? written : inputOf(other);
        expect(sameJson(read(settingsFileOf(wanted, before)), wanted)).toBe(true);
      }),
    );
  });
});
