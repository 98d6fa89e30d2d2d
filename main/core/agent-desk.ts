/** What people ask of the agent, through the window or a terminal: answers, retries, lists, searches. */
import type { Agent, AnswerResult } from './agent-api.ts';
import { applyAnswer } from './agent-answers.ts';
import type { Loop } from './agent-loop.ts';
import type { Places } from './agent-places.ts';
import {
  isUnderWay,
  personOf,
  questionsOf,
  receiptView,
  targetName,
  viewOf,
  type QuestionInput,
} from './agent-views.ts';
import type { World } from './agent-world.ts';
import { nameOf } from './document.ts';
import { foldPath } from './match/fold.ts';
import type { DocumentId, DocumentRecord, EmployeeId, Receipt, TargetKey } from './model.ts';
import type { LedgerChange } from './ports.ts';
import { routeProblems } from './route/route-problems.ts';
import { targetKey } from './route/routes.ts';
import { aboutTodayMs, isToday } from './today.ts';

type Desk = Pick<
  Agent,
  | 'answer'
  | 'retry'
  | 'today'
  | 'questions'
  | 'documentPage'
  | 'pathOf'
  | 'history'
  | 'searchDirectory'
  | 'targets'
  | 'routeProblems'
  | 'viewOf'
>;

const shownAtOnce = 200;
const foundAtOnce = 20;
const dayMs = 86_400_000;

