/** A clock on which an hour passes in minutes: what waits for the tenant's minute does not wait for ours. */
import { systemClock } from '../../../main/adapters/system/clock.ts';
import type { Clock } from '../../../main/core/ports.ts';

/** `speed`: seconds of this clock in one of the machine's. It begins at the present moment. */
export function fastClock(speed: number): Clock {
  const [began, monotonic] = [systemClock.now(), systemClock.monotonic()];
  return {
    now: () => Math.floor(began + (systemClock.monotonic() - monotonic) * speed),
    monotonic: () => (systemClock.monotonic() - monotonic) * speed,
    after: (ms, callback) => systemClock.after(ms / speed, callback),
    localDay: (ms) => systemClock.localDay(ms),
  };
}
