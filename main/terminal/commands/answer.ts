/** `answer`: a person's answer to the questions of documents, beside a running agent or without one. */
import type { DocumentId } from '../../core/model.ts';
import type { Command } from '../arguments.ts';
import { exitCodes } from '../exit-codes.ts';
import { emit, isRefused, refused, tell, type Outcome, type Refused, type Terminal } from '../terminal.ts';
import { openLedgerFor } from '../workplace.ts';
import { atTheDesk } from './at-the-desk.ts';

export async function answer(
  terminal: Terminal,
  command: Extract<Command, { name: 'answer' }>,
): Promise<Outcome> {
  const ids = [...new Set(command.ids)] as unknown as readonly DocumentId[];
  const done = await atTheDesk(
    terminal,
    async ({ assembled, beside }): Promise<Refused | { beside: boolean }> => {
      const result = await assembled.agent.answer(ids, command.answer);
      if (!result.ok)
        return refused(`refused.${result.why === 'unknown-document' ? 'unknown-id' : result.why}`, {
          id: result.id,
        });
      return { beside };
    },
  );
  if (isRefused(done)) return done;
  if (done.beside) {
    const posted = await post(terminal, ids, command);
    if (posted !== null) return posted;
  }
  for (const id of ids) emit(terminal, 'answer', { id, answer: command.answer.kind, taken: !done.beside });
  tell(terminal, terminal.say(done.beside ? 'answer.posted' : 'answer.taken', { n: ids.length }));
  return exitCodes.done;
}

async function post(
  terminal: Terminal,
  ids: readonly DocumentId[],
  command: Extract<Command, { name: 'answer' }>,
): Promise<Refused | null> {
  const ledger = await openLedgerFor(terminal, 'beside');
  if (isRefused(ledger)) return ledger;
  try {
    for (const documentId of ids)
      await ledger.post({ kind: 'answer', documentId, answer: command.answer }, terminal.now());
    return null;
  } finally {
    await ledger.close();
  }
}
