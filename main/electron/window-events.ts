/**
 * Turns what the agent announces into events for the window. A backlog announces thousands of documents and chunks a
 * second: the window hears that something changed, and how far each upload is, a few times a second.
 */
import type { Agent } from '../core/agent-api.ts';
import type { EventName, EventPayload } from '../shared/ipc-contract.ts';
import { throttle } from './throttle.ts';

export type Send = <K extends EventName>(name: K, payload: EventPayload<K>) => void;

const everyMs = 100;

/** Listens until the result is called. */
export function eventsOf(agent: Pick<Agent, 'on'>, send: Send): () => void {
  let revision = 0;
  const sent = new Map<string, EventPayload<'document.progress'>>();
  const documentsChanged = throttle(() => send('documents.changed', { revision }), everyMs);
  const progressed = throttle(() => {
    for (const progress of sent.values()) send('document.progress', progress);
    sent.clear();
  }, everyMs);
  const stop = agent.on((event) => {
    switch (event.kind) {
      case 'status':
        send('status.changed', event.status);
        break;
      case 'document':
      case 'document-gone':
      case 'lucca-read':
        revision += 1;
        documentsChanged();
        break;
      case 'progress':
        sent.set(event.id, { id: event.id, sentBytes: event.sentBytes, size: event.size });
        progressed();
        break;
    }
  });
  return () => {
    stop();
    documentsChanged.cancel();
    progressed.cancel();
  };
}
