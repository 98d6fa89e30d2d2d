/** Each `LedgerChange` as SQL. Called inside a transaction. */
import type { DocumentRecord, Receipt } from '../../core/model.ts';
import type { LedgerChange } from '../../core/ports.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { compact, compactOrNull } from './compact-ids.ts';
import type { Driver } from './driver.ts';
import { keepStep, leaveLife } from './life.ts';
import { folderNumber, splitPath } from './places.ts';
import { decisionsText, documentColumns, documentRow, receiptColumns, receiptRow, time } from './rows.ts';
import { searchText } from './search-text.ts';
import { employeeColumns, employeeRow, factColumns, factValue } from './short-tables.ts';

const marks = (count: number): string => Array<string>(count).fill('?').join(', ');
const assignments = (columns: readonly string[]): string =>
  columns.map((column) => `${column} = excluded.${column}`).join(', ');

const upsertDocument = `INSERT INTO documents (${documentColumns.join(', ')}) VALUES (${marks(documentColumns.length)})
  ON CONFLICT (id) DO UPDATE SET ${assignments(documentColumns.slice(1))}`;
const insertReceipt = `INSERT INTO receipts (${receiptColumns.join(', ')}) VALUES (${marks(receiptColumns.length)})`;
const insertShown = `INSERT INTO shown (filed_at, seq, folder, search, employee_id)
  VALUES (?, (SELECT max(seq) FROM receipts), ?, ?, ?)`;
/** The receipt of an identity and a file: the index knows how the identity begins. */
const thatReceipt = 'substr(identity, 1, 6) = substr(?1, 1, 6) AND identity = ?1 AND file_id = ?2';
const insertEmployee = `INSERT INTO employees (${employeeColumns.join(', ')}) VALUES (${marks(employeeColumns.length)})`;

/** `account`: who gives the answers that come from this process. */
export function applyChange(driver: Driver, change: LedgerChange, account: string): void {
  switch (change.kind) {
    case 'document': {
      putDocument(driver, change.document, account);
      return;
    }
    case 'document-gone':
      driver.run('DELETE FROM documents WHERE id = ?', [compact('document', change.id)]);
      leaveLife(driver, change.id);
      return;
    case 'receipt':
      putReceipt(driver, change.receipt);
      return;
    case 'binding':
      driver.run('INSERT OR REPLACE INTO bindings (folder, employee_id, made_by, at) VALUES (?, ?, ?, ?)', [
        change.binding.folder,
        change.binding.employeeId,
        change.binding.by,
        change.binding.at,
      ]);
      return;
    case 'directory':
      driver.run('DELETE FROM employees');
      for (const employee of change.directory.employees) driver.run(insertEmployee, employeeRow(employee));
      driver.run('UPDATE facts SET directory_read_at = ?', [change.directory.readAt]);
      return;
    case 'target':
      driver.run('INSERT OR REPLACE INTO targets (key, rows, sub_fields, stopped) VALUES (?, ?, ?, ?)', [
        change.target.key,
        change.target.rows,
        JSON.stringify(change.target.subFields),
        factValue(change.target.stopped),
      ]);
      return;
    case 'fields':
      driver.run('DELETE FROM fields');
      for (const field of change.fields)
        driver.run(
          'INSERT INTO fields (field, name, multiple, sub_fields, holds_file) VALUES (?, ?, ?, ?, ?)',
          [
            field.field,
            field.name,
            factValue(field.multiple),
            JSON.stringify(field.subFields),
            factValue(field.holdsFile),
          ],
        );
      return;
    case 'rows-seen':
      if (change.rows === null)
        driver.run('DELETE FROM rows_seen WHERE employee_id = ? AND target = ?', [
          change.employeeId,
          change.target,
        ]);
      else
        driver.run('INSERT OR REPLACE INTO rows_seen (employee_id, target, rows) VALUES (?, ?, ?)', [
          change.employeeId,
          change.target,
          JSON.stringify(change.rows.map(({ valueId, fileId, wrote }) => ({ valueId, fileId, wrote }))),
        ]);
      return;
    case 'request':
      driver.run('INSERT OR REPLACE INTO requests (id, started_at, answered_at) VALUES (?, ?, ?)', [
        change.request.id,
        change.request.startedAt,
        change.request.answeredAt,
      ]);
      return;
    case 'requests-before':
      driver.run('DELETE FROM requests WHERE answered_at < ?', [change.answeredBefore]);
      return;
    case 'orphan':
      driver.run('INSERT OR IGNORE INTO orphans (file_id, sha256, at) VALUES (?, ?, ?)', [
        compactOrNull('file', change.orphan.fileId),
        compact('hash', change.orphan.sha256),
        change.orphan.at,
      ]);
      return;
    case 'orphan-used':
      driver.run('DELETE FROM orphans WHERE file_id = ?', [compact('file', change.fileId)]);
      return;
    case 'proofs':
      driver.run('INSERT OR REPLACE INTO journals (name, taken) VALUES (?, ?)', [
        change.journal,
        change.offset,
      ]);
      for (const line of change.lines)
        // Two journals tell of the same attachment; what is filed stays filed, whichever is read first.
        driver.run(
          `INSERT INTO proofs (identity, file_id, event, at)
           SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM receipts WHERE ${thatReceipt})
           ON CONFLICT (identity, file_id) DO UPDATE SET
             event = CASE WHEN event = 'filed' THEN event ELSE excluded.event END, at = max(at, excluded.at)`,
          [compact('hash', line.identity), compact('file', line.fileId), line.event, line.at],
        );
      return;
    case 'proof-settled':
      driver.run('DELETE FROM proofs WHERE identity = ?1 AND (?2 IS NULL OR file_id = ?2)', [
        compact('hash', change.identity),
        compactOrNull('file', change.fileId),
      ]);
      return;
    case 'inbox-taken':
      driver.run('DELETE FROM inbox WHERE id = ?', [change.id]);
      return;
    case 'facts':
      for (const [name, column] of Object.entries(factColumns)) {
        const value = change.facts[name as keyof typeof factColumns];
        if (value !== undefined)
          driver.run(`UPDATE facts SET ${column} = ?, written = written + 1`, [factValue(value)]);
      }
      return;
    default:
      assertNever(change);
  }
}

