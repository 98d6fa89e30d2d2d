/** Documents and receipts made by chance, of all that a ledger may ever be given: odd ids, long paths, every script. */
import fc from 'fast-check';
import type { DocumentRecord, Receipt } from '../../../main/core/model.ts';
import type { LifeStep } from '../../../main/core/ports.ts';

const digits = (length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...Array.from('0123456789abcdef')), { minLength: length, maxLength: length })
    .map((all) => all.join(''));
/** Nearly what is expected, and nothing like it. */
const oddIds = [
  ...['', 'd_', 'd_abc', 'd_0123456789ABCDEF', 'D_00', '~', '~00', '00ff', "x'00'", 'd_00\n', '42', '4e2'],
  ...['A3F0C1D2-0000-4000-8000-00000000000A', '{a3f0c1d2-0000-4000-8000-00000000000a}', 'é', '👩‍🏫'],
  ...['a3f0c1d2-0000-4000-8000-00000000000', 'a3f0c1d20-000-4000-8000-00000000000a', 'A'.repeat(64)],
  ...['0'.repeat(63), '0'.repeat(65), `${'0'.repeat(63)}g`, '-'.repeat(36)],
];
const odd = fc.constantFrom(...oddIds);
export const anyId = fc.oneof({ weight: 3, arbitrary: digits(16).map((all) => `d_${all}`) }, odd);
const anyHash = fc.oneof({ weight: 3, arbitrary: digits(64) }, odd);
const anyFileId = fc.oneof({ weight: 3, arbitrary: fc.uuid() }, odd);

const names = fc.oneof(
  fc.constantFrom(
    'a.pdf',
    'Été.pdf',
    'E\u0301te\u0301.PDF',
    '👩‍🏫 contrat.pdf',
    '½ ℀ ﬁ.pdf',
    '%_\'"[*]?.pdf',
    ' ',
  ),
  fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => text.replace(/[/\0]/g, '-')),
  fc.constantFrom('ΟΔΟΣ.pdf', 'İstanbul.pdf', '\u0301.pdf', 'x'.repeat(255)),
);
export const anyPath = fc.oneof(
  fc.array(names, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/')),
  names.map((name) => `${`${'Très long '.repeat(20)}/`.repeat(20)}${name}`),
);

const at = fc.integer({ min: 0, max: 4_000_000_000_000 });
const anySignature = fc.record({
  size: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  mtimeMs: fc.oneof(at, fc.double({ noNaN: true, noDefaultInfinity: true })),
  fileKey: fc.oneof(fc.constant('2049:77'), fc.string({ unit: 'grapheme' }), digits(32)),
});
const employeeId = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const anyTarget = fc.oneof(
  fc.constantFrom('e_RIB', 'picture', 'e_Visite/e_Été'),
  fc.string({ unit: 'grapheme' }),
);
const or = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.oneof(fc.constant(null), arbitrary);

const base = {
  id: anyId,
  path: anyPath,
  signature: anySignature,
  quietSince: at,
  seenAt: at,
  stateAt: at,
  employeeId: or(employeeId),
  target: or(anyTarget),
  inspection: or(
    fc.record({ sha256: anyHash, contentType: fc.constantFrom('application/pdf', 'x/y; z="é"') }),
  ),
  fileId: or(anyFileId),
  unproven: fc.boolean(),
  backlog: fc.boolean(),
  decisions: fc.constantFrom({}, { skipped: true, answeredAt: 5 }, { place: 'é/👩‍🏫', bytes: null }),
  attempts: fc.nat(),
  reuploaded: fc.boolean(),
  replaces: or(fc.record({ valueId: or(fc.nat()), fileId: anyFileId })),
};
const work = fc.constantFrom('settling', 'ready', 'uploading', 'uploaded', 'attaching');
const one = <T extends string>(value: T): fc.Arbitrary<T> => fc.constant(value);

export const anyDocument = fc.oneof(
  fc.record({ ...base, state: work }),
  fc.record({
    ...{ ...base, state: one('filed'), gone: fc.boolean(), putAwayDue: fc.boolean() },
    changed: or(fc.record({ signature: anySignature, since: at })),
  }),
  fc.record({
    ...{ ...base, state: one('waiting'), reason: fc.constantFrom('offline', 'lease'), resume: work },
    until: fc.oneof(at, fc.constant(Infinity)),
  }),
  fc.record({ ...base, state: one('attention'), reason: one('no-route'), resume: work }),
  fc.record({ ...base, state: one('ignored'), reason: one('hidden') }),
) as unknown as fc.Arbitrary<DocumentRecord>;

export const anyReceipt = fc.record({
  identity: anyHash,
  documentId: anyId,
  employeeId,
  target: anyTarget,
  sha256: anyHash,
  size: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  path: anyPath,
  fileId: anyFileId,
  valueId: or(fc.nat({ max: Number.MAX_SAFE_INTEGER })),
  filedAt: at,
  proof: fc.constantFrom('answer', 'read', 'journal', 'bytes'),
  replacedFileId: or(anyFileId),
}) as unknown as fc.Arbitrary<Receipt>;

/** Of one document; each step differs from the one before. */
export const anyLife = fc
  .array(
    fc.oneof(
      fc.record({ state: work, reason: fc.constant(null), at }),
      fc.record({ state: one('waiting'), reason: fc.constantFrom('offline', 'throttled'), at }),
      fc.record({ state: one('attention'), reason: one('employee-unknown'), at }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((steps) =>
    steps.filter(
      ({ state, reason }, index) => state !== steps[index - 1]?.state || reason !== steps[index - 1]?.reason,
    ),
  ) as unknown as fc.Arbitrary<LifeStep[]>;
