/** Whether two values would be the same as JSON, in whatever order their members stand. What is undefined is not there. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [ours, theirs] = [a, b].map((one) => Object.entries(one).filter(([, value]) => value !== undefined));
  if (ours?.length !== theirs?.length) return false;
  const other = new Map(theirs);
  return (ours ?? []).every(([name, value]) => other.has(name) && sameJson(value, other.get(name)));
}
