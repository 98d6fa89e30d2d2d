import { describe, expect, it } from 'vitest';
import type { AttachFate, AttachPorts, Lesson } from '../../../../main/core/file/attach-ports.ts';
import { attach, type AttachInput } from '../../../../main/core/file/attach.ts';
import { mendLostRows } from '../../../../main/core/file/mend.ts';
import type { RowSeen } from '../../../../main/core/file/restore.ts';
import type { Attachment } from '../../../../main/core/file/write-plan.ts';
import type { EmployeeRecord, FieldValue } from '../../../../main/core/model.ts';
import type { Outcome, RecordWrite, Refusal } from '../../../../main/core/ports.ts';
import { attachment } from '../../../support/attachment.ts';
import {
  contracts,
  fieldTarget,
  fileId,
  jean,
  now,
  picture,
  record,
  rib,
  value,
  valueId,
} from '../../../support/plan-builders.ts';

type Rule = (write: RecordWrite, count: number) => Outcome<EmployeeRecord> | 'lost' | null;

/** An employee's record behind the ports: rows are appended, unless the tenant replaces them. */
function office(
  start: EmployeeRecord,
  { rule, replacesRows = false }: { rule?: Rule; replacesRows?: boolean } = {},
) {
  let present = start;
  let lastId = 100;
  const told: string[] = [];
  const writes: RecordWrite[] = [];
  const lessons: Lesson[] = [];
  const seen = new Map<string, readonly RowSeen[]>();
  let readFails: Outcome<never> | null = null;

  function apply(write: RecordWrite): void {
    const fields: Record<string, readonly FieldValue[]> = { ...present.fields };
    for (const { field, multiple, file, rows } of write.fields) {
      const before = fields[field] ?? [];
      const written = rows.map(({ valueId: id, fileId: sent, again }) => {
        const old =
          before.find((row) => row.valueId === id) ??
          start.fields[field]?.find(
            (row) => row.valueId === id || (again !== undefined && row.raw === again),
          );
        return value(id ?? ++lastId, { ...old?.files, ...(sent === null ? {} : { [file ?? '']: sent }) });
      });
      const kept = before.filter((row) => written.every((one) => one.valueId !== row.valueId));
      fields[field] = multiple && !replacesRows ? [...kept, ...written] : written;
    }
    present = { ...present, fields, picture: write.picture ?? present.picture };
  }

  const ports: AttachPorts = {
    read: () => {
      told.push('read');
      return Promise.resolve(readFails ?? { kind: 'applied', value: [present] });
    },
    write: (write) => {
      told.push('write');
      writes.push(write);
      const outcome = rule?.(write, writes.length) ?? null;
      if (outcome === 'lost') apply(write);
      else if (outcome === null) {
        apply(write);
        return Promise.resolve({ kind: 'applied', value: present });
      } else return Promise.resolve(outcome);
      return Promise.resolve({ kind: 'unknown', code: 'timeout' });
    },
    intend: (attachments) => {
      told.push('intend');
      return Promise.resolve(attachments);
    },
    rowsSeen: (target) => Promise.resolve(seen.get(target) ?? null),
    learn: (lesson) => {
      lessons.push(lesson);
      return Promise.resolve();
    },
    subFields: () => [],
    isOwn: (id) => id.startsWith('own'),
    alsoAs: () => [],
    together: (work) => work({ read: ports.read, write: ports.write }),
  };
  return {
    ...{ ports, told, writes, lessons, seen },
    present: () => present,
    edit: (next: EmployeeRecord) => {
      present = next;
    },
    failReading: (outcome: Outcome<never>) => {
      readFails = outcome;
    },
    run: async (
      attachments: readonly Attachment[],
      over: Partial<AttachInput> = {},
      more: Partial<AttachPorts> = {},
    ) =>
      Object.fromEntries(
        await attach(
          {
            ...{ employeeId: jean, attachments, recovering: false, seen: start, now },
            wanted: { fields: ['e_RIB', 'e_Contrats'], picture: true },
            ...over,
          },
          { ...ports, ...more },
        ),
      ) as Record<string, AttachFate>,
  };
}

