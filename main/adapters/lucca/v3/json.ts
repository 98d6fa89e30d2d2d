/** Reading what another program wrote: any shape may come, any case of a member's name, nothing throws. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member by its name, exactly or else whatever its case: Lucca's own casing is irregular ([DOC] `cultureID`). */
export function member(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, name)) return value[name];
  const lower = name.toLowerCase();
  const key = Object.keys(value).find((one) => one.toLowerCase() === lower);
  return key === undefined ? undefined : value[key];
}

/** Text of a member; numbers become text; anything else is ''. */
export function text(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' ? String(value) : '';
}

/** A whole number, also where it came as text; null where it is none. */
export function wholeNumber(value: unknown): number | null {
  if (typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return Number(value);
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

/** Parses JSON, a byte order mark allowed; undefined where it is none. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return undefined;
  }
}

/** v3 wraps its answers in `data` ([DOC]); guides and older pages show them bare. */
export function payloadOf(json: unknown): unknown {
  const data = member(json, 'data');
  return data === undefined ? json : data;
}

/** The items of a collection; null where the answer is none. */
export function itemsOf(json: unknown): readonly unknown[] | null {
  const payload = payloadOf(json);
  if (Array.isArray(payload)) return payload as readonly unknown[];
  const items = member(payload, 'items');
  return Array.isArray(items) ? (items as readonly unknown[]) : null;
}
