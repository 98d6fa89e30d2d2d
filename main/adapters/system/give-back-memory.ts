/**
 * What a start or a scan took, V8 keeps for the next one; an agent that has come to rest gives it back. One collection
 * takes some hundredths of a second, when nothing else is to be done.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { AgentEvent } from '../../core/agent-api.ts';

/** It has been idle for so long: V8 keeps room for what is young as long as much of it was made lately. */
const restMs = 10_000;

/** Hears the agent's events; gives back once after each time that it was busy. */
export function givesBackMemory(collect: () => void = collectGarbage): (event: AgentEvent) => void {
  let busy = true;
  let timer: NodeJS.Timeout | null = null;
  return (event) => {
    if (event.kind !== 'status') return;
    if (event.status.agent !== 'idle') {
      busy = true;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      return;
    }
    if (!busy) return;
    busy = false;
    timer = setTimeout(collect, restMs);
    timer.unref();
  };
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('globalThis.gc') as (() => void) | undefined;
  collectCompactly(collect);
  // The first one empties the room of the young, the second one finds it empty and frees it.
  setTimeout(() => collectCompactly(collect), restMs).unref();
}

/** What is left lies close together: pages that are nearly empty are given back, too. */
function collectCompactly(collect: (() => void) | undefined): void {
  setFlagsFromString('--compact-on-every-full-gc');
  collect?.();
  setFlagsFromString('--no-compact-on-every-full-gc');
}
