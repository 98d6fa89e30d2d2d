import { mkdir, symlink } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { liesApart } from '../../../main/adapters/data-folder/lies-apart.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('the employees’ folder and the data folder', () => {
  it('are two, neither in nor around the other', async () => {
    const home = await temporaryFolder();
    for (const name of ['data/logs', 'data (old)', 'rh/Salariés'])
      await mkdir(home.at(name), { recursive: true });
    const apart = (root: string, data = 'data'): boolean => liesApart(home.at(root), home.at(data));
    expect(apart('rh/Salariés')).toBe(true);
    // A name that begins alike is another folder.
    expect(apart('data (old)')).toBe(true);
    expect(apart('data')).toBe(false);
    expect(apart('data/logs')).toBe(false);
    expect(liesApart(home.path, home.at('data'))).toBe(false);
    expect(liesApart('/', home.at('data'))).toBe(false);
    // Neither need be there yet.
    expect(apart('data/Salariés/new')).toBe(false);
    expect(apart('rh', 'rh/classeur/data')).toBe(false);
    expect(apart('elsewhere/Salariés', 'elsewhere/data')).toBe(true);
  });

  it('are so where links lead, not where they stand', async () => {
    const home = await temporaryFolder();
    await mkdir(home.at('data'));
    await mkdir(home.at('rh'));
    await symlink(home.at('data'), home.at('rh/link'));
    expect(liesApart(home.at('rh/link'), home.at('data'))).toBe(false);
    expect(liesApart(home.at('rh'), home.at('data'))).toBe(true);
    expect(liesApart(home.at('rh/link/new'), home.at('data'))).toBe(false);
  });
});
