/** What is written into the ledger comes back as it went in, whatever it is; also out of the file of an earlier version. */
import fc from 'fast-check';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDriver } from '../../../main/adapters/ledger/driver.ts';
import { currentVersion, versionOf } from '../../../main/adapters/ledger/migrate.ts';
import { openLedger } from '../../../main/adapters/ledger/open-ledger.ts';
import { searchText } from '../../../main/adapters/ledger/search-text.ts';
import type { DocumentRecord, Receipt, TreePath } from '../../../main/core/model.ts';
import type { LifeStep } from '../../../main/core/ports.ts';
import { anyDocument, anyId, anyLife, anyReceipt } from './any-record.ts';
import { document, file, identity, receipt, settling, sha } from './examples.ts';
import { insert, writeOldLedger, type OldLedger } from './old-ledger.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'classeur-ledger-'));
  path = join(folder, 'ledger.db');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const own = async () => (await openLedger({ folder, mode: 'own' })).ledger;

const documents = fc.uniqueArray(anyDocument, { selector: ({ id }) => id, maxLength: 8 });
const receipts = fc.uniqueArray(anyReceipt, {
  selector: ({ identity: of, fileId }) => `${of} ${fileId}`,
  maxLength: 8,
});
const lives = fc.dictionary(anyId, anyLife, { maxKeys: 4 });

/** Numbers whose sign of zero SQLite does not keep. */
const plain = (record: DocumentRecord): unknown =>
  JSON.parse(JSON.stringify(record, (_, value: unknown) => (value === Infinity ? 'never' : value)));

/** What a search must find: the whole path, folded, newest first. */
function expectedOf(all: readonly Receipt[], text: string): readonly Receipt[] {
  return all
    .map((one, seq) => ({ one, seq }))
    .filter(({ one }) => one.path !== '' && searchText(one.path).includes(searchText(text)))
    .sort((a, b) => b.one.filedAt - a.one.filedAt || b.seq - a.seq)
    .map(({ one }) => one);
}

/** Pieces of a path, across its slashes too. */
function piecesOf(text: string): string[] {
  // Never half of a character: SQLite holds no such text.
  const all = Array.from(text);
  const [third, slash] = [Math.floor(all.length / 3), all.lastIndexOf('/')];
  return [all.slice(third, 2 * third + 1), all.slice(Math.max(0, slash - 2), slash + 3), ['/'], all].map(
    (piece) => piece.join(''),
  );
}

async function expectHeld(held: OldLedger): Promise<void> {
  const ledger = await own();
  try {
    const state = await ledger.load();
    expect(state.documents.map(plain)).toEqual(held.documents.map(plain));
    expect(state.receipts).toEqual(held.receipts);
    for (const [id, steps] of Object.entries(held.lives))
      expect(await ledger.life(document(id))).toEqual(steps);
    for (const text of ['', ...held.receipts.flatMap((one) => piecesOf(one.path))]) {
      const query = { text, employeeIds: [], offset: 0, limit: 50 };
      const expected = expectedOf(held.receipts, text);
      expect(await ledger.receipts(query)).toEqual({ items: expected, total: expected.length });
    }
    for (const { documentId } of held.receipts) {
      const [newest] = expectedOf(held.receipts, '').filter((one) => one.documentId === documentId);
      if (newest !== undefined) expect(await ledger.receiptOf(documentId)).toEqual(newest);
    }
  } finally {
    await ledger.close();
  }
}

/** Each run in a folder of its own. */
function beginAgain(): void {
  rmSync(folder, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), 'classeur-ledger-'));
  path = join(folder, 'ledger.db');
}

test('any document, receipt and life comes back as it was put, and is found by any piece of its path', async () => {
  await fc.assert(
    fc.asyncProperty(documents, receipts, lives, async (someDocuments, someReceipts, someLives) => {
      beginAgain();
      const ledger = await own();
      const alive = Object.entries(someLives).filter(([id]) => someDocuments.every((one) => one.id !== id));
      for (const [id, steps] of alive) {
        // It is gone, and a receipt of it keeps its life.
        await ledger.commit([
          ...steps.map((step) => ({ kind: 'document', document: at(id, step) }) as const),
          { kind: 'receipt', receipt: receipt('keeps', { documentId: document(id) }) },
          { kind: 'document-gone', id: document(id) },
          { kind: 'receipt', receipt: receipt('keeps') },
        ]);
      }
      await ledger.commit([
        ...someDocuments.map((one) => ({ kind: 'document', document: one }) as const),
        ...someReceipts.map((one) => ({ kind: 'receipt', receipt: one }) as const),
      ]);
      await ledger.close();
      const kept = alive.length > 0 ? [receipt('keeps')] : [];
      await expectHeld({
        documents: someDocuments,
        receipts: [...kept, ...someReceipts],
        lives: Object.fromEntries(alive),
      });
    }),
    { numRuns: 40 },
  );
}, 60_000);

function at(id: string, step: LifeStep): DocumentRecord {
  return {
    ...settling(id),
    stateAt: step.at,
    state: step.state,
    ...(step.reason === null ? {} : { reason: step.reason, resume: 'ready' }),
    ...(step.state === 'waiting' ? { until: 9 } : {}),
  } as DocumentRecord;
}

