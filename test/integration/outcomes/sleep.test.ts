/** The lease may not be used for a moment (a jump of the clock, a share that hangs): readings wait, and nothing spins. */
import { expect, it, onTestFinished, vi } from 'vitest';
import { placeAll } from '../../support/tree/index.ts';
import { openOffice, pause, idOf } from '../agent/office.ts';
import { lesson, peopleOf, scanOf } from './people.ts';

it('after a clock jump a reading that is wanted does not spin until the next heartbeat', async () => {
  const office = await openOffice();
  const next = peopleOf(office.lucca);
  await placeAll(office.root, lesson(next()));
  const running = await office.start();
  await running.quiet();
  const late = scanOf(next(), 'contracts', 'late');
  const real = Date.now;
  let calls = 0;
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => {
    // The guard of this test: without it nothing else of this process would run any more.
    if ((calls += 1) > 100_000) throw new Error('spins');
    return real() + 10 * 60_000;
  });
  onTestFinished(() => clock.mockRestore());
  await placeAll(office.root, [late]);
  await running.agent.syncNow();
  for (let waited = 0; waited < 15_000 && running.at(late.path)?.state !== 'filed'; waited += 50)
    await pause(50);
  clock.mockRestore();
  expect(calls).toBeLessThan(50_000);
  expect(idOf(running.at(late.path))).toBeTruthy();
  expect(running.at(late.path)?.state).toBe('filed');
});
