/** Settings that are changed while an agent works by them: a real tree, a real ledger, the emulated Lucca. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SettingsEditor } from '../../../main/electron/settings/editor.ts';
import type { Settings } from '../../../main/shared/settings.ts';
import { samplePdf } from '../../support/sample-documents.ts';
import { sitDown } from './desk.ts';

const effectOf = (editor: SettingsEditor, draft: Settings, key: string | null = null) =>
  editor['settings.effect']({ draft, key });

describe('what other settings would do', () => {
  it('names the sub-folder that has no field, and files nothing twice once it has one', async () => {
    const { office, settings, editor } = await sitDown();
    const view = await editor['settings.get'](undefined);
    expect(view.unrouted).toEqual([{ name: 'Entretiens', documents: 1 }]);
    expect(view.places?.map(({ id }) => id)).toContain('e_Visite-medicale/e_Attestation');
    const before = office.sent();
    const draft: Settings = {
      ...settings,
      routes: [
        ...settings.routes,
        {
          match: 'Entretiens/**',
          target: { field: 'e_Contrats', multiple: true, rows: 'append' },
          whenFilled: 'ask',
        },
      ],
    };
    expect(await effectOf(editor, draft)).toMatchObject({
      ok: true,
      folders: { known: 2, unknown: { count: 0 }, ambiguous: { count: 0 } },
      documents: 4,
      groups: { again: 0, file: 1, ask: 0, aside: 0, gone: 0 },
    });
    expect(await editor['settings.lines']({ group: 'file', offset: 0, limit: 10 })).toMatchObject([
      { fileName: '2026.pdf', owner: 'Lefèvre Noémie (00002)' },
    ]);
    // Looked at, and nothing else: Lucca has got nothing, and the ledger says what it said.
    expect(office.sent()).toMatchObject({ uploads: before.uploads, writes: before.writes });
    expect(view.settings).toEqual(settings);
  });

  it('tells at once what Lucca’s fields have against a route, and nothing of another tenant’s', async () => {
    const { settings, editor } = await sitDown();
    const check = (routes: Settings['routes'], url = settings.tenant.url) =>
      editor['settings.check']({
        draft: { ...settings, tenant: { ...settings.tenant, url, requestsPerMinute: 40 }, routes },
      });
    expect(await check(settings.routes)).toEqual({ wrong: null, routes: [] });
    const to = (field: string, file?: string): Settings['routes'][number] => ({
      match: 'Entretiens/**',
      target: { field, ...(file === undefined ? {} : { file }), multiple: true, rows: 'append' },
      whenFilled: 'ask',
    });
    const routes = [...settings.routes, to('e_Nulle-part'), to('e_Visite-medicale'), to('e_Piece-identite')];
    const from = settings.routes.length;
    expect(await check(routes)).toEqual({
      wrong: null,
      routes: [
        { route: from, why: 'field-unknown' },
        { route: from + 1, why: 'part-needed' },
        { route: from + 2, why: 'kind-differs' },
      ],
    });
    expect(await check(routes, 'https://ailleurs.ilucca.net')).toEqual({ wrong: null, routes: [] });
  });

  it('sends nothing again where a route leads elsewhere, and says what would ask', async () => {
    const { settings, editor } = await sitDown();
    const elsewhere = settings.routes.map((route) =>
      route.match.startsWith('RIB')
        ? { ...route, target: { field: 'e_Contrats', multiple: true, rows: 'append' as const } }
        : route,
    );
    expect(await effectOf(editor, { ...settings, routes: elsewhere })).toMatchObject({
      ok: true,
      groups: { again: 0, file: 0, ask: 0, gone: 0 },
    });
    const without = settings.routes.filter((route) => !route.match.startsWith('RIB'));
    expect(await effectOf(editor, { ...settings, routes: without })).toMatchObject({
      ok: true,
      groups: { again: 0, file: 0 },
    });
  });

  it('says of a document whose end nobody has seen that it is not complete, not that it would be filed', async () => {
    const { office, settings, editor } = await sitDown();
    const root = `${office.root} (2)`;
    const whole = await samplePdf('coupé');
    await mkdir(join(root, 'Dupont Jean (00001)', 'Contrats'), { recursive: true });
    await writeFile(join(root, 'Dupont Jean (00001)', 'Contrats', 'coupe.pdf'), whole.slice(0, -40));
    await writeFile(join(root, 'Dupont Jean (00001)', 'Contrats', 'entier.pdf'), await samplePdf('entier'));
    expect(await effectOf(editor, { ...settings, root })).toMatchObject({
      ok: true,
      groups: { again: 0, file: 1, settle: 1, ask: 0 },
    });
    expect(await editor['settings.lines']({ group: 'settle', offset: 0, limit: 9 })).toMatchObject([
      { fileName: 'coupe.pdf' },
    ]);
  });

  it('sends nothing again from a root that was moved', async () => {
    const { office, settings, editor } = await sitDown();
    const moved = `${office.root} 2026`;
    await mkdir(moved);
    for (const name of ['Dupont Jean (00001)', 'Lefèvre Noémie (00002)'])
      await rename(join(office.root, name), join(moved, name));
    expect(await effectOf(editor, { ...settings, root: moved })).toMatchObject({
      ok: true,
      folders: { known: 2 },
      groups: { again: 0, file: 0, gone: 0 },
    });
  });

  it('says who would be known no more by other folder names; a folder once known keeps to its person', async () => {
    const { office, settings, editor } = await sitDown();
    await mkdir(join(office.root, 'Gaudin Bastien (00014)'));
    expect(await effectOf(editor, settings)).toMatchObject({ ok: true, folders: { known: 3 } });
    expect(await effectOf(editor, { ...settings, employeeFolder: '{employeeNumber}' })).toMatchObject({
      ok: true,
      folders: { known: 2, unknown: { count: 1, first: ['Gaudin Bastien (00014)'] } },
      groups: { again: 0, file: 0 },
    });
  });

  it('asks Lucca in the same minute as the agent that works', async () => {
    const { office, agent, settings, editor } = await sitDown();
    await office.save('Gaudin Bastien (00014)/RIB/rib.pdf', await samplePdf('neuf'));
    const [before, counted] = [office.sent().requests, agent.agent.status().requests];
    await effectOf(editor, { ...settings, leavers: { fileForDays: 10 } });
    const asked = office.sent().requests - before;
    expect(asked).toBeGreaterThan(0);
    expect(agent.agent.status().requests - counted).toBe(asked);
  });

  it.each([
    ['a folder that is not there', { root: '/nowhere/at/all' }, 'missing'],
    [
      'an address without a key',
      { tenant: { url: 'http://127.0.0.1:9', api: 'v3', requestsPerMinute: 40 } },
      'key-missing',
    ],
    ['no kind at all', { routes: [] }, 'wrong'],
  ] as const)('says so of %s', async (_, change, why) => {
    const { settings, editor } = await sitDown();
    expect(await effectOf(editor, { ...settings, ...(change as Partial<Settings>) })).toEqual({
      ok: false,
      why,
    });
  });

  it('gives up the one before where another draft comes', async () => {
    const { settings, editor } = await sitDown();
    const first = effectOf(editor, { ...settings, employeeFolder: '{employeeNumber}' });
    const second = effectOf(editor, { ...settings, leavers: { fileForDays: 1 } });
    expect(await first).toEqual({ ok: false, why: 'stopped' });
    expect(await second).toMatchObject({ ok: true, folders: { known: 2 } });
  });
});

describe('saving', () => {
  it('writes what was changed and no more, and says so to whoever waits', async () => {
    const { settings, editor, file } = await sitDown();
    const before = JSON.parse(await readFile(file, 'utf8')) as object;
    let renewed = false;
    void editor.renewed.then(() => {
      renewed = true;
    });
    expect(
      await editor['settings.save']({ draft: { ...settings, afterFiling: 'archive' }, key: null }),
    ).toEqual({
      ok: true,
    });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ ...before, afterFiling: 'archive' });
    expect(renewed).toBe(true);
  });

  it('has no root that the data folder lies in, or that lies in it', async () => {
    const { office, settings, editor, file } = await sitDown();
    const before = await readFile(file, 'utf8');
    for (const root of [office.data, join(office.data, 'logs'), join(office.root, '..')]) {
      const draft = { ...settings, root };
      expect(await editor['settings.check']({ draft }), root).toEqual({
        wrong: 'root.data-folder',
        routes: [],
      });
      expect(await editor['settings.save']({ draft, key: null })).toEqual({ ok: false, why: 'wrong' });
    }
    expect(await effectOf(editor, { ...settings, root: office.data })).toEqual({
      ok: false,
      why: 'data-folder',
    });
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('writes nothing that would not be read, and nothing over what somebody else has written', async () => {
    const { settings, editor, file } = await sitDown();
    const before = await readFile(file, 'utf8');
    expect(await editor['settings.save']({ draft: { ...settings, routes: [] }, key: null })).toEqual({
      ok: false,
      why: 'wrong',
    });
    expect(await readFile(file, 'utf8')).toBe(before);
    const theirs = before.replace('"quietSeconds":0.2', '"quietSeconds":3');
    expect(theirs).not.toBe(before);
    await writeFile(file, theirs);
    expect(await editor['settings.save']({ draft: settings, key: null })).toEqual({
      ok: false,
      why: 'changed',
    });
    expect(await readFile(file, 'utf8')).toBe(theirs);
  });

  it('takes up what another hand writes, once it is right', async () => {
    const { editor, file } = await sitDown();
    let renewed = false;
    void editor.renewed.then(() => {
      renewed = true;
    });
    const before = await readFile(file, 'utf8');
    await writeFile(file, before.slice(0, -1));
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    expect(renewed).toBe(false);
    await writeFile(file, before.replace('"quietSeconds":0.2', '"quietSeconds":3'));
    await expect.poll(() => renewed, { timeout: 10_000 }).toBe(true);
  });

  it('keeps a key for another address under that address, and none in the file', async () => {
    const { settings, editor, kept, file } = await sitDown();
    const tenant = { ...settings.tenant, url: 'https://autre.ilucca.net', requestsPerMinute: 40 };
    expect(await editor['settings.save']({ draft: { ...settings, tenant }, key: 'une-autre-clé' })).toEqual({
      ok: true,
    });
    expect(kept.get('https://autre.ilucca.net')).toBe('une-autre-clé');
    expect(await readFile(file, 'utf8')).not.toContain('une-autre-clé');
  });
});
