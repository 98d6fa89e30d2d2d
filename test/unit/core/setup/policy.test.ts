import { describe, expect, it } from 'vitest';
import { emptyDraft } from '../../../../main/core/setup-draft.ts';
import type { SetupDraft } from '../../../../main/core/setup-draft.ts';
import { fileOfDraft, switchesDecided, wayDecided, withDecided } from '../../../../main/core/setup-policy.ts';

const pattern = '{lastName} {firstName}';
/** Somebody came as far as the preview, without a policy. */
const far: SetupDraft = {
  ...emptyDraft,
  step: 'preview',
  reached: 'preview',
  url: 'https://exemple.ilucca.net',
  keyKept: true,
  root: '/home/jeanne/scans',
  employeeFolder: pattern,
  who: { Nono: 2 },
  kinds: [{ names: ['Divers'], choice: { to: 'later' } }],
  results: { employees: 40, folders: 3, kinds: 1, toFile: 4, seconds: 9 },
};

describe('a draft under a policy', () => {
  it('is as it was where the policy decides nothing of it', () => {
    expect(withDecided(far, { settings: {} })).toEqual(far);
    expect(withDecided(far, { settings: { language: 'fr', readBack: true } })).toEqual(far);
  });

  it('is as it was where both say the same', () => {
    const settings = {
      tenant: { url: 'https://exemple.ilucca.net/', api: 'v3' },
      root: far.root,
      employeeFolder: pattern,
    };
    expect(withDecided(far, { settings })).toEqual(far);
  });

  it('begins at the connection where the tenant is another: no key of the old one counts', () => {
    const next = withDecided(far, { settings: { tenant: { url: 'https://neuf.ilucca.net' } } });
    expect(next).toMatchObject({
      step: 'connect',
      reached: 'connect',
      url: 'https://neuf.ilucca.net',
      keyKept: false,
      who: {},
      kinds: [],
    });
    expect(next.results.toFile).toBeNull();
  });

  it('begins at the folder where that is another: nobody’s folder is known by its old name', () => {
    expect(withDecided(far, { settings: { root: '/srv/rh' } })).toMatchObject({
      step: 'folder',
      reached: 'folder',
      root: '/srv/rh',
      keyKept: true,
      who: {},
      kinds: [],
    });
  });

  it('chooses no kinds where the routes are decided', () => {
    expect(withDecided(far, { settings: { routes: [] } }).kinds).toEqual([]);
  });

  it('holds the switches that are decided, and the others as they were turned', () => {
    const chosen = { openAtLogin: false, tray: true, notifications: true };
    expect(switchesDecided(chosen, { settings: { app: { tray: false } } })).toEqual({
      ...chosen,
      tray: false,
    });
  });

  it.each([
    [null, {}, null],
    [{ api: 'mixed', clientId: 'mine', tokenUrl: 'https://mine' }, { api: 'v3' }, null],
    [null, { api: 'mixed' }, { api: 'mixed', clientId: '', tokenUrl: '' }],
    [
      { api: 'mixed', clientId: 'mine', tokenUrl: 'https://mine' },
      { oauth: { clientId: 'theirs' } },
      { api: 'mixed', clientId: 'theirs', tokenUrl: 'https://mine' },
    ],
    [null, { oauth: { clientId: 'theirs' } }, null],
  ] as const)('goes the way of %j under %j', (chosen, tenant, way) => {
    expect(wayDecided(chosen, { settings: { tenant } })).toEqual(way);
  });

  it('writes nothing that is decided, and no empty shell of it', () => {
    const settings = {
      tenant: { url: far.url },
      root: far.root,
      app: { openAtLogin: true, notifications: true },
    };
    expect(fileOfDraft(far, { settings }, null)).toEqual({ version: 1, employeeFolder: pattern, routes: [] });
  });
});
