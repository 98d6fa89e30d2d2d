import { describe, expect, it, vi } from 'vitest';
import {
  createGitignore,
  globs,
  hasher,
  systemClock,
  systemRandom,
} from '../../../../main/adapters/system/index.ts';

describe('clock', () => {
  it('waits longer than a timer can, and can be told not to', () => {
    vi.useFakeTimers();
    try {
      const month = 40 * 86_400_000;
      const fired: string[] = [];
      systemClock.after(month, () => fired.push('month'));
      const cancel = systemClock.after(month, () => fired.push('never'));
      systemClock.after(Infinity, () => fired.push('infinity'));
      vi.advanceTimersByTime(month - 1);
      expect(fired).toEqual([]);
      cancel();
      vi.advanceTimersByTime(1);
      expect(fired).toEqual(['month']);
      vi.advanceTimersByTime(month * 2);
      expect(fired).toEqual(['month']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('names the day in the agent’s own zone', () => {
    const noon = new Date(2026, 10, 2, 12);
    expect(systemClock.localDay(noon.getTime())).toBe('2026-11-02');
    expect(systemClock.localDay(new Date(2026, 10, 2, 0, 0, 1).getTime())).toBe('2026-11-02');
    expect(systemClock.localDay(new Date(2026, 10, 2, 23, 59, 59).getTime())).toBe('2026-11-02');
  });
});

describe('route patterns', () => {
  it.each([
    ['visites medicales/**', 'visites medicales/a.pdf', true],
    ['visites medicales/**', 'visites medicales/2026/a.pdf', true],
    ['rib/*', 'rib/a.pdf', true],
    ['rib/*', 'rib/2026/a.pdf', false],
    ['**/rib/*.pdf', 'rib/a.pdf', true],
    ['rib/*', 'rib/.a.pdf', false],
    ['**', 'x/.hidden/a.pdf', false],
    ['contrat (1)/*', 'contrat (1)/a.pdf', true],
    ['{a,b}/*', 'b/x', true],
    ['@(a|b)/*', 'b/x', true],
    ['contrats (cdi)/**', 'contrats (cdi)/2026/x', true],
    ['(a|b)/*', 'b/x', true],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(globs.compile(pattern)(path)).toBe(expected);
  });
});

describe('ignore patterns', () => {
  it('are gitignore’s', () => {
    const matches = createGitignore(['brouillons/', '*.bak', '/Modèles', '!garde.bak']);
    for (const path of ['Dupont/brouillons/a.pdf', 'a.bak', 'x/y.BAK', 'Modèles/contrat.docx'])
      expect([path, matches(path)]).toEqual([path, true]);
    for (const path of ['Dupont/a.pdf', 'x/garde.bak', 'Dupont/Modèles/a.pdf', '../a.pdf', 'brouillons'])
      expect([path, matches(path)]).toEqual([path, false]);
    expect(createGitignore([])('a.bak')).toBe(false);
  });
});

it('hashes as everybody does, and draws numbers below one', () => {
  expect(hasher.sha256('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c');
  for (let index = 0; index < 100; index += 1) {
    const number = systemRandom.next();
    expect(number >= 0 && number < 1).toBe(true);
  }
  expect(systemRandom.uuid()).not.toBe(systemRandom.uuid());
});
