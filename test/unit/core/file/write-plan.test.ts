import { describe, expect, it } from 'vitest';
import {
  composeWrite,
  inTheWay,
  lostRows,
  replacedFile,
  shareable,
  subFieldsSeen,
  type Attachment,
} from '../../../../main/core/file/write-plan.ts';
import { attachment } from '../../../support/attachment.ts';
import {
  contracts,
  fieldTarget,
  fileId,
  identityCard,
  jean,
  picture,
  record,
  rib,
  uploaded,
  value,
  valueId,
  visits,
} from '../../../support/plan-builders.ts';

const noSubFields = (): readonly string[] => [];
const empty = record(jean);

describe('the body of a write', () => {
  it('single: one new value', () => {
    expect(composeWrite(jean, [attachment(rib)], empty, noSubFields)).toEqual({
      employeeId: jean,
      picture: null,
      fields: [
        {
          field: 'e_RIB',
          file: null,
          multiple: false,
          rows: [{ valueId: null, fileId: 'up-1', values: {} }],
        },
      ],
    });
  });

  it('single, replaced: the value that stands there, by its id', () => {
    const old = value(7, { '': 'old' });
    const { fields } = composeWrite(jean, [attachment(rib)], record(jean, { e_RIB: [old] }), noSubFields);
    expect(fields[0]?.rows).toEqual([{ valueId: 7, fileId: 'up-1', values: {}, again: old.raw }]);
  });

  it('single, emptied before: its value is used again, and nothing old comes back with it', () => {
    const before = record(jean, { e_RIB: [value(7, {})] });
    const { fields } = composeWrite(jean, [attachment(rib)], before, noSubFields);
    expect(fields[0]?.rows).toEqual([{ valueId: 7, fileId: 'up-1', values: {} }]);
  });

  it('multiple: new rows alone, all in one field', () => {
    const before = record(jean, { e_Contrats: [value(1, { '': 'foreign' })] });
    const two = [attachment(contracts, 'up-1'), attachment(contracts, 'up-2')];
    expect(composeWrite(jean, two, before, noSubFields).fields).toEqual([
      {
        field: 'e_Contrats',
        file: null,
        multiple: true,
        rows: [
          { valueId: null, fileId: 'up-1', values: {} },
          { valueId: null, fileId: 'up-2', values: {} },
        ],
      },
    ]);
  });

  it('multiple with resend: every row that stands goes back first, by its id', () => {
    const target = fieldTarget('e_Contrats', { multiple: true, rows: 'resend' });
    const rows = [value(1, { '': 'foreign' }), value(2, { '': 'other' })];
    const { fields } = composeWrite(
      jean,
      [attachment(target)],
      record(jean, { e_Contrats: rows }),
      noSubFields,
    );
    expect(fields[0]?.rows).toEqual([
      { valueId: 1, fileId: null, values: {}, again: rows[0]?.raw },
      { valueId: 2, fileId: null, values: {}, again: rows[1]?.raw },
      { valueId: null, fileId: 'up-1', values: {} },
    ]);
  });

  it('resend that replaces a row sends that row once', () => {
    const target = fieldTarget('e_Contrats', { multiple: true, rows: 'resend' });
    const rows = [value(1, { '': 'foreign' }), value(2, { '': 'old' })];
    const document = uploaded({
      replaces: { valueId: valueId(2), fileId: fileId('old') },
      decisions: { whenFilled: 'replace' },
    });
    const { fields } = composeWrite(
      jean,
      [attachment(target, 'up-1', { document })],
      record(jean, { e_Contrats: rows }),
      noSubFields,
    );
    expect(fields[0]?.rows.map((row) => [row.valueId, row.fileId])).toEqual([
      [1, null],
      [2, 'up-1'],
    ]);
  });

  it('multiple: a row is replaced only where a person said so, and only the one that was filed', () => {
    const before = record(jean, { e_Contrats: [value(1, { '': 'foreign' }), value(2, { '': 'old' })] });
    const replaces = { valueId: valueId(2), fileId: fileId('old') };
    const of = (whenFilled: 'replace' | 'add') =>
      attachment(contracts, 'up-1', { document: uploaded({ replaces, decisions: { whenFilled } }) });
    const ids = (one: Attachment) =>
      composeWrite(jean, [one], before, noSubFields).fields[0]?.rows[0]?.valueId;
    expect(ids(of('replace'))).toBe(2);
    expect(replacedFile(before, of('replace'))).toBe('old');
    expect(ids(of('add'))).toBeNull();
    expect(replacedFile(before, of('add'))).toBeNull();
  });

  it('composite single: the other sub-fields are named, as null where nothing is said', () => {
    const one = attachment(identityCard, 'up-1', { values: { 'e_Delivree-le': '2026-11-22T00:00:00' } });
    const subFields = () => ['e_Piece', 'e_Delivree-le', 'e_Note'];
    expect(composeWrite(jean, [one], empty, subFields).fields).toEqual([
      {
        field: 'e_Identite',
        file: 'e_Piece',
        multiple: false,
        rows: [
          { valueId: null, fileId: 'up-1', values: { 'e_Delivree-le': '2026-11-22T00:00:00', e_Note: null } },
        ],
      },
    ]);
  });

  it('composite single: what stands beside the file already is not emptied', () => {
    const standing = value(3, { 'e_Autre-piece': 'theirs' });
    const one = attachment(identityCard, 'up-1', { values: { 'e_Delivree-le': 'today', e_Note: null } });
    const { fields } = composeWrite(jean, [one], record(jean, { e_Identite: [standing] }), () => [
      'e_Piece',
      'e_Autre-piece',
      'e_Note',
    ]);
    expect(fields[0]?.rows).toEqual([
      { valueId: 3, fileId: 'up-1', values: { 'e_Delivree-le': 'today' }, again: standing.raw },
    ]);
  });

  it('composite multiple: a new row with its own values each', () => {
    const two = ['2026-01-01', '2026-02-02'].map((day, index) =>
      attachment(visits, `up-${index}`, { values: { e_Date: day } }),
    );
    const { fields } = composeWrite(jean, two, empty, () => ['e_Attestation', 'e_Date', 'e_Convocation']);
    expect(fields).toEqual([
      {
        field: 'e_Visite-medicale',
        file: 'e_Attestation',
        multiple: true,
        rows: [
          { valueId: null, fileId: 'up-0', values: { e_Date: '2026-01-01', e_Convocation: null } },
          { valueId: null, fileId: 'up-1', values: { e_Date: '2026-02-02', e_Convocation: null } },
        ],
      },
    ]);
  });

  it('the picture, beside everything else of this employee', () => {
    const write = composeWrite(jean, [attachment(picture, 'photo'), attachment(rib)], empty, noSubFields);
    expect(write.picture).toBe('photo');
    expect(write.fields.map(({ field }) => field)).toEqual(['e_RIB']);
  });
});

