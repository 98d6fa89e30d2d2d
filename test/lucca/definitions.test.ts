import { afterEach, beforeEach, expect, it } from 'vitest';
import { get } from './client.ts';
import { startEmulator } from './index.ts';
import type { Emulator } from './index.ts';

let emulator: Emulator;
beforeEach(async () => (emulator = await startEmulator()));
afterEach(() => emulator.stop());

type Definition = Record<string, unknown> & { readonly format: Record<string, unknown> };
const items = async (path: string): Promise<Definition[]> =>
  ((await get(emulator, path)).body() as { data: { items: Definition[] } }).data.items;

it('lists user properties with the documented members', async () => {
  const found = await items('/api/v3/userproperties');
  const byId = new Map(found.map((one) => [one['id'], one]));
  expect(byId.get('picture')).toMatchObject({ category: 0, type: 5, format: { key: 'image' } });
  expect(byId.get('e_RIB')).toEqual({
    id: 'e_RIB',
    name: 'RIB',
    isMultivalue: false,
    isNullable: true,
    isReadOnly: false,
    category: 1,
    type: 5,
    format: { key: 'file' },
  });
  expect(byId.get('e_Contrats')).toMatchObject({ isMultivalue: true, format: { key: 'file' } });
  expect(byId.get('e_eyes_color')).toMatchObject({
    type: 1,
    format: { key: 'select', entries: [{ id: 83 }, { id: 84 }, { id: 85 }] },
  });
  expect(byId.get('e_Visite-medicale')).toMatchObject({
    isMultivalue: true,
    type: 5,
    format: { key: 'composite' },
  });
});

it('names the sub-fields of the medical visit as the documentation does', async () => {
  const visit = (await items('/api/v3/userproperties')).find(({ id }) => id === 'e_Visite-medicale');
  expect(visit?.format['properties']).toMatchObject([
    { id: 'e_Date-de-la-visite', type: 3 },
    { id: 'e_Attestation', type: 5, format: { key: 'file' } },
    { id: 'e_Convocation', type: 5, format: { key: 'file' } },
    { id: 'e_Date-de-la-prochaine-visite', type: 3 },
    { id: 'e_Preconisations-medicales', type: 4 },
  ]);
});

it('lists extension definitions with the entries of lists', async () => {
  const found = await items('/api/v3/extensionuserdefinitions');
  expect(found.every(({ id }) => String(id).startsWith('e_'))).toBe(true);
  const eyes = found.find(({ id }) => id === 'e_eyes_color');
  expect(eyes?.['extensionUserPropertyListEntries']).toEqual([
    { id: 83, name: 'Bleu', translation: '1036#Bleu' },
    { id: 84, name: 'Marron', translation: '1036#Marron' },
    { id: 85, name: 'Vert', translation: '1036#Vert' },
  ]);
});

it('pages, counts and selects like other lists', async () => {
  expect(await items('/api/v3/extensionuserdefinitions?fields=id&paging=1,2')).toEqual([
    { id: 'e_Contrats' },
    { id: 'e_RIB' },
  ]);
  const count = await get(emulator, '/api/v3/extensionuserdefinitions?fields=collection.count');
  expect(count.body()).toMatchObject({ data: { count: 15 } });
});

it('says that a field is for reading only', async () => {
  emulator.setRights('Classeur', { sections: { Paie: 'read' } });
  expect((await items('/api/v3/userproperties')).find(({ id }) => id === 'e_RIB')).toMatchObject({
    isReadOnly: true,
  });
});
