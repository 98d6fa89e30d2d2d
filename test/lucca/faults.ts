/** What can go wrong on the way, scripted per request. */
import { z } from 'zod';

const status = z.number().int().min(200).max(599);
const bytes = z.number().int().min(0);
const ms = z.number().min(0);
const style = z.enum(['statusMessage', 'text', 'problem', 'empty', 'html']);

/**
 * "Work" is what the request asks for: storing the file, writing the record.
 * Each fault says whether the work is done.
 */
export const faultSchema = z.discriminatedUnion('kind', [
  /** No work; an error in the style of the switch, or in the one given. */
  z.strictObject({
    kind: z.literal('refuse'),
    status,
    message: z.string().optional(),
    style: style.optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  /** The work is done later, or answered later. Beyond the time limit of the switches: 408. */
  z.strictObject({ kind: z.literal('delay'), ms, when: z.enum(['before', 'after']).default('before') }),
  /** Work, the whole answer, then the connection closes without a warning. */
  z.strictObject({ kind: z.literal('answer-then-cut') }),
  /** Work, then the connection is reset instead of an answer. */
  z.strictObject({ kind: z.literal('commit-then-cut') }),
  /** Work, then an error instead of the answer. */
  z.strictObject({ kind: z.literal('commit-then-refuse'), status, message: z.string().optional() }),
  /** No work: reset when the headers are there, or once the body is. */
  z.strictObject({ kind: z.literal('cut'), when: z.enum(['at-once', 'after-body']).default('at-once') }),
  /** Reset inside the request's body (no work) or inside the answer's (work). */
  z.strictObject({
    kind: z.literal('cut-in-body'),
    of: z.enum(['request', 'answer']),
    afterBytes: bytes.default(1),
  }),
  /**
   * Silence, the connection held open: while the body is sent (no work), before the work, in place of the
   * answer (work), or in the middle of it (work). Without `ms`: until the other side gives up.
   */
  z.strictObject({
    kind: z.literal('stall'),
    at: z.enum(['request', 'work', 'answer', 'answer-body']),
    ms: ms.optional(),
  }),
  /** Something between answers a page of its own: Lucca never sees the request. */
  z.strictObject({
    kind: z.literal('portal'),
    status: z.union([z.literal(200), z.literal(302), z.literal(511)]).default(200),
  }),
  /** No work; any answer. */
  z.strictObject({
    kind: z.literal('answer'),
    status,
    contentType: z.string().optional(),
    body: z.string().default(''),
  }),
  /** Work and the right body, under another content type. */
  z.strictObject({ kind: z.literal('mislabel'), contentType: z.string() }),
  /** No work, yet a PUT is answered 200 with the record as it stands. */
  z.strictObject({ kind: z.literal('pretend') }),
]);

export type Fault = z.infer<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;

export interface FaultMatch {
  readonly method?: string;
  /** A text is the beginning of the path; one that starts with `^` is a regular expression. */
  readonly path?: string | RegExp;
  /** Text contained in what follows the path, decoded. */
  readonly query?: string;
  /** Text contained in the body, as UTF-8. */
  readonly body?: string;
  /** Name of the file sent, or of a file whose id the body holds. */
  readonly fileName?: string;
  /** From the nth matching request on, 1 the first (default). */
  readonly nth?: number;
  /** So many strikes (default 1); one that another rule went before is not used up. */
  readonly times?: number | 'always';
}

export interface FaultRule {
  readonly match?: FaultMatch;
  readonly fault: FaultInput;
}

export const ruleSchema = z.strictObject({
  match: z
    .strictObject({
      method: z.string().optional(),
      path: z.union([z.string(), z.instanceof(RegExp)]).optional(),
      query: z.string().optional(),
      body: z.string().optional(),
      fileName: z.string().optional(),
      nth: z.number().int().min(1).optional(),
      times: z.union([z.number().int().min(1), z.literal('always')]).optional(),
    })
    .default({}),
  fault: faultSchema,
});

/** A rule as it stands. */
export interface FaultState {
  readonly id: number;
  readonly match: { readonly [name in keyof FaultMatch]: string | number };
  readonly fault: Fault;
  /** Requests that matched so far. */
  readonly seen: number;
  /** Times that it struck. */
  readonly struck: number;
}

export interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Null while only the headers are there. */
  readonly body: {
    readonly holds: (text: string) => boolean;
    readonly fileNames: () => readonly string[];
  } | null;
}

interface Standing {
  readonly id: number;
  readonly rule: z.output<typeof ruleSchema>;
  seen: number;
  struck: number;
}

export class Faults {
  readonly #standing: Standing[] = [];
  #nextId = 1;

  /** @throws ZodError on a rule in a wrong form. */
  add(rule: FaultRule): number {
    const id = this.#nextId++;
    this.#standing.push({ id, rule: ruleSchema.parse(rule), seen: 0, struck: 0 });
    return id;
  }

  remove(id: number): void {
    const at = this.#standing.findIndex((standing) => standing.id === id);
    if (at >= 0) this.#standing.splice(at, 1);
  }

  clear(): void {
    this.#standing.length = 0;
  }

  list(): readonly FaultState[] {
    return this.#standing.map(({ id, rule, seen, struck }) => ({
      id,
      match: JSON.parse(
        JSON.stringify({
          ...rule.match,
          path: rule.match.path === undefined ? undefined : String(rule.match.path),
        }),
      ) as FaultState['match'],
      fault: rule.fault,
      seen,
      struck,
    }));
  }

  /**
   * The fault that strikes this request now; called once with the headers, for the rules that need no
   * more, and once with the body, for the others. The first rule that strikes wins, every rule counts.
   */
  strike(incoming: Incoming): Fault | null {
    let found: Fault | null = null;
    for (const standing of this.#standing) {
      const { match, fault } = standing.rule;
      const needsBody = match.body !== undefined || match.fileName !== undefined;
      if (needsBody !== (incoming.body !== null) || !matches(match, incoming)) continue;
      standing.seen++;
      const nth = match.nth ?? 1;
      const times = match.times === 'always' ? Number.POSITIVE_INFINITY : (match.times ?? 1);
      if (found || standing.seen < nth || standing.struck >= times) continue;
      standing.struck++;
      found = fault;
    }
    return found;
  }
}

function matches(match: z.output<typeof ruleSchema>['match'], incoming: Incoming): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== incoming.method) return false;
  if (match.path !== undefined && !onPath(match.path, incoming.path)) return false;
  if (match.query !== undefined && !incoming.query.includes(match.query)) return false;
  if (match.body !== undefined && !incoming.body?.holds(match.body)) return false;
  return match.fileName === undefined || (incoming.body?.fileNames().includes(match.fileName) ?? false);
}

function onPath(wanted: string | RegExp, path: string): boolean {
  if (typeof wanted !== 'string') return wanted.test(path);
  return wanted.startsWith('^') ? new RegExp(wanted).test(path) : path.startsWith(wanted);
}
