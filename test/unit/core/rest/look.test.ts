/** What a look leaves out must make no difference: the same scan with every file listed says the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentId, DocumentRecord, FileSeen, ScanResult } from '../../../../main/core/model.ts';
import { observe, type Observed } from '../../../../main/core/plan/observe.ts';
import type { Look } from '../../../../main/core/rest/look.ts';
import type { Resting } from '../../../../main/core/rest/resting-documents.ts';
import {
  documentId,
  filed,
  ready,
  scanOf,
  seen,
  settling,
  treePath,
} from '../../../support/plan-builders.ts';
import { anyPath, anyResting, anySignature, byId, restBesideLedger } from './any.ts';

const there = 'Dupont Jean/RIB/rib.pdf';
const rest = (documents: readonly Resting[]) => {
  const beside = restBesideLedger();
  for (const document of documents) beside.write(document.id, document);
  return beside;
};
const mapOf = (documents: readonly DocumentRecord[]): Map<DocumentId, DocumentRecord> =>
  new Map(documents.map((document) => [document.id, document]));

/** The scan as a look lets it be told. */
function told(scan: ScanResult, look: Look): ScanResult {
  return scan.root === 'ok' ? { ...scan, files: scan.files.filter((file) => !look.unchanged(file)) } : scan;
}

function observed(scan: ScanResult, documents: ReadonlyMap<DocumentId, DocumentRecord>): unknown {
  const result: Observed = observe({
    scan,
    documents,
    recovering: false,
    unlooked: [],
    firstLook: false,
    samePlace: (a, b) => a.split('/')[0] === b.split('/')[0],
    newId: () => documentId('new'),
  });
  const sort = (list: readonly DocumentRecord[]): unknown[] =>
    list
      .map((one) =>
        JSON.stringify(
          Object.fromEntries(
            Object.keys(one)
              .sort()
              .map((key) => [key, one[key as keyof typeof one]]),
          ),
        ),
      )
      .sort();
  return {
    ...result,
    changed: sort(result.changed),
    gone: sort(result.gone),
    orphaned: sort(result.orphaned),
    postponed: [...result.postponed].sort(),
  };
}

