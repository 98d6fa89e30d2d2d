/** What somebody saved just now goes before what lay there when the agent first looked. */
import type { DocumentRecord } from './model.ts';

export type Urgency = 'fresh' | 'backlog';

/** One fresh scan makes a request for several documents urgent. */
export function urgencyOf(documents: Iterable<Pick<DocumentRecord, 'backlog'>>): Urgency {
  for (const { backlog } of documents) if (!backlog) return 'fresh';
  return 'backlog';
}
