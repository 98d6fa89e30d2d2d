/**
 * Everything that the window may ask of the agent and hear from it: the only list of channels.
 * Both ends are generated from it, and both directions are parsed.
 */
import { z } from 'zod';
import { languages } from './languages.ts';
import { noticesCalls } from './notices-contract.ts';
import { settingsCalls, settingsEvents } from './settings-contract.ts';
import { setupCalls, setupEvents } from './setup-contract.ts';
import { documentPage, documentView, person, question, receiptView, statusSnapshot } from './status.ts';

export const answerInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('employee'), employeeId: z.int(), always: z.boolean() }),
  z.strictObject({ kind: z.literal('target'), target: z.string() }),
  z.strictObject({ kind: z.enum(['replace', 'add', 'keep', 'accept', 'ignore', 'retry']) }),
]);
export type AnswerInput = z.output<typeof answerInput>;

export const targetChoice = z.object({ target: z.string(), name: z.string(), multiple: z.boolean() });

/** What keeps the agent from being started at all. It is tried again until it goes. */
export const startProblem = z.object({
  kind: z.enum(['settings', 'settings-missing', 'policy', 'in-use', 'data-folder', 'ledger']),
  path: z.string(),
  message: z.string(),
});
export type StartProblem = z.output<typeof startProblem>;

const nothing = z.undefined();
const done = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);

const documentBytes = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bytes'), bytes: z.custom<Uint8Array>((value) => ArrayBuffer.isView(value)) }),
  z.object({ kind: z.enum(['gone', 'locked', 'unreadable', 'too-large']) }),
]);
export type DocumentBytes = z.output<typeof documentBytes>;

export const contract = {
  calls: {
    'status.get': { in: nothing, out: statusSnapshot },
    'app.info': {
      in: nothing,
      out: z.object({
        language: z.enum(languages),
        platform: z.string(),
        version: z.string(),
        /** `popover`: a small window near the tray, which Esc closes. */
        frame: z.enum(['window', 'popover']),
        /** Where to begin: a notification or the tray asked for it before the window was there. */
        opensAt: z
          .object({
            view: z.enum(['today', 'attention', 'history', 'settings', 'document']),
            id: z.string().nullable(),
          })
          .nullable(),
        /**
         * Why no agent could be started. `path` and `message`: where in settings.json, and what was expected; of a
         * policy the message says it all.
         */
        problem: startProblem.nullable(),
      }),
    },
    'today.get': {
      in: nothing,
      out: z.object({
        moving: z.array(documentView),
        filed: z.array(documentView),
        moreMoving: z.int(),
        moreFiled: z.int(),
      }),
    },
    'questions.get': { in: nothing, out: z.array(question) },
    /** Documents left aside by a person or as duplicates, newest first. */
    'ignored.get': { in: nothing, out: z.object({ items: z.array(documentView), more: z.int() }) },
    /** The document's bytes as they lie in the tree now, for the frame that shows its first page. Never kept. */
    'document.bytes': { in: z.strictObject({ id: z.string() }), out: documentBytes },
    /** Ends whatever still draws a first page: it took too long, or nobody looks any more. */
    'preview.end': { in: nothing, out: done },
    /** Hands the document to the program that the desktop has for its kind. */
    'document.open': { in: z.strictObject({ id: z.string() }), out: done },
    'document.get': { in: z.strictObject({ id: z.string() }), out: documentPage.nullable() },
    'history.search': {
      in: z.strictObject({
        text: z.string().max(200),
        offset: z.int().min(0),
        limit: z.int().min(1).max(200),
      }),
      out: z.object({ items: z.array(receiptView), total: z.int() }),
    },
    'directory.search': { in: z.strictObject({ text: z.string().max(200) }), out: z.array(person) },
    'targets.get': { in: nothing, out: z.array(targetChoice) },
    'documents.answer': {
      in: z.strictObject({ ids: z.array(z.string()).min(1).max(10_000), answer: answerInput }),
      out: done,
    },
    /** Takes documents that wait up now, and looks again at those that were left aside. */
    'documents.retry': { in: z.strictObject({ ids: z.array(z.string()).min(1).max(10_000) }), out: done },
    'agent.pause': { in: z.strictObject({ for: z.enum(['hour', 'tomorrow', 'resumed']) }), out: done },
    'agent.resume': { in: nothing, out: done },
    'agent.sync-now': { in: nothing, out: done },
    /** Keeps a key in the keychain and tries it. It goes in and never comes out. */
    'key.set': { in: z.strictObject({ key: z.string().trim().min(1).max(4_096) }), out: done },
    /** The key or the keychain may be better now: try again. */
    'key.retry': { in: nothing, out: done },
    /** Writes the receipts found to a file that the person chooses; null when they chose none. */
    'history.export': {
      in: z.strictObject({ text: z.string().max(200) }),
      out: z.object({ exported: z.int() }).nullable(),
    },
    'text.copy': { in: z.strictObject({ text: z.string().max(10_000) }), out: done },
    /** Shows the data folder, where settings.json and the logs are. */
    'data.open': { in: nothing, out: done },
    'window.hide': { in: nothing, out: done },
    'folder.open': { in: z.strictObject({ documentId: z.string().nullable() }), out: done },
    'lucca.open': { in: z.strictObject({ documentId: z.string().nullable() }), out: done },
    /** The system's own dialogue for a folder, beginning at one; null where nothing was chosen. */
    'folder.choose': {
      in: z.strictObject({ from: z.string().max(4_096) }),
      out: z.object({ path: z.string().nullable() }),
    },
    ...noticesCalls,
    ...settingsCalls,
    ...setupCalls,
  },
  events: {
    'status.changed': statusSnapshot,
    /** Something in the lists changed; the window asks again for what it shows. */
    'documents.changed': z.object({ revision: z.int() }),
    'document.progress': z.object({ id: z.string(), sentBytes: z.int(), size: z.int() }),
    /** The tray or a notification asks the window to show something. */
    navigate: z.object({
      view: z.enum(['today', 'attention', 'history', 'settings', 'document']),
      id: z.string().nullable(),
    }),
    /** Other settings are at work: all that the window knows is old. */
    'app.renewed': z.object({}),
    ...settingsEvents,
    ...setupEvents,
  },
} as const;

export type Calls = typeof contract.calls;
export type CallName = keyof Calls;
export type CallInput<K extends CallName> = z.input<Calls[K]['in']>;
export type CallOutput<K extends CallName> = z.output<Calls[K]['out']>;
export type Events = typeof contract.events;
export type EventName = keyof Events;
export type EventPayload<K extends EventName> = z.output<Events[K]>;

/** What the preload exposes as `window.classeur`. */
export interface ClasseurClient {
  call<K extends CallName>(name: K, input: CallInput<K>): Promise<CallOutput<K>>;
  on<K extends EventName>(name: K, listener: (payload: EventPayload<K>) => void): () => void;
}
