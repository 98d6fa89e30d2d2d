/**
 * What each call of the contract does: mostly hands it to the agent. A missing handler does not compile. What the
 * desktop must do (open a folder, copy a text) comes in from outside, so that all of this runs without Electron.
 */
import type { z } from 'zod';
import type { Agent } from '../core/agent-api.ts';
import type { AnswerOfPerson, DocumentId, EmployeeId, TargetKey, TreePath } from '../core/model.ts';
import type { AnswerInput, CallName, CallOutput, Calls, DocumentBytes } from '../shared/ipc-contract.ts';
import type { Words } from '../shared/messages/format.ts';
import { mayBeOpened } from '../shared/preview.ts';
import type { Settings } from '../shared/settings.ts';
import { receiptsAsCsv } from './receipts-csv.ts';
import { pauseEnd } from './pause-end.ts';
import type { SetupSession } from './setup/session.ts';
import type { SettingsEditor } from './settings/editor.ts';

export type Handlers = {
  readonly [K in CallName]: (input: z.output<Calls[K]['in']>) => CallOutput<K> | Promise<CallOutput<K>>;
};

/** What an agent answers to; the first run has its own. */
export type AgentHandlers = Omit<Handlers, `setup.${string}`>;

/** The desktop's part. Each resolves to false where the desktop would not. */
export interface Desktop {
  openRoot(): Promise<boolean>;
  /** Shows a document in its folder. */
  showDocument(path: TreePath): Promise<boolean>;
  /** Opens a document in the program that the desktop has for it. */
  openDocument(path: TreePath): Promise<boolean>;
  /** Ends the processes that draw first pages. */
  endPreviews(): void;
  openTenant(): Promise<boolean>;
  openDataFolder(): Promise<boolean>;
  copyText(text: string): void;
  /** Asks where, then writes. False where the person chose nothing. */
  saveFile(suggestedName: string, chunks: AsyncIterable<string>): Promise<boolean>;
  /** Asks for a folder, beginning at one. Null where the person chose none. */
  chooseFolder(from: string): Promise<string | null>;
  hideWindow(): void;
}

