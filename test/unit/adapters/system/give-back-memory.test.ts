import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { givesBackMemory } from '../../../../main/adapters/system/give-back-memory.ts';
import type { AgentEvent } from '../../../../main/core/agent-api.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const told = (agent: string): AgentEvent => ({ kind: 'status', status: { agent } as never });

it('gives memory back once each time that the agent has come to rest', () => {
  const collect = vi.fn();
  const hear = givesBackMemory(collect);
  const pass = (agent: string, ms: number): number => {
    hear(told(agent));
    vi.advanceTimersByTime(ms);
    return collect.mock.calls.length;
  };
  expect(pass('starting', 50_000)).toBe(0);
  expect(pass('idle', 9_000)).toBe(0);
  expect(pass('working', 50_000)).toBe(0);
  expect(pass('idle', 9_000)).toBe(0);
  expect(pass('idle', 1_100)).toBe(1);
  expect(pass('idle', 60_000)).toBe(1);
  expect(pass('working', 10)).toBe(1);
  expect(pass('idle', 10_100)).toBe(2);
});
