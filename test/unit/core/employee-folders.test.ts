import { describe, expect, test } from 'vitest';
import { makeFolders, planFolders, type FolderPlan } from '../../../main/core/employee-folders.ts';
import { foldPath } from '../../../main/core/match/fold.ts';
import type { Binding, Employee } from '../../../main/core/model.ts';
import type { Files } from '../../../main/core/ports.ts';
import { parseSettings, type Settings } from '../../../main/shared/settings.ts';
import { person } from './match/people.ts';

/** Folders below a root, as a disk keeps them. */
class Shelf implements Pick<Files, 'folders' | 'makeFolder'> {
  readonly all = new Set<string>();
  constructor(...paths: readonly string[]) {
    for (const path of paths) this.add(path);
  }

  folders(scope: string): Promise<readonly string[]> {
    const below = scope === '' ? '' : `${scope}/`;
    const names = [...this.all].filter((path) => path.startsWith(below) && path !== scope);
    return Promise.resolve(
      names.map((path) => path.slice(below.length)).filter((name) => !name.includes('/')),
    );
  }

  makeFolder(path: string): Promise<boolean> {
    const made = !this.all.has(path);
    this.add(path);
    return Promise.resolve(made);
  }

  private add(path: string): void {
    const segments = path.split('/');
    for (let end = 1; end <= segments.length; end += 1) this.all.add(segments.slice(0, end).join('/'));
  }
}

function settingsWith(employeeFolder: string, matches: readonly string[] = ['RIB/*']): Settings {
  const parsed = parseSettings({
    version: 1,
    tenant: { url: 'https://example.ilucca.net' },
    root: '/r',
    employeeFolder,
    routes: matches.map((match) => ({ match, target: 'picture' })),
  });
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.settings;
}

const usual = settingsWith('{lastName} {firstName} ({employeeNumber})');

function plan(
  employees: readonly Employee[],
  shelf: Shelf,
  settings: Settings = usual,
  bindings: readonly Binding[] = [],
): Promise<FolderPlan> {
  return planFolders({ settings, employees, bindings, today: '2026-11-22' }, shelf);
}

const folders = (made: FolderPlan): readonly string[] => made.missing.map((one) => one.folder);
const jean = person(1);
const paul = person(2, { lastName: 'Martin', firstName: 'Paul' });

describe('the folders that are missing', () => {
  test('are those of people who have none, with one sub-folder for each route', async () => {
    const settings = settingsWith('{lastName} {firstName} ({employeeNumber})', [
      'Visites médicales/**',
      'RIB/*',
      'RIB/*.pdf',
      'Contrats/CDI/*.pdf',
      'Paie/[0-9]*/*',
      '**/Photo/*',
      '*',
    ]);
    expect(await plan([jean, paul], new Shelf('Dupont Jean (00001)'), settings)).toEqual({
      missing: [
        {
          employeeId: 2,
          folder: 'Martin Paul (00002)',
          subFolders: ['Visites médicales', 'RIB', 'Contrats/CDI', 'Paie'].map(
            (drawer) => `Martin Paul (00002)/${drawer}`,
          ),
        },
      ],
      outdated: [],
      unnamed: [],
    });
  });

  test('not of someone whose folder is there in another spelling', async () => {
    expect(folders(await plan([jean], new Shelf('DUPONT  Jean (00001)')))).toEqual([]);
  });

  test('but of someone whose folder is there with other zeros', async () => {
    expect(folders(await plan([jean], new Shelf('Dupont Jean (1)')))).toEqual(['Dupont Jean (00001)']);
  });

  test('not of someone whose folder is known by an old name, as long as it is there', async () => {
    const old: Binding = {
      folder: foldPath('Durand Jean (00001)'),
      employeeId: jean.id,
      by: 'match',
      at: 0,
    };
    const kept = await plan([jean], new Shelf('Durand Jean (00001)'), usual, [old]);
    expect(folders(kept)).toEqual([]);
    expect(kept.outdated).toEqual([
      { employeeId: jean.id, folder: 'Durand Jean (00001)', wouldBe: 'Dupont Jean (00001)' },
    ]);
    // A name that a person gave is meant, and one that is there already needs no second.
    const said: Binding = { ...old, by: 'answer' };
    expect((await plan([jean], new Shelf('Durand Jean (00001)'), usual, [said])).outdated).toEqual([]);
    const both = new Shelf('Durand Jean (00001)', 'Dupont Jean (00001)');
    expect((await plan([jean], both, usual, [old])).outdated).toEqual([]);
    expect(folders(await plan([jean], new Shelf(), usual, [old]))).toEqual(['Dupont Jean (00001)']);
  });

  test('are looked for as deep as the pattern goes', async () => {
    const settings = settingsWith('{legalEntity}/{lastName}');
    const shelf = new Shelf('paris/DUPONT/RIB', 'Lyon', 'Martin');
    expect(folders(await plan([jean, paul], shelf, settings))).toEqual(['Paris/Martin']);
  });

  test('not of someone who left; of someone whose last day is today', async () => {
    const gone = person(1, { contractEnd: '2026-11-21' });
    const going = person(2, { contractEnd: '2026-11-22T00:00:00' });
    expect(await plan([gone, going], new Shelf())).toMatchObject({
      missing: [{ employeeId: 2 }],
      outdated: [],
      unnamed: [],
    });
  });
});

