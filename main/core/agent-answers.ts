/** What a person's answer does to a document. Pure: the ledger's changes come back, or why the answer does not fit. */
import { answersByReason } from '../shared/reasons.ts';
import type { AttentionReason } from '../shared/reasons.ts';
import type { AnswerResult } from './agent-api.ts';
import type {
  AnswerOfPerson,
  Binding,
  Decisions,
  DocumentRecord,
  Employee,
  Receipt,
  Target,
} from './model.ts';
import type { LedgerChange } from './ports.ts';
import { decisionsFor, placeOf } from './plan/context.ts';
import { resumed, settleAgain, withoutState } from './plan/transitions.ts';

export interface AnswerInput {
  readonly document: DocumentRecord | undefined;
  readonly answer: AnswerOfPerson;
  readonly now: number;
  readonly employee: (id: number) => Employee | null;
  readonly target: (key: string) => Target | null;
  readonly receipt: Receipt | null;
  /** The document's employee folder, folded; null where it lies in none. */
  readonly folder: string | null;
}

export type AnswerEffect =
  | { readonly ok: true; readonly changes: readonly LedgerChange[] }
  | { readonly ok: false; readonly why: Extract<AnswerResult, { ok: false }>['why'] };

export function applyAnswer(input: AnswerInput): AnswerEffect {
  const { document, answer, now } = input;
  if (document === undefined) return { ok: false, why: 'unknown-document' };
  if (document.state === 'waiting' && answer.kind === 'retry') {
    return changed({ ...document, until: now });
  }
  if (document.state === 'ignored' && document.reason === 'skipped' && answer.kind === 'retry') {
    // Taken back: looked at as though nothing had been said of it. Its file has been quiet all along.
    const again = settleAgain(document, document.signature, now);
    return changed({ ...again, quietSince: document.quietSince, decisions: { answeredAt: now } });
  }
  if (document.state !== 'attention') return { ok: false, why: 'not-asking' };
  if (!answersByReason[document.reason].includes(answer.kind))
    return { ok: false, why: 'answer-does-not-fit' };
  const bytes = document.inspection?.sha256 ?? null;
  const place = placeOf(document);
  const said = (decisions: Decisions): Decisions => ({
    ...decisionsFor(document),
    ...decisions,
    answeredAt: now,
  });
  // Directed elsewhere, it goes on from its upload.
  const resume = document.resume === 'attaching' ? 'uploaded' : document.resume;
  const onward = (decisions: Decisions): AnswerEffect =>
    changed({ ...resumed(document, resume, now), decisions: said(decisions) });

  switch (answer.kind) {
    case 'employee': {
      if (input.employee(answer.employeeId) === null) return { ok: false, why: 'unknown-employee' };
      const effect = onward({ employeeId: answer.employeeId });
      if (!effect.ok || !answer.always || input.folder === null) return effect;
      const binding: Binding = { folder: input.folder, employeeId: answer.employeeId, by: 'answer', at: now };
      return { ok: true, changes: [...effect.changes, { kind: 'binding', binding }] };
    }
    case 'target': {
      const target = input.target(answer.target);
      return target === null ? { ok: false, why: 'unknown-target' } : onward({ target: target.key });
    }
    case 'replace':
    case 'add': {
      const target = document.target === null ? null : input.target(document.target);
      const single = target === null || target.kind === 'picture' || !target.multiple;
      if (answer.kind === 'add' && single) return { ok: false, why: 'single-valued' };
      if (answer.kind === 'replace' && !single && document.replaces === null)
        return { ok: false, why: 'answer-does-not-fit' };
      const decisions: Decisions = { whenFilled: answer.kind, bytes, place };
      if (document.reason !== 'changed-after-filing') return onward(decisions);
      // It may be half written: asked about before it was known to be whole, it settles like any other.
      const again = settleAgain(document, document.signature, now);
      return changed({ ...again, quietSince: document.quietSince, decisions: said(decisions) });
    }
    case 'accept':
      return onward({
        accepted: [...(decisionsFor(document).accepted ?? []), document.reason],
        bytes,
        place,
      });
    case 'keep':
      return document.reason === 'changed-after-filing' && input.receipt !== null
        ? changed(keptAsFiled(document, input.receipt, now))
        : changed(leftAside(document, said({ skipped: true, bytes }), now));
    case 'ignore':
      return changed(leftAside(document, said({ skipped: true, bytes }), now));
    case 'retry':
      return mended(document, document.reason, now);
  }
}

function changed(document: DocumentRecord): AnswerEffect {
  return { ok: true, changes: [{ kind: 'document', document }] };
}

function leftAside(document: DocumentRecord, decisions: Decisions, now: number): DocumentRecord {
  return { ...withoutState(document), decisions, state: 'ignored', reason: 'skipped', stateAt: now };
}

/** What Lucca holds stays; the file in the folder may differ from it. */
function keptAsFiled(document: DocumentRecord, receipt: Receipt, now: number): DocumentRecord {
  return {
    ...withoutState(document),
    fileId: receipt.fileId,
    replaces: null,
    decisions: { answeredAt: now },
    state: 'filed',
    gone: false,
    changed: null,
    putAwayDue: false,
    stateAt: now,
  };
}

function mended(
  document: Extract<DocumentRecord, { state: 'attention' }>,
  reason: AttentionReason,
  now: number,
): AnswerEffect {
  const changes: LedgerChange[] = [{ kind: 'document', document: resumed(document, document.resume, now) }];
  if (reason === 'rows-lost' && document.target !== null) {
    // Learnt anew, on Classeur's own documents.
    changes.push({
      kind: 'target',
      target: { key: document.target, rows: 'unknown', subFields: [], stopped: false },
    });
  }
  return { ok: true, changes };
}
