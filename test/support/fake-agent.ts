/**
 * An agent that plays scenes instead of working: it shows any state at once, takes answers, and says what was asked of
 * it. For the window's tests, its gallery and its pictures; nothing here files anything.
 */
import type { Agent, AgentEvent, AnswerResult } from '../../main/core/agent-api.ts';
import type { AnswerOfPerson, DocumentId, DocumentRecord, TreePath } from '../../main/core/model.ts';
import type { DocumentView, Question, StatusSnapshot } from '../../main/shared/status.ts';
import { historyDocument, pageOf, people, receiptOf, scenes, targets } from './scenes.ts';
import type { Scene, SceneName } from './scenes.ts';

export interface Asked {
  readonly what: string;
  readonly with: unknown;
}

export interface FakeAgent extends Agent {
  /** Everything that was asked of it, in order. */
  readonly asked: readonly Asked[];
  /** Shows another scene, and says so as the real one would. */
  play(scene: Scene | SceneName): void;
  /** Changes the status alone. */
  change(status: Partial<StatusSnapshot>): void;
  progress(id: string, sentBytes: number, size: number): void;
  /** The next answer is refused. */
  refuseNext(): void;
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export function fakeAgent(first: Scene | SceneName): FakeAgent {
  let scene: Scene = typeof first === 'string' ? scenes[first] : first;
  let revision = 1;
  let refusing = false;
  const asked: Asked[] = [];
  const listeners = new Set<(event: AgentEvent) => void>();
  const say = (event: AgentEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const note = (what: string, value: unknown): void => void asked.push({ what, with: value });
  const status = (): StatusSnapshot => ({ ...scene.status, revision });
  const changed = (): void => {
    revision += 1;
    say({ kind: 'status', status: status() });
    const [document] = all();
    if (document !== undefined) say({ kind: 'document', document: recordOf(document), receipt: null });
  };

  const all = (): readonly DocumentView[] => [
    ...scene.moving,
    ...scene.questions.flatMap((question) => question.documents),
    ...scene.filed,
    ...scene.ignored,
  ];
  /** As much of a record as the shell reads. */
  const recordOf = (view: DocumentView): DocumentRecord =>
    ({
      id: view.id,
      state: view.state,
      reason: view.reason,
      stateAt: new Date(view.at).getTime(),
    }) as DocumentRecord;
  const questionOf = (id: string): Question | null =>
    scene.questions.find((question) => question.documents.some((document) => document.id === id)) ?? null;

  const answer = (ids: readonly DocumentId[], given: AnswerOfPerson): Promise<AnswerResult> => {
    note('answer', { ids: [...ids], answer: given });
    if (refusing) {
      refusing = false;
      return Promise.resolve({ ok: false, id: ids[0] ?? ('' as DocumentId), why: 'not-asking' });
    }
    const questions = scene.questions
      .map((question) => ({
        ...question,
        documents: question.documents.filter(({ id }) => !ids.includes(id as DocumentId)),
      }))
      .filter((question) => question.documents.length > 0);
    scene = { ...scene, questions, status: { ...scene.status, questions: questions.length } };
    changed();
    return Promise.resolve({ ok: true });
  };

  return {
    asked,
    play: (next) => {
      scene = typeof next === 'string' ? scenes[next] : next;
      changed();
    },
    change: (next) => {
      scene = { ...scene, status: { ...scene.status, ...next } };
      changed();
    },
    progress: (id, sentBytes, size) => say({ kind: 'progress', id: id as DocumentId, sentBytes, size }),
    refuseNext: () => {
      refusing = true;
    },

    start: () => Promise.resolve(),
    stop: () => {
      note('stop', null);
      return Promise.resolve();
    },
    whenQuiet: () => Promise.resolve(),
    status,
    ask: () => Promise.resolve({ kind: 'unreachable', code: 'played' }),
    known: () => ({ directory: null, fields: [], bindings: [] }),
    documents: () => all().map(recordOf),
    living: () => all().map(recordOf),
    on: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    answer,
    pause: (until) => {
      note('pause', until);
      const end = Number.isFinite(until) ? new Date(until).toISOString() : null;
      scene = { ...scene, status: { ...scene.status, agent: 'paused', pausedUntil: end } };
      changed();
      return Promise.resolve();
    },
    resume: () => {
      note('resume', null);
      scene = { ...scene, status: { ...scene.status, agent: 'idle', pausedUntil: null } };
      changed();
      return Promise.resolve();
    },
    syncNow: () => {
      note('sync-now', null);
      return Promise.resolve();
    },
    retry: (ids) => {
      note('retry', ids);
      return Promise.resolve();
    },
    worldChanged: (what) => {
      note('world-changed', what);
      return Promise.resolve();
    },
    today: () => ({ moving: [...scene.moving], filed: [...scene.filed], moreMoving: 0, moreFiled: 0 }),
    questions: () => scene.questions,
    documentPage: (id) => {
      const past = /^d_past_(\d+)$/.exec(id)?.[1];
      const found = past === undefined ? all().find((view) => view.id === id) : historyDocument(Number(past));
      return Promise.resolve(found === undefined ? null : pageOf(found, questionOf(id)));
    },
    pathOf: (id) => {
      const view = all().find((one) => one.id === id);
      return view === undefined ? null : (`${view.folder}/${view.fileName}` as TreePath);
    },
    history: (text, offset, limit) => {
      const wanted = plain(text);
      const fits = (index: number): boolean => {
        const view = historyDocument(index);
        return plain(`${view.person?.name ?? ''} ${view.targetName} ${view.fileName}`).includes(wanted);
      };
      const indices =
        wanted === ''
          ? null
          : Array.from({ length: scene.receipts }, (_, index) => index).filter((index) => fits(index));
      const total = indices?.length ?? scene.receipts;
      const items = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, at) => {
        const index = indices?.[offset + at] ?? offset + at;
        return receiptOf(historyDocument(index), index);
      });
      return Promise.resolve({ items, total });
    },
    searchDirectory: (text) =>
      people.filter(({ name, detail }) => plain(`${name} ${detail}`).includes(plain(text))),
    routeProblems: () => scene.faults ?? [],
    renamableFolders: () => Promise.resolve(scene.renamable ?? []),
    renameFolder: (folder) => {
      note('rename-folder', folder);
      if (refusing) {
        refusing = false;
        return Promise.resolve({ ok: false, why: 'locked' });
      }
      scene = { ...scene, renamable: (scene.renamable ?? []).filter((one) => one.folder !== folder) };
      return Promise.resolve({ ok: true });
    },
    keepFolderName: (folder) => {
      note('keep-folder-name', folder);
      scene = { ...scene, renamable: (scene.renamable ?? []).filter((one) => one.folder !== folder) };
      return Promise.resolve();
    },
    targets: () => targets.map((target) => ({ ...target })),
    viewOf: (record) => {
      const view = all().find(({ id }) => id === record.id);
      if (view === undefined) throw new Error(`No document ${record.id} in this scene`);
      return view;
    },
  };
}
