/** What the window, the tray and the terminal are shown, made from what the agent knows. Pure. */
import { answersByReason, documentStates } from '../shared/reasons.ts';
import type { AgentState, AttentionReason, DocumentState } from '../shared/reasons.ts';
import type { DocumentView, Person, Question, ReceiptView, StatusSnapshot } from '../shared/status.ts';
import type { Trouble } from '../shared/troubles.ts';
import { appendTo } from './append-to.ts';
import { nameOf, parentOf } from './document.ts';
import type { DocumentRecord, Employee, EmployeeId, FieldDefinition, Receipt, TargetKey } from './model.ts';

export function personOf(employee: Employee): Person {
  const detail = [employee.employeeNumber, employee.department, employee.legalEntity]
    .filter(Boolean)
    .join(' · ');
  return { id: employee.id, name: `${employee.firstName} ${employee.lastName}`.trim(), detail };
}

/** The tenant's own name of a target; where it gives none, words made from the key. */
export function targetName(key: TargetKey | null, fields: readonly FieldDefinition[]): string {
  if (key === null) return '';
  // Not a field of the tenant: whoever shows it has the word.
  if (key === 'picture') return 'picture';
  const [field = '', file] = key.split('/');
  const known = fields.find((one) => one.field === field);
  const name = known?.name ?? wordsOf(field);
  if (file === undefined) return name;
  const sub = known?.subFields.find((one) => one.key === file)?.name ?? wordsOf(file);
  return `${name} – ${sub}`;
}

function wordsOf(key: string): string {
  return key.replace(/^e_/, '').replace(/[-_]+/g, ' ');
}

export interface ViewInput {
  readonly employee: (id: EmployeeId) => Employee | null;
  readonly fields: readonly FieldDefinition[];
  readonly sentBytes: (document: DocumentRecord) => number | null;
  readonly receipt: (document: DocumentRecord) => Receipt | null;
}

export function viewOf(document: DocumentRecord, input: ViewInput): DocumentView {
  const employee = document.employeeId === null ? null : input.employee(document.employeeId);
  const receipt = document.state === 'filed' ? input.receipt(document) : null;
  return {
    id: document.id,
    state: document.state,
    reason: 'reason' in document ? document.reason : null,
    until: document.state === 'waiting' ? isoOrNull(document.until) : null,
    person: employee === null ? null : personOf(employee),
    target: document.target,
    targetName: targetName(document.target, input.fields),
    fileName: nameOf(document.path).normalize('NFC'),
    folder: parentOf(document.path),
    size: document.signature.size,
    sentBytes: input.sentBytes(document),
    at: iso(document.stateAt),
    seenAt: iso(document.seenAt),
    filedAt: receipt === null ? null : iso(receipt.filedAt),
  };
}

export function receiptView(receipt: Receipt, input: ViewInput): ReceiptView {
  const employee = input.employee(receipt.employeeId);
  return {
    documentId: receipt.documentId,
    person: employee === null ? null : personOf(employee),
    target: receipt.target,
    targetName: targetName(receipt.target, input.fields),
    fileName: nameOf(receipt.path).normalize('NFC'),
    folder: parentOf(receipt.path),
    size: receipt.size,
    sha256: receipt.sha256,
    fileId: receipt.fileId,
    filedAt: iso(receipt.filedAt),
    proof: receipt.proof,
    replacedFileId: receipt.replacedFileId,
  };
}

export interface QuestionInput extends ViewInput {
  readonly folderOf: (document: DocumentRecord) => string;
  readonly guesses: (document: DocumentRecord) => readonly Employee[];
  readonly other: (document: DocumentRecord) => Question['other'];
  /** Its target keeps one document for each person. */
  readonly single: (document: DocumentRecord) => boolean;
  /** It is asked about for what Lucca gave back, not for what lies in the folder. */
  readonly differs: (document: DocumentRecord) => boolean;
}

/** Documents of one folder that ask the same thing are one question; it keeps the id of its oldest document. */
export function questionsOf(documents: Iterable<DocumentRecord>, input: QuestionInput): Question[] {
  const groups = new Map<string, DocumentRecord[]>();
  for (const document of documents) {
    if (document.state !== 'attention') continue;
    appendTo(groups, questionKey(document, input.folderOf(document)), document);
  }
  const questions: Question[] = [];
  for (const group of groups.values()) {
    group.sort((a, b) => a.seenAt - b.seenAt || (a.id < b.id ? -1 : 1));
    const [first] = group;
    if (first?.state !== 'attention') continue;
    questions.push({
      id: first.id,
      reason: first.reason,
      documents: group.map((document) => viewOf(document, input)),
      answers: answersTo(first, first.reason, input),
      differs: input.differs(first),
      guesses: input.guesses(first).map(personOf),
      other: input.other(first),
    });
  }
  return questions.sort((a, b) => (a.documents[0]?.at ?? '').localeCompare(b.documents[0]?.at ?? ''));
}

