/** What a tenant allows is used, and shared: the real gate in virtual time. */
import { describe, expect, it } from 'vitest';
import { emptyDisk } from '../support/memory-ledger.ts';
import { SharedTenant, type Seen, type TenantOptions } from '../support/shared-tenant.ts';

const minuteMs = 60_000;
const atOnce = 5;
const seed = Number(process.env['MODEL_SEED'] ?? Date.now() % 1_000_000);

const ways: readonly Pick<TenantOptions, 'window' | 'retryAfter'>[] = [
  { window: 'sliding', retryAfter: true },
  { window: 'sliding', retryAfter: false },
  { window: 'fixed', retryAfter: true },
];

function tenantOf(over: Partial<TenantOptions> = {}): SharedTenant {
  return new SharedTenant({
    ...{ seed, limit: 50, window: 'sliding', retryAfter: true, answerMs: [50, 900] },
    ...over,
  });
}

const served = (seen: readonly Seen[], who: string): number =>
  seen.filter((one) => one.who === who && !one.throttled).length;

/** The most that any minute held of them. */
function mostInAMinute(seen: readonly Seen[]): number {
  return Math.max(
    0,
    ...seen.map(({ at }) => seen.filter((one) => one.at >= at && one.at < at + minuteMs).length),
  );
}

describe.each(ways)(`a tenant that counts $window, Retry-After $retryAfter (MODEL_SEED=${seed})`, (way) => {
  it('gives one agent all that it allows, evenly, without a 429', async () => {
    const tenant = tenantOf(way);
    const agent = await tenant.agent('one', 50);
    agent.backlog(atOnce);
    await tenant.clock.run(() => false, 30 * minuteMs);
    expect(tenant.seen.filter(({ throttled }) => throttled)).toEqual([]);
    expect(served(tenant.seen, 'one')).toBeGreaterThanOrEqual(0.95 * 50 * 30);
    // Nobody else finds the way closed for long: no ten seconds hold what twenty should.
    const tens = tenant.seen.map(
      ({ at }) => tenant.seen.filter((one) => one.at >= at && one.at < at + 10_000).length,
    );
    expect(Math.max(...tens)).toBeLessThanOrEqual(17);
  });

  it('is shared with an integration that takes thirty a minute and knows nothing of us', async () => {
    const tenant = tenantOf(way);
    tenant.integration('other', 30);
    const agent = await tenant.agent('one', 50);
    agent.backlog(atOnce);
    const minutes = 40;
    await tenant.clock.run(() => false, minutes * minuteMs);
    const throttled = tenant.seen.filter((one) => one.throttled);
    const ours = throttled.filter(({ who }) => who === 'one');
    expect(mostInAMinute(ours)).toBeLessThanOrEqual(2);
    const tries = new Map<string, number>();
    for (const { wish } of ours) tries.set(wish, (tries.get(wish) ?? 0) + 1);
    expect(Math.max(0, ...tries.values())).toBeLessThanOrEqual(1);
    // Both go on: what is left is used, and what the other one takes is left to it.
    expect(served(tenant.seen, 'one')).toBeGreaterThanOrEqual(0.6 * 20 * minutes);
    expect(served(tenant.seen, 'other')).toBeGreaterThanOrEqual(0.9 * 30 * minutes);
  });

  it('is shared fairly by three agents that do not talk', async () => {
    const tenant = tenantOf(way);
    const names = ['one', 'two', 'three'];
    for (const name of names) (await tenant.agent(name, 50)).backlog(atOnce);
    const minutes = 90;
    await tenant.clock.run(() => false, minutes * minuteMs);
    const late = tenant.seen.filter(({ at }) => at > tenant.clock.now() - 60 * minuteMs);
    const each = names.map((name) => served(late, name) / 60);
    expect(Math.max(...each) / Math.min(...each)).toBeLessThan(2);
    expect(each.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(0.7 * 50);
  });
});

it('a fresh scan goes before a backlog, and waits for one request at most', async () => {
  const tenant = tenantOf();
  const agent = await tenant.agent('one', 50);
  agent.backlog(atOnce);
  await tenant.clock.run(() => false, 10 * minuteMs);
  for (let number = 1; number <= 20; number += 1) {
    const before = tenant.seen.length;
    const [asked, name] = [tenant.clock.now(), `fresh ${String(number)}`];
    let done = false;
    void agent.wish(name, 'fresh').then(() => {
      done = true;
    });
    await tenant.clock.run(() => done, minuteMs);
    const at = tenant.seen.findIndex(({ wish }, index) => index >= before && wish === `one ${name}`);
    expect(at - before, `seed ${seed}`).toBeLessThanOrEqual(1);
    expect((tenant.seen[at]?.at ?? Infinity) - asked).toBeLessThanOrEqual(5_000);
    await tenant.clock.run(() => false, 7_000);
  }
});

it('a morning of scans after a quiet night goes at once, half a minute’s worth of it', async () => {
  const tenant = tenantOf();
  const agent = await tenant.agent('one', 50);
  const began = tenant.clock.now();
  for (let number = 1; number <= 20; number += 1) void agent.wish(String(number), 'fresh');
  await tenant.clock.run(() => tenant.seen.length === 20, minuteMs);
  expect(tenant.clock.now() - began).toBeLessThan(1_000);
});

it('a crash loop sends no burst: what was sent and what was learnt outlive the process', async () => {
  const tenant = tenantOf();
  tenant.integration('other', 30);
  const first = await tenant.agent('one', 50);
  first.backlog(atOnce);
  await tenant.clock.run(() => false, 10 * minuteMs);
  const learnt = first.gateway.allowed();
  expect(learnt).toBeLessThan(40);
  let { requests, facts } = first.memory;
  first.gateway.stop();
  const before = tenant.seen.length;
  for (let start = 0; start < 20; start += 1) {
    const disk = { facts, requests: new Map(requests) };
    const next = await tenant.agent('one', 50, { ...emptyDisk(), ...disk });
    expect(next.gateway.allowed()).toBeLessThanOrEqual(learnt + 2);
    next.backlog(atOnce);
    await tenant.clock.run(() => false, 1_000);
    ({ requests, facts } = next.memory);
    next.gateway.stop();
  }
  const ours = tenant.seen.slice(before).filter(({ who }) => who === 'one');
  expect(ours.length).toBeLessThanOrEqual(learnt + 2);
});
