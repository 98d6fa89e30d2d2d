/** A ledger's file as earlier versions of the program wrote it: by their own migrations, with rows as they had them. */
import { openDriver, type Driver, type SqlValue } from '../../../main/adapters/ledger/driver.ts';
import { migrate } from '../../../main/adapters/ledger/migrate.ts';
import { searchText } from '../../../main/adapters/ledger/search-text.ts';
import type { DocumentRecord, Receipt } from '../../../main/core/model.ts';
import type { LifeStep } from '../../../main/core/ports.ts';

export interface OldLedger {
  readonly documents: readonly DocumentRecord[];
  readonly receipts: readonly Receipt[];
  readonly lives: Readonly<Record<string, readonly LifeStep[]>>;
}

/** Versions 2, 3 and 4 differ in indexes and facts alone; in the first, nothing had still to be put away. */
export async function writeOldLedger(path: string, version: 1 | 2 | 3 | 4, held: OldLedger): Promise<void> {
  const driver = openDriver(path, 'write');
  driver.all('PRAGMA journal_mode = WAL');
  await migrate(driver, version);
  driver.run("INSERT INTO facts (only_row, ledger_id, agent_id, requests) VALUES (1, 'ledger', 'agent', 41)");
  await driver.transaction(() => {
    for (const document of held.documents) putDocument(driver, version, document);
    for (const receipt of held.receipts) putReceipt(driver, receipt);
    for (const [id, steps] of Object.entries(held.lives))
      for (const { at, state, reason } of steps)
        insert(driver, 'life', { document_id: id, at, state, reason });
  });
  driver.close();
}

export function insert(driver: Driver, table: string, row: Readonly<Record<string, SqlValue>>): void {
  const columns = Object.keys(row);
  driver.run(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    Object.values(row),
  );
}

function putDocument(driver: Driver, version: number, document: DocumentRecord): void {
  const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
  insert(driver, 'documents', {
    id: document.id,
    path: document.path,
    size: document.signature.size,
    mtime: String(document.signature.mtimeMs),
    file_key: document.signature.fileKey,
    quiet_since: document.quietSince,
    seen_at: document.seenAt,
    state_at: document.stateAt,
    employee_id: document.employeeId,
    target: document.target,
    sha256: document.inspection?.sha256 ?? null,
    content_type: document.inspection?.contentType ?? null,
    file_id: document.fileId,
    unproven: Number(document.unproven),
    backlog: Number(document.backlog),
    decisions: Object.keys(document.decisions).length === 0 ? null : JSON.stringify(document.decisions),
    attempts: document.attempts,
    reuploaded: Number(document.reuploaded),
    replaces: json(document.replaces),
    state: document.state,
    reason: 'reason' in document ? document.reason : null,
    until: document.state === 'waiting' ? document.until : null,
    resume: 'resume' in document ? document.resume : null,
    gone: Number(document.state === 'filed' && document.gone),
    changed: document.state === 'filed' ? json(document.changed) : null,
    ...(version > 1 ? { put_away_due: Number(document.state === 'filed' && document.putAwayDue) } : {}),
  });
}

function putReceipt(driver: Driver, receipt: Receipt): void {
  insert(driver, 'receipts', {
    identity: receipt.identity,
    document_id: receipt.documentId,
    employee_id: receipt.employeeId,
    target: receipt.target,
    sha256: receipt.sha256,
    size: receipt.size,
    path: receipt.path,
    file_id: receipt.fileId,
    value_id: receipt.valueId,
    filed_at: receipt.filedAt,
    proof: receipt.proof,
    replaced_file_id: receipt.replacedFileId,
    search: searchText(receipt.path),
    erased: Number(receipt.path === ''),
  });
}
