/** `Retry-After` (RFC 9110 §10.2.3): seconds or a date. */

/**
 * Milliseconds to wait, never less than the server asked for; null where it did not say, or not so that it can be
 * understood. A date is held against the server's own `Date`, so that a wrong clock here does not matter.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: number): number | null {
  const value = headers['retry-after']?.trim();
  if (value === undefined || value === '') return null;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const until = Date.parse(value);
  if (Number.isNaN(until)) return null;
  const serverNow = Date.parse(headers['date'] ?? '');
  return Math.max(0, until - (Number.isNaN(serverNow) ? now : serverNow));
}
