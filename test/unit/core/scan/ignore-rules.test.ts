import { describe, expect, it } from 'vitest';
import { fileReason, folderVerdict, ruleFor, scopeVerdict } from '../../../../main/core/scan/ignore-rules.ts';

const nothing = () => false;

describe('what is no document', () => {
  it.each([
    '~$contrat.docx',
    '.~lock.contrat.odt#',
    '~WRL0001.tmp',
    'scan0001.TMP',
    'Unconfirmed 1234.crdownload',
    'rib.pdf.part',
    'rib.pdf.partial',
    'rib.pdf.download',
    'rib.pdf.filepart',
    'Thumbs.db',
    'THUMBS.DB',
    'desktop.ini',
    '.DS_Store',
    '._rib.pdf',
    'notes.txt~',
  ])('leaves out %s as temporary', (name) => {
    expect(fileReason(name)).toBe('temporary');
  });

  it.each(['.rib.pdf', '.env'])('leaves out %s as hidden', (name) => {
    expect(fileReason(name)).toBe('hidden');
  });

  it.each([
    'rib.pdf',
    'Contrat ~ avenant.pdf',
    '$alaire.pdf',
    'download.pdf',
    'part.pdf',
    '2026.11.22',
    'tmp.pdf',
    'contrat (1).pdf',
    'contrat.bak',
    'été.pdf',
  ])('takes %s for a document', (name) => {
    expect(fileReason(name)).toBeNull();
  });

  it('says nothing of its own folders, whatever their case where the volume does not see it', () => {
    expect(folderVerdict('.classeur', false).kind).toBe('own');
    expect(folderVerdict('_Filed', false).kind).toBe('own');
    expect(folderVerdict('_filed', true).kind).toBe('own');
    expect(folderVerdict('_filed', false)).toEqual({ kind: 'walk', reason: null });
  });

  it('never walks recycle bins and snapshots', () => {
    for (const name of ['$RECYCLE.BIN', 'System Volume Information', '.snapshot', '.Trash-1000'])
      expect(folderVerdict(name, false)).toEqual({ kind: 'closed', reason: 'temporary' });
  });

  it('hands a folder’s rule down to what lies below it', () => {
    expect(scopeVerdict('Dupont/.old/x', false)).toEqual({ kind: 'walk', reason: 'hidden' });
    expect(scopeVerdict('Dupont/@eaDir', false)).toEqual({ kind: 'walk', reason: 'temporary' });
    expect(scopeVerdict('Dupont/_Filed/x', false)).toEqual({ kind: 'own' });
    expect(ruleFor('a/b.pdf', nothing, 'hidden')).toBe('hidden');
  });

  it('asks the patterns of the settings last, with the whole path', () => {
    const asked: string[] = [];
    const matches = (path: string) => (asked.push(path), path.endsWith('.pdf'));
    expect(ruleFor('Dupont/RIB/a.pdf', matches, null)).toBe('pattern');
    expect(ruleFor('Dupont/RIB/~$a.pdf', matches, null)).toBe('temporary');
    expect(asked).toEqual(['Dupont/RIB/a.pdf']);
  });
});