const refused = (refusal: Refusal): Outcome<never> => ({ kind: 'refused', status: 400, refusal });
const invalid = refused({ kind: 'invalid', status: 400, unknownFileId: null });
const sent = (write: RecordWrite): (string | null)[] =>
  write.fields.flatMap(({ rows }) => rows.map((row) => row.fileId));
const files = (one: EmployeeRecord, field: string): string[] =>
  (one.fields[field] ?? []).flatMap((row) => Object.values(row.files));
const lessonsOf = (lessons: readonly Lesson[]): string[] =>
  lessons.flatMap(({ kind }) => (kind === 'record' ? [] : [kind]));

describe('a write', () => {
  it('comes after its intent, takes everything of one employee, and its answer is the proof', async () => {
    const lucca = office(record(jean));
    const fates = await lucca.run([
      attachment(rib, 'r'),
      attachment(contracts, 'c'),
      attachment(picture, 'p'),
    ]);
    expect(lucca.told).toEqual(['intend', 'write']);
    expect(fates).toMatchObject({
      r: { kind: 'filed', fileId: 'r', proof: 'answer', replacedFileId: null },
      c: { kind: 'filed', valueId: 102 },
      p: { kind: 'filed', fileId: 'p' },
    });
  });

  it('does not leave where its intent could not be put on disk', async () => {
    const lucca = office(record(jean));
    const fates = await lucca.run([attachment(rib, 'r')], {}, { intend: () => Promise.resolve(null) });
    expect(lucca.writes).toEqual([]);
    expect(fates).toMatchObject({ r: { kind: 'not-applied' } });
  });

  it('is not called filed where the answer does not show the file', async () => {
    const blank: Outcome<EmployeeRecord> = { kind: 'applied', value: record(jean) };
    const { run } = office(record(jean), { rule: () => blank });
    expect(await run([attachment(rib, 'r')])).toMatchObject({ r: { kind: 'not-shown' } });
  });

  it('a single value is seen empty at the last moment', async () => {
    const lucca = office(record(jean, { e_RIB: [value(7, { '': 'just-put-there' })] }));
    const old = { ...record(jean), readAt: now - 60_000 };
    const fates = await lucca.run([attachment(rib, 'r')], { seen: old });
    expect(lucca.told).toEqual(['read']);
    expect(fates).toEqual({ r: { kind: 'ask', reason: 'field-filled' } });
  });

  it('replaces where it may, and tells what it replaced', async () => {
    const lucca = office(record(jean, { e_RIB: [value(7, { '': 'old' })] }));
    const fates = await lucca.run([attachment(rib, 'r', { mayReplace: true })]);
    expect(fates).toMatchObject({ r: { kind: 'filed', valueId: 7, replacedFileId: 'old' } });
    expect(files(lucca.present(), 'e_RIB')).toEqual(['r']);
  });

  it('does not go beside rows of others that came since it was planned', async () => {
    const lucca = office(record(jean, { e_Contrats: [value(1, { '': 'foreign' })] }));
    const one = attachment(contracts, 'c', { untried: true, onlyBesideOwn: true });
    expect(await lucca.run([one])).toEqual({ c: { kind: 'held' } });
    expect(lucca.writes).toEqual([]);
  });
});

describe('a target that was stopped since it was planned', () => {
  const stopped = [attachment(contracts, 'c', { stopped: true }), attachment(rib, 'r')];

  it('gets no write, and what goes elsewhere goes', async () => {
    const lucca = office(record(jean, { e_Contrats: [value(1, { '': 'foreign' })] }), { replacesRows: true });
    expect(await lucca.run(stopped)).toMatchObject({ c: { kind: 'held' }, r: { kind: 'filed' } });
    expect(files(lucca.present(), 'e_Contrats')).toEqual(['foreign']);
  });

  it('is read all the same where a write is in doubt: what stands there is filed', async () => {
    const lucca = office(record(jean, { e_Contrats: [value(1, { '': 'c' })] }));
    expect(await lucca.run(stopped, { recovering: true })).toMatchObject({ c: { kind: 'filed' } });
    const other = office(record(jean));
    expect(await other.run(stopped.slice(0, 1), { recovering: true })).toEqual({ c: { kind: 'held' } });
    expect(other.writes).toEqual([]);
  });
});