describe('a look', () => {
  it('says what the whole list would, whatever changes before it is taken in', () => {
    /** One present document a path, as the ledger has it. */
    const world = fc.record({
      before: fc.uniqueArray(anyResting, { selector: ({ path }) => path, comparator: 'IsStrictlyEqual' }),
      files: fc.uniqueArray(fc.record({ path: anyPath, signature: anySignature, as: fc.boolean() }), {
        selector: ({ path }) => path,
      }),
      scope: fc.constantFrom('', 'A', 'A/RIB', 'A/RIB/a.pdf', 'AB'),
      root: fc.constantFrom('ok', 'ok', 'ok', 'empty', 'missing'),
      unreadable: fc.constantFrom([], [], ['A/RIB']),
      meanwhile: fc.array(
        fc.record({
          index: fc.nat({ max: 5 }),
          what: fc.constantFrom('goes', 'changes', 'asks', 'leaves and rests again', 'gone'),
        }),
      ),
    });
    fc.assert(
      fc.property(world, ({ before, files, scope, root, unreadable, meanwhile }) => {
        const { resting, write } = rest([]);
        const documents = new Map<DocumentId, Resting>();
        for (const [index, one] of before.entries()) {
          const document = { ...one, id: documentId(`d_000000000000000${index}`) };
          write(document.id, document);
          documents.set(document.id, document);
        }
        const live = new Map<DocumentId, DocumentRecord>();
        const list: FileSeen[] = files
          .filter(({ path }) => scope === '' || path === scope || path.startsWith(`${scope}/`))
          .map(({ path, signature, as }) => {
            const known = [...documents.values()].find((document) => document.path === path);
            return { path: treePath(path), ...(as && known !== undefined ? known.signature : signature) };
          });
        const scan = scanOf(root === 'ok' ? list : [], { scope, root, unreadable });
        const look = resting.look();
        const short = told(scan, look);

        for (const { index, what } of meanwhile) {
          const id = documentId(`d_000000000000000${index}`);
          const document = write(id, null) as Resting | undefined;
          if (document === undefined) continue;
          documents.delete(id);
          if (what === 'leaves and rests again') write(id, document);
          else if (what === 'gone' && document.state === 'filed') write(id, { ...document, gone: true });
          else if (what === 'changes' && document.state === 'filed')
            live.set(id, { ...document, changed: { signature: document.signature, since: 1 } });
          else if (what === 'asks')
            live.set(id, { ...ready(), id, path: document.path, signature: document.signature });
          const now = resting.get(id) as Resting | undefined;
          if (now !== undefined) documents.set(id, now);
        }
        const taken = look.take(short, live);
        look.end();
        expect(observed(taken.scan, taken.documents)).toEqual(
          observed(scan, new Map<DocumentId, DocumentRecord>([...live, ...documents])),
        );
      }),
      { numRuns: 3_000 },
    );
  });

  it('leaves out what is filed and as it was, and nothing else', () => {
    const look = rest([filed()]).resting.look();
    expect(look.unchanged(seen(there))).toBe(true);
    expect(look.unchanged(seen(there, { size: 1 }))).toBe(false);
    expect(look.unchanged(seen(there, { mtimeMs: 1 }))).toBe(false);
    expect(look.unchanged(seen(there, { fileKey: '1:2' }))).toBe(false);
    expect(look.unchanged(seen('Dupont Jean/RIB/rib2.pdf'))).toBe(false);
    expect(
      rest([filed({ gone: true }) as Resting])
        .resting.look()
        .unchanged(seen(there)),
    ).toBe(false);
  });

  it('hands over no document that was seen as it was', () => {
    const look = rest([filed()]).resting.look();
    const short = told(scanOf([seen(there)]), look);
    expect(short.files).toEqual([]);
    expect([...look.take(short, new Map()).documents.values()]).toEqual([]);
  });

  it('hands over what was not seen, and what was seen otherwise', () => {
    const look = rest([filed()]).resting.look();
    const short = told(scanOf([]), look);
    expect(byId(look.take(short, new Map()).documents.values())).toEqual([filed()]);
  });

  it('forgets what a walk saw that began anew', () => {
    const { resting, write } = rest([filed()]);
    const look = resting.look();
    expect(look.unchanged(seen(there))).toBe(true);
    look.again();
    const short = told(scanOf([]), look);
    expect(byId(look.take(short, new Map()).documents.values())).toEqual([filed()]);
    // Nor does it come back as a line of the list.
    const later = resting.look();
    later.unchanged(seen(there));
    write(filed().id, null);
    later.again();
    expect(later.take(scanOf([]), mapOf([settling()])).scan.files).toEqual([]);
  });

  it('hands over one document where the root is empty: it is not that nobody is known', () => {
    const both = [filed(), filed({ id: documentId('d2'), path: treePath('x') })] as Resting[];
    const look = rest(both).resting.look();
    expect(look.take(scanOf([], { root: 'empty' }), new Map()).documents.size).toBe(1);
  });

  it('tells of a document that left its rest while the scan ran', () => {
    const { resting, write } = rest([filed()]);
    const look = resting.look();
    const short = told(scanOf([seen(there)]), look);
    write(filed().id, null);
    const now = settling();
    expect(look.take(short, mapOf([now])).scan.files).toEqual([seen(there)]);
  });

  it('does not take another document in the same row for the one that was seen', () => {
    const { resting, write } = rest([filed()]);
    const look = resting.look();
    const short = told(scanOf([seen(there)]), look);
    write(filed().id, null);
    const other = filed({ id: documentId('d2'), path: treePath('Martin Marie/RIB/rib.pdf') });
    write(other.id, other);
    expect([...look.take(short, new Map()).documents.values()]).toEqual([other]);
  });
});
