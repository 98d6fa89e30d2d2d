/** A request that left with a key that was replaced meanwhile is refused: the new key is not to blame. */
import { expect, it } from 'vitest';
import type { Outcome } from '../../../main/core/ports.ts';
import { SharedTenant } from '../../support/shared-tenant.ts';

const refused: Outcome<never> = { kind: 'refused', status: 401, refusal: { kind: 'unauthorized' } };

async function oneAgent() {
  const tenant = new SharedTenant({
    ...{ seed: 1, limit: 50, window: 'sliding', retryAfter: true, answerMs: [0, 0] },
  });
  return tenant.agent('one', 40);
}

it('a refusal of the present key signs out', async () => {
  const { gateway, memory } = await oneAgent();
  expect(await gateway.call(() => Promise.resolve(refused))).toEqual(refused);
  expect(memory.facts.keyRefused).toBe(true);
});

it('a refusal of the key before is tried again, and signs nobody out', async () => {
  const { gateway, memory } = await oneAgent();
  const outcome = await gateway.call(() => {
    gateway.keyChanged();
    return Promise.resolve(refused);
  });
  expect(outcome).toMatchObject({ kind: 'failed' });
  expect(memory.facts.keyRefused).toBe(false);
});
