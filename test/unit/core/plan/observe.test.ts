import { describe, expect, it } from 'vitest';
import type { DocumentRecord, ScanResult } from '../../../../main/core/model.ts';
import { observe, type Observed } from '../../../../main/core/plan/observe.ts';
import {
  attaching,
  documentId,
  fileId,
  filed,
  ignored,
  inspected,
  jean,
  now,
  ready,
  rib,
  scanOf,
  seen,
  settling,
  signature,
  treePath,
  uploaded,
} from '../../../support/plan-builders.ts';

const there = 'Dupont Jean/RIB/rib.pdf';
const renamed = 'Dupont Jean/RIB/rib-2026.pdf';
const elsewhere = 'Martin Marie/RIB/rib.pdf';
const personOf = (path: string): string => path.slice(0, path.indexOf('/'));

function look(
  scan: ScanResult,
  documents: readonly DocumentRecord[],
  recovering = false,
  unlooked: readonly string[] = [],
): Observed {
  let last = 0;
  return observe({
    scan,
    documents: new Map(documents.map((document) => [document.id, document])),
    recovering,
    unlooked,
    firstLook: false,
    samePlace: (a, b) => personOf(a) === personOf(b),
    newId: () => documentId(`new-${++last}`),
  });
}

/** What the ledger holds after the scan. */
function after(documents: readonly DocumentRecord[], observed: Observed): DocumentRecord[] {
  const map = new Map(documents.map((document) => [document.id, document]));
  for (const document of observed.gone) map.delete(document.id);
  for (const document of observed.changed) map.set(document.id, document);
  return [...map.values()];
}

const nothing: Observed = { unlooked: [], changed: [], gone: [], orphaned: [], postponed: [] };

describe('a folder that a new ledger could not list at first', () => {
  const closed = scanOf([seen(elsewhere)], { unreadable: ['Dupont Jean'] });

  it('is remembered until it is listed', () => {
    const first = look(closed, [], true);
    expect(first.unlooked).toEqual(['Dupont Jean']);
    expect(look(closed, [], false, first.unlooked).unlooked).toEqual(['Dupont Jean']);
    expect(look(scanOf([]), [], false, first.unlooked).unlooked).toEqual([]);
  });

  it('holds documents that may have been filed, however late they are seen', () => {
    const { changed } = look(scanOf([seen(there), seen(elsewhere)]), [], false, ['Dupont Jean']);
    expect(changed.map(({ path, unproven }) => [path, unproven])).toEqual([
      [there, true],
      [elsewhere, false],
    ]);
  });

  it('is nothing new once the ledger has seen it', () => {
    expect(look(closed, [], false).unlooked).toEqual([]);
  });
});

describe('a file that nobody knew', () => {
  it('becomes a document that settles', () => {
    const { changed, gone } = look(scanOf([seen(there)]), []);
    expect(gone).toEqual([]);
    expect(changed).toHaveLength(1);
    expect(changed[0]).toMatchObject({
      path: there,
      state: 'settling',
      quietSince: now,
      seenAt: now,
      inspection: null,
      unproven: false,
    });
  });

  it('needs proof that Lucca lacks it where the ledger is new', () => {
    expect(look(scanOf([seen(there)]), [], true).changed[0]?.unproven).toBe(true);
  });

  it('needs proof where it may be one that needed proof, under another name and written to since', () => {
    const asked = { ...ready({ path: treePath(there) }), unproven: true };
    const touched = seen(renamed, { mtimeMs: now, fileKey: '1:99' });
    expect(look(scanOf([touched]), [asked]).changed.map(({ unproven }) => unproven)).toEqual([true]);
    // Another size is another document, and what is filed has its proof.
    const other = seen(renamed, { size: asked.signature.size + 1, fileKey: '1:99' });
    expect(look(scanOf([other]), [asked]).changed.map(({ unproven }) => unproven)).toEqual([false]);
    expect(look(scanOf([touched]), [{ ...asked, unproven: false }]).changed[0]?.unproven).toBe(false);
  });

  it('is left out with its reason where a rule says so', () => {
    const left = [{ path: treePath('~$rib.docx'), reason: 'temporary' as const, signature: signature() }];
    expect(look(scanOf([], { left }), []).changed[0]).toMatchObject({
      state: 'ignored',
      reason: 'temporary',
    });
  });
});

describe('the same scan twice', () => {
  it.each([
    ['settling', settling()],
    ['ready', ready()],
    ['uploaded', uploaded()],
    ['attaching', attaching()],
    ['filed', filed()],
    ['duplicate', ignored('duplicate')],
    ['skipped', ignored('skipped')],
  ])('changes nothing of a document that is %s', (_, document) => {
    expect(look(scanOf([seen(there)]), [document])).toEqual(nothing);
  });

  it('changes nothing the second time, whatever the first one found', () => {
    const documents = [
      ready({ id: documentId('moved'), signature: signature({ fileKey: '1:2' }) }),
      filed({ id: documentId('written'), path: treePath('Dupont Jean/RIB/b.pdf') }),
      ready({
        id: documentId('gone'),
        path: treePath('Dupont Jean/RIB/c.pdf'),
        signature: signature({ fileKey: '1:4' }),
      }),
    ];
    const scan = scanOf(
      [
        seen(renamed, { fileKey: '1:2' }),
        seen('Dupont Jean/RIB/b.pdf', { size: 1 }),
        seen('Dupont Jean/RIB/d.pdf', { fileKey: '1:5' }),
      ],
      { left: [{ path: treePath('Thumbs.db'), reason: 'hidden', signature: signature({ fileKey: '1:6' }) }] },
    );
    const first = look(scan, documents);
    expect(first.changed).toHaveLength(4);
    expect(first.gone).toHaveLength(1);
    expect(look({ ...scan, at: now + 60_000 }, after(documents, first))).toEqual(nothing);
  });
});

