/** `npm run emulator`: a Lucca to try Classeur against, without a tenant. */
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { greeting, help, switchTable } from './cli-help.ts';
import { fictionalCompany } from './company.ts';
import type { Emulator } from './emulator.ts';
import type { FaultRule } from './faults.ts';
import { fillCompany } from './filled.ts';
import { everyRight } from './model.ts';
import { defaultClient, defaultKey, startEmulator } from './server.ts';
import { keepState, readState, restoreState } from './state.ts';
import { parseSwitch } from './switches.ts';

const options = {
  port: { type: 'string', default: '4123' },
  host: { type: 'string', default: '127.0.0.1' },
  employees: { type: 'string', default: '40' },
  filled: { type: 'boolean', default: false },
  state: { type: 'string' },
  key: { type: 'string', default: defaultKey.key },
  deny: { type: 'string', multiple: true },
  switch: { type: 'string', multiple: true },
  'list-switches': { type: 'boolean', default: false },
  fault: { type: 'string', multiple: true },
  keep: { type: 'string', default: 'bytes' },
  quiet: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} satisfies ParseArgsConfig['options'];

function count(name: string, text: string, most: number): number {
  if (!/^\d+$/.test(text) || Number(text) > most) throw new Error(`--${name} takes a number up to ${most}.`);
  return Number(text);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(help);
    return;
  }
  if (values['list-switches']) {
    console.log(switchTable());
    return;
  }
  if (values.keep !== 'bytes' && values.keep !== 'hash') throw new Error('--keep takes bytes or hash.');
  const saved = values.state === undefined ? null : await readState(values.state);
  const sections = Object.fromEntries((values.deny ?? []).map((section) => [section, 'none' as const]));
  const key = { ...defaultKey, key: values.key, rights: { ...everyRight, sections } };
  const emulator = await startEmulator({
    port: count('port', values.port, 65_535),
    host: values.host,
    keep: values.keep,
    company:
      saved?.company ?? fictionalCompany({ employees: count('employees', values.employees, 1_000_000) }),
    keys: saved?.keys ?? [key],
    switches: Object.assign({}, saved?.switches, ...(values.switch ?? []).map(parseSwitch)) as object,
  });
  if (saved && values.state !== undefined) await restoreState(emulator, saved, values.state);
  else if (values.filled) fillCompany(emulator);
  for (const rule of values.fault ?? []) emulator.faults.add(JSON.parse(rule) as FaultRule);
  const keeper = values.state === undefined ? null : keepState(emulator, values.state);
  console.log(
    greeting(
      emulator.url,
      emulator.keys[0]?.key ?? '(revoked)',
      emulator.company.name,
      emulator.store.employees.size,
      defaultClient,
    ),
  );
  if (!values.quiet) printRequests(emulator);

  const stop = async (): Promise<void> => {
    await keeper?.close();
    await emulator.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}

function printRequests(emulator: Emulator): void {
  emulator.journal.onEnd = ({ method, path, status, ending, bytesReceived }) => {
    console.log(
      `${method} ${path} ${status ?? '–'}${ending === 'answered' ? '' : ` ${ending}`} (${bytesReceived} bytes)`,
    );
  };
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
