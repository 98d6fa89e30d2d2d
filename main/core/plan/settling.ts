/** Plan: what a file that is still being written, or was written to again, waits for. */
import type { DocumentRecord, Signature } from '../model.ts';
import type { PlanContext } from './context.ts';
import { asking, changedAfterFiling, withoutState } from './transitions.ts';

export type Settling =
  | { readonly kind: 'inspect' }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'become'; readonly document: DocumentRecord };

/** A file that is not wholly written yet, as far as is known. */
export function settle(document: DocumentRecord, context: PlanContext): Settling {
  const finding = context.finding(document);
  if (finding === null) {
    const quietAt = document.quietSince + context.quietMs(document);
    return quietAt <= context.now ? { kind: 'inspect' } : { kind: 'wait', until: quietAt };
  }
  const inspection = finding.kind === 'incomplete' ? finding.inspection : null;
  const { decisions } = document;
  const accepted = decisions.accepted?.includes(finding.kind) ?? false;
  if (accepted && inspection !== null && decisions.bytes === inspection.sha256)
    return { kind: 'become', document: { ...withoutState(document), inspection, state: 'settling' } };
  const askAt = document.quietSince + context.incompleteMs;
  if (askAt > context.now) return { kind: 'wait', until: askAt };
  return { kind: 'become', document: asking({ ...document, inspection }, finding.kind, context.now) };
}

/** A filed document whose file was written to: what Lucca holds stays filed, other bytes ask. */
export function settleChanged(
  document: Extract<DocumentRecord, { state: 'filed' }>,
  changed: { readonly signature: Signature; readonly since: number },
  context: PlanContext,
): Settling {
  const finding = context.finding(document);
  if (finding === null) {
    const quietAt = changed.since + context.quietMs(document);
    return quietAt <= context.now ? { kind: 'inspect' } : { kind: 'wait', until: quietAt };
  }
  const askAt = changed.since + context.incompleteMs;
  if (askAt > context.now) return { kind: 'wait', until: askAt };
  if (finding.kind === 'incomplete')
    return {
      kind: 'become',
      document: changedAfterFiling(document, changed.signature, finding.inspection, null, context.now),
    };
  // Nothing in it that could be filed in its place.
  return { kind: 'become', document: { ...document, signature: changed.signature, changed: null } };
}
