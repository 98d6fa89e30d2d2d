/** The offices whose program is killed: what is saved there, what Lucca is like, and what must hold at the end. */
import type { Company, Employee, Switches } from '../lucca/index.ts';
import { planned, settingsOf, sha256, type Expected, type PlannedDocument } from '../support/tree/index.ts';

export type Saved = PlannedDocument & Expected;

export interface OfficeKind {
  readonly name: string;
  readonly switches: Partial<Switches>;
  /** Other hands' rows stand there when the scans come, and the agent has worked here before. */
  readonly foreignRows: boolean;
  /** Documents whose target stops before their turn comes: they ask. */
  readonly asks: (document: Saved) => boolean;
  readonly archives: boolean;
  /** Points, by name, that are tried here; the others are what they are in the usual office. */
  readonly tries: (name: string) => boolean;
  /** A volume that knows no hard links: what is done by a second name elsewhere is done in place there. */
  readonly links: boolean;
  readonly plan: (company: Company) => readonly Saved[];
  readonly settings: (root: string, tenantUrl: string) => Readonly<Record<string, unknown>>;
}

/** Lucca allows so many requests a minute in an office where each counts, and so many the agent may send. */
export const scarce = 14;

function person(company: Company, part: string): Employee {
  const found = company.employees.find(({ id }) => id === company.cast[part]);
  if (found === undefined) throw new Error(`Nobody plays ${part}.`);
  return found;
}

/** Other hands filed theirs with her. */
export const filledPart = 'hyphens';
/** One whose document is filed before the others are saved. */
const earlyPart = 'particle';

const wish = (company: Company, part: string, drawer: PlannedDocument['drawer'], seed: string): Saved => {
  const formats = {
    visits: 'scan',
    contracts: 'pdf',
    bank: 'pdf',
    diploma: 'jpeg',
    identity: 'png',
    picture: 'jpeg',
  } as const;
  const document = planned({
    employee: person(company, part),
    drawer,
    format: formats[drawer],
    seed,
    date: `2026-03-0${1 + (seed.charCodeAt(0) % 9)}`,
  });
  const made = document.make();
  return { ...document, make: () => made, sha256: sha256(made.bytes) };
};

/** Rows, single values, composites of both, a picture; three people, and rows have to be learnt on one of them. */
const usualPlan = (company: Company): readonly Saved[] => [
  wish(company, 'first', 'visits', 'a'),
  wish(company, 'first', 'visits', 'b'),
  wish(company, 'first', 'contracts', 'c'),
  wish(company, 'first', 'contracts', 'd'),
  wish(company, 'first', 'bank', 'e'),
  wish(company, 'accents', 'visits', 'f'),
  wish(company, 'accents', 'picture', 'g'),
  wish(company, 'accents', 'diploma', 'h'),
  wish(company, 'apostrophe', 'contracts', 'i'),
  wish(company, 'apostrophe', 'identity', 'j'),
];

const besideOthers = (company: Company): readonly Saved[] => [
  wish(company, 'first', 'visits', 'a'),
  wish(company, 'first', 'visits', 'b'),
  wish(company, 'first', 'contracts', 'c'),
  wish(company, 'first', 'contracts', 'd'),
  wish(company, filledPart, 'visits', 'f'),
  wish(company, filledPart, 'contracts', 'i'),
  wish(company, filledPart, 'bank', 'e'),
];

export const early = (company: Company): Saved => wish(company, earlyPart, 'bank', 'k');

/** From the first journal line on, with all that rows are about. */
const aroundWrites = /^journal|attaching|filed|attention|rows behave|request: (a write|people)/;

const usualSettings: OfficeKind['settings'] = (root, tenantUrl) =>
  settingsOf({ root, tenantUrl, quietSeconds: 0.2, requestsPerMinute: 10_000 });

const usual: OfficeKind = {
  name: 'usual',
  switches: { rateLimit: 0 },
  foreignRows: false,
  asks: () => false,
  archives: false,
  tries: () => true,
  links: true,
  plan: usualPlan,
  settings: usualSettings,
};

interface Route {
  readonly target: unknown;
}

export const officeKinds = {
  usual,
  /** What is filed is put away into `_Filed/`. */
  archive: {
    ...usual,
    name: 'archive',
    archives: true,
    tries: (name) => /^archive|documents filed|known of documents/.test(name),
    settings: (root, tenantUrl) => ({ ...usualSettings(root, tenantUrl), afterFiling: 'archive' }),
  },
  /** The same on a volume without hard links. */
  unlinked: {
    ...usual,
    name: 'unlinked',
    archives: true,
    tries: (name) => /^archive|lease/.test(name),
    links: false,
    settings: (root, tenantUrl) => ({ ...usualSettings(root, tenantUrl), afterFiling: 'archive' }),
  },
  /** The tenant replaces rows, and the administrator knows: all are sent back each time. */
  resend: {
    ...usual,
    name: 'resend',
    tries: (name) => aroundWrites.test(name),
    switches: { rateLimit: 0, multiValueMode: 'replace' },
    foreignRows: true,
    plan: besideOthers,
    settings: (root, tenantUrl) => {
      const settings = usualSettings(root, tenantUrl);
      const routes = (settings['routes'] as readonly Route[]).map((route) => {
        const { target } = route;
        if (typeof target !== 'object' || target === null || !('multiple' in target)) return route;
        return target.multiple === true ? { ...route, target: { ...target, rows: 'resend' } } : route;
      });
      return { ...settings, routes };
    },
  },
  /** The tenant replaces rows, and nobody knows: it is learnt on documents of our own, put right, and told. */
  learns: {
    ...usual,
    name: 'learns',
    tries: (name) => aroundWrites.test(name) || name.includes('a request'),
    switches: { rateLimit: 0, multiValueMode: 'replace' },
    foreignRows: true,
    asks: ({ drawer, path }) =>
      path.startsWith('Saint-Amand') && (drawer === 'visits' || drawer === 'contracts'),
    plan: besideOthers,
  },
  /** Hardly enough requests a minute: what left before a death must count after it. */
  scarce: {
    ...usual,
    name: 'scarce',
    switches: { rateLimit: scarce },
    settings: (root, tenantUrl) =>
      settingsOf({ root, tenantUrl, quietSeconds: 0.2, requestsPerMinute: scarce }),
  },
} as const satisfies Record<string, OfficeKind>;

export type KindName = keyof typeof officeKinds;