describe('the file of an earlier version', () => {
  test.each([1, 2, 3, 4] as const)(
    'of version %i is taken over whole',
    async (version) => {
      await fc.assert(
        fc.asyncProperty(documents, receipts, lives, async (someDocuments, someReceipts, someLives) => {
          beginAgain();
          const known =
            version > 1
              ? someDocuments
              : someDocuments.map((one) => (one.state === 'filed' ? { ...one, putAwayDue: false } : one));
          // Nothing was read back in their days.
          const proven = someReceipts.map((one) =>
            one.proof === 'bytes' ? { ...one, proof: 'read' as const } : one,
          );
          const erased = proven.map((one, index) =>
            index % 5 === 4 ? { ...one, path: '' as TreePath } : one,
          );
          const held = { documents: known, receipts: erased, lives: someLives };
          await writeOldLedger(path, version, held);
          await expectHeld(held);
        }),
        { numRuns: 12 },
      );
    },
    60_000,
  );

  test('keeps its ids and counters, orphans, proofs and answers, and is not new', async () => {
    await writeOldLedger(path, 4, { documents: [settling('d_01')], receipts: [], lives: {} });
    const driver = openDriver(path, 'write');
    insert(driver, 'orphans', { file_id: 'f-odd', sha256: sha('1'), at: 1 });
    insert(driver, 'orphans', { file_id: null, sha256: 'odd', at: 2 });
    insert(driver, 'proofs', { identity: identity('12'), file_id: 'f', event: 'attach', at: 3 });
    const answer = { at: 4, account: 'helene', state: 'ready', decisions: '{}' };
    insert(driver, 'answers', { document_id: 'd_01', ...answer });
    insert(driver, 'inbox', { at: 5, account: 'paul', message: '{"kind":"retry","documentIds":"all"}' });
    driver.close();
    const opened = await openLedger({ folder, mode: 'own' });
    expect(opened.born).toBe('existing');
    const state = await opened.ledger.load();
    expect(state).toMatchObject({
      facts: { ledgerId: 'ledger', agentId: 'agent', requests: 41 },
      orphans: [
        { fileId: 'f-odd', sha256: sha('1'), at: 1 },
        { fileId: null, sha256: 'odd', at: 2 },
      ],
      proofs: [{ identity: identity('12'), fileId: 'f', event: 'attach', at: 3 }],
    });
    expect(await opened.ledger.inbox()).toHaveLength(1);
    // The answer is known: it is not kept a second time.
    const answered: DocumentRecord = { ...settling('d_01'), decisions: { answeredAt: 4 } };
    await opened.ledger.commit([{ kind: 'document', document: answered }]);
    await opened.ledger.close();
    const after = openDriver(path, 'read');
    expect(after.all('SELECT account FROM answers')).toEqual([{ account: 'helene' }]);
    after.close();
  });

  test.each(['read', 'scratch'] as const)('opened to %s is left as it is', async (mode) => {
    const held = { documents: [settling('d_01')], receipts: [receipt('d_01')], lives: {} };
    await writeOldLedger(path, 4, held);
    const { ledger } = await openLedger({ folder, mode });
    expect(await ledger.load()).toMatchObject({ documents: held.documents, receipts: held.receipts });
    await ledger.close();
    const driver = openDriver(path, 'read');
    expect(versionOf(driver)).toBe(4);
    driver.close();
  });

  test('with a path that is no text begins anew instead of ending every start', async () => {
    await writeOldLedger(path, 4, { documents: [settling('d_01')], receipts: [], lives: {} });
    const driver = openDriver(path, 'write');
    driver.exec("UPDATE documents SET path = CAST(x'41ff2f42' AS TEXT)");
    driver.close();
    const opened = await openLedger({ folder, mode: 'own' });
    expect(opened.born).toBe('after-damage');
    expect((await opened.ledger.load()).documents).toEqual([]);
    await opened.ledger.close();
  });

  test('gives back the room that it no longer needs, at the next start if not at once', async () => {
    const many = Array.from({ length: 12_000 }, (_, index) => receipt(index.toString(16).padStart(16, '0')));
    await writeOldLedger(path, 4, { documents: [], receipts: many, lives: {} });
    const before = statSync(path).size;
    // Somebody reads: it cannot be rewritten now.
    const reader = openDriver(path, 'read');
    reader.exec('BEGIN');
    reader.all('SELECT count(*) FROM facts');
    await (await own()).close();
    expect(statSync(path).size).toBeGreaterThan(before / 2);
    reader.exec('COMMIT');
    reader.close();
    await (await own()).close();
    expect(statSync(path).size).toBeLessThan(before * 0.55);
    const driver = openDriver(path, 'read');
    expect(versionOf(driver)).toBe(currentVersion);
    driver.close();
  });
});

test('a folder is known as long as something lies in it, and no longer', async () => {
  const ledger = await own();
  const in_ = (folderName: string, id: string): DocumentRecord => ({
    ...settling(id),
    path: `${folderName}/a.pdf` as TreePath,
  });
  const put = (record: DocumentRecord) => ledger.commit([{ kind: 'document', document: record }]);
  const known = (): unknown[] => {
    const driver = openDriver(path, 'read');
    const rows = driver.all('SELECT path FROM folders ORDER BY path').map((row) => row['path']);
    driver.close();
    return rows;
  };
  await put(in_('A', 'd_01'));
  await put(in_('A', 'd_02'));
  await put(in_('B', 'd_01'));
  expect(known()).toEqual(['A/', 'B/']);
  await put(in_('B', 'd_02'));
  expect(known()).toEqual(['B/']);
  const filed = receipt('d_01', { path: 'B/a.pdf' as TreePath, fileId: file('f') });
  await ledger.commit([{ kind: 'receipt', receipt: filed }]);
  for (const id of ['d_01', 'd_02']) await ledger.commit([{ kind: 'document-gone', id: document(id) }]);
  expect(known()).toEqual(['B/']);
  await ledger.commit([{ kind: 'receipt', receipt: { ...filed, path: 'C/a.pdf' as TreePath } }]);
  expect(known()).toEqual(['C/']);
  await ledger.eraseReceiptsBefore(filed.filedAt + 1);
  expect(known()).toEqual(['']);
  await ledger.close();
});
