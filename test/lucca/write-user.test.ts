import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, extendedData, fileId, pdf, put } from './client.ts';
import { startEmulator } from './index.ts';
import type { Emulator } from './index.ts';

let emulator: Emulator;
beforeEach(async () => (emulator = await startEmulator({ switches: { rateLimit: 0, fileRead: 'id' } })));
afterEach(() => emulator.stop());

const who = 416;
const message = async (body: unknown): Promise<string> => {
  const before = JSON.stringify([emulator.record(who), emulator.holdings()]);
  const reply = await put(emulator, who, body);
  expect(reply.status).toBe(400);
  expect(JSON.stringify([emulator.record(who), emulator.holdings()])).toBe(before);
  return (reply.body() as { Message: string }).Message;
};
const write = async (body: unknown): Promise<void> => {
  const reply = await put(emulator, who, body);
  expect(reply.text).toContain('"data"');
  expect(reply.status).toBe(200);
};
const fileValue = async (fileName = 'a.pdf') => ({ value: { id: await fileId(emulator, { fileName }) } });

describe('single value', () => {
  it.each([{ value: 'a' }, { id: 0, value: 'a' }, { id: null, value: 'a' }])(
    'is created by %j',
    async (given) => {
      await write({ e_quote: given });
      expect(await extendedData(emulator, who)).toMatchObject({ e_quote: { value: 'a' } });
    },
  );

  it('is updated and cleared with its id, which stays the same', async () => {
    const [id] = emulator.setValue(who, 'e_quote', 'a');
    await write({ e_quote: { id, value: 'b' } });
    expect(await extendedData(emulator, who)).toEqual({ e_quote: { id, value: 'b' } });
    await write({ e_quote: { id, value: null } });
    expect(await extendedData(emulator, who)).toEqual({});
  });

  it('is not cleared without its id', async () => {
    emulator.setValue(who, 'e_quote', 'a');
    expect(await message({ e_quote: { value: null } })).toContain('id');
  });

  it('is not written under an id that it does not have', async () => {
    const [id] = emulator.setValue(who, 'e_quote', 'a');
    expect(await message({ e_quote: { id: id! + 1, value: 'b' } })).toContain(String(id! + 1));
    expect(await message({ e_secondName: { id, value: 'b' } })).toContain(String(id));
  });

  it('takes no array', async () => {
    expect(await message({ e_quote: [{ value: 'a' }] })).toContain('single');
  });

  it.each([
    ['e_quote', 3],
    ['e_Permis-B', 'oui'],
    ['e_Anciennete', 1.5],
    ['e_Taux-activite', '0,8'],
    ['e_Date-medaille', '2026-02-30'],
    ['e_Date-medaille', '15/03/2026'],
    ['e_eyes_color', 999],
    ['e_RIB', 'd18261af-3b70-442f-94c2-3995cc8ca02c'],
  ])('of %s refuses %j', async (field, value) => {
    expect(await message({ [field]: { value } })).toContain(field);
  });

  it.each([
    ['e_Permis-B', true, true],
    ['e_Anciennete', 18, 18],
    ['e_Taux-activite', 0.8, 0.8],
    ['e_Date-medaille', '2026-03-15', '2026-03-15T00:00:00'],
    ['e_eyes_color', 84, 84],
    ['e_Profil', 'https://example.org', 'https://example.org'],
  ])('of %s takes %j', async (field, value, stored) => {
    await write({ [field]: { value } });
    expect(await extendedData(emulator, who)).toMatchObject({ [field]: { value: stored } });
  });
});

describe('file', () => {
  it('lands where it is sent, and nowhere else', async () => {
    const first = await fileValue('rib.pdf');
    await write({ e_RIB: first });
    expect(emulator.holdings()).toMatchObject([
      {
        employeeId: who,
        field: 'e_RIB',
        subField: null,
        fileId: first.value.id,
        fileName: 'rib.pdf',
        bytes: pdf.length,
      },
    ]);
  });

  it('is replaced with the id of the value, and the journal shows both', async () => {
    await write({ e_RIB: await fileValue() });
    const id = emulator.record(who)['e_RIB']![0]!.id;
    const second = await fileValue('b.pdf');
    await write({ e_RIB: { id, ...second } });
    expect(emulator.holdings()).toMatchObject([{ fileId: second.value.id, valueId: id }]);
    expect(emulator.journal.attachments.map(({ kind }) => kind)).toEqual([
      'attached',
      'detached',
      'attached',
    ]);
  });

  it('that was never uploaded is refused, and named', async () => {
    const unknown = '552cb7db-b7e2-4f39-a675-c4b140f41eea';
    expect(await message({ e_RIB: { value: { id: unknown } } })).toContain(unknown);
    expect(await message({ picture: { id: unknown } })).toContain(unknown);
  });

  it('does not land through extendedData', async () => {
    const given = await fileValue();
    await write({ extendedData: { e_RIB: given } });
    expect(emulator.holdings()).toEqual([]);
  });
});

