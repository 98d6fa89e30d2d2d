/** Turns what the agent announces into events for the window: documents by one revision, so that it asks once. */
import type { Agent } from '../core/agent-api.ts';
import type { EventName, EventPayload } from '../shared/ipc-contract.ts';

export type Send = <K extends EventName>(name: K, payload: EventPayload<K>) => void;

/** Listens until the result is called. */
export function eventsOf(agent: Pick<Agent, 'on'>, send: Send): () => void {
  let revision = 0;
  return agent.on((event) => {
    switch (event.kind) {
      case 'status':
        send('status.changed', event.status);
        break;
      case 'document':
      case 'document-gone':
        revision += 1;
        send('documents.changed', { revision });
        break;
      case 'progress':
        send('document.progress', { id: event.id, sentBytes: event.sentBytes, size: event.size });
        break;
    }
  });
}
