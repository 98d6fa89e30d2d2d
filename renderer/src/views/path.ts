/** A document's path as a person follows it: five steps, of which each is done, under way or to come. */
import type { DocumentPage } from '../../../main/shared/status.ts';
import type { DocumentState } from '../../../main/shared/reasons.ts';

export const stepNames = ['received', 'whole', 'sent', 'attached', 'confirmed'] as const;
export type StepName = (typeof stepNames)[number];

export interface PathStep {
  readonly name: StepName;
  readonly phase: 'done' | 'now' | 'next';
  /** When it was done; null where nobody saw it, as for a document found in Lucca by its journal. */
  readonly at: string | null;
}

/** How many steps are behind a document in each state of work. */
const behind: Partial<Readonly<Record<DocumentState, number>>> = {
  seen: 1,
  settling: 1,
  ready: 2,
  uploading: 2,
  uploaded: 3,
  attaching: 3,
  filed: 5,
};

/** Reads the path from the document's life. A file that changed starts again: only its last round counts. */
export function pathOf({ document, life }: Pick<DocumentPage, 'document' | 'life'>): readonly PathStep[] {
  const start = life.findLastIndex((step) => step.state === 'seen' || step.state === 'settling');
  const round = start === -1 ? life : life.slice(start);
  const lastOfWork = round.findLast((step) => behind[step.state] !== undefined);
  const done = behind[document.state] ?? (lastOfWork === undefined ? 1 : (behind[lastOfWork.state] ?? 1));
  const moving = document.state !== 'ignored';
  const first = (states: readonly DocumentState[]): string | null =>
    round.find((step) => states.includes(step.state))?.at ?? null;
  const filedAt = document.filedAt ?? first(['filed']);
  const times: Readonly<Record<StepName, string | null>> = {
    received: life[0]?.at ?? document.seenAt,
    whole: first(['ready', 'uploading', 'uploaded', 'attaching', 'filed']),
    sent: first(['uploaded', 'attaching']),
    attached: filedAt,
    confirmed: filedAt,
  };
  return stepNames.map((name, index) => {
    if (index < done) return { name, phase: 'done', at: times[name] };
    return { name, phase: index === done && moving ? 'now' : 'next', at: null };
  });
}
