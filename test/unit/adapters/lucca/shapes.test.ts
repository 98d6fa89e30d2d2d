import { describe, expect, it } from 'vitest';
import { parseDefinitions } from '../../../../main/adapters/lucca/v3/definitions.ts';
import { parseDirectoryPage } from '../../../../main/adapters/lucca/v3/directory.ts';
import { parseRecord, parseRecords } from '../../../../main/adapters/lucca/v3/records.ts';
import { fieldValues } from '../../../../main/adapters/lucca/v3/values.ts';
import { writeBody } from '../../../../main/adapters/lucca/v3/write.ts';
import type { EmployeeId, FileId, ValueId } from '../../../../main/core/model.ts';
import type { ValueWrite } from '../../../../main/core/ports.ts';

const guid = '552cb7db-b7e2-4f39-a675-c4b140f41eea' as FileId;
const other = 'd18261af-3b70-442f-94c2-3995cc8ca02c' as FileId;
const employee = 416 as EmployeeId;
const query = { employeeIds: [employee], fields: ['e_RIB', 'e_Visite-medicale'], picture: true };

describe('a file value, as it may be read', () => {
  const shapes: readonly unknown[] = [
    guid,
    guid.toUpperCase(),
    { id: guid },
    { id: guid.toUpperCase(), name: 'a.pdf', href: 'x', url: 'y' },
    { name: 'a.pdf', href: `https://example.ilucca.net/api/v3/files/${guid}` },
  ];

  it.each(shapes)('simple: %j', (value) => {
    expect(fieldValues({ id: 12, value })).toMatchObject([
      { valueId: 12, files: { '': guid }, empty: false },
    ]);
    expect(
      fieldValues([
        { id: 12, value },
        { id: 13, value },
      ]),
    ).toHaveLength(2);
  });

  it.each(shapes)('in a sub-field: %j', (value) => {
    const row = {
      id: 7,
      value: {
        e_Date: { value: '2026-01-01T00:00:00' },
        e_Attestation: { id: 3, value },
        e_Convocation: { value: null },
      },
    };
    expect(fieldValues([row])).toMatchObject([
      { valueId: 7, files: { e_Attestation: guid }, raw: row, empty: false },
    ]);
  });

  it('tells nothing, an empty value and a value without a file apart', () => {
    expect(fieldValues(null)).toEqual([]);
    expect(fieldValues([])).toEqual([]);
    expect(fieldValues({ id: 5, value: null })).toMatchObject([{ valueId: 5, files: {}, empty: true }]);
    expect(fieldValues([{ id: 5, value: { e_A: { value: null }, e_B: { value: '' } } }])).toMatchObject([
      { empty: true },
    ]);
    expect(fieldValues({ id: 5, value: 'O+' })).toMatchObject([{ files: {}, empty: false }]);
    expect(fieldValues('O+')).toMatchObject([{ valueId: null, empty: false }]);
  });
});

describe('records', () => {
  const item = {
    id: 416,
    name: 'Jean Dupont',
    picture: { id: other, href: 'x' },
    extendedData: { e_rib: { id: 1, value: { id: guid } }, e_secret: { id: 2, value: 'not ours' } },
  };

  it('keeps the configured fields only, in any case and envelope', () => {
    for (const json of [{ data: { items: [item] } }, { data: [item] }, { items: [item] }, [item]]) {
      const [record] = parseRecords(json, query, 5) ?? [];
      expect(record).toMatchObject({
        employeeId: 416,
        picture: other,
        readAt: 5,
        fields: { e_RIB: [{ valueId: 1 }] },
      });
      expect(Object.keys(record!.fields)).toEqual(['e_RIB']);
      expect(JSON.stringify(record)).not.toContain('not ours');
    }
    expect(parseRecords({ data: {} }, query, 5)).toBeNull();
    expect(parseRecords({ data: { items: [{ ...item, id: 999 }] } }, query, 5)).toEqual([]);
  });

  it('tells a field without a value from one that is not shown', () => {
    const shown = parseRecord(
      { data: { id: 416, extendedData: { e_RIB: null, 'e_Visite-medicale': [] } } },
      employee,
      query,
      5,
    );
    expect(shown?.fields).toEqual({ e_RIB: [], 'e_Visite-medicale': [] });
    expect(parseRecord({ data: { id: 416, extendedData: {} } }, employee, query, 5)?.fields).toEqual({});
  });

  it('takes a write’s answer wrapped or bare, and never another employee’s', () => {
    for (const json of [{ data: item }, item, { data: { items: [item] } }])
      expect(parseRecord(json, employee, query, 5)?.fields['e_RIB']).toMatchObject([{ files: { '': guid } }]);
    expect(parseRecord({ data: { ...item, id: 417 } }, employee, query, 5)).toBeNull();
    expect(parseRecord({ data: { id: '416', extendedData: {} } }, employee, query, 5)).not.toBeNull();
    expect(parseRecord({ lastName: 'Doe' }, employee, query, 5)).toBeNull();
    expect(
      parseRecord({ lastName: 'Doe', extendedData: { e_RIB: { id: 1, value: guid } } }, employee, query, 5)
        ?.fields['e_RIB'],
    ).toHaveLength(1);
  });
});

