/**
 * 600 documents of 60 employees under the real limit of 50 requests a minute, on a faster clock: how many requests it
 * takes beside the fewest possible, how many documents a minute, and how well the time left is told.
 */
import type { Benchmark } from './support/benchmark.ts';
import { median } from './support/benchmark.ts';
import { openRatedOffice } from './support/rated-office.ts';

const [employees, each, limit] = [60, 10, 50];
const minuteMs = 60_000;

export const benchmark: Benchmark = {
  name: 'economy',
  title: `${String(employees * each)} documents of ${String(employees)} employees at ${String(limit)} requests a minute`,
  rounds: 3,
  figures: [
    {
      ...{ title: 'requests', unit: 'requests', value: 'requests' },
      reference: { title: 'fewest possible', value: 'floor' },
      bar: { of: 'ratio', most: 1.05 },
    },
    {
      ...{ title: 'documents a minute', unit: 'a minute', value: 'pace' },
      reference: { title: 'what the limit allows', value: 'allowedPace' },
      bar: { of: 'ratio', least: 0.95 },
    },
    { title: '429s', unit: 'count', value: 'throttled', bar: { of: 'value', most: 0 } },
    { title: 'time left, told wrong by (median)', unit: '%', value: 'leftError' },
    {
      title: 'time left, told wrong by (worst)',
      unit: '%',
      value: 'leftWorst',
      bar: { of: 'value', most: 20 },
    },
  ],
  async measure() {
    const office = await openRatedOffice({ speed: 20, employees: employees + 10 });
    try {
      const people = office.people.slice(0, employees);
      for (const person of people)
        for (let number = 1; number <= each; number += 1)
          await office.save(person, 'contracts', `contrat ${String(number)}.pdf`);
      const told: { readonly at: number; readonly left: number }[] = [];
      const began = office.clock.now();
      const { agent } = await office.start({
        requestsPerMinute: limit,
        onEvent(event) {
          if (event.kind !== 'status' || event.status.secondsLeft === null) return;
          told.push({ at: office.clock.now(), left: event.status.secondsLeft * 1_000 });
        },
      });
      await agent.whenQuiet();
      const ended = office.clock.now();
      const { filed } = agent.status().counts;
      if (filed !== employees * each) throw new Error(`${String(filed)} were filed.`);
      const { journal } = office.lucca;
      const floor = employees * each + employees + 1;
      // The first minute settles and learns how rows are treated; the last seconds say little.
      const errors = told
        .filter(({ at }) => at > began + minuteMs && at < ended - minuteMs)
        .map(({ at, left }) => (Math.abs(left - (ended - at)) / (ended - at)) * 100);
      const first = journal.requests[0]?.startedAt ?? began;
      return {
        requests: journal.requests.length,
        floor,
        pace: (filed * minuteMs) / (ended - first),
        allowedPace: (filed * limit) / floor,
        throttled: journal.countThrottled(),
        leftError: median(errors),
        leftWorst: Math.max(...errors),
      };
    } finally {
      await office.close();
    }
  },
};
