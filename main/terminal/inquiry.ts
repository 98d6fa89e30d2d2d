/** Asking Lucca outside of the agent's work: through the same gate, counted in the same ledger. */
import { systemClock, systemRandom } from '../adapters/system/index.ts';
import { createLuccaV3 } from '../adapters/lucca/v3/index.ts';
import type { OpenedLedger } from '../adapters/ledger/open-ledger.ts';
import { createGateway, type Gateway } from '../core/agent-gateway.ts';
import { openMemory, type Memory } from '../core/agent-memory.ts';
import type { Employee } from '../core/model.ts';
import type { LedgerChange, Lucca, Outcome } from '../core/ports.ts';
import type { Settings } from '../shared/settings.ts';
import { exitCodes } from './exit-codes.ts';
import { refused, type Refused, type Terminal } from './terminal.ts';

export interface Inquiry {
  readonly lucca: Lucca;
  readonly gateway: Gateway;
  readonly memory: Memory;
  /** Reads the directory, page by page. */
  directory(): Promise<Outcome<readonly Employee[]>>;
  close(): Promise<void>;
}

const directoryPage = 1_000;

/** `alone`: no agent runs, so the ledger's facts may be changed too. Closing it leaves the ledger open. */
export async function openInquiry(
  terminal: Terminal,
  settings: Settings,
  key: () => Promise<string | null>,
  ledger: OpenedLedger['ledger'],
  alone: boolean,
): Promise<Inquiry> {
  const memory = await openMemory(ledger, () => undefined);
  const lucca = createLuccaV3({
    origin: new URL(settings.tenant.url).origin,
    key,
    ...(terminal.recorder === null ? {} : { onExchange: terminal.recorder.onExchange }),
  });
  const gateway = createGateway({
    clock: systemClock,
    random: systemRandom,
    lease: { mayWork: true },
    memory,
    // The running agent holds the facts in memory and would write over ours, or we over its.
    transact: (build) => memory.write(alone ? build() : build().filter((change) => change.kind !== 'facts')),
    limit: settings.tenant.requestsPerMinute,
  });
  return {
    lucca,
    gateway,
    memory,
    async directory() {
      const employees = new Map<number, Employee>();
      for (let offset = 0; ; offset += directoryPage) {
        const page = await gateway.call((signal) => lucca.directoryPage(offset, directoryPage, signal));
        if (page.kind !== 'applied') return page;
        for (const employee of page.value.employees) employees.set(employee.id, employee);
        if (!page.value.more) break;
      }
      const read = [...employees.values()];
      const change: LedgerChange = {
        kind: 'directory',
        directory: { employees: read, readAt: systemClock.now() },
      };
      if (alone) await memory.write([change]);
      return { kind: 'applied', value: read };
    },
    async close() {
      gateway.stop();
      await lucca.close();
    },
  };
}

/** A code for what was not applied: no message, which may hold anything. */
export function codeOf(outcome: Exclude<Outcome<unknown>, { kind: 'applied' }>): string {
  switch (outcome.kind) {
    case 'refused':
      return `${outcome.refusal.kind} ${outcome.status}`;
    case 'throttled':
      return 'throttled';
    case 'unreachable':
    case 'unknown':
      return outcome.code;
    case 'failed':
      return `${outcome.status}`;
  }
}

/** What a command says when Lucca could not be read. */
export function notRead(outcome: Exclude<Outcome<unknown>, { kind: 'applied' }>): Refused {
  if (outcome.kind === 'refused' && outcome.refusal.kind === 'unauthorized')
    return refused('refused.key-refused', {}, exitCodes.keyRefused);
  if (outcome.kind === 'refused') return refused('refused.not-permitted', { code: codeOf(outcome) });
  return refused('refused.not-reached', { code: codeOf(outcome) }, exitCodes.waits);
}
