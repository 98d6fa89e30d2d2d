import { expect, test } from 'vitest';
import { csvLine } from '../../../main/shared/csv.ts';

test.each(['=1+1', '+33', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =cmd|calc'])(
  'a cell %j is text, never a formula',
  (cell) => {
    expect(csvLine([cell]).replace(/^"/, '')).toMatch(/^'/);
  },
);

test('what needs quotes gets them, what does not stays as it is', () => {
  expect(csvLine(['a,b', 'say "yes"', 'two\nlines', 'Été', 12, null])).toBe(
    '"a,b","say ""yes""","two\nlines",Été,12,',
  );
  expect(csvLine(['=1,"2"'])).toBe(`"'=1,""2"""`);
  expect(csvLine([-5])).toBe('-5');
});