describe('a refused write', () => {
  const four = ['a', 'b', 'c', 'd'].map((id) => attachment(contracts, id));

  it('is split until the refused one stands alone; the others are filed, once each', async () => {
    const lucca = office(record(jean), { rule: (write) => (sent(write).includes('c') ? invalid : null) });
    const fates = await lucca.run(four);
    expect(lucca.writes.map(sent)).toEqual([['a', 'b', 'c', 'd'], ['a', 'b'], ['c', 'd'], ['c'], ['d']]);
    expect(fates).toMatchObject({
      a: { kind: 'filed' },
      b: { kind: 'filed' },
      c: { kind: 'ask', reason: 'rejected' },
      d: { kind: 'filed' },
    });
    expect(files(lucca.present(), 'e_Contrats')).toEqual(['a', 'b', 'd']);
  });

  it('reads again before each half that could go over what another editor put there meanwhile', async () => {
    const rule: Rule = (_, count) => {
      if (count !== 1) return null;
      lucca.edit(record(jean, { e_RIB: [value(7, { '': 'just-put-there' })] }));
      return invalid;
    };
    const lucca = office(record(jean), { rule });
    const fates = await lucca.run([attachment(contracts, 'a'), attachment(rib, 'r')]);
    expect(fates).toMatchObject({ a: { kind: 'filed' }, r: { kind: 'ask', reason: 'field-filled' } });
    expect(files(lucca.present(), 'e_RIB')).toEqual(['just-put-there']);
  });

  it.each<[Refusal, AttachFate]>([
    [{ kind: 'forbidden' }, { kind: 'ask', reason: 'not-permitted' }],
    [{ kind: 'invalid', status: 400, unknownFileId: fileId('a') }, { kind: 'upload-again' }],
    [
      { kind: 'invalid', status: 400, unknownFileId: fileId('z') },
      { kind: 'ask', reason: 'rejected' },
    ],
  ])('alone: %o', async (refusal, fate) => {
    const { run } = office(record(jean), { rule: () => refused(refusal) });
    expect(await run(four.slice(0, 1))).toEqual({ a: fate });
  });

  it('is not split where the key itself is refused', async () => {
    const lucca = office(record(jean), { rule: () => refused({ kind: 'unauthorized' }) });
    expect(await lucca.run(four)).toMatchObject({ a: { kind: 'not-applied' }, d: { kind: 'not-applied' } });
    expect(lucca.writes).toHaveLength(1);
  });

  it('nothing overtakes a half whose outcome is not known', async () => {
    const rule: Rule = (_, count) => (count === 1 ? invalid : { kind: 'unknown', code: 'timeout' });
    const lucca = office(record(jean), { rule });
    expect(await lucca.run(four)).toMatchObject({
      a: { kind: 'unknown' },
      b: { kind: 'unknown' },
      c: { kind: 'not-applied' },
      d: { kind: 'not-applied' },
    });
    expect(lucca.writes).toHaveLength(2);
  });
});

