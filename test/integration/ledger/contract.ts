/** What every `Ledger` promises, whatever it is made of. `reopen` stands for the end of the process and a new start. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { DocumentRecord, IdentityKey, Sha256, TreePath, ValueId } from '../../../main/core/model.ts';
import type { DocumentGlimpse, Ledger, LedgerChange } from '../../../main/core/ports.ts';
import {
  baseOf,
  document,
  employee,
  file,
  identity,
  person,
  receipt,
  settling,
  sha,
  target,
} from './examples.ts';

export interface LedgerUnderTest {
  readonly ledger: Ledger;
  reopen(): Promise<Ledger>;
}

export function ledgerContract(name: string, make: () => Promise<LedgerUnderTest>): void {
  describe(`${name} keeps the contract of a ledger`, () => {
    let ledger: Ledger;
    let reopen: () => Promise<Ledger>;
    const keep = (...changes: LedgerChange[]): Promise<void> => ledger.commit(changes);
    const put = (record: DocumentRecord): Promise<void> => keep({ kind: 'document', document: record });

    beforeEach(async () => {
      const made = await make();
      ledger = made.ledger;
      reopen = () => made.reopen();
    });

    test('a new one is empty, knows nothing of the root, and has ids that last', async () => {
      const before = await ledger.load();
      expect(before).toMatchObject({
        documents: [],
        receipts: [],
        bindings: [],
        directory: null,
        targets: [],
        fields: [],
        requests: [],
        orphans: [],
        proofs: [],
        journals: {},
        facts: { rooted: false, keyRefused: false, requests: 0, pausedUntil: 0 },
      });
      expect(before.facts.ledgerId).not.toBe('');
      const after = await (await reopen()).load();
      expect(after.facts).toEqual(before.facts);
    });

    test('a document in every state comes back as it was put', async () => {
      const known = {
        ...baseOf('d_full'),
        employeeId: employee(416),
        target: target('e_Visite-medicale/e_Attestation'),
        inspection: { sha256: sha('x'), contentType: 'application/pdf' },
        fileId: file('guid-1'),
        unproven: true,
        backlog: false,
        decisions: {
          employeeId: employee(416),
          target: target('e_RIB'),
          accepted: ['duplicate-elsewhere', 'incomplete'],
          whenFilled: 'add',
          answeredAt: 1_234,
        },
        attempts: 7,
        reuploaded: true,
        replaces: { valueId: 12 as ValueId, fileId: file('guid-0') },
      } as const;
      const records: DocumentRecord[] = [
        settling('d_1'),
        { ...known, id: document('d_2'), state: 'ready' },
        { ...known, id: document('d_3'), state: 'uploading' },
        { ...known, id: document('d_4'), state: 'uploaded' },
        { ...known, id: document('d_5'), state: 'attaching' },
        { ...known, id: document('d_6'), state: 'filed', gone: true, changed: null, putAwayDue: true },
        {
          ...known,
          id: document('d_7'),
          state: 'filed',
          gone: false,
          changed: { signature: { size: 1, mtimeMs: 1_795_339_025_390.7769, fileKey: '1:2' }, since: 5 },
          putAwayDue: false,
        },
        {
          ...known,
          id: document('d_8'),
          state: 'waiting',
          reason: 'throttled',
          until: 9_000,
          resume: 'attaching',
        },
        {
          ...known,
          id: document('d_9'),
          state: 'waiting',
          reason: 'signed-out',
          until: Infinity,
          resume: 'ready',
        },
        { ...known, id: document('d_a'), state: 'attention', reason: 'employee-unknown', resume: 'settling' },
        { ...known, id: document('d_b'), state: 'ignored', reason: 'skipped' },
        { ...settling('d_c'), path: 'Noël Zoë (œ)/Été « 1 »/%_\'".pdf' as TreePath },
      ];
      await ledger.commit(records.map((record) => ({ kind: 'document', document: record })));
      ledger = await reopen();
      expect((await ledger.load()).documents).toEqual(records);
    });

    test('a commit is all or nothing', async () => {
      await put(settling('d_1'));
      const bad = { kind: 'document', document: { ...settling('d_2'), path: Symbol('no text') } };
      await expect(
        ledger.commit([
          { kind: 'document', document: { ...baseOf('d_1'), state: 'ready' } },
          { kind: 'receipt', receipt: receipt('d_1') },
          bad as unknown as LedgerChange,
        ]),
      ).rejects.toThrow();
      const state = await (await reopen()).load();
      expect(state.documents).toEqual([settling('d_1')]);
      expect(state.receipts).toEqual([]);
    });

    test('a life tells each change of state once, with its reason and time', async () => {
      await put(settling('d_1'));
      await put({ ...settling('d_1'), quietSince: 1_500 });
      await put({ ...baseOf('d_1'), stateAt: 2_000, state: 'ready' });
      await put({
        ...baseOf('d_1'),
        stateAt: 3_000,
        state: 'waiting',
        reason: 'offline',
        until: 9,
        resume: 'ready',
      });
      await put({
        ...baseOf('d_1'),
        stateAt: 4_000,
        state: 'waiting',
        reason: 'offline',
        until: 99,
        resume: 'ready',
      });
      await put({
        ...baseOf('d_1'),
        stateAt: 5_000,
        state: 'waiting',
        reason: 'throttled',
        until: 99,
        resume: 'ready',
      });
      expect(await ledger.life(document('d_1'))).toEqual([
        { state: 'settling', reason: null, at: 1_000 },
        { state: 'ready', reason: null, at: 2_000 },
        { state: 'waiting', reason: 'offline', at: 3_000 },
        { state: 'waiting', reason: 'throttled', at: 5_000 },
      ]);
      expect(await ledger.life(document('d_2'))).toEqual([]);
    });

    test('a document that is gone takes its life with it, unless a receipt still speaks of it', async () => {
      await put(settling('d_1'));
      await put(settling('d_2'));
      await keep({ kind: 'receipt', receipt: receipt('d_2') });
      await keep(
        { kind: 'document-gone', id: document('d_1') },
        { kind: 'document-gone', id: document('d_2') },
      );
      expect((await ledger.load()).documents).toEqual([]);
      expect(await ledger.life(document('d_1'))).toEqual([]);
      expect(await ledger.life(document('d_2'))).toHaveLength(1);
    });

    test('receipts are found newest first, by path without case or marks, and by person', async () => {
      await keep(
        { kind: 'receipt', receipt: receipt('d_1', { filedAt: 10 }) },
        {
          kind: 'receipt',
          receipt: receipt('d_2', { filedAt: 30, path: 'Martin Léa/Visites médicales/v.pdf' as TreePath }),
        },
        { kind: 'receipt', receipt: receipt('d_3', { filedAt: 20, employeeId: employee(7) }) },
      );
      ledger = await reopen();
      const find = async (text: string, ids: number[] = [], offset = 0, limit = 10) => {
        const page = await ledger.receipts({ text, employeeIds: ids.map(employee), offset, limit });
        return { ids: page.items.map((item) => item.documentId), total: page.total };
      };
      expect(await find('')).toEqual({ ids: ['d_2', 'd_3', 'd_1'], total: 3 });
      expect(await find('', [], 1, 1)).toEqual({ ids: ['d_3'], total: 3 });
      expect(await find('MEDICALES')).toEqual({ ids: ['d_2'], total: 1 });
      expect(await find('médi')).toEqual({ ids: ['d_2'], total: 1 });
      expect(await find('personne', [7])).toEqual({ ids: ['d_3'], total: 1 });
      expect(await find('%')).toEqual({ ids: [], total: 0 });
    });

    test('a receipt is kept whole, and the newest of a document is the one given', async () => {
      const whole = receipt('d_1', {
        valueId: 5 as ValueId,
        replacedFileId: file('before'),
        proof: 'journal',
        filedAt: 10,
      });
      const later = receipt('d_1', {
        identity: identity('other'),
        fileId: file('f2'),
        filedAt: 20,
        proof: 'read',
      });
      await keep({ kind: 'receipt', receipt: whole }, { kind: 'receipt', receipt: later });
      ledger = await reopen();
      expect((await ledger.load()).receipts).toEqual([whole, later]);
      expect(await ledger.receiptOf(document('d_1'))).toEqual(later);
      expect(await ledger.receiptOf(document('d_9'))).toBeNull();
    });

    test('what is looked up is what was written last, also before it is read again', async () => {
      const records: DocumentRecord[] = [
        settling('d_1'),
        { ...baseOf('d_2'), state: 'ignored', reason: 'pattern', decisions: { target: target('e_RIB') } },
      ];
      const odd = {
        identity: 'no hash' as IdentityKey,
        fileId: file('no guid'),
        sha256: 'no hash' as Sha256,
      };
      const receipts = [
        receipt('d_1', { filedAt: 10 }),
        receipt('d_1', { ...odd, filedAt: 20, replacedFileId: file('old') }),
        receipt('d_2', { filedAt: 30, employeeId: employee(7) }),
      ];
      await keep(
        ...records.map((record): LedgerChange => ({ kind: 'document', document: record })),
        ...receipts.map((one): LedgerChange => ({ kind: 'receipt', receipt: one })),
      );
      for (const again of [false, true]) {
        if (again) ledger = await reopen();
        const { lookUp } = ledger;
        expect(lookUp.documents([document('d_2'), document('d_9')])).toEqual([records[1]]);
        expect(lookUp.documents([])).toEqual([]);
        for (const key of ['identity', 'sha256', 'fileId', 'documentId', 'employeeId'] as const)
          for (const one of receipts)
            expect(lookUp.receipts(key, one[key])).toEqual(
              receipts.filter((other) => other[key] === one[key]),
            );
        expect(lookUp.receipts('identity', 'none')).toEqual([]);
      }
      await keep({ kind: 'document-gone', id: document('d_1') }, { kind: 'receipt', receipt: receipts[0]! });
      expect(ledger.lookUp.documents([document('d_1')])).toEqual([]);
      // Written anew, it is the last one.
      expect(ledger.lookUp.receipts('documentId', 'd_1')).toEqual([receipts[1], receipts[0]]);
    });

    test('many documents are looked up together', async () => {
      const records = Array.from({ length: 2_500 }, (_, index) => settling(`d_${index}`));
      await keep(...records.map((record): LedgerChange => ({ kind: 'document', document: record })));
      const wanted = records.slice(100, 2_300);
      expect(ledger.lookUp.documents(wanted.map(({ id }) => id))).toEqual(wanted);
    });

    test('read in pages, documents are glimpses, and receipts say together what they say', async () => {
      const filed: DocumentRecord = {
        ...baseOf('d_2'),
        ...{ fileId: file('f2'), target: target('e_RIB'), decisions: { target: target('e_X') } },
        ...{ state: 'filed', gone: true, changed: { signature: baseOf('d_2').signature, since: 3 } },
        putAwayDue: true,
      };
      await keep(
        { kind: 'document', document: settling('d_1') },
        { kind: 'document', document: filed },
        { kind: 'receipt', receipt: receipt('d_1', { target: target('e_Y') }) },
        {
          kind: 'receipt',
          receipt: receipt('d_2', { target: target('e_RIB'), replacedFileId: file('old') }),
        },
      );
      ledger = await reopen();
      const seen: DocumentGlimpse[] = [];
      const state = await ledger.load({ documents: (page) => void seen.push(...page) });
      expect([state.documents, state.receipts]).toEqual([[], []]);
      expect(new Set(state.filedTargets)).toEqual(new Set(['e_Y', 'e_RIB']));
      expect(state.replacedFiles).toEqual(['old']);
      const glimpse = (record: DocumentRecord) => {
        const cut = record.path.lastIndexOf('/') + 1;
        const [folder, name] = [record.path.slice(0, cut), record.path.slice(cut)];
        const { id, signature, stateAt, fileId, state: now } = record;
        return { id, folder, name, signature, stateAt, fileId, target: record.target, state: now };
      };
      expect(seen).toEqual([
        {
          ...glimpse(settling('d_1')),
          ...{ chosenTarget: null, reason: null, gone: false, changed: false, putAwayDue: false },
        },
        {
          ...glimpse(filed),
          ...{ chosenTarget: 'e_X', reason: null, gone: true, changed: true, putAwayDue: true },
        },
      ]);
    });

    test('the same receipt put twice is one', async () => {
      await keep({ kind: 'receipt', receipt: receipt('d_1', { proof: 'answer' }) });
      await keep({ kind: 'receipt', receipt: receipt('d_1', { proof: 'bytes' }) });
      expect((await ledger.load()).receipts).toEqual([receipt('d_1', { proof: 'bytes' })]);
      await keep({ kind: 'receipt', receipt: receipt('d_1', { proof: 'read' }) });
      expect((await ledger.load()).receipts).toEqual([receipt('d_1', { proof: 'read' })]);
    });

    test('directory, bindings, targets and fields replace what stood there', async () => {
      const directory = {
        employees: [person(2), person(1, { contractEnd: '2026-01-31T00:00:00' })],
        readAt: 77,
      };
      await keep(
        { kind: 'directory', directory: { employees: [person(9)], readAt: 5 } },
        { kind: 'directory', directory },
      );
      await keep({
        kind: 'binding',
        binding: { folder: 'dupont jean', employeeId: employee(1), by: 'match', at: 1 },
      });
      await keep({
        kind: 'binding',
        binding: { folder: 'dupont jean', employeeId: employee(2), by: 'answer', at: 2 },
      });
      const knowledge = {
        key: target('e_Contrats'),
        rows: 'append',
        subFields: ['e_A', 'e_B'],
        stopped: true,
      } as const;
      await keep(
        { kind: 'target', target: { ...knowledge, rows: 'unknown', stopped: false } },
        { kind: 'target', target: knowledge },
      );
      const definition = {
        field: 'e_Visite',
        name: 'Visite médicale',
        multiple: true,
        subFields: [{ key: 'e_Att', name: 'Attestation', holdsFile: true }],
        holdsFile: false,
      };
      await keep(
        { kind: 'fields', fields: [{ ...definition, field: 'e_Old' }] },
        { kind: 'fields', fields: [definition] },
      );
      ledger = await reopen();
      expect(await ledger.load()).toMatchObject({
        directory,
        bindings: [{ folder: 'dupont jean', employeeId: 2, by: 'answer', at: 2 }],
        targets: [knowledge],
        fields: [definition],
      });
    });

    test('rows seen before a write stay until the write is settled, and hold ids only', async () => {
      const rows = [
        { valueId: 3 as ValueId, fileId: file('f') },
        { valueId: 4 as ValueId, fileId: null },
        { valueId: null, fileId: file('g'), wrote: true as const },
      ];
      const place = { kind: 'rows-seen', employeeId: employee(1), target: target('e_C') } as const;
      await keep({ ...place, rows });
      ledger = await reopen();
      expect(await ledger.rowsSeen(employee(1), target('e_C'))).toEqual(rows);
      expect(await ledger.rowsInDoubt()).toEqual([{ employeeId: employee(1), target: target('e_C') }]);
      expect(await ledger.rowsSeen(employee(2), target('e_C'))).toBeNull();
      await keep({ ...place, rows: [] });
      expect(await ledger.rowsSeen(employee(1), target('e_C'))).toEqual([]);
      await keep({ ...place, rows: null });
      expect(await ledger.rowsSeen(employee(1), target('e_C'))).toBeNull();
      expect(await ledger.rowsInDoubt()).toEqual([]);
    });

    test('requests count from start to a minute after their answer: the unanswered are never dropped', async () => {
      await keep(
        { kind: 'request', request: { id: 'a', startedAt: 1, answeredAt: null } },
        { kind: 'request', request: { id: 'b', startedAt: 2, answeredAt: null } },
        { kind: 'request', request: { id: 'c', startedAt: 3, answeredAt: 90 } },
        { kind: 'request', request: { id: 'b', startedAt: 2, answeredAt: 50 } },
        { kind: 'requests-before', answeredBefore: 90 },
      );
      ledger = await reopen();
      expect((await ledger.load()).requests).toEqual([
        { id: 'a', startedAt: 1, answeredAt: null },
        { id: 'c', startedAt: 3, answeredAt: 90 },
      ]);
    });

    test('orphans are kept until one is used', async () => {
      await keep(
        { kind: 'orphan', orphan: { fileId: file('o1'), sha256: sha('1'), at: 1 } },
        { kind: 'orphan', orphan: { fileId: null, sha256: sha('2'), at: 2 } },
        { kind: 'orphan', orphan: { fileId: null, sha256: sha('3'), at: 3 } },
        { kind: 'orphan', orphan: { fileId: file('o1'), sha256: sha('1'), at: 4 } },
      );
      expect((await ledger.load()).orphans).toHaveLength(3);
      await keep({ kind: 'orphan-used', fileId: file('o1') });
      expect((await (await reopen()).load()).orphans).toEqual([
        { fileId: null, sha256: sha('2'), at: 2 },
        { fileId: null, sha256: sha('3'), at: 3 },
      ]);
    });

    test('proofs are what the journals say and no receipt explains', async () => {
      const line = (event: 'attach' | 'filed', id: string, fileId: string, at: number) =>
        ({ event, identity: identity(id), fileId: file(fileId), at }) as const;
      await keep({ kind: 'receipt', receipt: receipt('known') });
      await keep({
        kind: 'proofs',
        journal: 'journal-a.jsonl',
        offset: 120,
        lines: [
          line('filed', 'known', 'file-known', 1),
          // Another agent filed the same bytes under an id of its own: the receipt says nothing of that one.
          line('filed', 'known', 'f0', 1),
          line('attach', 'x', 'f1', 2),
          line('filed', 'x', 'f1', 3),
          line('attach', 'x', 'f2', 4),
        ],
      });
      await keep({
        kind: 'proofs',
        journal: 'journal.jsonl',
        offset: 60,
        lines: [line('attach', 'x', 'f1', 2), line('attach', 'y', 'f3', 5)],
      });
      ledger = await reopen();
      const state = await ledger.load();
      expect(state.journals).toEqual({ 'journal-a.jsonl': 120, 'journal.jsonl': 60 });
      expect(state.proofs).toEqual([
        line('filed', 'known', 'f0', 1),
        line('filed', 'x', 'f1', 3),
        line('attach', 'x', 'f2', 4),
        line('attach', 'y', 'f3', 5),
      ]);
      await keep(
        { kind: 'proof-settled', identity: identity('y'), fileId: null },
        { kind: 'proof-settled', identity: identity('known'), fileId: file('another') },
        { kind: 'receipt', receipt: receipt('x', { fileId: file('f2') }) },
      );
      // The receipt tells of its own file; under another id the same bytes may come back by another agent's hand.
      expect((await ledger.load()).proofs).toEqual([
        line('filed', 'known', 'f0', 1),
        line('filed', 'x', 'f1', 3),
      ]);
    });

    test('messages wait in order until they are taken, and a number is never given twice', async () => {
      await ledger.post(
        {
          kind: 'answer',
          documentId: document('d_1'),
          answer: { kind: 'employee', employeeId: employee(7), always: true },
        },
        10,
      );
      await ledger.post({ kind: 'retry', documentIds: 'all' }, 20);
      const waiting = await ledger.inbox();
      expect(waiting.map(({ at, message }) => ({ at, message }))).toEqual([
        {
          at: 10,
          message: {
            kind: 'answer',
            documentId: 'd_1',
            answer: { kind: 'employee', employeeId: 7, always: true },
          },
        },
        { at: 20, message: { kind: 'retry', documentIds: 'all' } },
      ]);
      const last = waiting[1]!.id;
      await keep({ kind: 'inbox-taken', id: waiting[0]!.id }, { kind: 'inbox-taken', id: last });
      ledger = await reopen();
      expect(await ledger.inbox()).toEqual([]);
      await ledger.post({ kind: 'retry', documentIds: [document('d_2')] }, 30);
      expect((await ledger.inbox())[0]!.id).toBeGreaterThan(last);
    });

    test('facts change one by one, and "until resumed" survives', async () => {
      await keep({
        kind: 'facts',
        facts: { rooted: true, unlooked: ['Paul (1)'], pausedUntil: Infinity, keyRefused: true },
      });
      await keep({
        kind: 'facts',
        facts: { requests: 12, throttledUntil: 1_795_339_025_390, keyRefused: false },
      });
      expect((await (await reopen()).load()).facts).toMatchObject({
        rooted: true,
        unlooked: ['Paul (1)'],
        pausedUntil: Infinity,
        keyRefused: false,
        requests: 12,
        throttledUntil: 1_795_339_025_390,
        failures: 0,
      });
    });

    test('every fact that may be changed is kept', async () => {
      const { ledgerId, agentId } = (await ledger.load()).facts;
      const facts = {
        ...{ rooted: true, unlooked: ['Paul (1)'], throttledUntil: 1, pausedUntil: 2, keyRefused: true },
        ...{ throttled: 3, requests: 4, orphans: 5, directoryAskedAt: 6, backoffUntil: 7, failures: 8 },
        ...{ learntPace: 18.75, learntAt: 9, directoryPage: 250 },
      };
      await keep({ kind: 'facts', facts });
      expect((await (await reopen()).load()).facts).toEqual({ ledgerId, agentId, ...facts });
    });

    test('commits asked for at the same time happen one after the other', async () => {
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          keep(
            { kind: 'facts', facts: { requests: index } },
            { kind: 'document', document: settling(`d_${index}`) },
          ),
        ),
      );
      const state = await ledger.load();
      expect(state.documents).toHaveLength(20);
      expect(state.facts.requests).toBe(19);
    });
  });
}
