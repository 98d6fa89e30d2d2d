import { describe, expect, it } from 'vitest';
import { createGitignore, globs } from '../../../../main/adapters/system/index.ts';
import { foldGlob, foldPath } from '../../../../main/core/match/fold.ts';
import {
  decidedIn,
  emptyDraft,
  goTo,
  settingsOfDraft,
  withFolder,
  withTenant,
} from '../../../../main/core/setup-draft.ts';
import type { SetupDraft } from '../../../../main/core/setup-draft.ts';
import { parseSettings } from '../../../../main/shared/settings.ts';
import type { Settings } from '../../../../main/shared/settings.ts';

const draft: SetupDraft = {
  ...emptyDraft,
  url: 'https://ateliers.ilucca.net',
  root: '/srv/rh',
  employeeFolder: '{lastName} {firstName}',
  kinds: [{ names: ['RIB'], choice: { to: 'picture', whenFilled: 'ask' } }],
};
const parsed = (one: SetupDraft): Settings => {
  const result = parseSettings(settingsOfDraft(one));
  if (!result.ok) throw new Error(`${result.problem.path}: ${result.problem.message}`);
  return result.settings;
};
const folders = [
  'RIB',
  'Visites médicales',
  'Contrats (CDI)',
  'Contrats [CDD]',
  'Divers & co',
  '!important',
  '#1',
  'a+b',
  '{x}',
  'Paie*',
  'œuvres – 2025',
];

describe('settings made of a draft', () => {
  it.each(folders)('file what lies in %j, and nothing beside it', (name) => {
    const kinds = [{ names: [name], choice: { to: 'picture', whenFilled: 'ask' } }] as const;
    const [route] = parsed({ ...draft, kinds }).routes;
    const matches = globs.compile(foldGlob(route?.match ?? ''));
    expect(matches(foldPath(`${name}/a.pdf`))).toBe(true);
    expect(matches(foldPath(`${name}/2025/a.pdf`))).toBe(true);
    expect(matches(foldPath(`Autre chose/a.pdf`))).toBe(false);
    expect(matches('a.pdf')).toBe(false);
  });

  it.each(folders)('leave out what lies in %j, and nothing beside it', (name) => {
    const kinds = [...draft.kinds, { names: [name], choice: { to: 'nothing' } }] as const;
    const { ignore } = parsed({ ...draft, kinds });
    const leavesOut = createGitignore(ignore);
    expect(leavesOut(`Dupont Jean/${name}/a.pdf`)).toBe(true);
    expect(leavesOut(`Dupont Jean/${name}/2025/a.pdf`)).toBe(true);
    expect(leavesOut(`Dupont Jean/Autre/${name}/a.pdf`)).toBe(false);
    expect(leavesOut(`${name}/Autre/a.pdf`)).toBe(false);
  });

  it('files directly in the employee folder have a route of their own', () => {
    const kinds = [{ names: [''], choice: { to: 'picture', whenFilled: 'skip' } }] as const;
    expect(parsed({ ...draft, kinds }).routes).toMatchObject([{ match: '*', whenFilled: 'skip' }]);
  });

  it('hold no route for what is left or put off, and are none without any', () => {
    const kinds = [
      { names: ['a'], choice: { to: 'nothing' } },
      { names: ['b'], choice: { to: 'later' } },
    ] as const;
    expect(parseSettings(settingsOfDraft({ ...draft, kinds })).ok).toBe(false);
  });

  it('say nothing that is so anyway', () => {
    expect(settingsOfDraft(draft)).toEqual({
      version: 1,
      tenant: { url: 'https://ateliers.ilucca.net' },
      root: '/srv/rh',
      employeeFolder: '{lastName} {firstName}',
      routes: [{ match: 'RIB/**', target: 'picture' }],
      app: { openAtLogin: true, notifications: true },
    });
  });
});

describe('going about', () => {
  it('never skips a step that nobody has been to', () => {
    expect(goTo(emptyDraft, 'start').step).toBe('connect');
    const second = goTo(emptyDraft, 'folder');
    expect(goTo(goTo(second, 'connect'), 'kinds')).toMatchObject({ step: 'kinds', reached: 'kinds' });
  });

  it('what is decided anew is previewed anew', () => {
    const far: SetupDraft = {
      ...draft,
      step: 'start',
      reached: 'start',
      results: { employees: 4, folders: 3, kinds: 2, toFile: 9, seconds: 60 },
    };
    expect(decidedIn(far, 'kinds')).toMatchObject({ reached: 'kinds', results: { kinds: 2, toFile: null } });
    expect(withFolder(far, '/srv/rh', '{lastName} {firstName}', 3)).toMatchObject({ reached: 'start' });
    expect(withFolder(far, '/srv/other', '{login}', 3)).toMatchObject({ reached: 'folder', kinds: [] });
    expect(withTenant(far, far.url, 5)).toMatchObject({ reached: 'start', results: { employees: 5 } });
    expect(withTenant(far, 'https://other.ilucca.net', 5)).toMatchObject({ reached: 'connect', kinds: [] });
  });
});