function putDocument(driver: Driver, document: DocumentRecord, account: string): void {
  keepAnswer(driver, document, account);
  keepStep(driver, document);
  driver.run(upsertDocument, documentRow(driver, document));
}

/** Put anew rather than updated: the newest receipt of an identity is also the last one read. */
function putReceipt(driver: Driver, receipt: Receipt): void {
  const identity = compact('hash', receipt.identity);
  const { folder, name } = splitPath(receipt.path);
  driver.run(`DELETE FROM receipts WHERE ${thatReceipt}`, [identity, compact('file', receipt.fileId)]);
  const number = folderNumber(driver, folder);
  driver.run(insertReceipt, receiptRow(driver, receipt, number));
  driver.run(insertShown, [time(receipt.filedAt), number, searchText(name), receipt.employeeId]);
  driver.run(`DELETE FROM proofs WHERE ${thatReceipt}`, [identity, compact('file', receipt.fileId)]);
}

/**
 * An answer is kept with who gave it and when; it is new when its time is not the one that stood before. An answer that
 * another process posted still lies in the inbox while it is taken up: it is theirs, not ours.
 */
function keepAnswer(driver: Driver, document: DocumentRecord, account: string): void {
  const { answeredAt } = document.decisions;
  if (answeredAt === undefined) return;
  driver.run(
    `INSERT INTO answers (document_id, at, account, state, decisions)
     SELECT ?1, ?2, coalesce((SELECT account FROM inbox WHERE json_extract(message, '$.documentId') = ?6 ORDER BY id), ?3), ?4, ?5
     WHERE NOT EXISTS (SELECT 1 FROM answers WHERE document_id = ?1 AND at = ?2)`,
    [
      ...[compact('document', document.id), answeredAt, account, document.state],
      ...[decisionsText(document) ?? '{}', document.id],
    ],
  );
}
