/** An office for one test: the emulated Lucca, a root, data folders, and the agent that both entries run. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createWatcher } from '../../../main/adapters/watch/index.ts';
import { probeName } from '../../../main/adapters/watch/probe-name.ts';
import { assemble, type Assembled } from '../../../main/assemble.ts';
import type { AgentEvent } from '../../../main/core/agent-api.ts';
import type { DocumentId, DocumentRecord } from '../../../main/core/model.ts';
import type { Clock, Log } from '../../../main/core/ports.ts';
import { parseSettings } from '../../../main/shared/settings.ts';
import { defaultKey, startEmulator, type Emulator, type EmulatorOptions } from '../../lucca/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import {
  compare,
  settingsOf,
  sha256,
  type Comparison,
  type SettingsWishes,
} from '../../support/tree/index.ts';
import type { Held, PlannedDocument } from '../../support/tree/index.ts';

export interface Office {
  readonly lucca: Emulator;
  readonly root: string;
  readonly data: string;
  /** Starts an agent. It is stopped with the test at the latest. */
  start(wishes?: StartWishes): Promise<Running>;
  /** Starts an agent, waits until all is quiet, stops it. */
  runOnce(wishes?: StartWishes): Promise<Ran>;
  save(below: string, bytes: Uint8Array): Promise<void>;
  remove(below: string): Promise<void>;
  /** Uploads and writes that Lucca has seen so far. */
  sent(): { readonly uploads: number; readonly writes: number; readonly requests: number };
  /** What Lucca holds beside what it held before, against what was planned. */
  compareWith(plan: readonly PlannedDocument[], before?: readonly Held[]): Comparison;
}

export interface StartWishes extends Partial<Omit<SettingsWishes, 'root' | 'tenantUrl'>> {
  readonly data?: string;
  readonly key?: string | null;
  readonly dryRun?: boolean;
  /** Hints of the file system, too, as in the app. */
  readonly watched?: boolean;
  /** The machine's own, unless hours have passed since. */
  readonly clock?: Clock;
}

export interface Running extends Assembled {
  readonly events: readonly AgentEvent[];
  readonly logged: readonly string[];
  /** The document at a path, once it is as wanted. */
  until(
    below: string,
    wanted: (document: DocumentRecord) => boolean,
    withinMs?: number,
  ): Promise<DocumentRecord>;
  quiet(withinMs?: number): Promise<void>;
  at(below: string): DocumentRecord | undefined;
}

export interface Ran {
  readonly documents: ReadonlyMap<string, DocumentRecord>;
  readonly counts: Readonly<Record<string, number>>;
  readonly logged: readonly string[];
}

export async function openOffice(options: EmulatorOptions = {}): Promise<Office> {
  const lucca = await startEmulator({
    ...options,
    // A test that is not about the budget does not wait for it.
    switches: { rateLimit: 0, ...options.switches },
  });
  onTestFinished(() => lucca.stop());
  const folder = await temporaryFolder();
  const root = folder.at('Employés');
  const data = folder.at('data');
  await mkdir(root, { recursive: true });

  async function start(wishes: StartWishes = {}): Promise<Running> {
    const { data: where = data, key = defaultKey.key, dryRun, watched, clock, ...settingsWishes } = wishes;
    await mkdir(where, { recursive: true, mode: 0o700 });
    const parsed = parseSettings(
      settingsOf({
        root,
        tenantUrl: lucca.url,
        quietSeconds: 0.2,
        requestsPerMinute: 10_000,
        ...settingsWishes,
      }),
    );
    if (!parsed.ok) throw new Error(`${parsed.problem.path}: ${parsed.problem.message}`);
    const logged: string[] = [];
    const note =
      (level: string): Log['info'] =>
      (event, facts) =>
        void logged.push(`${level} ${event} ${JSON.stringify(facts ?? {})}`);
    const assembled = await assemble({
      data: where,
      settings: parsed.settings,
      key: () => Promise.resolve(key),
      log: { info: note('info'), warn: note('warn') },
      backoffCapMs: 300,
      ...(dryRun === undefined ? {} : { dryRun }),
      ...(watched === true ? { watcher: createWatcher({ root, agentId: probeName(where) }) } : {}),
      ...(clock === undefined ? {} : { clock }),
    });
    const events: AgentEvent[] = [];
    assembled.agent.on((event) => events.push(event));
    let closed = false;
    const close = async (): Promise<void> => {
      if (!closed) await assembled.close();
      closed = true;
    };
    onTestFinished(close);
    const at = (below: string) => assembled.agent.documents().find((document) => document.path === below);
    await assembled.agent.start();
    return {
      ...assembled,
      events,
      logged,
      close,
      at,
      async until(below, wanted, withinMs = 20_000) {
        const end = Date.now() + withinMs;
        for (;;) {
          const document = at(below);
          if (document !== undefined && wanted(document)) return document;
          if (Date.now() > end)
            throw new Error(`${below} is ${JSON.stringify(document)}\n${logged.join('\n')}`);
          await pause(20);
        }
      },
      async quiet(withinMs = 50_000) {
        const late = pause(withinMs).then(() => 'late');
        if ((await Promise.race([assembled.agent.whenQuiet(), late])) === 'late')
          throw new Error(
            `Not quiet: ${JSON.stringify(assembled.agent.status().counts)}\n${logged.slice(-20).join('\n')}`,
          );
      },
    };
  }

  return {
    lucca,
    root,
    data,
    start,
    async runOnce(wishes) {
      const running = await start(wishes);
      await running.quiet();
      const documents = running.agent.documents();
      await running.close();
      const counts: Record<string, number> = {};
      for (const { state } of documents) counts[state] = (counts[state] ?? 0) + 1;
      return {
        documents: new Map(documents.map((document) => [document.path, document])),
        counts,
        logged: running.logged,
      };
    },
    async save(below, bytes) {
      const to = path.join(root, ...below.split('/'));
      await mkdir(path.dirname(to), { recursive: true });
      await writeFile(to, bytes);
    },
    remove: (below) => rm(path.join(root, ...below.split('/')), { recursive: true }),
    sent() {
      const seen = lucca.journal.requests;
      return {
        uploads: seen.filter(({ method }) => method === 'POST').length,
        writes: seen.filter(({ method }) => method === 'PUT').length,
        requests: seen.length,
      };
    },
    compareWith: (plan, before = []) =>
      compare(
        plan.map((document) => ({ ...document, sha256: sha256(document.make().bytes) })),
        lucca.holdings(),
        before,
      ),
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Only for a look at what a person said or a state carries. */
export function reasonOf(document: DocumentRecord | undefined): string | null {
  return document !== undefined && 'reason' in document ? document.reason : null;
}

export function idOf(document: DocumentRecord | undefined): DocumentId {
  if (document === undefined) throw new Error('There is no such document.');
  return document.id;
}

export async function bytesOf(file: string): Promise<Buffer> {
  return readFile(file);
}
