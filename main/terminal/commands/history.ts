/** `history`: the receipts, newest first; with `--csv` for a spreadsheet. */
import type { Receipt } from '../../core/model.ts';
import type { Command } from '../arguments.ts';
import { csvLine } from '../../shared/csv.ts';
import { exitCodes } from '../exit-codes.ts';
import { emit, isRefused, tell, type Outcome, type Terminal } from '../terminal.ts';
import { openDataFolder, openLedgerFor } from '../workplace.ts';

const page = 1_000;
const columns = [
  'filedAt',
  'employeeId',
  'employee',
  'target',
  'path',
  'size',
  'sha256',
  'fileId',
  'proof',
  'replacedFileId',
  'documentId',
] as const;

export async function history(
  terminal: Terminal,
  { csv }: Extract<Command, { name: 'history' }>,
): Promise<Outcome> {
  const folder = await openDataFolder(terminal, false);
  if (folder !== null) return folder;
  const ledger = await openLedgerFor(terminal, 'read');
  if (isRefused(ledger)) return ledger;
  try {
    const names = new Map(
      (await ledger.employees()).map((one) => [one.id, `${one.firstName} ${one.lastName}`.trim()]),
    );
    if (csv) terminal.io.out(csvLine(columns));
    let total = 0;
    for (let offset = 0; ; offset += page) {
      const found = await ledger.receipts({ text: '', employeeIds: [], offset, limit: page });
      ({ total } = found);
      for (const receipt of found.items) {
        const name = names.get(receipt.employeeId) ?? '';
        if (csv) terminal.io.out(csvLine(cellsOf(receipt, name)));
        else report(terminal, receipt, name);
      }
      if (offset + page >= total) break;
    }
    if (total === 0 && !csv) tell(terminal, terminal.say('history.none'));
    return exitCodes.done;
  } finally {
    await ledger.close();
  }
}

function report(terminal: Terminal, receipt: Receipt, name: string): void {
  const { documentId, path, employeeId, target, sha256, size, fileId, proof, replacedFileId } = receipt;
  const filedAt = new Date(receipt.filedAt).toISOString();
  emit(terminal, 'receipt', {
    id: documentId,
    path,
    employeeId,
    target,
    sha256,
    size,
    fileId,
    filedAt,
    proof,
    replacedFileId,
  });
  tell(
    terminal,
    `${terminal.words.moment(receipt.filedAt)}  ${name === '' ? employeeId : name}  ${target}  ${path}  ${fileId}`,
  );
}

function cellsOf(receipt: Receipt, name: string): (string | number | null)[] {
  return [
    new Date(receipt.filedAt).toISOString(),
    receipt.employeeId,
    name,
    receipt.target,
    receipt.path,
    receipt.size,
    receipt.sha256,
    receipt.fileId,
    receipt.proof,
    receipt.replacedFileId,
    receipt.documentId,
  ];
}
