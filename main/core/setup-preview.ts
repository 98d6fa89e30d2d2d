/** First run: what a dry run of the agent says, counted for a person. */
import type { PreviewGroup } from '../shared/setup-contract.ts';
import { timeLeft } from './budget/time-left.ts';
import type { DocumentRecord } from './model.ts';

/** Null for what is nobody's business: temporary and hidden files, and what was filed and is no longer there. */
export function groupOf(document: DocumentRecord): PreviewGroup | null {
  switch (document.state) {
    case 'filed':
      return document.gone ? null : 'there';
    case 'attention':
      return 'ask';
    case 'waiting':
      return 'wait';
    case 'ignored':
      return document.reason === 'temporary' || document.reason === 'hidden' ? null : 'aside';
    // Nobody has seen its end: it may be filed, and it may ask.
    case 'settling':
      return 'settle';
    case 'ready':
    case 'uploading':
    case 'uploaded':
    case 'attaching':
      return 'file';
  }
}

export interface PreviewCounts {
  readonly groups: Record<PreviewGroup, number>;
  /** All that could come to be filed: what is left aside is not among them. */
  readonly documents: number;
  readonly people: number;
  /** At the pace of the settings, nothing else in the way. */
  readonly seconds: number;
}

/** One upload a document, one write an employee. */
export function countPreview(documents: Iterable<DocumentRecord>, requestsPerMinute: number): PreviewCounts {
  const groups: Record<PreviewGroup, number> = { file: 0, there: 0, ask: 0, settle: 0, wait: 0, aside: 0 };
  const people = new Set<number>();
  const written = new Set<number>();
  for (const document of documents) {
    const group = groupOf(document);
    if (group === null) continue;
    groups[group] += 1;
    if (group === 'aside' || document.employeeId === null) continue;
    people.add(document.employeeId);
    if (group === 'file') written.add(document.employeeId);
  }
  const ms = timeLeft(groups.file + written.size, [], requestsPerMinute, 0);
  return {
    groups,
    documents: groups.file + groups.there + groups.ask + groups.settle + groups.wait,
    people: people.size,
    seconds: Math.ceil(ms / 1_000),
  };
}
