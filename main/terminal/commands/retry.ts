/** `retry`: takes waiting documents up now, and questions that the administrator has mended. */
import type { DocumentId } from '../../core/model.ts';
import type { Command } from '../arguments.ts';
import { exitCodes } from '../exit-codes.ts';
import { emit, isRefused, refused, tell, type Outcome, type Refused, type Terminal } from '../terminal.ts';
import { openLedgerFor } from '../workplace.ts';
import { atTheDesk } from './at-the-desk.ts';

export async function retry(
  terminal: Terminal,
  command: Extract<Command, { name: 'retry' }>,
): Promise<Outcome> {
  const ids = [...new Set(command.ids)] as unknown as readonly DocumentId[];
  const documentIds = ids.length === 0 ? 'all' : ids;
  const done = await atTheDesk(
    terminal,
    async ({ assembled, beside }): Promise<Refused | { beside: boolean }> => {
      const known = new Set(assembled.agent.documents().map(({ id }) => id));
      const stranger = ids.find((id) => !known.has(id));
      if (stranger !== undefined) return refused('refused.unknown-id', { id: stranger });
      if (!beside) await assembled.agent.retry(documentIds);
      return { beside };
    },
  );
  if (isRefused(done)) return done;
  if (done.beside) {
    const ledger = await openLedgerFor(terminal, 'beside');
    if (isRefused(ledger)) return ledger;
    await ledger.post({ kind: 'retry', documentIds }, terminal.now());
    await ledger.close();
  }
  emit(terminal, 'retry', { ids: documentIds, taken: !done.beside });
  tell(terminal, terminal.say(done.beside ? 'retry.posted' : 'retry.taken'));
  return exitCodes.done;
}
