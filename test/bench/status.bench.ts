/** What stands, at a glance: in the agent, in the ledger, and as a command, with a hundred thousand filed documents. */
import { execFileSync } from 'node:child_process';
import { openLedger } from '../../main/adapters/ledger/open-ledger.ts';
import { createSettingsStore } from '../../main/adapters/settings/index.ts';
import { assemble } from '../../main/assemble.ts';
import { noPolicy } from '../../main/shared/policy.ts';
import { builtProgram } from '../integration/contract/program.ts';
import type { Benchmark } from './support/benchmark.ts';
import { openScale, type Scale } from './support/scale.ts';

const documents = 100_000;
const employees = 5_000;
/** Snapshots of the agent in a round. */
const snapshots = 50;

let scale: Scale | null = null;

export const benchmark: Benchmark = {
  name: 'status',
  title: `status with ${documents} filed documents`,
  rounds: 5,
  figures: [
    { title: 'snapshot of the agent', unit: 'ms', value: 'snapshot', bar: { of: 'value', most: 100 } },
    { title: 'overview of the ledger', unit: 'ms', value: 'overview', bar: { of: 'value', most: 100 } },
    {
      title: '`classeur status`, a process',
      unit: 'ms',
      value: 'command',
      reference: { title: '`classeur --version`', value: 'version' },
      bar: { of: 'value', most: 100 },
    },
    {
      title: 'the same, beyond what Node takes',
      unit: 'ms',
      value: 'own',
      reference: { title: 'bare `node -e 0`', value: 'node' },
    },
  ],
  async prepare() {
    scale = await openScale(documents, employees);
    await builtProgram();
    return () => Promise.resolve();
  },
  async measure() {
    if (scale === null) throw new Error('Nothing is prepared.');
    const program = await builtProgram();
    const { data } = scale;
    const { ledger } = await openLedger({ folder: data, mode: 'read' });
    const begun = performance.now();
    await ledger.overview();
    const overview = performance.now() - begun;
    await ledger.close();
    const command = processTakes([program, 'status', '--data', data]);
    const node = processTakes(['-e', '0']);
    return {
      overview,
      snapshot: await snapshotOf(data),
      command,
      version: processTakes([program, '--version']),
      node,
      own: command - node,
    };
  },
};

async function snapshotOf(data: string): Promise<number> {
  const read = createSettingsStore({ folder: data, policy: noPolicy }).read();
  if (!read.ok) throw new Error('The settings cannot be read.');
  const assembled = await assemble({
    data,
    settings: read.settings,
    key: () => Promise.resolve(null),
    log: { info: () => undefined, warn: () => undefined },
  });
  const begun = performance.now();
  for (let count = 0; count < snapshots; count += 1) assembled.agent.status();
  const took = (performance.now() - begun) / snapshots;
  await assembled.close();
  return took;
}

function processTakes(args: readonly string[]): number {
  const begun = performance.now();
  execFileSync(process.execPath, args, { stdio: 'ignore' });
  return performance.now() - begun;
}