export function createDesk(
  world: World,
  places: Places,
  { turn, doubts, askedAbout }: Pick<Loop, 'turn' | 'doubts' | 'askedAbout'>,
): Desk {
  const { memory, ports } = world;
  const { clock } = ports;

  const views = {
    employee: (id: EmployeeId) => places.matcher().byId(id),
    get fields() {
      return memory.fields;
    },
    sentBytes: (document: DocumentRecord) => world.progress.get(document.id) ?? null,
    receipt: (document: DocumentRecord) => memory.receiptOf(document.id),
  };

  function questionInput(): QuestionInput {
    return {
      ...views,
      fields: memory.fields,
      folderOf: (document) => places.folderOf(document.path) ?? '',
      guesses(document) {
        const match = places.matchOf(places.folderOf(document.path));
        if (match.kind === 'left') return [match.employee];
        if (match.kind === 'matched') return [];
        return match.guesses.map((id) => places.matcher().byId(id)).filter((employee) => employee !== null);
      },
      other,
      single(document) {
        const target = document.target === null ? null : places.targetOf(document.target);
        return target === null || target.kind === 'picture' || !target.multiple;
      },
      differs,
    };
  }

  /** The file to replace has no receipt, and cannot have had one that has been erased since. */
  function differs(document: DocumentRecord): boolean {
    if (document.state !== 'attention' || document.reason !== 'changed-after-filing') return false;
    const receipt = memory.receiptOf(document.id);
    if (receipt !== null) return receipt.fileId !== document.replaces?.fileId;
    return document.seenAt > clock.now() - world.options.settings.receipts.keepDays * dayMs;
  }

  /** What a question compares the document with: whose it is already, or what stands in the field. */
  function other(document: DocumentRecord) {
    const sha256 = document.inspection?.sha256;
    if (document.state !== 'attention' || sha256 === undefined) return null;
    const known = (receipt: Receipt | null | undefined) =>
      receipt == null ? null : told(receipt.employeeId, receipt.filedAt, receipt.path);
    switch (document.reason) {
      case 'changed-after-filing':
        return known(memory.receiptOf(document.id));
      case 'field-filled': {
        const { employeeId } = document;
        if (employeeId === null) return null;
        return known(memory.filedBy(employeeId).find((receipt) => receipt.target === document.target));
      }
      case 'duplicate-elsewhere': {
        const elsewhere = (one: { employeeId: EmployeeId | null }): boolean =>
          one.employeeId !== document.employeeId;
        const receipt = (memory.receiptsBySha.get(sha256) ?? []).find(elsewhere);
        if (receipt !== undefined) return known(receipt);
        const twin = (memory.bySha.get(sha256) ?? []).find(elsewhere);
        return twin?.employeeId == null ? null : told(twin.employeeId, null, twin.path);
      }
      default:
        return null;
    }
  }

  function told(employeeId: EmployeeId, filedAt: number | null, path: string) {
    const employee = places.matcher().byId(employeeId);
    return {
      person: employee === null ? null : personOf(employee),
      filedAt: filedAt === null ? null : new Date(filedAt).toISOString(),
      fileName: nameOf(path),
    };
  }

  function effectOf(id: DocumentId, said: Parameters<Agent['answer']>[1]) {
    const document = memory.documents.get(id);
    const folder = document === undefined ? null : places.folderOf(document.path);
    return applyAnswer({
      document,
      answer: said,
      now: clock.now(),
      employee: (employeeId) => places.matcher().byId(employeeId as EmployeeId),
      target: places.targetOf,
      receipt: memory.receiptOf(id),
      folder: folder === null ? null : foldPath(folder),
    });
  }

  /** The administrator has changed something in Lucca: what was not shown then may be shown now. */
  function readAnew(): void {
    world.notShown.clear();
    world.definitions.readAt = -Infinity;
  }

  return {
    async answer(ids, said) {
      let result: AnswerResult = { ok: true };
      await askedAbout(ids);
      await world.transact(() => {
        const changes: LedgerChange[] = [];
        if (said.kind === 'retry') readAnew();
        for (const id of ids) {
          const effect = world.busyDocuments.has(id)
            ? ({ ok: false, why: 'not-asking' } as const)
            : effectOf(id, said);
          if (!effect.ok) {
            result = { ok: false, id, why: effect.why };
            return [];
          }
          changes.push(...effect.changes);
        }
        return changes;
      });
      // It may have been about a write in doubt, which that document stands for no more.
      await doubts.find();
      turn();
      return result;
    },
    async retry(ids) {
      await world.transact(() => {
        const changes: LedgerChange[] = [];
        for (const id of ids === 'all' ? [...memory.live.keys()] : ids) {
          const document = memory.documents.get(id);
          // Never against a `Retry-After`.
          const waits = document?.state === 'waiting' && document.reason !== 'throttled';
          const asks = ids !== 'all' && document?.state === 'attention';
          const aside = ids !== 'all' && document?.state === 'ignored';
          if (!waits && !asks && !aside) continue;
          const effect = effectOf(id, { kind: 'retry' });
          if (!effect.ok) continue;
          // What was seen of the file then may be another now: its rights are not in its signature.
          world.findings.delete(id);
          changes.push(...effect.changes);
        }
        changes.push({ kind: 'facts', facts: { backoffUntil: 0, keyRefused: false } });
        readAnew();
        return changes;
      });
      turn();
    },
    today() {
      const moving: DocumentRecord[] = [];
      const filed: DocumentRecord[] = [];
      for (const document of [
        ...memory.live.values(),
        ...memory.atRest.filedSince(clock.now() - aboutTodayMs),
      ]) {
        if (isUnderWay(document.state)) moving.push(document);
        else if (document.state === 'filed' && isToday(clock, document.stateAt)) filed.push(document);
      }
      const rank = ({ state }: DocumentRecord): number =>
        state === 'attaching' || state === 'uploading' ? 0 : state === 'waiting' ? 2 : 1;
      moving.sort((a, b) => rank(a) - rank(b) || b.seenAt - a.seenAt);
      filed.sort((a, b) => b.stateAt - a.stateAt);
      return {
        moving: moving.slice(0, shownAtOnce).map((document) => viewOf(document, views)),
        filed: filed.slice(0, shownAtOnce).map((document) => viewOf(document, views)),
        moreMoving: Math.max(0, moving.length - shownAtOnce),
        moreFiled: Math.max(0, filed.length - shownAtOnce),
      };
    },
    questions: () => questionsOf(memory.live.values(), questionInput()),
    async documentPage(id) {
      const document = memory.documents.get(id);
      if (document === undefined) return null;
      const receipt = memory.receiptOf(id);
      const life = await ports.ledger.life(id);
      return {
        document: viewOf(document, views),
        life: life.map((step) => ({ ...step, at: new Date(step.at).toISOString() })),
        receipt: receipt === null ? null : receiptView(receipt, views),
        question: questionsOf([document], questionInput())[0] ?? null,
      };
    },
    pathOf: (id) => memory.documents.get(id)?.path ?? null,
    async history(text, offset, limit) {
      const employeeIds = places
        .matcher()
        .search(text, shownAtOnce)
        .map((employee) => employee.id);
      const page = await ports.ledger.receipts({ text, employeeIds, offset, limit });
      return { items: page.items.map((receipt) => receiptView(receipt, views)), total: page.total };
    },
    searchDirectory: (text) => places.matcher().search(text, foundAtOnce).map(personOf),
    routeProblems: (settings = world.options.settings) =>
      routeProblems(settings, memory.fields, memory.filedTargets),
    targets() {
      const all = new Map<TargetKey, { target: string; name: string; multiple: boolean }>();
      const put = (key: TargetKey, multiple: boolean): void => {
        all.set(key, { target: key, name: targetName(key, memory.fields), multiple });
      };
      for (const { target } of places.routes().all)
        put(target.key, target.kind === 'field' && target.multiple);
      for (const field of memory.fields) {
        if (field.holdsFile && field.subFields.length === 0)
          put(targetKey(field.field, null), field.multiple);
        for (const sub of field.subFields)
          if (sub.holdsFile) put(targetKey(field.field, sub.key), field.multiple);
      }
      return [...all.values()];
    },
    viewOf: (document) => viewOf(document, views),
  };
}