describe('a write', () => {
  const row = (changes: object) => ({ valueId: null, fileId: guid, values: {}, ...changes });

  it('makes a new row exactly as the documentation shows it', () => {
    const values = { 'e_Date-de-la-visite': null, e_Convocation: null };
    expect(
      writeBody({
        employeeId: employee,
        picture: null,
        fields: [
          { field: 'e_Visite-medicale', file: 'e_Attestation', multiple: true, rows: [row({ values })] },
        ],
      }),
    ).toEqual({
      'e_Visite-medicale': [
        {
          value: {
            'e_Date-de-la-visite': { value: null },
            e_Attestation: { value: { id: guid } },
            e_Convocation: { value: null },
          },
          isNew: true,
          id: 0,
        },
      ],
    });
  });

  it('writes single values, rows by their id, and the picture', () => {
    expect(
      writeBody({
        employeeId: employee,
        picture: other,
        fields: [
          { field: 'e_RIB', file: null, multiple: false, rows: [row({})] },
          { field: 'e_Piece', file: null, multiple: false, rows: [row({ valueId: 9 as ValueId })] },
          {
            field: 'e_Contrats',
            file: null,
            multiple: true,
            rows: [row({}), row({ fileId: other, valueId: 4 as ValueId })],
          },
          {
            field: 'e_Diplome',
            file: 'e_Justificatif',
            multiple: false,
            rows: [row({ values: { e_Date: '2026-01-02T00:00:00' } })],
          },
        ],
      }),
    ).toEqual({
      picture: { id: other },
      e_RIB: { value: { id: guid } },
      e_Piece: { id: 9, value: { id: guid } },
      e_Contrats: [
        { value: { id: guid }, isNew: true, id: 0 },
        { id: 4, value: { id: other } },
      ],
      e_Diplome: {
        value: { e_Date: { value: '2026-01-02T00:00:00' }, e_Justificatif: { value: { id: guid } } },
      },
    });
  });

  it('sends rows back as they were, files as {"id"} whatever shape they were read in', () => {
    const read = [
      {
        id: 3,
        value: {
          e_Attestation: { value: { id: guid, name: 'a.pdf', href: 'x', url: 'y' } },
          e_Note: { id: 8, value: 'vu' },
          e_N: { value: null },
        },
        url: 'z',
      },
      { id: 4, value: { e_Attestation: { value: other }, e_Note: { value: '' } } },
    ];
    const rows = fieldValues(read).map(({ raw, valueId }) => ({
      valueId,
      fileId: null,
      values: {},
      again: raw,
    }));
    const body = writeBody({
      employeeId: employee,
      picture: null,
      fields: [{ field: 'e_V', file: 'e_Attestation', multiple: true, rows }],
    });
    expect(body).toEqual({
      e_V: [
        {
          id: 3,
          value: {
            e_Attestation: { value: { id: guid } },
            e_Note: { id: 8, value: 'vu' },
            e_N: { value: null },
          },
        },
        { id: 4, value: { e_Attestation: { value: { id: other } }, e_Note: { value: '' } } },
      ],
    });
    expect(fieldValues(body['e_V']).map(({ files }) => files)).toEqual(
      fieldValues(read).map(({ files }) => files),
    );
  });

  it('lays a new file over a value that stands, and leaves the rest of it', () => {
    const again = {
      id: 3,
      value: {
        e_Attestation: { id: 7, value: { id: other, name: 'a.pdf' } },
        e_Note: { id: 8, value: 'vu' },
      },
    };
    const fields = (row: { valueId: number | null; fileId: string | null }, multiple: boolean) => [
      {
        field: 'e_V',
        file: 'e_Attestation',
        multiple,
        rows: [{ ...row, values: {}, again } as unknown as ValueWrite],
      },
    ];
    const body = (row: { valueId: number | null; fileId: string | null }, multiple: boolean) =>
      writeBody({ employeeId: employee, picture: null, fields: fields(row, multiple) })['e_V'];
    const replaced = {
      id: 3,
      value: { e_Attestation: { id: 7, value: { id: guid } }, e_Note: { id: 8, value: 'vu' } },
    };
    expect(body({ valueId: 3, fileId: guid }, false)).toEqual(replaced);
    expect(body({ valueId: 3, fileId: guid }, true)).toEqual([replaced]);
    // A row that the tenant does not know any more comes back as a new one.
    expect(body({ valueId: null, fileId: null }, true)).toEqual([
      {
        id: 0,
        isNew: true,
        value: { e_Attestation: { value: { id: other } }, e_Note: { value: 'vu' } },
      },
    ]);
    expect(
      writeBody({
        employeeId: employee,
        picture: null,
        fields: [
          {
            field: 'e_RIB',
            file: null,
            multiple: false,
            rows: [
              {
                valueId: 5,
                fileId: guid,
                values: {},
                again: { id: 5, value: { id: other } },
              } as unknown as ValueWrite,
            ],
          },
        ],
      }),
    ).toEqual({ e_RIB: { id: 5, value: { id: guid } } });
  });

  it('sends simple rows back too', () => {
    const rows = fieldValues([{ id: 3, value: { id: guid, name: 'a' } }]).map(({ raw, valueId }) => ({
      valueId,
      fileId: null,
      values: {},
      again: raw,
    }));
    expect(
      writeBody({
        employeeId: employee,
        picture: null,
        fields: [{ field: 'e_C', file: null, multiple: true, rows }],
      }),
    ).toEqual({
      e_C: [{ id: 3, value: { id: guid } }],
    });
  });
});

