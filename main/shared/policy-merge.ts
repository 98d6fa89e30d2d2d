/**
 * What a policy does to settings: what it names wins, and is locked. Objects are joined member by member; all else, a
 * list too, counts as a whole. Free of schemas: the window and the first bundle of the app read it too.
 */
type Json = Readonly<Record<string, unknown>>;

/** `said`, with what the policy names in its place. */
export function withPolicy(said: Json, policy: Json): Record<string, unknown> {
  const named = Object.entries(policy).map(([name, value]) => [
    name,
    isObject(value) ? withPolicy(membersOf(said, name), value) : value,
  ]);
  return Object.fromEntries([...Object.entries(said), ...named]) as Record<string, unknown>;
}

/** What of `next` may be written to the file: of what the policy names, the file keeps what it said `before`, or nothing. */
export function withoutPolicy(next: Json, before: Json, policy: Json): Record<string, unknown> {
  const names = [...new Set([...Object.keys(next), ...Object.keys(before)])];
  const kept = names.flatMap((name): readonly (readonly [string, unknown])[] => {
    const isNew = Object.hasOwn(next, name);
    if (!Object.hasOwn(policy, name)) return isNew ? [[name, next[name]]] : [];
    const [value, wasSaid] = [policy[name], Object.hasOwn(before, name)];
    if (!isObject(value)) return wasSaid ? [[name, before[name]]] : [];
    const inner = withoutPolicy(membersOf(next, name), membersOf(before, name), value);
    return wasSaid || Object.keys(inner).length > 0 ? [[name, inner]] : [];
  });
  return Object.fromEntries(kept);
}

/** The places that the policy names, as in `tenant.url`. */
export function lockedPlaces(policy: Json): readonly string[] {
  return Object.entries(policy).flatMap(([name, value]) =>
    isObject(value) ? lockedPlaces(value).map((below) => `${name}.${below}`) : [name],
  );
}

/** What stands at a place, as `tenant.url`; undefined where nothing does. */
export function valueAt(settings: Json, place: string): unknown {
  return place.split('.').reduce<unknown>((value, name) => {
    return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }, settings);
}

/** True for a place that is locked, and for what is below it: `routes` locks `routes[0].match`. */
export function isLocked(locked: readonly string[], place: string): boolean {
  return locked.some(
    (one) => place === one || (place.startsWith(one) && '.['.includes(place.charAt(one.length))),
  );
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function membersOf(value: Json, name: string): Json {
  const member = Object.hasOwn(value, name) ? value[name] : undefined;
  return isObject(member) ? member : {};
}