describe('an outcome that is not known', () => {
  it('is not repeated', async () => {
    const lucca = office(record(jean), { rule: () => 'lost' });
    expect(await lucca.run([attachment(rib, 'r')])).toEqual({ r: { kind: 'unknown', code: 'timeout' } });
    expect(lucca.writes).toHaveLength(1);
  });

  it('is read first: what stands there is filed, and never written twice', async () => {
    const lucca = office(record(jean), { rule: (_, count) => (count === 1 ? 'lost' : null) });
    const two = [attachment(contracts, 'a'), attachment(contracts, 'b')];
    await lucca.run(two);
    const fates = await lucca.run(two, { recovering: true });
    expect(lucca.told).toEqual(['intend', 'write', 'read']);
    expect(fates).toMatchObject({ a: { kind: 'filed', proof: 'read' }, b: { kind: 'filed', proof: 'read' } });
    expect(files(lucca.present(), 'e_Contrats')).toEqual(['a', 'b']);
  });

  it('is written again only once a reading shows that it is not there', async () => {
    const lucca = office(record(jean));
    const fates = await lucca.run([attachment(rib, 'r')], { recovering: true });
    expect(lucca.told).toEqual(['read', 'intend', 'write']);
    expect(fates).toMatchObject({ r: { kind: 'filed', proof: 'answer' } });
  });

  it('stays unknown where the record cannot be read', async () => {
    const lucca = office(record(jean));
    lucca.failReading({ kind: 'unreachable', code: 'dns' });
    expect(await lucca.run([attachment(rib, 'r')], { recovering: true })).toMatchObject({
      r: { kind: 'unread' },
    });
    expect(lucca.writes).toEqual([]);
  });

  it("the same bytes under another agent's id are filed as that", async () => {
    const lucca = office(record(jean, { e_RIB: [value(7, { '': 'theirs' })] }));
    const one = attachment(rib, 'r', { alsoAs: [fileId('theirs')] });
    expect(await lucca.run([one], { recovering: true })).toMatchObject({
      r: { kind: 'filed', fileId: 'theirs', valueId: 7 },
    });
    expect(lucca.writes).toEqual([]);
  });
});

