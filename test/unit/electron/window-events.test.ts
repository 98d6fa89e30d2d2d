import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { eventsOf } from '../../../main/electron/window-events.ts';
import { fakeAgent } from '../../support/fake-agent.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('tells the window a few times a second of what happens thousands of times, and always the last of it', () => {
  const agent = fakeAgent('working');
  const heard: [string, unknown][] = [];
  const stop = eventsOf(agent, (name, payload) => void heard.push([name, payload]));
  for (let ms = 0; ms < 1_000; ms += 1) {
    agent.change({ pending: ms });
    agent.progress('d_a', ms, 1_000);
    agent.progress('d_b', ms * 2, 2_000);
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(200);
  const of = (name: string) => heard.filter(([found]) => found === name).map(([, payload]) => payload);
  expect(of('documents.changed').length).toBeLessThanOrEqual(12);
  expect(of('documents.changed').at(-1)).toEqual({ revision: 1_000 });
  expect(of('document.progress').length).toBeLessThanOrEqual(24);
  expect(of('document.progress').slice(-2)).toEqual([
    { id: 'd_a', sentBytes: 999, size: 1_000 },
    { id: 'd_b', sentBytes: 1_998, size: 2_000 },
  ]);
  expect(of('status.changed')).toHaveLength(1_000);

  stop();
  heard.length = 0;
  agent.change({ pending: 0 });
  vi.advanceTimersByTime(1_000);
  expect(heard).toEqual([]);
});
