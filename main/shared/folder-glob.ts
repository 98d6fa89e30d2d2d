/** A sub-folder as a route's pattern, and back: what people call `RIB` stands in the settings as `RIB/**`. */

/** Letters that mean something in a pattern stand for any one: settings know no backslash there. */
export const globFor = (name: string): string => name.replace(/[*?[\]{}!+@\\]/g, '?');

/** `''`: files directly in the employee folder. */
export const matchOfFolder = (name: string): string => (name === '' ? '*' : `${globFor(name)}/**`);

/** Null where the pattern is more than the name of a sub-folder. */
export function folderOfMatch(match: string): string | null {
  if (match === '*') return '';
  const name = /^([^*{}[\]!]+)\/\*{1,2}$/.exec(match)?.[1];
  return name ?? null;
}
