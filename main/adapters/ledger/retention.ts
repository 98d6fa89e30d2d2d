/** What the ledger forgets: paths after the time that receipts are kept, and one person on demand. */
import type { EmployeeId, IdentityKey } from '../../core/model.ts';
import { readable, whole, type IdKind } from './compact-ids.ts';
import type { Driver, SqlValue } from './driver.ts';
import { folderNumber } from './places.ts';
import { soundText } from './sound-text.ts';

export interface Forgotten {
  readonly documents: number;
  readonly receipts: number;
  /** Ids of documents and of files in Lucca that stood for them: what a log may hold of this person. */
  readonly traces: readonly string[];
  /** Lines of the journals that stand for this person's documents. */
  readonly identities: readonly IdentityKey[];
}

/** Beside the port: only this ledger's file can be asked for it. */
export interface Retention {
  /**
   * Erases where and under which name documents filed before `ms` lay. Identity and file ids stay: they keep a document
   * from being filed twice. Returns the number of receipts erased.
   */
  eraseReceiptsBefore(ms: number): Promise<number>;
  /**
   * Erases a person from every table and rewrites the file, so that no deleted page keeps a name. What of theirs still
   * lies in the folders asks afterwards where Lucca holds files already: nothing is filed twice for having been forgotten.
   */
  forgetEmployee(id: EmployeeId): Promise<Forgotten>;
}

export async function eraseReceiptsBefore(driver: Driver, ms: number): Promise<number> {
  const done = await driver.transaction(() => {
    driver.run(
      `UPDATE receipts SET folder = ?1, name = '' WHERE seq IN (SELECT seq FROM shown WHERE filed_at < ?2)`,
      [folderNumber(driver, ''), ms],
    );
    const erased = driver.run('DELETE FROM shown WHERE filed_at < ?', [ms]);
    if (erased > 0)
      driver.run(
        `UPDATE documents SET folder = ?, name = '' WHERE state = 'filed' AND gone = 1 AND name <> ''
         AND EXISTS (SELECT 1 FROM receipts WHERE document_id = documents.id)
         AND NOT EXISTS (SELECT 1 FROM receipts JOIN shown USING (filed_at, seq) WHERE document_id = documents.id)`,
        [folderNumber(driver, '')],
      );
    const orphans = driver.run('DELETE FROM orphans WHERE at < ?', [ms]);
    const answers = driver.run('DELETE FROM answers WHERE at < ?', [ms]);
    return { erased, changed: erased + orphans + answers > 0 };
  });
  if (done.changed) foldLogIn(driver);
  return done.erased;
}

/**
 * Until the log is folded in, the ledger's own file still holds what was erased; an agent at rest would take weeks to
 * get there by itself. Not waited for: whoever reads just now lets go, and closing folds it in as well.
 */
function foldLogIn(driver: Driver): void {
  try {
    driver.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // Somebody is reading.
  } finally {
    driver.exec('PRAGMA busy_timeout = 5000');
  }
}

export async function forgetEmployee(driver: Driver, id: EmployeeId): Promise<Forgotten> {
  const forgotten = await driver.transaction(() => {
    driver.exec('CREATE TEMP TABLE IF NOT EXISTS theirs (id ANY PRIMARY KEY) STRICT; DELETE FROM theirs;');
    // A person's document may stand under the person that somebody named in an answer.
    driver.run(
      `INSERT OR IGNORE INTO theirs
       SELECT id FROM documents WHERE employee_id = ?1 OR json_extract(decisions, '$.employeeId') = ?1`,
      [id],
    );
    driver.run('INSERT OR IGNORE INTO theirs SELECT document_id FROM receipts WHERE employee_id = ?', [id]);
    const ids = (kind: IdKind, from: string, values: readonly SqlValue[] = []): string[] =>
      driver
        .all(`SELECT CAST(${readable('one')} AS BLOB) AS one FROM (${from}) WHERE one IS NOT NULL`, values)
        .map((row) => whole(kind, soundText(row['one'])));
    const identities = ids('hash', 'SELECT DISTINCT identity AS one FROM receipts WHERE employee_id = ?', [
      id,
    ]) as IdentityKey[];
    const documentIds = ids('document', 'SELECT id AS one FROM theirs');
    const files = ids(
      'file',
      `SELECT file_id AS one FROM documents WHERE id IN theirs
       UNION SELECT file_id FROM receipts WHERE employee_id = ?1
       UNION SELECT replaced_file_id FROM receipts WHERE employee_id = ?1`,
      [id],
    );
    driver.run(
      `DELETE FROM orphans WHERE sha256 IN
         (SELECT sha256 FROM documents WHERE id IN theirs UNION SELECT sha256 FROM receipts WHERE employee_id = ?)`,
      [id],
    );
    driver.run('DELETE FROM proofs WHERE identity IN (SELECT identity FROM receipts WHERE employee_id = ?)', [
      id,
    ]);
    driver.run('DELETE FROM life WHERE document_id IN theirs');
    driver.run('DELETE FROM answers WHERE document_id IN theirs');
    driver.run(
      `DELETE FROM inbox WHERE json_extract(message, '$.documentId') IN (SELECT value FROM json_each(?))`,
      [JSON.stringify(documentIds)],
    );
    const documents = driver.run('DELETE FROM documents WHERE id IN theirs');
    const receipts = driver.run('DELETE FROM receipts WHERE employee_id = ?', [id]);
    driver.run('DELETE FROM bindings WHERE employee_id = ?', [id]);
    driver.run('DELETE FROM rows_seen WHERE employee_id = ?', [id]);
    driver.run('DELETE FROM employees WHERE id = ?', [id]);
    driver.exec('DELETE FROM theirs');
    // What still lies in the folders is then unknown here and may stand in Lucca: as for a new ledger, the next whole
    // scan wants proof that it does not. The directory lacks somebody, and is due.
    driver.run(
      `UPDATE facts SET rooted = 0, unlooked = '[]',
         directory_read_at = min(directory_read_at, 0), directory_asked_at = 0`,
    );
    return { documents, receipts, traces: [...documentIds, ...files].sort(), identities };
  });
  driver.exec('VACUUM');
  driver.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  return forgotten;
}