describe('multiple value', () => {
  it('grows by rows with id 0, and keeps the others', async () => {
    const [kept] = emulator.setValue(who, 'e_favorite_food', ['beer']);
    await write({ e_favorite_food: [{ isNew: true, id: 0, value: 'free beer' }, { value: 'bread' }] });
    const { e_favorite_food: rows } = await extendedData(emulator, who);
    expect(rows).toMatchObject([{ id: kept, value: 'beer' }, { value: 'free beer' }, { value: 'bread' }]);
  });

  it('changes and removes rows by id', async () => {
    const [a, b] = emulator.setValue(who, 'e_favorite_food', ['a', 'b']);
    await write({
      e_favorite_food: [
        { id: a, value: 'A' },
        { id: b, value: null },
      ],
    });
    expect(await extendedData(emulator, who)).toEqual({ e_favorite_food: [{ id: a, value: 'A' }] });
  });

  it('keeps a row that is sent back as it was read', async () => {
    await write({ e_Contrats: [await fileValue('a.pdf')] });
    const { e_Contrats: rows } = await extendedData(emulator, who);
    await write({
      e_Contrats: [...(rows as object[]), { isNew: true, id: 0, ...(await fileValue('b.pdf')) }],
    });
    expect(emulator.holdings().map(({ fileName }) => fileName)).toEqual(['a.pdf', 'b.pdf']);
  });

  it.each([
    ['no array', { value: 'a' }],
    ['a row that is not there', [{ id: 12, value: 'a' }]],
    ['a new row without value', [{ isNew: true, id: 0, value: null }]],
    [
      'a row given twice',
      [
        { id: 4590, value: 'a' },
        { id: 4590, value: 'b' },
      ],
    ],
    ['another kind of value', [{ value: 'fine' }, { value: 7 }]],
  ])('refuses %s, and writes nothing', async (_, given) => {
    emulator.setValue(who, 'e_favorite_food', ['beer']);
    expect(await message({ e_secondName: { value: 'Luc' }, e_favorite_food: given })).toContain(
      'e_favorite_food',
    );
  });
});

describe('composite value', () => {
  it('single: is created, changed by id, and cleared', async () => {
    const given = await fileValue();
    await write({ e_Diplome: { value: { e_Intitule: { value: 'CAP' }, e_Justificatif: given } } });
    const { id } = emulator.record(who)['e_Diplome']![0]!;
    await write({ e_Diplome: { id, value: { 'e_Date-d-obtention': { value: '2016-09-01T00:00:00' } } } });
    expect(await extendedData(emulator, who)).toEqual({
      e_Diplome: {
        id,
        value: {
          e_Intitule: { value: 'CAP' },
          'e_Date-d-obtention': { value: '2016-09-01T00:00:00' },
          e_Justificatif: given,
        },
      },
    });
    await write({ e_Diplome: { id, value: null } });
    expect(emulator.holdings()).toEqual([]);
  });

  it('multiple: each row holds its own file', async () => {
    const visit = async (fileName: string) => ({
      isNew: true,
      id: 0,
      value: { e_Attestation: await fileValue(fileName), e_Convocation: { value: null } },
    });
    await write({ 'e_Visite-medicale': [await visit('2024.pdf')] });
    await write({ 'e_Visite-medicale': [await visit('2025.pdf'), await visit('2026.pdf')] });
    expect(emulator.holdings()).toMatchObject([
      { subField: 'e_Attestation', fileName: '2024.pdf' },
      { subField: 'e_Attestation', fileName: '2025.pdf' },
      { subField: 'e_Attestation', fileName: '2026.pdf' },
    ]);
    expect(new Set(emulator.holdings().map(({ valueId }) => valueId)).size).toBe(3);
  });

  it('refuses a sub-field that does not exist, and a value in the wrong place', async () => {
    expect(await message({ e_Diplome: { value: { e_Autre: { value: 'x' } } } })).toContain('e_Autre');
    expect(await message({ e_Diplome: { e_Intitule: { value: 'x' } } })).toContain('value');
    expect(await message({ e_Diplome: { value: 'x' } })).toContain('e_Diplome');
  });
});

describe('picture and plain properties', () => {
  it('sets and clears the portrait', async () => {
    const id = await fileId(emulator, { fileName: 'portrait.png' });
    const reply = await put(emulator, who, { picture: { id } }, '?fields=picture');
    expect(reply.body()).toMatchObject({
      data: { picture: { id, name: 'portrait.png', url: `${emulator.url}/api/v3/files/${id}` } },
    });
    await write({ picture: null });
    expect(emulator.holdings()).toEqual([]);
  });

  it('writes what may be written', async () => {
    const reply = await put(
      emulator,
      who,
      { lastName: 'Durand', dtContractEnd: '2026-12-31' },
      '?fields=name,dtContractEnd',
    );
    expect(reply.body()).toMatchObject({
      data: { name: 'Jean Durand', dtContractEnd: '2026-12-31T00:00:00' },
    });
  });

  it.each([{ lastName: '' }, { dtContractStart: null }, { legalEntityId: 'x' }, { id: 1 }])(
    'refuses %j',
    async (body) => expect(await message(body)).not.toBe(''),
  );
});

describe('request', () => {
  it.each([
    ['[]', 'application/json', 400],
    ['{"e_quote":', 'application/json', 400],
    ['{"e_quote":{"value":"\xff"}}', 'application/json', 400],
    ['{}', 'text/plain', 415],
  ])('%j as %s is refused', async (text, type, status) => {
    const reply = await call(emulator, 'PUT', `/api/v3/users/${who}`, {
      headers: { 'Content-Type': type },
      body: Buffer.from(text, 'latin1'),
    });
    expect(reply.status).toBe(status);
  });

  it('is not carried out when what it asks back does not exist', async () => {
    const reply = await put(emulator, who, { e_quote: { value: 'x' } }, '?fields=nothing');
    expect(reply.status).toBe(400);
    expect(emulator.record(who)).toEqual({});
    expect(emulator.journal.countWrites()).toBe(0);
  });

  it('on an employee who is not there is not found', async () => {
    expect((await put(emulator, 99_999, { e_quote: { value: 'x' } })).status).toBe(404);
  });
});
