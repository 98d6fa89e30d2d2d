/** The lines of `--json`: one object each, with the time and the event's name. The outside contract's own words. */
import type { DocumentRecord, Receipt } from '../core/model.ts';
import { documentStates } from '../shared/reasons.ts';
import type { AgentState } from '../shared/reasons.ts';
import type { Counts } from './exit-codes.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** States in the order in which `summary` counts them. */
const countedStates = documentStates.filter((state) => state !== 'seen');

export interface Summary {
  readonly counts: Counts;
  readonly requests: number;
  readonly throttled: number;
  readonly orphans: number;
  readonly seconds: number;
}

/** `at`: milliseconds since 1970. */
export function eventLine(event: string, fields: Fields, at: number): string {
  return JSON.stringify({ at: new Date(at).toISOString(), event, ...fields });
}

export function documentFields(document: DocumentRecord, receipt: Receipt | null): Fields {
  const { id, path, state } = document;
  const place = {
    ...(document.employeeId === null ? {} : { employeeId: document.employeeId }),
    ...(document.target === null ? {} : { target: document.target }),
  };
  switch (document.state) {
    case 'filed':
      return receipt === null
        ? { id, path, state, ...place }
        : {
            id,
            path,
            state,
            employeeId: receipt.employeeId,
            target: receipt.target,
            sha256: receipt.sha256,
            size: receipt.size,
            fileId: receipt.fileId,
          };
    case 'waiting':
      return { id, path, state, reason: document.reason, until: timeOrNull(document.until), ...place };
    case 'attention':
    case 'ignored':
      return { id, path, state, reason: document.reason, ...place };
    default:
      return { id, path, state, ...place };
  }
}

export function agentFields(state: AgentState, pending: number, secondsLeft: number | null): Fields {
  return { state, pending, secondsLeft };
}

export function summaryFields(summary: Summary): Fields {
  const documents = Object.fromEntries(countedStates.map((state) => [state, summary.counts[state] ?? 0]));
  // Seen is the moment before settling: outside, it is one state.
  documents['settling'] = (documents['settling'] ?? 0) + (summary.counts.seen ?? 0);
  const { requests, throttled, orphans } = summary;
  return { documents, requests, throttled, orphans, seconds: Math.round(summary.seconds * 10) / 10 };
}

/** "Until resumed" has no date. */
function timeOrNull(ms: number): string | null {
  return Number.isFinite(ms) && ms < 8.64e15 ? new Date(ms).toISOString() : null;
}
