/** A reading and the write that relies on it, where other integrations leave next to nothing: in virtual time. */
import { describe, expect, it } from 'vitest';
import { SharedTenant } from '../../support/shared-tenant.ts';

const minuteMs = 60_000;

describe('two places that belong together', () => {
  it('are there together where a 429 has left one request a minute, and what comes next waits for both', async () => {
    const tenant = new SharedTenant({
      ...{ seed: 1, limit: 50, window: 'sliding', retryAfter: true, answerMs: [0, 0] },
    });
    const agent = await tenant.agent('one', 4);
    await agent.memory.write([{ kind: 'facts', facts: { learntPace: 1, learntAt: tenant.clock.now() } }]);
    expect(agent.gateway.allowed()).toBe(1);
    const left: number[] = [];
    let done = false;
    const pair = async (): Promise<void> => {
      const reservation = await agent.gateway.reserve(2, 'fresh');
      for (const what of ['reading', 'write'] as const)
        await agent.gateway.call(
          () => {
            left.push(tenant.clock.elapsed());
            return Promise.resolve({ kind: 'applied', value: what });
          },
          { reservation },
        );
      await reservation.giveBack();
    };
    void pair()
      .then(pair)
      .then(() => (done = true));
    expect(await tenant.clock.run(() => done, 20 * minuteMs)).toBe(true);
    const [reading = 0, write = 0, second = 0, last = 0] = left;
    // What is read a minute before the write is no longer so: somebody's row would be written over.
    expect(write - reading).toBeLessThan(1_000);
    expect(last - second).toBeLessThan(1_000);
    expect(second - write).toBeGreaterThanOrEqual(minuteMs);
    for (const at of left)
      expect(left.filter((one) => one >= at && one < at + minuteMs).length).toBeLessThanOrEqual(4);
  });
});