export interface HandlerNeeds {
  readonly agent: Agent;
  readonly editor: Pick<SettingsEditor, Extract<CallName, `settings.${string}`>>;
  /** Those of the settings that the agent works by. */
  readonly routes: Settings['routes'];
  readonly desktop: Desktop;
  readonly words: Words;
  readonly info: Pick<CallOutput<'app.info'>, 'platform' | 'version' | 'frame'>;
  /** Where the window is to begin; asked once for each time it loads. */
  readonly opensAt: () => CallOutput<'app.info'>['opensAt'];
  /** Keeps a key in the keychain. False where there is none, or it is locked. */
  readonly keepKey: (key: string) => Promise<boolean>;
  /** Reads a document of the tree, whole, for a look at its first page. Nothing here looks into it. */
  readonly readDocument: (path: TreePath) => Promise<DocumentBytes>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const ignoredShown = 50;
const exportPage = 200;

const done = { ok: true } as const;
const not = (message: string) => ({ ok: false, message }) as const;
const doneIf = (worked: boolean) => (worked ? done : not('refused'));

/** Handlers of a running agent. */
export function handlersOf(needs: HandlerNeeds): AgentHandlers {
  const { agent, desktop, words, info } = needs;
  return {
    'status.get': () => agent.status(),
    'app.info': () => ({
      ...info,
      language: words.language,
      opensAt: needs.opensAt(),
      problem: null,
    }),
    'today.get': () => agent.today(),
    'questions.get': () => [...agent.questions()],
    'ignored.get': () => ignoredOf(agent),
    'document.get': ({ id }) => agent.documentPage(id as DocumentId),
    'document.bytes': ({ id }) => {
      const path = agent.pathOf(id as DocumentId);
      return path === null ? { kind: 'gone' } : needs.readDocument(path);
    },
    'preview.end': () => {
      desktop.endPreviews();
      return done;
    },
    'document.open': async ({ id }) => {
      const path = agent.pathOf(id as DocumentId);
      if (path === null || !mayBeOpened(path)) return not('unknown-document');
      return doneIf(await desktop.openDocument(path));
    },
    'history.search': ({ text, offset, limit }) => agent.history(text, offset, limit),
    'directory.search': ({ text }) => [...agent.searchDirectory(text)],
    'targets.get': () => agent.targets(),
    'notices.get': async () => ({
      folders: [...(await agent.renamableFolders())],
      routes: agent
        .routeProblems()
        .map(({ route, why }) => ({ route, why, match: needs.routes[route]?.match ?? '' })),
    }),
    'folders.rename': ({ folder }) => agent.renameFolder(folder),
    'folders.keep': async ({ folder }) => {
      await agent.keepFolderName(folder);
      return done;
    },
    ...needs.editor,
    'folder.choose': async ({ from }) => ({ path: await desktop.chooseFolder(from) }),
    'documents.answer': async ({ ids, answer }) => {
      const result = await agent.answer(ids as DocumentId[], answerOf(answer));
      return result.ok ? done : not(result.why);
    },
    'documents.retry': async ({ ids }) => {
      await agent.retry(ids as DocumentId[]);
      return done;
    },
    'agent.pause': async (input) => {
      await agent.pause(pauseEnd(input.for, needs.now()));
      return done;
    },
    'agent.resume': async () => {
      await agent.resume();
      return done;
    },
    'agent.sync-now': async () => {
      await agent.syncNow();
      return done;
    },
    'key.set': async ({ key }) => {
      if (!(await needs.keepKey(key))) return not('keychain');
      await agent.worldChanged('secret');
      return done;
    },
    'key.retry': async () => {
      await agent.worldChanged('secret');
      return done;
    },
    'history.export': ({ text }) => exportReceipts(needs, text),
    'text.copy': ({ text }) => {
      desktop.copyText(text);
      return done;
    },
    'data.open': async () => doneIf(await desktop.openDataFolder()),
    'window.hide': () => {
      desktop.hideWindow();
      return done;
    },
    'folder.open': async ({ documentId }) => {
      if (documentId === null) return doneIf(await desktop.openRoot());
      const path = agent.pathOf(documentId as DocumentId);
      return path === null ? not('unknown-document') : doneIf(await desktop.showDocument(path));
    },
    'lucca.open': async () => doneIf(await desktop.openTenant()),
  };
}

/** Handlers while no agent could be started: the window says why, and nothing else works. */
export function handlersWithout(
  needs: Pick<HandlerNeeds, 'desktop' | 'words' | 'info' | 'opensAt'> & {
    readonly problem: NonNullable<CallOutput<'app.info'>['problem']>;
  },
): Pick<Handlers, 'app.info' | 'data.open' | 'window.hide' | 'text.copy'> {
  return {
    'app.info': () => ({
      ...needs.info,
      language: needs.words.language,
      opensAt: needs.opensAt(),
      problem: needs.problem,
    }),
    'data.open': async () => doneIf(await needs.desktop.openDataFolder()),
    'window.hide': () => {
      needs.desktop.hideWindow();
      return done;
    },
    'text.copy': ({ text }) => {
      needs.desktop.copyText(text);
      return done;
    },
  };
}

/** Handlers of the first run. */
export function setupHandlers(
  setup: SetupSession,
  desktop: Desktop,
): Pick<Handlers, Extract<CallName, `setup.${string}`> | 'folder.choose'> {
  return {
    ...setup,
    'folder.choose': async ({ from }) => ({ path: await desktop.chooseFolder(from) }),
  };
}

/** The ids were parsed as what they are made of; only here do they become ids. */
function answerOf(input: AnswerInput): AnswerOfPerson {
  switch (input.kind) {
    case 'employee':
      return { kind: 'employee', employeeId: input.employeeId as EmployeeId, always: input.always };
    case 'target':
      return { kind: 'target', target: input.target as TargetKey };
    default:
      return { kind: input.kind };
  }
}

/** What people put aside, and duplicates: temporary and hidden files are nobody's business. */
function ignoredOf(agent: Agent): CallOutput<'ignored.get'> {
  const all = agent
    .living()
    .filter(
      (document) =>
        document.state === 'ignored' && (document.reason === 'skipped' || document.reason === 'duplicate'),
    )
    .sort((a, b) => b.stateAt - a.stateAt);
  return {
    items: all.slice(0, ignoredShown).map((document) => agent.viewOf(document)),
    more: Math.max(0, all.length - ignoredShown),
  };
}

async function exportReceipts(
  { agent, desktop, words }: HandlerNeeds,
  text: string,
): Promise<CallOutput<'history.export'>> {
  let exported = 0;
  async function* pages() {
    for (let offset = 0; ; offset += exportPage) {
      const { items } = await agent.history(text, offset, exportPage);
      exported += items.length;
      yield items;
      if (items.length < exportPage) return;
    }
  }
  const saved = await desktop.saveFile(words.say('history.export.name'), receiptsAsCsv(pages(), words));
  return saved ? { exported } : null;
}
