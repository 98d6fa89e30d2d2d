/** Tells the agent when the machine woke or the network came back, so that it need not wait for its next try. */
import { net, powerMonitor } from 'electron';
import type { Agent } from '../core/agent-api.ts';

/** Electron has no event for it in the main process, and asking costs nothing. */
const askMs = 5_000;

/** Watches until the result is called. */
export function watchWorld(agent: Pick<Agent, 'worldChanged'>): () => void {
  let online = net.isOnline();
  const woke = (): void => void agent.worldChanged('woke');
  const timer = setInterval(() => {
    const now = net.isOnline();
    if (now && !online) void agent.worldChanged('network');
    online = now;
  }, askMs);
  powerMonitor.on('resume', woke);
  powerMonitor.on('unlock-screen', woke);
  return () => {
    clearInterval(timer);
    powerMonitor.off('resume', woke);
    powerMonitor.off('unlock-screen', woke);
  };
}
