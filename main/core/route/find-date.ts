/** Route: the date that a file's name tells. */

const forms = [
  { shape: /(?<!\d)(\d{4})([-._]?)(\d{2})\2(\d{2})(?!\d)/y, year: 1, month: 3, day: 4 },
  { shape: /(?<!\d)(\d{2})([-._])(\d{2})\2(\d{4})(?!\d)/y, year: 4, month: 3, day: 1 },
] as const;

/**
 * The first valid calendar date of 1950 to 2100 in a name that touches no other digit, as `YYYY-MM-DD`:
 * 2026-11-22, 20261122, 22-11-2026, 22.11.2026, 22_11_2026 (day before month). Null where there is none.
 */
export function findDate(name: string): string | null {
  for (let at = 0; at < name.length; at += 1) {
    for (const form of forms) {
      form.shape.lastIndex = at;
      const match = form.shape.exec(name);
      if (match === null) continue;
      const date = valid(Number(match[form.year]), Number(match[form.month]), Number(match[form.day]));
      if (date !== null) return date;
    }
  }
  return null;
}

function valid(year: number, month: number, day: number): string | null {
  if (year < 1950 || year > 2100 || month < 1 || month > 12 || day < 1) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  const same =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? date.toISOString().slice(0, 10) : null;
}