describe('the directory', () => {
  it('keeps everybody who has an id, whatever is missing or spelt otherwise', () => {
    const items = [
      {
        id: 1,
        firstName: 'Jean',
        lastName: 'Dupont',
        mail: 'j@x',
        login: 'jd',
        employeeNumber: '00001',
        legalEntity: { id: 1, name: 'Nantes' },
        department: { name: 'Atelier' },
        dtContractStart: '2014-09-01T00:00:00',
        dtContractEnd: null,
      },
      { ID: 2, firstname: 'Zoé', LastName: 'Été', employeeNumber: 7, legalEntity: null },
      { id: '3' },
      { name: 'nobody' },
    ];
    const page = parseDirectoryPage({ data: { items } }, 0, 1000);
    expect(page).toMatchObject({
      more: false,
      employees: [
        {
          id: 1,
          email: 'j@x',
          employeeNumber: '00001',
          legalEntity: 'Nantes',
          department: 'Atelier',
          contractStart: '2014-09-01T00:00:00',
          contractEnd: null,
        },
        { id: 2, firstName: 'Zoé', lastName: 'Été', employeeNumber: '7', legalEntity: '' },
        { id: 3, employeeNumber: '' },
      ],
    });
  });

  it('knows whether there is more, from the count or from a full page', () => {
    const items = [{ id: 1 }, { id: 2 }];
    expect(parseDirectoryPage({ data: { items } }, 0, 2)?.more).toBe(true);
    expect(parseDirectoryPage({ data: { items } }, 0, 3)?.more).toBe(false);
    expect(parseDirectoryPage({ data: { items, count: 4 } }, 0, 1000)?.more).toBe(true);
    expect(parseDirectoryPage({ data: { items, count: 4 } }, 2, 2)?.more).toBe(false);
    expect(parseDirectoryPage({ data: { items: [], count: 4 } }, 4, 2)?.more).toBe(false);
    expect(parseDirectoryPage({ nothing: true }, 0, 2)).toBeNull();
  });
});

describe('definitions', () => {
  it('keeps what can hold a file, in the shapes that Lucca uses', () => {
    const fields = parseDefinitions({
      data: {
        items: [
          { id: 'e_RIB', name: 'RIB', isMultivalue: false, type: 5, format: { key: 'file' } },
          { id: 'e_quote', name: 'Devise', type: 4, format: { key: 'text' } },
          { id: 'picture', name: 'Photo', type: 5, format: { key: 'image' } },
          {
            id: 12,
            propertyName: 'e_Contrats',
            name: { fr: 'Contrats' },
            isMultivalue: true,
            format: 'file',
          },
          {
            id: 'e_V',
            name: 'Visite',
            isMultivalue: true,
            format: {
              key: 'composite',
              properties: [
                { id: 'e_Date', name: 'Date', format: { key: 'date' } },
                { id: 'e_A', name: 'Attestation', format: { key: 'file' } },
              ],
            },
          },
        ],
      },
    });
    expect(fields).toEqual([
      { field: 'e_RIB', name: 'RIB', multiple: false, subFields: [], holdsFile: true },
      { field: 'e_Contrats', name: 'Contrats', multiple: true, subFields: [], holdsFile: true },
      {
        field: 'e_V',
        name: 'Visite',
        multiple: true,
        holdsFile: false,
        subFields: [
          { key: 'e_Date', name: 'Date', holdsFile: false, isDate: true },
          { key: 'e_A', name: 'Attestation', holdsFile: true },
        ],
      },
    ]);
    expect(parseDefinitions({ Message: 'no' })).toBeNull();
  });

  it('takes the section and the right to write where they are told', () => {
    const field = { id: 'e_RIB', name: 'RIB', format: { key: 'file' } };
    const told = (more: object) => parseDefinitions({ data: { items: [{ ...field, ...more }] } })?.[0];
    expect(told({ isReadOnly: true, section: { id: 4, name: 'Paie' } })).toMatchObject({
      readOnly: true,
      section: 'Paie',
    });
    expect(told({ sectionName: 'Paie' })?.section).toBe('Paie');
    expect(told({ isReadOnly: false, section: 4 })).not.toHaveProperty('readOnly');
    expect(told({ section: 4 })).not.toHaveProperty('section');
  });
});
