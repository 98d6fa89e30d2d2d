import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findDate } from '../../../../main/core/route/find-date.ts';

describe('the date in a name, day before month', () => {
  test.each([
    ['visite 2026-11-22.pdf', '2026-11-22'],
    ['visite 20261122.pdf', '2026-11-22'],
    ['visite 2026.11.22.pdf', '2026-11-22'],
    ['visite_2026_11_22.pdf', '2026-11-22'],
    ['22-11-2026 visite.pdf', '2026-11-22'],
    ['22.11.2026.pdf', '2026-11-22'],
    ['scan_22_11_2026.pdf', '2026-11-22'],
    ['03-04-2026.pdf', '2026-04-03'],
    ['IMG_20260105_101530.jpg', '2026-01-05'],
    ['2024-02-29.pdf', '2024-02-29'],
    ['1950-01-01.pdf', '1950-01-01'],
    ['31.12.2100.pdf', '2100-12-31'],
    ['é😀2026-11-22x', '2026-11-22'],
  ])('%s tells %s', (name, date) => {
    expect(findDate(name)).toBe(date);
  });

  test.each([
    ['a month that is none', '20261332.pdf'],
    ['a fifth digit before the year', '12026-11-22.pdf'],
    ['a third digit behind the day', '2026-11-221.pdf'],
    ['a digit before the day', '122-11-2026.pdf'],
    ['a digit behind the year', '22-11-20261.pdf'],
    ['a day that is none', '31-02-2026.pdf'],
    ['a leap day of a common year', '2026-02-29.pdf'],
    ['a leap day of 2100', '2100-02-29.pdf'],
    ['the day 0', '2026-11-00.pdf'],
    ['the month 0', '2026-00-22.pdf'],
    ['month before day', '11-22-2026.pdf'],
    ['a year too early', '1949-12-31.pdf'],
    ['a year too late', '2101-01-01.pdf'],
    ['two different marks', '2026-11_22.pdf'],
    ['a year of two digits', '22-11-26.pdf'],
    ['day first without marks', '22112026.pdf'],
    ['blanks between', '22 11 2026.pdf'],
    ['one digit for the month', '2026-1-22.pdf'],
    ['a number that is long', '3520261122999.pdf'],
    ['nothing', ''],
  ])('%s is no date: %s', (_what, name) => {
    expect(findDate(name)).toBeNull();
  });

  test('the first valid one wins', () => {
    expect(findDate('2026-13-01 puis 01.02.2025 puis 2024-01-01.pdf')).toBe('2025-02-01');
    expect(findDate('20261332 20250607.pdf')).toBe('2025-06-07');
    expect(findDate('01-02-2025 2026-11-22.pdf')).toBe('2025-02-01');
    expect(findDate('2026-11-22 01-02-2025.pdf')).toBe('2026-11-22');
  });

  test('every day of 1950 to 2100, in every form', () => {
    const days = fc
      .integer({ min: Date.UTC(1950, 0, 1) / 86_400_000, max: Date.UTC(2100, 11, 31) / 86_400_000 })
      .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
    const words = fc.constantFrom('', 'scan ', 'É_', 'n°7 ', '(', '12 ', 'v2.');
    fc.assert(
      fc.property(days, words, words, (date, before, after) => {
        const [year, month, day] = date.split('-') as [string, string, string];
        for (const name of [
          `${year}-${month}-${day}`,
          `${year}${month}${day}`,
          `${day}-${month}-${year}`,
          `${day}.${month}.${year}`,
          `${day}_${month}_${year}`,
        ])
          expect(findDate(`${before}${name} ${after}.pdf`)).toBe(date);
      }),
    );
  });
});