describe('a file that moved', () => {
  it('stays the same document below the same person, with all that is known of it', () => {
    const document = uploaded();
    expect(look(scanOf([seen(renamed)]), [document])).toEqual({
      ...nothing,
      changed: [{ ...document, path: renamed }],
    });
  });

  it('is judged anew below another person', () => {
    const document = ready({ decisions: { employeeId: jean, target: rib.key, whenFilled: 'replace' } });
    const { changed, gone } = look(scanOf([seen(elsewhere)]), [document]);
    expect(gone).toEqual([]);
    expect(changed).toHaveLength(1);
    expect(changed[0]).toMatchObject({
      id: document.id,
      path: elsewhere,
      state: 'settling',
      employeeId: null,
      target: null,
      inspection: null,
    });
    expect(changed[0]?.decisions).toEqual({});
  });

  it('is another document below another person once it was sent', () => {
    const document = uploaded();
    const { changed, gone, orphaned } = look(scanOf([seen(elsewhere)]), [document]);
    expect(changed).toHaveLength(1);
    expect(changed[0]).toMatchObject({ id: 'new-1', path: elsewhere, fileId: null, state: 'settling' });
    expect(gone).toEqual([document]);
    expect(orphaned).toEqual([document]);
  });

  it('keeps what was filed, and is looked at as a new one, below another person', () => {
    const { changed, gone } = look(scanOf([seen(elsewhere)]), [filed()]);
    expect(gone).toEqual([]);
    expect(changed.map(({ id, state }) => [id, state])).toEqual([
      ['new-1', 'settling'],
      ['d1', 'filed'],
    ]);
    expect(changed[1]).toMatchObject({ gone: true, path: there });
  });
});

describe('a file that was written to', () => {
  it('settles again when only its time differs, and keeps what was said of its person', () => {
    const document = ready({ decisions: { employeeId: jean } });
    const { changed } = look(scanOf([seen(there, { mtimeMs: now })]), [document]);
    expect(changed[0]).toMatchObject({ state: 'settling', inspection: null, quietSince: now });
    expect(changed[0]?.decisions).toEqual({ employeeId: jean });
  });

  it('gives up the file id that was uploaded for other bytes', () => {
    const document = uploaded();
    const { changed, orphaned } = look(scanOf([seen(there, { size: 9 })]), [document]);
    expect(changed[0]).toMatchObject({ state: 'settling', fileId: null });
    expect(orphaned).toEqual([document]);
  });

  it('stays filed, and is looked at once it is quiet', () => {
    const other = signature({ size: 9 });
    const { changed } = look(scanOf([seen(there, { size: 9 })]), [filed()]);
    expect(changed[0]).toMatchObject({ state: 'filed', changed: { signature: other, since: now } });
    const back = look(scanOf([seen(there)]), [filed({ changed: { signature: other, since: now } })]);
    expect(back.changed[0]).toMatchObject({ state: 'filed', changed: null });
  });

  it('is looked at again after its write, not during it', () => {
    const document = attaching();
    expect(look(scanOf([seen(there, { size: 9 })]), [document])).toEqual({
      ...nothing,
      postponed: [document.id],
    });
  });

  it('is taken up again where the rule that left it out no longer holds', () => {
    const { changed } = look(scanOf([seen(there)]), [ignored('pattern')]);
    expect(changed[0]).toMatchObject({ state: 'settling', inspection: null });
  });
});

describe('a file that went', () => {
  it('is forgotten where nothing was sent', () => {
    const document = ready();
    const other = seen('Dupont Jean/RIB/x.pdf', { fileKey: '1:9' });
    expect(look(scanOf([other]), [document])).toMatchObject({ gone: [document], orphaned: [] });
  });

  it('leaves an orphan where it was uploaded', () => {
    const document = uploaded({ fileId: fileId('up-7'), inspection: inspected('b2') });
    const other = seen('Dupont Jean/RIB/x.pdf', { fileKey: '1:9' });
    expect(look(scanOf([other]), [document])).toMatchObject({ gone: [document], orphaned: [document] });
  });

  it('stays filed', () => {
    const { changed, gone } = look(scanOf([], { scope: 'Dupont Jean' }), [filed()]);
    expect(gone).toEqual([]);
    expect(changed).toMatchObject([{ state: 'filed', gone: true }]);
  });

  it('is not forgotten while its write is under way', () => {
    const document = attaching();
    expect(look(scanOf([]), [document])).toEqual({ ...nothing, postponed: [document.id] });
  });

  it('is not called gone by a scan of another folder', () => {
    expect(look(scanOf([], { scope: 'Martin Marie' }), [ready()])).toEqual(nothing);
    expect(look(scanOf([], { scope: 'Dupont' }), [ready()])).toEqual(nothing);
  });
});

describe('a share in trouble', () => {
  const documents = [
    ready(),
    filed({ id: documentId('d2'), path: treePath('Dupont Jean/RIB/b.pdf') }),
    uploaded({ id: documentId('d3'), path: treePath('Dupont Jean/RIB/c.pdf') }),
  ];

  it.each(['missing', 'empty', 'unreadable'] as const)('a root that is %s changes nothing', (root) => {
    expect(look(scanOf([], { root }), documents)).toEqual(nothing);
  });

  it('a folder that could not be listed loses nothing, above it or below', () => {
    expect(look(scanOf([], { unreadable: ['Dupont Jean'] }), documents)).toEqual(nothing);
    expect(look(scanOf([], { unreadable: ['Dupont Jean/RIB'] }), documents)).toEqual(nothing);
  });
});
