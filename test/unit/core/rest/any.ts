/** Anything that may come to rest, made by chance: small choices, so that they meet. */
import fc from 'fast-check';
import type { DocumentId, DocumentRecord, Receipt } from '../../../../main/core/model.ts';
import { createWords } from '../../../../main/core/rest/packing.ts';
import {
  createRestingDocuments,
  type Resting,
  type RestingDocuments,
} from '../../../../main/core/rest/resting-documents.ts';
import { filed, ignored, receipt } from '../../../support/plan-builders.ts';

const digits = fc.constantFrom(...Array.from('0123456789abcdef'));
const hex = (length: number): fc.Arbitrary<string> =>
  fc.array(digits, { minLength: length, maxLength: length }).map((all) => all.join(''));

/** Texts of every kind that is packed in a way of its own. */
export const anyText = fc.oneof(
  fc.constant(null),
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  hex(64),
  hex(6),
  hex(16).map((text) => `d_${text}`),
  fc.uuid(),
);

const ids = ['d_0000000000000001', 'd_0000000000000002', 'd_0000000000000003', 'other', 'd_xyz'];
export const anyId = fc.constantFrom(...ids);
const shas = ['a1', 'b2', 'c'.repeat(64)];
const files = ['f-00000001', '01234567-89ab-cdef-0123-456789abcdef', 'ffffffff-89ab-cdef-0123-456789abcdef'];
export const paths = [
  'a.pdf',
  'A/RIB/a.pdf',
  'A/RIB/b.pdf',
  'A/Contrats/a.pdf',
  'B/\ud800.pdf',
  'AB/RIB/a.pdf',
];
export const anyPath = fc.constantFrom(...paths);
export const anySignature = fc.record({
  size: fc.constantFrom(1, 70_000),
  mtimeMs: fc.constantFrom(1_790_000_000_000, 1_790_000_000_000.123),
  fileKey: fc.constantFrom('12', '123', '1:7'),
});

const common = {
  id: anyId,
  path: anyPath,
  signature: anySignature,
  quietSince: fc.nat(),
  seenAt: fc.nat(),
  stateAt: fc.nat({ max: 5 }),
  employeeId: fc.constantFrom(null, 7, 416),
  target: fc.constantFrom(null, 'e_RIB', 'picture'),
  inspection: fc.oneof(
    fc.constant(null),
    fc.record({
      sha256: fc.constantFrom(...shas),
      contentType: fc.constantFrom('application/pdf', 'image/png'),
    }),
  ),
  fileId: fc.constantFrom(null, ...files),
  unproven: fc.boolean(),
  backlog: fc.boolean(),
  reuploaded: fc.boolean(),
  attempts: fc.constantFrom(0, 0, 3),
  decisions: fc.constantFrom({}, {}, { target: 'e_RIB', answeredAt: 5 }, { skipped: true, bytes: null }),
  replaces: fc.constantFrom(null, null, { valueId: 4, fileId: 'f-1' }),
};

export const anyResting = fc.oneof(
  fc.record({ ...common, gone: fc.boolean() }).map((over) => filed(over as never)),
  fc.record({ ...common, reason: fc.constantFrom('temporary', 'pattern') }).map(({ reason, ...over }) => ({
    ...ignored(reason as never),
    ...(over as object),
  })),
) as fc.Arbitrary<Resting>;

export const anyReceipt: fc.Arbitrary<Receipt> = fc
  .record({
    identity: fc.constantFrom('one', 'two', 'e'.repeat(64)),
    documentId: anyId,
    employeeId: fc.constantFrom(7, 416),
    target: fc.constantFrom('e_RIB', 'picture'),
    sha256: fc.constantFrom(...shas),
    size: fc.nat(),
    path: fc.oneof(anyPath, fc.constant('')),
    fileId: fc.constantFrom(...files),
    valueId: fc.constantFrom(null, 5),
    filedAt: fc.nat({ max: 3 }),
    proof: fc.constantFrom('answer', 'read', 'journal', 'bytes'),
    replacedFileId: fc.constantFrom(null, ...files),
  })
  .map((over) => receipt(over as never));

export const byId = (documents: Iterable<DocumentRecord>): DocumentRecord[] =>
  [...documents].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

/** Documents at rest beside a ledger that holds what was put there: what is put is written first. */
export function restBesideLedger(): {
  readonly resting: RestingDocuments;
  readonly ledger: Map<DocumentId, DocumentRecord>;
  /** As the agent does it: what changes is held, written, and believed. */
  readonly write: (id: DocumentId, next: Resting | null, between?: () => void) => DocumentRecord | undefined;
} {
  const ledger = new Map<DocumentId, DocumentRecord>();
  const resting = createRestingDocuments(
    { documents: (ids) => ids.flatMap((id) => ledger.get(id) ?? []) },
    createWords(),
  );
  return {
    resting,
    ledger,
    write(id, next, between) {
      const old = resting.get(id);
      resting.hold(old === undefined ? [] : [old]);
      if (next === null) ledger.delete(id);
      else ledger.set(id, next);
      between?.();
      const taken = resting.take(id);
      if (next !== null) resting.put(next);
      resting.letGo();
      return taken;
    },
  };
}