describe('no folder is made that could be taken for somebody else’s', () => {
  const byName = settingsWith('{lastName} {firstName}');

  test('homonyms, even where one of them left', async () => {
    const gone = person(3, { contractEnd: '2020-01-01' });
    expect(await plan([jean, person(2, { firstName: 'JEAN' })], new Shelf(), byName)).toEqual({
      missing: [],
      outdated: [],
      unnamed: [1, 2],
    });
    expect(await plan([jean, gone], new Shelf(), byName)).toMatchObject({ missing: [], unnamed: [1] });
  });

  test('someone who lacks what the pattern needs', async () => {
    const settings = settingsWith('{department}/{lastName}');
    expect(await plan([person(1, { department: '' })], new Shelf(), settings)).toEqual({
      missing: [],
      outdated: [],
      unnamed: [1],
    });
  });
});

describe('making them', () => {
  test('makes every one with its sub-folders, and then nothing is missing', async () => {
    const shelf = new Shelf();
    expect(await makeFolders(await plan([jean, paul], shelf), shelf)).toBe(2);
    expect([...shelf.all].sort()).toEqual([
      'Dupont Jean (00001)',
      'Dupont Jean (00001)/RIB',
      'Martin Paul (00002)',
      'Martin Paul (00002)/RIB',
    ]);
    expect((await plan([jean, paul], shelf)).missing).toEqual([]);
  });

  test('names from Lucca never lead out of the root, nor to what Windows cannot keep', async () => {
    const settings = settingsWith('{lastName}');
    const staff = ['../../etc', 'A/B', 'CON', 'Inc.', 'CON.pdf'].map((lastName, at) =>
      person(at, { lastName }),
    );
    const shelf = new Shelf();
    await makeFolders(await plan(staff, shelf, settings), shelf);
    expect(await shelf.folders('')).toEqual(['-..-etc', 'A-B', 'CON_', 'Inc', 'CON_.pdf']);
    expect((await plan(staff, shelf, settings)).missing).toEqual([]);
  });

  test('counts only what was not there: a folder made meanwhile is not ours', async () => {
    const shelf = new Shelf();
    const planned = await plan([jean, paul], shelf);
    await shelf.makeFolder('Dupont Jean (00001)');
    expect(await makeFolders(planned, shelf)).toBe(1);
    expect(shelf.all.has('Dupont Jean (00001)/RIB')).toBe(true);
  });
});
