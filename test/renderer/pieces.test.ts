import { describe, expect, it } from 'vitest';
import { findMark } from '../../renderer/src/ui/marked.tsx';
import { kindOf } from '../../renderer/src/ui/paper.tsx';
import { pathOf } from '../../renderer/src/views/path.ts';
import type { DocumentState } from '../../main/shared/reasons.ts';
import { documentOf, pageOf } from '../support/scenes.ts';

const at = (second: number): string => new Date(2026, 10, 24, 10, 0, second).toISOString();
const life = (...states: readonly DocumentState[]) =>
  states.map((state, index) => ({ state, reason: null, at: at(index) }));
const document = (state: DocumentState) =>
  documentOf('Claire Moreau', 'RIB', state, { id: 'd', time: '10:00' });
const phases = (state: DocumentState, ...states: readonly DocumentState[]): string =>
  pathOf({ document: document(state), life: life(...states) })
    .map(({ phase }) => phase[0])
    .join('');

describe('a document’s path', () => {
  it('has five steps, each done, under way or to come', () => {
    expect(phases('settling', 'seen', 'settling')).toBe('dnnnn');
    expect(phases('ready', 'seen', 'settling', 'ready')).toBe('ddnnn');
    expect(phases('attaching', 'seen', 'settling', 'ready', 'uploading', 'uploaded', 'attaching')).toBe(
      'dddnn',
    );
    expect(phases('filed', 'seen', 'ready', 'uploading', 'uploaded', 'attaching', 'filed')).toBe('ddddd');
  });

  it('stands where a document waited or asked from', () => {
    expect(phases('waiting', 'settling', 'ready', 'uploading', 'uploaded', 'waiting')).toBe('dddnn');
    expect(phases('attention', 'settling', 'ready', 'attention')).toBe('ddnnn');
  });

  it('begins again when the file changed', () => {
    const steps = pathOf({
      document: document('settling'),
      life: life('settling', 'ready', 'filed', 'settling'),
    });
    expect(steps.map(({ phase }) => phase[0]).join('')).toBe('dnnnn');
    expect(steps[0]?.at).toBe(at(0));
    expect(steps[4]?.at).toBeNull();
  });

  it('claims no time that nobody saw', () => {
    const found = pathOf({
      document: { ...document('filed'), filedAt: at(9) },
      life: life('settling', 'ready', 'filed'),
    });
    expect(found.map((step) => step.at)).toEqual([at(0), at(1), null, at(9), at(9)]);
  });

  it('goes no further for what was left aside', () => {
    const steps = pathOf(pageOf(document('ignored'), null));
    expect(steps.some(({ phase }) => phase === 'now')).toBe(false);
  });
});

describe('what was searched', () => {
  it('is found whatever its case, accents and ligatures, at its place in the text itself', () => {
    const shown = (text: string, search: string): string | null => {
      const mark = findMark(text, search);
      return mark === null ? null : text.slice(mark.from, mark.to);
    };
    expect(shown('Amélie Rousseau', 'rouss')).toBe('Rouss');
    expect(shown('Inès Lefèvre', 'LEFEVRE')).toBe('Lefèvre');
    expect(shown('Łukasz', 'ukas')).toBe('ukas');
    expect(shown('😀 Noël', 'noel')).toBe('Noël');
    expect(shown('Noël', '')).toBeNull();
    expect(shown('Noël', 'x')).toBeNull();
  });
});

describe('a sheet', () => {
  it('bears the kind of its file, when it has one that fits', () => {
    expect(kindOf('contrat.PDF')).toBe('PDF');
    expect(kindOf('archive.tar.gz')).toBe('GZ');
    expect(kindOf('README')).toBe('');
    expect(kindOf('a.numbers-and-more')).toBe('');
  });
});
