/**
 * The receipts: there is one for each document that was ever filed. They lie in the ledger, and are looked up there by
 * identity, bytes, file, document or person. What plans ask for again and again is remembered.
 *
 * Invariants: of several receipts for one identity the last filed one counts, and the last written one stands for its
 * bytes and its document; each file id leads to the receipt that was last written for it. What is being written is not
 * known here before it is believed (`hold`), although the ledger may show it already.
 */
import type { DocumentId, EmployeeId, FileId, IdentityKey, Receipt, Sha256, TargetKey } from '../model.ts';
import type { LedgerLookUp } from '../ports.ts';

export interface Receipts {
  get(identity: IdentityKey): Receipt | undefined;
  readonly withSha: (sha256: Sha256) => readonly Receipt[];
  readonly forFile: (fileId: FileId) => Receipt | undefined;
  readonly hasFile: (fileId: FileId) => boolean;
  /** The last one of a document. */
  readonly ofDocument: (id: DocumentId) => Receipt | null;
  readonly ofEmployee: (id: EmployeeId) => readonly Receipt[];
  /** Before these are written: until `letGo`, all is answered as if they were not. One writing at a time. */
  readonly hold: (receipts: readonly Receipt[]) => void;
  /** It stands in the ledger now. */
  readonly put: (receipt: Receipt) => void;
  readonly letGo: () => void;
  /** Targets that something was filed to. */
  readonly targets: ReadonlySet<TargetKey>;
  /** Files in Lucca that a receipt says were replaced by another. */
  readonly replacedFiles: ReadonlySet<FileId>;
}

/** What a receipt is found by, and how many answers are remembered: as many as a plan may ask for each time. */
const mostRemembered = { identity: 200_000, sha256: 200_000, fileId: 5_000, documentId: 0 } as const;
type Key = keyof typeof mostRemembered;
const keys = Object.keys(mostRemembered) as readonly Key[];
type Answers = Readonly<Record<Key, Map<string, readonly Receipt[]>>>;

const none: readonly Receipt[] = [];
const noAnswers = (): Answers => ({
  identity: new Map(),
  sha256: new Map(),
  fileId: new Map(),
  documentId: new Map(),
});

/** `stand`: what the receipts that the ledger holds say together. */
export function createReceipts(
  lookUp: Pick<LedgerLookUp, 'receipts'>,
  stand: { readonly filedTargets: readonly TargetKey[]; readonly replacedFiles: readonly FileId[] },
): Receipts {
  const remembered = noAnswers();
  const held = noAnswers();
  const targets = new Set(stand.filedTargets);
  const replacedFiles = new Set(stand.replacedFiles);

  /** In the order in which they were written. */
  function where(key: Key, value: string): readonly Receipt[] {
    const known = held[key].get(value) ?? remembered[key].get(value);
    if (known !== undefined) return known;
    const found = lookUp.receipts(key, value);
    if (mostRemembered[key] === 0) return found;
    if (remembered[key].size >= mostRemembered[key]) remembered[key].clear();
    // The same empty list for all of them: of most documents there is no receipt yet.
    remembered[key].set(value, found.length === 0 ? none : found);
    return found;
  }

  /** Nothing was written for the same identity since. */
  function stands(receipt: Receipt): boolean {
    return where('identity', receipt.identity).at(-1)?.fileId === receipt.fileId;
  }

  const ofIdentity = (identity: IdentityKey): Receipt | undefined =>
    lastFiled(where('identity', identity)) ?? undefined;

  return {
    targets,
    replacedFiles,
    get: ofIdentity,
    withSha: (sha256) => where('sha256', sha256).filter(stands),
    forFile: (fileId) => where('fileId', fileId).at(-1),
    hasFile: (fileId) => where('fileId', fileId).length > 0,
    ofDocument: (id) => lastFiled(where('documentId', id).filter(stands)),
    ofEmployee(id) {
      // An identity is one person's for good: whoever has a receipt for it has the one that counts.
      const identities = new Set(lookUp.receipts('employeeId', id).map(({ identity }) => identity));
      return [...identities].flatMap((identity) => ofIdentity(identity) ?? []);
    },
    hold(receipts) {
      const holdKeysOf = (receipt: Receipt): void => {
        for (const key of keys) held[key].set(receipt[key], where(key, receipt[key]));
      };
      for (const receipt of receipts) {
        holdKeysOf(receipt);
        // Written anew, an old row leaves its document and its bytes, too.
        where('identity', receipt.identity).forEach(holdKeysOf);
      }
    },
    put(receipt) {
      targets.add(receipt.target);
      if (receipt.replacedFileId !== null) replacedFiles.add(receipt.replacedFileId);
    },
    letGo() {
      for (const key of keys) {
        for (const value of held[key].keys()) remembered[key].delete(value);
        held[key].clear();
      }
    },
  };
}

/** Of those filed at the same moment the one that was written last. */
function lastFiled(receipts: readonly Receipt[]): Receipt | null {
  let last: Receipt | null = null;
  for (const receipt of receipts) if (last === null || last.filedAt <= receipt.filedAt) last = receipt;
  return last;
}
