/** The `Clock` port on the machine's own time. */
import { performance } from 'node:perf_hooks';
import type { Clock } from '../../core/ports.ts';

/** `setTimeout` takes no longer delay than this; longer ones fire at once. */
const longestTimer = 2 ** 31 - 1;

function after(ms: number, callback: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (left: number) => {
    const step = Math.min(Math.max(0, left), longestTimer);
    timer = setTimeout(() => (left > step ? wait(left - step) : callback()), step);
  };
  if (ms !== Infinity) wait(ms);
  else timer = setTimeout(() => undefined, 0);
  return () => clearTimeout(timer);
}

/** `YYYY-MM-DD` in the agent's own time zone, whatever the language. */
function localDay(ms: number): string {
  const date = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after,
  localDay,
};
