/**
 * Without a key nothing can leave, as with a refused one; but a person must do something else about it. The agent knows
 * only that it has none: the keychain says why.
 */
import type { Agent } from '../core/agent-api.ts';
import type { StatusSnapshot } from '../shared/status.ts';

export type KeyState = 'found' | 'missing' | 'locked' | 'unavailable';

const nameOf = (status: StatusSnapshot, key: KeyState): StatusSnapshot => {
  if (status.trouble !== 'key-refused' || key === 'found') return status;
  return { ...status, trouble: key === 'missing' ? 'key-missing' : 'keychain-locked' };
};

/** The same agent, whose status names what is wrong with the key. `key`: what the keychain last said. */
export function namingKeyTrouble(agent: Agent, key: () => KeyState): Agent {
  return {
    ...agent,
    status: () => nameOf(agent.status(), key()),
    on: (listener) =>
      agent.on((event) => {
        listener(event.kind === 'status' ? { ...event, status: nameOf(event.status, key()) } : event);
      }),
  };
}
