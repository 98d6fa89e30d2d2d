/**
 * The contract's client without Electron in between: real handlers, the real gate with its parsing both ways, a fake
 * agent behind them. What the window's tests and its gallery talk to.
 */
import { callIn } from '../../main/electron/call-in.ts';
import { handlersOf, handlersWithout, setupHandlers } from '../../main/electron/ipc-handlers.ts';
import type { Desktop } from '../../main/electron/ipc-handlers.ts';
import type { SetupSession } from '../../main/electron/setup/session.ts';
import { eventsOf } from '../../main/electron/window-events.ts';
import { contract } from '../../main/shared/ipc-contract.ts';
import type {
  ClasseurClient,
  DocumentBytes,
  EventName,
  StartProblem,
} from '../../main/shared/ipc-contract.ts';
import { wordsIn } from './words.ts';
import { parseSettings } from '../../main/shared/settings.ts';
import type { Language, Settings } from '../../main/shared/settings.ts';
import type { FakeAgent } from './fake-agent.ts';
import { fakeEditor } from './fake-editor.ts';
import type { FakeEditor } from './fake-editor.ts';
import { sceneNow } from './scenes.ts';

export interface FakeClientOptions {
  readonly language?: Language;
  readonly frame?: 'window' | 'popover';
  /** What keeping a key says. */
  readonly keychain?: boolean;
  readonly problem?: StartProblem;
  /** The first run, played. */
  readonly setup?: SetupSession;
  /** Settings that are changed, played. */
  readonly editor?: FakeEditor;
  /** What lies in the tree. */
  readonly readDocument?: (path: string) => Promise<DocumentBytes>;
  /** What the dialogue for a folder gives. */
  readonly chosenFolder?: string;
}

export interface FakeClient extends ClasseurClient {
  /** Sends an event as the main process would. */
  send(name: EventName, payload: unknown): void;
  /** What the desktop was asked to do. */
  readonly desktop: readonly string[];
}

export const fakeSettings = (): Settings => {
  const parsed = parseSettings({
    version: 1,
    language: 'fr',
    tenant: { url: 'https://ateliers-exemple.ilucca.net' },
    root: '/srv/rh/Salariés',
    employeeFolder: '{lastName} {firstName} ({employeeNumber})',
    routes: [
      { match: 'Contrats/**', target: { field: 'e_Contrats', multiple: true } },
      {
        match: 'Visites médicales/**',
        target: { field: 'e_Visite-medicale', file: 'e_Attestation', multiple: true },
      },
      { match: 'RIB/*', target: { field: 'e_RIB', multiple: false } },
      { match: 'Identité/*', target: { field: 'e_Piece-identite', multiple: false }, whenFilled: 'replace' },
      { match: 'Diplômes/**', target: { field: 'e_Diplomes', multiple: true } },
      { match: 'Photo/*', target: 'picture', whenFilled: 'replace' },
    ],
  });
  if (!parsed.ok) throw new Error(`${parsed.problem.path} ${parsed.problem.message}`);
  return parsed.settings;
};

export function fakeClient(agent: FakeAgent, options: FakeClientOptions = {}): FakeClient {
  const { language = 'fr', frame = 'window', keychain = true, problem } = options;
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const done: string[] = [];
  const did = (what: string): Promise<true> => {
    done.push(what);
    return Promise.resolve(true);
  };
  const desktop: Desktop = {
    openRoot: () => did('root'),
    showDocument: (path) => did(`show ${path}`),
    openDocument: (path) => did(`open ${path}`),
    endPreviews: () => void did('end previews'),
    openTenant: () => did('tenant'),
    openDataFolder: () => did('data'),
    copyText: (text) => void did(`copy ${text}`),
    saveFile: async (name, chunks) => {
      let size = 0;
      for await (const chunk of chunks) size += chunk.length;
      return did(`save ${name} ${String(size)}`);
    },
    chooseFolder: (from) => did(`choose from ${from}`).then(() => options.chosenFolder ?? null),
    hideWindow: () => void did('hide'),
  };
  const needs = {
    agent,
    editor: (options.editor ?? fakeEditor(fakeSettings())).editor,
    routes: fakeSettings().routes,
    desktop,
    words: wordsIn(language),
    info: { platform: 'linux', version: '0.1.0', frame },
    keepKey: (key: string) => did(`key of ${String(key.length)}`).then(() => keychain),
    readDocument: options.readDocument ?? (() => Promise.resolve({ kind: 'gone' as const })),
    opensAt: () => null,
    now: () => sceneNow,
  };
  const handlers =
    problem === undefined
      ? handlersOf(needs)
      : {
          ...handlersWithout({ ...needs, problem }),
          ...(options.setup === undefined ? {} : setupHandlers(options.setup, desktop)),
        };

  const send = (name: EventName, payload: unknown): void => {
    const parsed: unknown = contract.events[name].parse(payload);
    for (const listener of listeners.get(name) ?? []) listener(parsed as never);
  };
  eventsOf(agent, send);

  return {
    send,
    desktop: done,
    call: async (name, input) => {
      // A copy, as between two processes.
      const given: unknown = input === undefined ? undefined : structuredClone(input);
      const result = await callIn(handlers, name, given, (call, kind) => {
        throw new Error(`${call} broke its contract: ${kind}`);
      });
      if (!result.ok) throw new Error(`${name}: ${result.error.code}`);
      return structuredClone(result.value) as never;
    },
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => void set.delete(listener);
    },
  };
}