describe('rows of others', () => {
  const before = record(jean, { e_Contrats: [value(1, { '': 'foreign' }), value(2, { '': 'other' })] });

  it('that stay are learnt to stay', async () => {
    const lucca = office(before);
    await lucca.run([attachment(contracts, 'c')]);
    expect(lessonsOf(lucca.lessons)).toEqual(['rows-kept']);
  });

  it('that somebody deletes between the reading and the write stay deleted', async () => {
    const lucca = office(before);
    lucca.edit(record(jean, { e_Contrats: [value(2, { '': 'other' })] }));
    expect(await lucca.run([attachment(contracts, 'c')])).toMatchObject({ c: { kind: 'filed' } });
    expect(files(lucca.present(), 'e_Contrats')).toEqual(['other', 'c']);
    expect(lessonsOf(lucca.lessons)).toEqual(['rows-kept']);
  });

  it('teach nothing where there were none', async () => {
    const lucca = office(record(jean), { replacesRows: true });
    await lucca.run([attachment(contracts, 'c')]);
    expect(lessonsOf(lucca.lessons)).toEqual([]);
  });

  it('that a write cost are put back at once, and the target stops', async () => {
    const lucca = office(before, { replacesRows: true });
    const fates = await lucca.run([attachment(contracts, 'c')]);
    expect(files(lucca.present(), 'e_Contrats').sort()).toEqual(['c', 'foreign', 'other']);
    expect(lucca.lessons).toContainEqual({ kind: 'rows-replaced', target: contracts.key, restored: true });
    expect(fates).toMatchObject({ c: { kind: 'filed' } });
  });

  it('are put back too where another row was updated by its id, known by its file alone', async () => {
    const own = record(jean, { e_Contrats: [value(1, { '': 'old' }), value(2, { '': 'other' })] });
    const lucca = office(own, { replacesRows: true });
    const one = attachment(contracts, 'c');
    const replaces = { valueId: null, fileId: fileId('old') };
    await lucca.run([
      { ...one, document: { ...one.document, decisions: { whenFilled: 'replace' }, replaces } },
    ]);
    expect(files(lucca.present(), 'e_Contrats').sort()).toEqual(['c', 'other']);
  });

  it('go back with what another editor put there meanwhile', async () => {
    // The first attempt is refused (ids that are gone); before the second, somebody adds a row.
    const refusal = { kind: 'invalid', status: 400, unknownFileId: null } as const;
    const rule: Rule = (_, count) => {
      if (count !== 2) return null;
      const rows = lucca.present().fields['e_Contrats'] ?? [];
      lucca.edit(record(jean, { e_Contrats: [...rows, value(70, { '': 'newer' })] }));
      return { kind: 'refused', refusal, status: 400 };
    };
    const lucca = office(before, { replacesRows: true, rule });
    await lucca.run([attachment(contracts, 'c')]);
    expect(files(lucca.present(), 'e_Contrats').sort()).toEqual(['c', 'foreign', 'newer', 'other']);
  });

  it('that could not be put back leave the outcome open', async () => {
    const rule: Rule = (_, count) => (count === 2 ? { kind: 'unreachable', code: 'dns' } : null);
    const lucca = office(before, { replacesRows: true, rule });
    expect(await lucca.run([attachment(contracts, 'c')])).toMatchObject({ c: { kind: 'unknown' } });
    expect(lucca.lessons).toContainEqual({ kind: 'rows-replaced', target: contracts.key, restored: false });
  });

  it('wait for a person who left before they could be put back', async () => {
    const gone = { kind: 'refused', status: 404, refusal: { kind: 'not-found' } } as const;
    const rule: Rule = (_, count) => (count === 2 ? gone : null);
    const lucca = office(before, { replacesRows: true, rule });
    expect(await lucca.run([attachment(contracts, 'c')])).toMatchObject({ c: { kind: 'unknown' } });
    lucca.seen.set(contracts.key, [
      { valueId: valueId(1), fileId: fileId('foreign') },
      { valueId: valueId(2), fileId: fileId('other') },
    ]);
    const fates = await lucca.run([attachment(contracts, 'c')], { recovering: true });
    expect(files(lucca.present(), 'e_Contrats').sort()).toEqual(['c', 'foreign', 'other']);
    expect(fates).toMatchObject({ c: { kind: 'filed' } });
  });

  it('are put back from what the ledger saw where the answer was lost', async () => {
    const lucca = office(before, { replacesRows: true, rule: (_, count) => (count === 1 ? 'lost' : null) });
    const one = attachment(contracts, 'c');
    await lucca.run([one]);
    expect(files(lucca.present(), 'e_Contrats')).toEqual(['c']);
    lucca.seen.set(contracts.key, [
      { valueId: valueId(1), fileId: fileId('foreign') },
      { valueId: valueId(2), fileId: fileId('other') },
    ]);
    const fates = await lucca.run([one], { recovering: true });
    expect(files(lucca.present(), 'e_Contrats').sort()).toEqual(['c', 'foreign', 'other']);
    expect(lessonsOf(lucca.lessons)).toEqual(['rows-replaced']);
    expect(fates).toMatchObject({ c: { kind: 'filed', proof: 'read' } });
  });

  it('are put back where a changed scan was added and not meant to replace the one before it', async () => {
    const lucca = office(before, { replacesRows: true, rule: (_, count) => (count === 1 ? 'lost' : null) });
    const changed = (whenFilled: 'add' | 'replace') => {
      const one = attachment(contracts, 'c');
      const replaces = { valueId: valueId(1), fileId: fileId('foreign') };
      return { ...one, document: { ...one.document, replaces, decisions: { whenFilled } } };
    };
    await lucca.run([changed('add')]);
    lucca.seen.set(contracts.key, [{ valueId: valueId(1), fileId: fileId('foreign') }]);
    const fates = await lucca.run([changed('add')], { recovering: true });
    expect(files(lucca.present(), 'e_Contrats').sort()).toEqual(['c', 'foreign']);
    expect(fates).toMatchObject({ c: { kind: 'filed', replacedFileId: null } });
  });

  it('come back with all their values: as they were read, or as the settings say of our own', async () => {
    const target = fieldTarget('e_Contrats', { multiple: true });
    const lucca = office(before, { replacesRows: true, rule: (_, count) => (count === 1 ? 'lost' : null) });
    const one = attachment(target, 'c');
    await lucca.run([one]);
    const foreign = before.fields['e_Contrats']?.[0];
    lucca.seen.set(target.key, [
      { valueId: valueId(1), fileId: fileId('foreign'), value: foreign },
      { valueId: valueId(2), fileId: fileId('other'), values: { e_Date: '2026-11-02' } },
    ]);
    await lucca.run([one], { recovering: true });
    const rows = lucca.writes.at(-1)?.fields[0]?.rows ?? [];
    expect(rows).toContainEqual({ valueId: null, fileId: null, values: {}, again: foreign?.raw });
    expect(rows).toContainEqual({
      valueId: null,
      fileId: 'other',
      values: { e_Date: '2026-11-02' },
    });
  });

  it('that somebody deleted meanwhile are not brought back by a write that was never done', async () => {
    const lucca = office(record(jean));
    lucca.seen.set(contracts.key, [{ valueId: valueId(1), fileId: fileId('foreign') }]);
    await lucca.run([attachment(contracts, 'c')], { recovering: true });
    expect(files(lucca.present(), 'e_Contrats')).toEqual(['c']);
  });

  it('are put back where the ledger tells what the write was to put there, whoever asks', async () => {
    const lucca = office(before, { replacesRows: true, rule: (_, count) => (count === 1 ? 'lost' : null) });
    await lucca.run([attachment(contracts, 'c')]);
    lucca.seen.set(contracts.key, [
      { valueId: valueId(1), fileId: fileId('foreign') },
      { valueId: null, fileId: fileId('c'), wrote: true },
    ]);
    const doubt = { target: contracts, wrote: [], replaced: [], stopped: false };
    const query = { employeeIds: [jean], fields: ['e_Contrats'], picture: false };
    await mendLostRows([doubt], lucca.present(), query, lucca.ports);
    expect(files(lucca.present(), 'e_Contrats').sort()).toEqual(['c', 'foreign']);
  });

  it('are put back where the target was stopped meanwhile, though another write took the place of ours', async () => {
    const lucca = office(before, { replacesRows: true, rule: (_, count) => (count === 1 ? 'lost' : null) });
    lucca.edit(record(jean, { e_Contrats: [value(9, { '': 'another-agents' })] }));
    lucca.seen.set(contracts.key, [{ valueId: valueId(1), fileId: fileId('foreign') }]);
    const one = attachment(contracts, 'c', { stopped: true });
    await lucca.run([one], { recovering: true });
    const fates = await lucca.run([one], { recovering: true });
    expect(files(lucca.present(), 'e_Contrats').sort()).toEqual(['another-agents', 'foreign']);
    expect(fates).toEqual({ c: { kind: 'held' } });
  });

  it('that went back in their turn are read again before anything else is written', async () => {
    const lucca = office(before, { replacesRows: true, rule: (_, count) => (count === 1 ? 'lost' : null) });
    const one = attachment(contracts, 'c');
    await lucca.run([one]);
    lucca.seen.set(contracts.key, [{ valueId: valueId(1), fileId: fileId('foreign') }]);
    const fates = await lucca.run([one, attachment(rib, 'r')], { recovering: true });
    expect(fates).toMatchObject({ c: { kind: 'filed' } });
    expect(fates).not.toHaveProperty('r');
    expect(lucca.writes.every((write) => !sent(write).includes('r'))).toBe(true);
  });

  it('are sent back by id, as just read, where the settings say resend', async () => {
    const target = fieldTarget('e_Contrats', { multiple: true, rows: 'resend' });
    const lucca = office(before, { replacesRows: true });
    await lucca.run([attachment(target, 'c')], { seen: { ...record(jean), readAt: now - 60_000 } });
    expect(lucca.told).toEqual(['read', 'intend', 'write']);
    expect(files(lucca.present(), 'e_Contrats')).toEqual(['foreign', 'other', 'c']);
    expect(lessonsOf(lucca.lessons)).toEqual([]);
  });
});
