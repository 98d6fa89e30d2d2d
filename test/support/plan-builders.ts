/** Small builders for the planner's tests: a document, a record, a receipt, and a context made of them. */
import type {
  DocumentId,
  DocumentRecord,
  EmployeeId,
  EmployeeRecord,
  FieldValue,
  FileId,
  FileSeen,
  IdentityKey,
  Inspection,
  JournalLine,
  Receipt,
  ScanResult,
  Sha256,
  Signature,
  Target,
  TargetKey,
  TargetKnowledge,
  TreePath,
  ValueId,
} from '../../main/core/model.ts';
import { placeKey, type Finding, type Place, type PlanContext } from '../../main/core/plan/context.ts';

/** The moment at which the tests take place. */
export const now = 1_790_000_000_000;
export const quietMs = 10_000;
export const incompleteMs = 100_000;

export const documentId = (id: string): DocumentId => id as DocumentId;
export const employeeId = (id: number): EmployeeId => id as EmployeeId;
export const fileId = (id: string): FileId => id as FileId;
export const valueId = (id: number): ValueId => id as ValueId;
export const sha = (id: string): Sha256 => id as Sha256;
export const treePath = (path: string): TreePath => path as TreePath;
export const targetKey = (key: string): TargetKey => key as TargetKey;

export const jean = employeeId(416);
export const marie = employeeId(417);

type FieldTarget = Extract<Target, { kind: 'field' }>;

export const picture: Target = { kind: 'picture', key: targetKey('picture') };

export function fieldTarget(
  field: string,
  {
    file = null,
    multiple = false,
    values = {},
    rows = 'append',
  }: Partial<Omit<FieldTarget, 'kind' | 'key' | 'field'>> = {},
): FieldTarget {
  const key = targetKey(file === null ? field : `${field}/${file}`);
  return { kind: 'field', key, field, file, multiple, values, rows };
}

export const rib = fieldTarget('e_RIB');
export const contracts = fieldTarget('e_Contrats', { multiple: true });
export const identityCard = fieldTarget('e_Identite', { file: 'e_Piece' });
export const visits = fieldTarget('e_Visite-medicale', { file: 'e_Attestation', multiple: true });

export function signature(over: Partial<Signature> = {}): Signature {
  return { size: 20_480, mtimeMs: now - 3_600_000, fileKey: '1:1', ...over };
}

export function inspected(sha256 = 'a1'): Inspection {
  return { sha256: sha(sha256), contentType: 'application/pdf' };
}

type StateOf<K extends DocumentRecord['state']> = Extract<DocumentRecord, { state: K }>;
type Base = Omit<StateOf<'ready'>, 'state'>;

export function base(over: Partial<Base> = {}): Base {
  return {
    id: documentId('d1'),
    path: treePath('Dupont Jean/RIB/rib.pdf'),
    signature: signature(),
    quietSince: now - 3_600_000,
    seenAt: now - 3_600_000,
    stateAt: now - 3_600_000,
    employeeId: jean,
    target: rib.key,
    inspection: inspected(),
    fileId: null,
    unproven: false,
    backlog: false,
    decisions: {},
    attempts: 0,
    reuploaded: false,
    replaces: null,
    ...over,
  };
}

export const ready = (over: Partial<Base> = {}): StateOf<'ready'> => ({ ...base(over), state: 'ready' });

/** New: nothing is known of its bytes, its person or its field. */
export const settling = (over: Partial<Base> = {}): StateOf<'settling'> => ({
  ...base({ inspection: null, employeeId: null, target: null, ...over }),
  state: 'settling',
});

export const uploaded = (over: Partial<Base> = {}): StateOf<'uploaded'> => ({
  ...base({ fileId: fileId('up-1'), ...over }),
  state: 'uploaded',
});

export const attaching = (over: Partial<Base> = {}): StateOf<'attaching'> => ({
  ...base({ fileId: fileId('up-1'), ...over }),
  state: 'attaching',
});

export const filed = (
  over: Partial<Base & Pick<StateOf<'filed'>, 'gone' | 'changed' | 'putAwayDue'>> = {},
): StateOf<'filed'> => ({
  ...base({ fileId: fileId('up-1') }),
  gone: false,
  changed: null,
  putAwayDue: false,
  ...over,
  state: 'filed',
});

export const asks = (
  reason: StateOf<'attention'>['reason'],
  over: Partial<Base> & { resume?: StateOf<'attention'>['resume'] } = {},
): StateOf<'attention'> => {
  const { resume = 'ready', ...rest } = over;
  return { ...base(rest), state: 'attention', reason, resume };
};

export const waiting = (
  over: Partial<Base & Pick<StateOf<'waiting'>, 'reason' | 'until' | 'resume'>> = {},
): StateOf<'waiting'> => ({
  ...base(),
  reason: 'offline',
  until: now,
  resume: 'ready',
  ...over,
  state: 'waiting',
});

export const ignored = (
  reason: StateOf<'ignored'>['reason'],
  over: Partial<Base> = {},
): StateOf<'ignored'> => ({
  ...base(over),
  state: 'ignored',
  reason,
});