/** Those that would be taken: none is offered to be refused. */
function answersTo(
  document: DocumentRecord,
  reason: AttentionReason,
  { single }: Pick<QuestionInput, 'single'>,
): Question['answers'] {
  const one = single(document);
  return answersByReason[reason].filter((kind) => {
    if (kind === 'add') return !one;
    return kind !== 'replace' || one || document.replaces !== null;
  });
}

function questionKey(document: Extract<DocumentRecord, { state: 'attention' }>, folder: string): string {
  switch (document.reason) {
    case 'employee-unknown':
    case 'employee-ambiguous':
    case 'employee-left':
      return `${document.reason}|${folder}`;
    case 'maybe-filed':
      return document.reason;
    case 'field-unknown':
    case 'not-permitted':
    case 'rows-lost':
      return `${document.reason}|${document.target ?? ''}`;
    default:
      return document.id;
  }
}

export function countQuestions(
  documents: Iterable<DocumentRecord>,
  folderOf: (document: DocumentRecord) => string,
): number {
  const keys = new Set<string>();
  for (const document of documents)
    if (document.state === 'attention') keys.add(questionKey(document, folderOf(document)));
  return keys.size;
}

export interface SnapshotInput {
  readonly revision: number;
  /** Documents that have not come to rest. */
  readonly live: Iterable<DocumentRecord>;
  readonly atRest: {
    readonly filed: number;
    readonly ignored: number;
    readonly filedToday: number;
  };
  readonly folderOf: (document: DocumentRecord) => string;
  readonly agent: AgentState;
  readonly trouble: Trouble | null;
  readonly isToday: (ms: number) => boolean;
  /** Documents that came under way since all was quiet. */
  readonly batch: number;
  /** How long so many requests and bytes take from now. */
  readonly secondsFor: (requests: number, bytes: number) => number;
  readonly bytesPerSecond: number | null;
  readonly lastScanAt: number | null;
  readonly until: number | null;
  readonly pausedUntil: number | null;
  readonly worksElsewhere: string | null;
  readonly root: string;
  readonly tenantHost: string;
  readonly requests: number;
  readonly throttled: number;
  readonly orphans: number;
}

export function snapshotOf(input: SnapshotInput): StatusSnapshot {
  const counts = Object.fromEntries(documentStates.map((state) => [state, 0])) as Record<
    DocumentState,
    number
  >;
  counts.filed = input.atRest.filed;
  counts.ignored = input.atRest.ignored;
  let filedToday = input.atRest.filedToday;
  let uploadsLeft = 0;
  let bytesLeft = 0;
  const writesLeft = new Set<EmployeeId>();
  const asking: DocumentRecord[] = [];
  for (const document of input.live) {
    counts[document.state] += 1;
    if (document.state === 'filed' && input.isToday(document.stateAt)) filedToday += 1;
    if (document.state === 'attention') asking.push(document);
    if (!isUnderWay(document.state)) continue;
    if (document.fileId === null) {
      uploadsLeft += 1;
      bytesLeft += document.signature.size;
    }
    if (document.employeeId !== null) writesLeft.add(document.employeeId);
  }
  const pending =
    counts.settling + counts.ready + counts.uploading + counts.uploaded + counts.attaching + counts.waiting;
  return {
    revision: input.revision,
    agent: input.agent,
    trouble: input.trouble,
    counts,
    questions: countQuestions(asking, input.folderOf),
    pending,
    progress: pending === 0 || input.batch === 0 ? null : Math.max(0, Math.min(1, 1 - pending / input.batch)),
    secondsLeft: pending === 0 ? null : Math.ceil(input.secondsFor(uploadsLeft + writesLeft.size, bytesLeft)),
    bytesPerSecond: input.bytesPerSecond,
    filedToday,
    lastScanAt: input.lastScanAt === null ? null : iso(input.lastScanAt),
    until: input.until === null ? null : isoOrNull(input.until),
    pausedUntil: input.pausedUntil === null ? null : isoOrNull(input.pausedUntil),
    worksElsewhere: input.worksElsewhere,
    root: input.root,
    tenantHost: input.tenantHost,
    requests: input.requests,
    throttled: input.throttled,
    orphans: input.orphans,
  };
}

export function isUnderWay(state: DocumentState): boolean {
  return state !== 'filed' && state !== 'ignored' && state !== 'attention';
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** Infinity, "until resumed", has no date. */
function isoOrNull(ms: number): string | null {
  return Number.isFinite(ms) && ms < 8.64e15 ? iso(ms) : null;
}
