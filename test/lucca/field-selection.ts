/** The `fields` of a request: `id,legalEntity[id,name],manager.name,collection.count`. [DOC api-generations] */
import { Refused } from './errors.ts';

/** Lower-case name → how it was spelt and what is asked below it (null: the default of that object). */
export type Selection = ReadonlyMap<string, Selected>;

export interface Selected {
  readonly asked: string;
  readonly below: Selection | null;
}

export interface FieldsQuery {
  /** Null: nothing but the count was asked, or nothing at all. */
  readonly selection: Selection | null;
  /** `collection.count`. */
  readonly count: boolean;
}

interface GrowingNode {
  readonly asked: string;
  below: Growing | null;
}
type Growing = Map<string, GrowingNode>;

/** @throws Refused 400 where brackets do not close or a name is missing. */
export function parseFields(text: string | null): FieldsQuery {
  if (text === null || text.trim() === '') return { selection: null, count: false };
  const tree: Growing = new Map();
  const rest = parseList(text, 0, tree, false);
  if (rest !== text.length) throw malformed();
  const collection = tree.get('collection');
  const count = collection?.below?.has('count') ?? false;
  if (count) tree.delete('collection');
  return { selection: tree.size === 0 ? null : tree, count };
}

const malformed = (): Refused => new Refused(400, 'Fields query parameter is invalid');

function parseList(text: string, from: number, into: Growing, nested: boolean): number {
  let at = from;
  for (;;) {
    at = parsePath(text, at, into);
    const mark = text[at];
    if (mark === ',') at++;
    else if (mark === ']' && nested) return at + 1;
    else if (mark === undefined && !nested) return at;
    else throw malformed();
  }
}

function parsePath(text: string, from: number, into: Growing): number {
  const name = /^\s*([^,.[\]\s]+)\s*/.exec(text.slice(from, from + 300));
  if (!name) throw malformed();
  const asked = name[1]!;
  const at = from + name[0].length;
  const node = into.get(asked.toLowerCase()) ?? { asked, below: null };
  into.set(asked.toLowerCase(), node);
  if (text[at] === '.') return parsePath(text, at + 1, (node.below ??= new Map<string, GrowingNode>()));
  if (text[at] === '[') return parseList(text, at + 1, (node.below ??= new Map<string, GrowingNode>()), true);
  return at;
}
