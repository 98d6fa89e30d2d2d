/** Pages of the history and searches through it, with a hundred thousand receipts. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger } from '../../main/adapters/ledger/open-ledger.ts';
import type { EmployeeId } from '../../main/core/model.ts';
import { median, type Benchmark } from './support/benchmark.ts';
import { openScale, type Scale } from './support/scale.ts';

const documents = 100_000;
const employees = 5_000;
const page = 100;
/** Each page so often. */
const repeats = 5;
const offsets = [0, 500, 50_000, documents - page];
/** All, many, some, one, none; of files, folders, both and people. */
const searches: readonly { readonly text: string; readonly employeeIds: readonly EmployeeId[] }[] = [
  { text: '', employeeIds: [] },
  { text: 'scan', employeeIds: [] },
  { text: 'Visites médicales', employeeIds: [] },
  { text: 'scan 05', employeeIds: [] },
  { text: 'scan 050001', employeeIds: [] },
  { text: 'nothing like it', employeeIds: [] },
  { text: 'Contrats/2020', employeeIds: [] },
  { text: 'e', employeeIds: [] },
  { text: 'dupont', employeeIds: [1, 9, 17, 500] as EmployeeId[] },
];

let scale: Scale | null = null;

export const benchmark: Benchmark = {
  name: 'history',
  title: `pages of ${page} of a history of ${documents} receipts, ${searches.length} searches`,
  rounds: 3,
  figures: [
    { title: 'slowest first page of a search', unit: 'ms', value: 'first', bar: { of: 'value', most: 30 } },
    { title: 'slowest page of a search', unit: 'ms', value: 'slowest', bar: { of: 'value', most: 30 } },
    { title: 'first page without a search', unit: 'ms', value: 'plain' },
    { title: 'ledger.db', unit: 'MB', value: 'size', bar: { of: 'value', most: 60 } },
  ],
  async prepare() {
    scale = await openScale(documents, employees);
    return () => Promise.resolve();
  },
  async measure() {
    if (scale === null) throw new Error('Nothing is prepared.');
    const { ledger } = await openLedger({ folder: scale.data, mode: 'read' });
    /** Median over a few times; `fresh`: after another search, so that this one is not remembered. */
    const took = async (
      query: (typeof searches)[number],
      offset: number,
      fresh: boolean,
    ): Promise<number> => {
      const times: number[] = [];
      for (let time = 0; time < repeats; time += 1) {
        if (fresh) await ledger.receipts({ text: 'another', employeeIds: [], offset: 0, limit: 1 });
        const begun = performance.now();
        await ledger.receipts({ ...query, offset, limit: page });
        times.push(performance.now() - begun);
      }
      return median(times);
    };
    try {
      const plain = await took({ text: '', employeeIds: [] }, 0, false);
      let [first, slowest] = [0, 0];
      for (const query of searches)
        for (const offset of offsets) {
          const fresh = await took(query, offset, true);
          if (offset === 0) first = Math.max(first, fresh);
          slowest = Math.max(slowest, fresh, await took(query, offset, false));
        }
      return { first, slowest, plain, size: statSync(join(scale.data, 'ledger.db')).size / 1e6 };
    } finally {
      await ledger.close();
    }
  },
};