describe('what may share a write', () => {
  it('one document a single value, one target a field', () => {
    const other = fieldTarget('e_Visite-medicale', { file: 'e_Convocation', multiple: true });
    const all = [
      attachment(rib, 'a'),
      attachment(rib, 'b'),
      attachment(picture, 'c'),
      attachment(picture, 'd'),
      attachment(visits, 'e'),
      attachment(visits, 'f'),
      attachment(other, 'g'),
    ];
    expect(shareable(all).map((one) => one.fileId)).toEqual(['a', 'c', 'e', 'f']);
  });
});

describe('what is in the way', () => {
  const filled = record(jean, { e_RIB: [value(7, { '': 'old' })] }, 'photo');
  it('whatever stands in a single value, unless it may be replaced', () => {
    expect(inTheWay(filled, attachment(rib))).toBe(true);
    expect(inTheWay(filled, attachment(picture))).toBe(true);
    expect(inTheWay(empty, attachment(rib))).toBe(false);
    expect(inTheWay(filled, attachment(rib, 'up-1', { mayReplace: true }))).toBe(false);
  });
  it('nothing in a list of rows', () => {
    const before = record(jean, { e_Contrats: [value(1, { '': 'foreign' })] });
    expect(inTheWay(before, attachment(contracts))).toBe(false);
  });
  it('what somebody put in the place of what was filed', () => {
    const said = (was: string) =>
      attachment(rib, 'up-1', {
        mayReplace: true,
        document: uploaded({ replaces: { valueId: valueId(7), fileId: fileId(was) } }),
      });
    expect(inTheWay(filled, said('old'))).toBe(false);
    expect(inTheWay(filled, said('older'))).toBe(true);
  });
});

describe('rows that vanished', () => {
  const before = record(jean, { e_Contrats: [value(1, { '': 'x' }), value(2, { '': 'y' }), value(3, {})] });
  const lost = (rows: Parameters<typeof value>[], replaced: number[] = []) =>
    lostRows(
      before,
      record(jean, { e_Contrats: rows.map((row) => value(...row)) }),
      'e_Contrats',
      new Set(replaced.map(valueId)),
    ).map((row) => row.valueId);

  it('are named', () => {
    expect(
      lost([
        [1, { '': 'x' }],
        [9, { '': 'new' }],
      ]),
    ).toEqual([2]);
    expect(lost([[9, { '': 'new' }]])).toEqual([1, 2]);
  });
  it('are not those renumbered, replaced on purpose, or empty before', () => {
    expect(
      lost([
        [11, { '': 'x' }],
        [12, { '': 'y' }],
      ]),
    ).toEqual([]);
    expect(lost([[1, { '': 'x' }]], [2])).toEqual([]);
  });
  it('are not told by an answer that does not show the field', () => {
    const others = { e_RIB: [] };
    expect(lostRows(before, { ...before, fields: others }, 'e_Contrats', new Set())).toEqual([]);
  });
});

it('the sub-fields that rows showed are known from then on', () => {
  const row = value(
    1,
    { e_Attestation: 'x' },
    { id: 1, value: { e_Attestation: {}, e_Date: {}, other: {} } },
  );
  expect(subFieldsSeen(record(jean, { 'e_Visite-medicale': [row] }), 'e_Visite-medicale')).toEqual([
    'e_Attestation',
    'e_Date',
  ]);
});
