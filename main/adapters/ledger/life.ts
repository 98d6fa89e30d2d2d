/** A document's life in the ledger: its steps, one after the other. */
import { reasonOf } from '../../core/document.ts';
import type { DocumentId, DocumentRecord } from '../../core/model.ts';
import type { LifeStep } from '../../core/ports.ts';
import { compact } from './compact-ids.ts';
import type { Driver } from './driver.ts';
import { lifeOf, newestOf, stepText } from './life-text.ts';
import { time } from './rows.ts';
import { soundText } from './sound-text.ts';

/** Steps that are kept; a document that has been tried for months keeps the newest. */
const mostSteps = 200;

const find = 'SELECT since, CAST(steps AS BLOB) AS steps FROM life WHERE document_id = ?';

/** Before the document itself is written: a step is one where its state or reason is new. */
export function keepStep(driver: Driver, document: DocumentRecord): void {
  const id = compact('document', document.id);
  const step: LifeStep = { state: document.state, reason: reasonOf(document), at: document.stateAt };
  const same = 'SELECT 1 AS found FROM documents WHERE id = ? AND state = ? AND reason IS ?';
  if (driver.all(same, [id, step.state, step.reason]).length > 0) return;
  const begun = driver.all('SELECT since FROM life WHERE document_id = ?', [id])[0]?.['since'];
  if (typeof begun !== 'number') {
    const since = time(step.at);
    driver.run('INSERT INTO life (document_id, since, steps) VALUES (?, ?, ?)', [
      ...[id, since, stepText(step, since)],
    ]);
    return;
  }
  driver.run('UPDATE life SET steps = steps || ? WHERE document_id = ?', [stepText(step, begun), id]);
  // A life grows by a step or two an attempt, so it can only have grown long where there were many.
  if (document.attempts < mostSteps / 4) return;
  const steps = newestOf(soundText(driver.all(find, [id])[0]?.['steps']), mostSteps);
  driver.run('UPDATE life SET steps = ? WHERE document_id = ?', [steps, id]);
}

export function readLife(driver: Driver, id: DocumentId): LifeStep[] {
  const row = driver.all(find, [compact('document', id)])[0];
  return row === undefined ? [] : lifeOf(soundText(row['steps']), Number(row['since']));
}

/** When the document is gone: a life of which a receipt still speaks stays. */
export function leaveLife(driver: Driver, id: DocumentId): void {
  const left = `DELETE FROM life WHERE document_id = ?1 AND NOT EXISTS (SELECT 1 FROM receipts WHERE document_id = ?1)`;
  driver.run(left, [compact('document', id)]);
}
