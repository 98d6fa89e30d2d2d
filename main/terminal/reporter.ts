/** Tells of documents and of the agent as they change: a line each, for programs or for people. */
import type { Agent, AgentEvent } from '../core/agent-api.ts';
import type { DocumentRecord, Receipt } from '../core/model.ts';
import { answersByReason, type AnswerKind } from '../shared/reasons.ts';
import { badgeWords, stateWords } from '../shared/messages/state-words.ts';
import type { StatusSnapshot } from '../shared/status.ts';
import { partialTroubles, type PartialTrouble } from '../shared/troubles.ts';
import { agentFields, documentFields, summaryFields, type Summary } from './events.ts';
import { emit, tell, type Terminal } from './terminal.ts';

/** Counts change with every document; they are told this often at most. Milliseconds. */
const tellEveryMs = 1_000;

/** Tells what the agent says until the result is called. */
export function reportAgent(terminal: Terminal, agent: Agent): () => void {
  let told: StatusSnapshot | null = null;
  let toldAt = -Infinity;
  let toldTrouble: PartialTrouble | null = null;
  /** What people last read of a document: states that read alike are told once. */
  const read = new Map<string, string>();
  return agent.on((event: AgentEvent) => {
    if (event.kind === 'document-gone') read.delete(event.id);
    if (event.kind === 'document') {
      const { document, receipt } = event;
      emit(terminal, 'document', documentFields(document, receipt));
      const line = lineFor(terminal, document, receipt);
      if (read.get(document.id) !== line) tellDocument(terminal, document, line);
      if (document.state === 'filed') read.delete(document.id);
      else read.set(document.id, line);
    }
    if (event.kind !== 'status') return;
    const { status } = event;
    const trouble = partialTroubles.find((one) => one === status.trouble) ?? null;
    if (trouble !== toldTrouble) tellTrouble(terminal, trouble);
    toldTrouble = trouble;
    const turned = told?.agent !== status.agent;
    const due = terminal.now() - toldAt >= tellEveryMs && told?.pending !== status.pending;
    if (!turned && !due) return;
    emit(terminal, 'agent', agentFields(status.agent, status.pending, status.secondsLeft));
    if (turned && status.agent === 'standing-by' && status.worksElsewhere !== null)
      tell(terminal, terminal.say('run.elsewhere', { host: status.worksElsewhere }));
    told = status;
    toldAt = terminal.now();
  });
}

/**
 * What keeps the agent from its whole job while the rest goes on; null once that is over. Other troubles are told by
 * the agent's state and by what the documents wait for.
 */
export function tellTrouble(terminal: Terminal, trouble: PartialTrouble | null): void {
  emit(terminal, 'trouble', { trouble });
  if (trouble !== null) tell(terminal, terminal.words.say(`note.${trouble}`));
}

/** One document. `ready` says what people read for a document that is ready; in a dry run it would be filed. */
export function reportDocument(
  terminal: Terminal,
  document: DocumentRecord,
  receipt: Receipt | null,
  ready?: string,
): void {
  emit(terminal, 'document', documentFields(document, receipt));
  tellDocument(terminal, document, lineFor(terminal, document, receipt, ready));
}

function lineFor(
  terminal: Terminal,
  document: DocumentRecord,
  receipt: Receipt | null,
  ready?: string,
): string {
  const { words } = terminal;
  const target = receipt?.target ?? document.target ?? '';
  const state =
    document.state === 'ready' && ready !== undefined ? ready : stateText(document, target, words);
  const until =
    document.state === 'waiting' && document.until < 8.64e15
      ? ` (${terminal.say('line.until', { time: words.timeExact(document.until) })})`
      : '';
  const to = target === '' ? '' : ` → ${target}`;
  return `${document.path}${to} : ${state}${until}`;
}

function tellDocument(terminal: Terminal, document: DocumentRecord, line: string): void {
  tell(terminal, line);
  if (document.state !== 'attention') return;
  const options = answersByReason[document.reason].map(optionOf).join(' | ');
  tell(terminal, `    ${terminal.say('line.ids', { id: document.id, options })}`);
}

export function reportSummary(terminal: Terminal, summary: Summary, dryRun = false): void {
  emit(terminal, 'summary', summaryFields(summary));
  const count = (state: keyof typeof summary.counts): number => summary.counts[state] ?? 0;
  const pending =
    count('seen') +
    count('settling') +
    count('ready') +
    count('uploading') +
    count('uploaded') +
    count('attaching') +
    count('waiting');
  tell(
    terminal,
    terminal.say(dryRun ? 'summary.counts.check' : 'summary.counts', {
      filed: count('filed'),
      ready: count('ready'),
      pending,
      attention: count('attention'),
      ignored: count('ignored'),
    }),
  );
}

export function byPath(documents: readonly DocumentRecord[]): readonly DocumentRecord[] {
  return [...documents].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function stateText(document: DocumentRecord, target: string, words: Terminal['words']): string {
  const reason = 'reason' in document ? document.reason : null;
  const text = stateWords({ state: document.state, reason, targetName: target }, words);
  return text === '' ? badgeWords(document.state, words).toLowerCase() : text;
}

function optionOf(kind: AnswerKind): string {
  switch (kind) {
    case 'employee':
      return '--employee ID';
    case 'target':
      return '--target FIELD';
    case 'retry':
      return '(classeur retry)';
    default:
      return `--${kind}`;
  }
}