/** A value as Lucca shows it. `files`: by sub-field, '' for the value itself. */
export function value(
  id: number | null,
  files: Readonly<Record<string, string>>,
  raw: unknown = { id, value: files[''] === undefined ? files : { id: files[''] } },
): FieldValue {
  return {
    valueId: id === null ? null : valueId(id),
    files: files as Readonly<Record<string, FileId>>,
    raw,
    empty: Object.keys(files).length === 0,
  };
}

export function record(
  of: EmployeeId,
  fields: Readonly<Record<string, readonly FieldValue[]>> = {},
  pictureId: string | null = null,
): EmployeeRecord {
  return {
    employeeId: of,
    picture: pictureId === null ? null : fileId(pictureId),
    fields: { e_RIB: [], e_Contrats: [], e_Identite: [], 'e_Visite-medicale': [], ...fields },
    readAt: now,
  };
}

export function identity(of: EmployeeId, target: TargetKey, sha256: Sha256): IdentityKey {
  return `${of}|${target}|${sha256}` as IdentityKey;
}

export function receipt(over: Partial<Receipt> = {}): Receipt {
  const { employeeId: of = jean, target = rib.key, sha256 = sha('a1') } = over;
  return {
    identity: identity(of, target, sha256),
    documentId: documentId('d1'),
    employeeId: of,
    target,
    sha256,
    size: 20_480,
    path: treePath('Dupont Jean/RIB/rib.pdf'),
    fileId: fileId('up-1'),
    valueId: null,
    filedAt: now - 86_400_000,
    proof: 'answer',
    replacedFileId: null,
    ...over,
  };
}

export function journalLine(of: EmployeeId, target: Target, sha256: string, file: string): JournalLine {
  return {
    event: 'attach',
    identity: identity(of, target.key, sha(sha256)),
    fileId: fileId(file),
    at: now - 5_000,
  };
}

export function placeOf(over: Partial<Place> = {}): Place {
  return {
    whose: { kind: 'matched', employeeId: jean },
    target: rib,
    whenFilled: 'ask',
    unclear: false,
    ...over,
  };
}

export interface Facts {
  readonly documents?: readonly DocumentRecord[];
  readonly receipts?: readonly Receipt[];
  readonly records?: readonly EmployeeRecord[];
  readonly knowledge?: readonly TargetKnowledge[];
  readonly journal?: readonly JournalLine[];
  readonly place?: (document: DocumentRecord) => Place;
  readonly finding?: (document: DocumentRecord) => Finding | null;
  readonly over?: Partial<ListedContext>;
}

/** A context as the agent would make it of these facts: indexes follow from documents and receipts. */
/** Here all documents can be listed. */
export interface ListedContext extends PlanContext {
  readonly documents: ReadonlyMap<DocumentId, DocumentRecord>;
}

export function contextOf(facts: Facts): ListedContext {
  const documents = facts.documents ?? [];
  const receipts = facts.receipts ?? [];
  const journal = facts.journal ?? [];
  const bySha = new Map<Sha256, DocumentRecord[]>();
  const byPlace = new Map<string, DocumentRecord[]>();
  for (const document of documents) {
    if (document.inspection !== null) append(bySha, document.inspection.sha256, document);
    const pending = document.state !== 'filed' && document.state !== 'ignored';
    if (pending && document.employeeId !== null && document.target !== null)
      append(byPlace, placeKey(document.employeeId, document.target), document);
  }
  const receiptsBySha = new Map<Sha256, Receipt[]>();
  for (const one of receipts) append(receiptsBySha, one.sha256, one);
  const proofs = new Map<IdentityKey, JournalLine[]>();
  for (const line of journal) append(proofs, line.identity, line);
  return {
    now,
    documents: new Map(documents.map((document) => [document.id, document])),
    live: new Map(documents.map((document) => [document.id, document])),
    bySha,
    byPlace,
    receipts: new Map(receipts.map((one) => [one.identity, one])),
    receiptsBySha,
    ownFiles: new Set([...receipts.map((one) => one.fileId), ...journal.map((line) => line.fileId)]),
    proofs,
    records: new Map((facts.records ?? [record(jean), record(marie)]).map((one) => [one.employeeId, one])),
    notShown: new Map(),
    replacedFiles: new Set(receipts.flatMap((one) => one.replacedFileId ?? [])),
    receiptsByFile: new Map(receipts.map((one) => [one.fileId, one])),
    knowledge: new Map((facts.knowledge ?? []).map((one) => [one.key, one])),
    busyDocuments: new Set(),
    busyEmployees: new Set(),
    place: facts.place ?? (() => placeOf()),
    finding: facts.finding ?? (() => null),
    identity,
    quietMs: () => quietMs,
    incompleteMs,
    typeRefused: () => false,
    maxBytes: 50_000_000,
    obstacle: null,
    questionsDueAt: now + 600_000,
    readAhead: { atLeast: 20, employees: 50, documents: 200 },
    definitionsKnown: true,
    directoryFresh: true,
    ...facts.over,
  };
}

export function seen(path: string, over: Partial<Signature> = {}): FileSeen {
  return { path: treePath(path), ...signature(over) };
}

export function scanOf(files: readonly FileSeen[], over: Partial<ScanResult> = {}): ScanResult {
  return { scope: '', root: 'ok', files, left: [], unreadable: [], at: now, ...over };
}

function append<K, V>(map: Map<K, V[]>, key: K, one: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [one]);
  else list.push(one);
}
