/** One call of several requests: each of them counts, waits for its turn and teaches, in virtual time. */
import { describe, expect, it } from 'vitest';
import type { CancelSignal, Outcome } from '../../../main/core/ports.ts';
import { SharedTenant, type TenantAgent } from '../../support/shared-tenant.ts';

const minuteMs = 60_000;

async function agentOf(limit: number): Promise<{ agent: TenantAgent; tenant: SharedTenant }> {
  const tenant = new SharedTenant({
    ...{ seed: 1, limit: 50, window: 'sliding', retryAfter: true, answerMs: [0, 0] },
  });
  return { agent: await tenant.agent('one', limit), tenant };
}

/** Asks for more until it has sent so many; the moments at which they left. */
async function several(agent: TenantAgent, tenant: SharedTenant, count: number): Promise<readonly number[]> {
  const left: number[] = [];
  let done = false;
  const send = async (signal: CancelSignal): Promise<Outcome<null>> => {
    for (left.push(tenant.clock.elapsed()); left.length < count; left.push(tenant.clock.elapsed()))
      if (!(await signal.another?.())) return { kind: 'unknown', code: 'stopped' };
    return { kind: 'applied', value: null };
  };
  void agent.gateway.call(send).then(() => (done = true));
  expect(await tenant.clock.run(() => done, 20 * minuteMs)).toBe(true);
  return left;
}

describe('a call of several requests', () => {
  it('takes no more of any minute than the settings allow', async () => {
    const { agent, tenant } = await agentOf(3);
    const left = await several(agent, tenant, 8);
    expect(left).toHaveLength(8);
    for (const at of left)
      expect(left.filter((one) => one >= at && one < at + minuteMs).length).toBeLessThanOrEqual(3);
    expect(agent.memory.facts.requests).toBe(8);
    expect([...agent.memory.requests.values()].every(({ answeredAt }) => answeredAt !== null)).toBe(true);
  });

  it('goes no further once nothing may leave', async () => {
    const { agent } = await agentOf(40);
    const outcome = await agent.gateway.call(async (signal) => {
      agent.gateway.stop();
      const more = (await signal.another?.()) ?? true;
      return more ? { kind: 'applied', value: null } : { kind: 'unknown', code: 'interrupted' };
    });
    expect(outcome).toEqual({ kind: 'unknown', code: 'interrupted' });
  });

  it('goes no further, and still says what was done, where the ledger takes nothing more', async () => {
    const { agent } = await agentOf(40);
    const outcome = await agent.gateway.call(async (signal) => {
      Object.assign(agent.memory, { write: () => Promise.reject(new Error('The disk is full')) });
      const more = (await signal.another?.()) ?? true;
      return more ? { kind: 'applied', value: null } : { kind: 'unknown', code: 'interrupted' };
    });
    expect(outcome).toEqual({ kind: 'unknown', code: 'interrupted' });
  });

  it('that met a 429 in its middle teaches the pace, though its outcome is unknown', async () => {
    const { agent, tenant } = await agentOf(40);
    await agent.gateway.call(() =>
      Promise.resolve({ kind: 'unknown', code: 'partly-done', throttled: { retryAfterMs: 7_000 } }),
    );
    expect(agent.memory.facts.throttled).toBe(1);
    expect(agent.memory.facts.throttledUntil).toBeGreaterThanOrEqual(tenant.clock.now() + 7_000);
  });
});
