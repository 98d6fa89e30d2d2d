/** An office whose tenant has its real limit, on a clock that runs faster; agent and emulator in this process share it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assemble, type Assembled } from '../../../main/assemble.ts';
import type { AgentEvent } from '../../../main/core/agent-api.ts';
import type { Clock } from '../../../main/core/ports.ts';
import { parseSettings } from '../../../main/shared/settings.ts';
import {
  defaultKey,
  fictionalCompany,
  startEmulator,
  type Emulator,
  type Employee,
} from '../../lucca/index.ts';
import { makeDocument } from '../../support/documents/index.ts';
import { drawers, filable, folderOf, settingsOf, type Drawer } from '../../support/tree/index.ts';
import { fastClock } from './fast-clock.ts';
import { temporaryPlace } from './office.ts';

export interface RatedOffice {
  readonly clock: Clock;
  readonly lucca: Emulator;
  /** Whose scans are filed without a question. */
  readonly people: readonly Employee[];
  /** A one-page PDF of its own for somebody's drawer. */
  save(employee: Employee, drawer: Drawer, name: string): Promise<void>;
  /** Begins to work. A second one has a data folder and a root of its own. */
  start(options?: StartOptions): Promise<Assembled>;
  close(): Promise<void>;
}

export interface StartOptions {
  readonly requestsPerMinute?: number;
  readonly onEvent?: (event: AgentEvent) => void;
}

/** `speed`: how many times faster than the machine's the clock runs; requests take that much longer on it. */
export async function openRatedOffice(options: {
  readonly speed: number;
  readonly employees: number;
  readonly switches?: Parameters<typeof startEmulator>[0] extends infer O
    ? NonNullable<O> extends { readonly switches?: infer S }
      ? S
      : never
    : never;
}): Promise<RatedOffice> {
  const clock = fastClock(options.speed);
  const place = await temporaryPlace('rated');
  const company = fictionalCompany({ employees: options.employees, now: clock.now() });
  const lucca = await startEmulator({
    company,
    clock: () => clock.now(),
    keep: 'hash',
    ...(options.switches === undefined ? {} : { switches: options.switches }),
  });
  const root = join(place.path, 'root');
  await mkdir(root);
  const open: Assembled[] = [];
  return {
    clock,
    lucca,
    people: filable(company),
    async save(employee, drawer, name) {
      const path = join(root, folderOf(employee), drawers[drawer], name);
      await mkdir(dirname(path), { recursive: true });
      const seed = `${String(employee.id)} ${name}`;
      const { bytes } = makeDocument({ kind: 'letter', subject: employee, format: 'pdf', seed });
      await writeFile(path, bytes);
    },
    async start({ requestsPerMinute = 50, onEvent } = {}) {
      const data = join(place.path, `data-${String(open.length)}`);
      await mkdir(data, { mode: 0o700 });
      const parsed = parseSettings(settingsOf({ root, tenantUrl: lucca.url, requestsPerMinute }));
      if (!parsed.ok) throw new Error(`${parsed.problem.path}: ${parsed.problem.message}`);
      const assembled = await assemble({
        data,
        settings: parsed.settings,
        key: () => Promise.resolve(defaultKey.key),
        log: { info: () => undefined, warn: () => undefined },
        clock,
      });
      open.push(assembled);
      if (onEvent !== undefined) assembled.agent.on(onEvent);
      await assembled.agent.start();
      return assembled;
    },
    async close() {
      for (const assembled of open) await assembled.close();
      await lucca.stop();
      await place.remove();
    },
  };
}
