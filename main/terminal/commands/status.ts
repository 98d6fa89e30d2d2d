/** `status`: what stands in the ledger, with or without an agent beside it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasBin } from '../../adapters/files/recycle-bin.ts';
import type { DocumentRecord, TargetKey } from '../../core/model.ts';
import type { LedgerFacts } from '../../core/ports.ts';
import type { AgentState, DocumentState } from '../../shared/reasons.ts';
import type { Settings } from '../../shared/settings.ts';
import { agentFields } from '../events.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { byPath, reportDocument, reportSummary, tellTrouble } from '../reporter.ts';
import { emit, isRefused, tell, type Outcome, type Terminal } from '../terminal.ts';
import { openDataFolder, openLedgerFor, readSettings, rootRefusal, tryLock } from '../workplace.ts';

export async function status(terminal: Terminal): Promise<Outcome> {
  const begun = terminal.now();
  const folder = await openDataFolder(terminal, false);
  if (folder !== null) return folder;
  const ledger = await openLedgerFor(terminal, 'read');
  if (isRefused(ledger)) return ledger;
  try {
    const { open: documents, filed, facts, targets } = await ledger.overview();
    const counts: Partial<Record<DocumentState, number>> = { filed };
    for (const { state } of documents) counts[state] = (counts[state] ?? 0) + 1;
    const pending = documents.filter(({ state }) => isPending(state)).length;
    const running = isRunning(terminal);
    const settings = readSettings(terminal);
    if (running) {
      const away = !isRefused(settings) && rootRefusal(settings) !== null;
      const state = away ? 'offline' : stateFrom(facts, documents, terminal.now());
      emit(terminal, 'agent', agentFields(state, pending, null));
    }
    tell(terminal, terminal.say(running ? 'status.running' : 'status.not-running'));
    for (const document of byPath(documents)) reportDocument(terminal, document, null);
    if (!isRefused(settings) && settings.afterFiling === 'trash' && !(await hasBin(settings.root))) {
      tellTrouble(terminal, 'trash-missing');
    }
    if (!isRefused(settings) && targets.some((target) => target.stopped && !isResent(settings, target.key)))
      tellTrouble(terminal, 'rows-lost');
    const { requests, throttled, orphans } = facts;
    reportSummary(terminal, {
      counts,
      requests,
      throttled,
      orphans,
      seconds: (terminal.now() - begun) / 1_000,
    });
    return exitCodeOf({ keyRefused: facts.keyRefused, counts });
  } finally {
    await ledger.close();
  }
}

/** Whether an agent holds the data folder; nothing is made to find out. */
function isRunning(terminal: Terminal): boolean {
  if (!existsSync(join(terminal.data, 'agent.lock'))) return false;
  const lock = tryLock(terminal);
  if (lock === null) return true;
  if (!isRefused(lock)) lock.release();
  return false;
}

/** The running agent's state as far as the ledger tells it: never better than it is. */
function stateFrom(facts: LedgerFacts, documents: readonly DocumentRecord[], now: number): AgentState {
  const waitsFor = (reason: string): boolean =>
    documents.some((document) => document.state === 'waiting' && document.reason === reason);
  if (waitsFor('lease')) return 'standing-by';
  if (facts.keyRefused) return 'signed-out';
  if (facts.pausedUntil > now) return 'paused';
  if (facts.failures > 0 || waitsFor('offline') || waitsFor('root-missing')) return 'offline';
  return documents.some(({ state }) => isPending(state)) ? 'working' : 'idle';
}

/** The administrator has said since that all rows of this target are sent back. */
function isResent({ routes }: Settings, key: TargetKey): boolean {
  return routes.some(
    ({ target }) => target !== 'picture' && target.rows === 'resend' && key.split('/')[0] === target.field,
  );
}

function isPending(state: DocumentState): boolean {
  return state !== 'filed' && state !== 'ignored' && state !== 'attention';
}
