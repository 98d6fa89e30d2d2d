/** A clock that was ahead and is put right: nothing waits for a time that will not come for a year. */
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Fault, FaultMatch } from '../../lucca/index.ts';
import { isPerfect, placeAll } from '../../support/tree/index.ts';
import { openOffice, reasonOf } from '../agent/office.ts';
import { peopleOf, scanOf } from './people.ts';

const throttle: Fault = { kind: 'refuse', status: 429, headers: { 'Retry-After': '1' } };

it.each<[string, FaultMatch, Fault]>([
  ['offline', { times: 'always' }, { kind: 'refuse', status: 502 }],
  ['throttled', { method: 'POST' }, throttle],
  ['lucca-error', { method: 'POST', times: 'always' }, { kind: 'refuse', status: 500 }],
])(
  'what waits (%s) since the clock was a year ahead goes on once it is put right',
  async (reason, match, fault) => {
    const office = await openOffice();
    const { lucca } = office;
    const scan = scanOf(peopleOf(lucca)(), 'contracts', 'a');
    const real = Date.now;
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => real() + 365 * 86_400_000);
    onTestFinished(() => clock.mockRestore());
    lucca.faults.add({ match, fault });
    await placeAll(office.root, [scan]);
    const running = await office.start();
    await running.until(scan.path, (document) => reasonOf(document) === reason);
    clock.mockRestore();
    lucca.faults.clear();
    await running.until(scan.path, ({ state }) => state === 'filed', 20_000);
    expect(isPerfect(office.compareWith([scan]))).toBe(true);
  },
);
