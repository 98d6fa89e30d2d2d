/** What the ledger forgets: paths after the time that receipts are kept, and one person on demand. */
import type { EmployeeId, IdentityKey } from '../../core/model.ts';
import type { Driver } from './driver.ts';

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
    const erased = driver.run(
      "UPDATE receipts SET path = '', search = '', erased = 1 WHERE filed_at < ? AND erased = 0",
      [ms],
    );
    if (erased > 0)
      driver.run(
        `UPDATE documents SET path = '' WHERE state = 'filed' AND gone = 1 AND path <> ''
         AND id IN (SELECT document_id FROM receipts GROUP BY document_id HAVING min(erased) = 1)`,
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
    driver.exec('CREATE TEMP TABLE IF NOT EXISTS theirs (id TEXT PRIMARY KEY); DELETE FROM theirs;');
    // A person's document may stand under the person that somebody named in an answer.
    driver.run(
      `INSERT OR IGNORE INTO theirs
       SELECT id FROM documents WHERE employee_id = ?1 OR json_extract(decisions, '$.employeeId') = ?1`,
      [id],
    );
    driver.run('INSERT OR IGNORE INTO theirs SELECT document_id FROM receipts WHERE employee_id = ?', [id]);
    const identities = driver
      .all('SELECT DISTINCT identity FROM receipts WHERE employee_id = ?', [id])
      .map((row) => row['identity'] as IdentityKey);
    const traces = driver
      .all(
        `SELECT id AS trace FROM theirs
         UNION SELECT file_id FROM documents WHERE id IN theirs AND file_id IS NOT NULL
         UNION SELECT file_id FROM receipts WHERE employee_id = ?1
         UNION SELECT replaced_file_id FROM receipts WHERE employee_id = ?1 AND replaced_file_id IS NOT NULL`,
        [id],
      )
      .map((row) => String(row['trace']));
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
    driver.run("DELETE FROM inbox WHERE json_extract(message, '$.documentId') IN theirs");
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
    return { documents, receipts, traces, identities };
  });
  driver.exec('VACUUM');
  driver.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  return forgotten;
}
