/** The scenarios of `test/scenarios/` as data: what is saved, how, with which pauses, and what must be true at the end. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { attentionReasons, ignoredReasons, waitingReasons } from '../../../main/shared/reasons.ts';
import { ways } from '../writers/index.ts';

export const scenariosFolder = fileURLToPath(new URL('../../scenarios', import.meta.url));

/** In quiet periods: 1 is `settle.quietSeconds`. */
const time = z.number().min(0).max(100);
const name = z.string().min(1);
const place = z.string().regex(/^[^/]+\/[^/]+\/.+$/, 'employee folder/sub-folder/file name');

const sayings = [
  'filed',
  'settling',
  ...attentionReasons.map((reason) => `asks: ${reason}` as const),
  ...waitingReasons.map((reason) => `waits: ${reason}` as const),
  ...ignoredReasons.map((reason) => `left out: ${reason}` as const),
] as const;

const documentSchema = z.strictObject({
  format: z.enum(['pdf', 'scan', 'jpeg', 'png', 'tiff', 'docx', 'odt', 'xlsx', 'txt', 'eml']),
  pages: z.number().int().min(1).max(9).default(1),
  /** The same document, cut before its end. */
  without: z.literal('its end').optional(),
});

const saveSchema = z.strictObject({
  save: name,
  as: place,
  how: z.enum(ways).default('whole'),
  pieces: z.number().int().min(2).max(50).default(4),
  pause: time.default(0.2),
  /** Goes on beside the steps that follow. */
  meanwhile: z.literal(true).optional(),
  /** Nobody else may read it while it is being written, as on Windows. */
  held: z.literal(true).optional(),
  /** The writer dies when half of it is there. */
  breaksOff: z.literal(true).optional(),
});

const stepSchema = z.union([
  saveSchema,
  z.strictObject({
    program: z.literal('scanimage'),
    format: z.enum(['png', 'jpeg', 'tiff', 'pdf']),
    /** Several pages into one run, named by `%d`; else one page to one file. */
    batch: z.literal(true).optional(),
    pages: z.number().int().min(1).max(9).default(1),
    into: place,
  }),
  z.strictObject({ start: z.literal('Classeur') }),
  z.strictObject({ rename: place, to: place }),
  z.strictObject({ swap: place, with: place }),
  z.strictObject({ touch: place }),
  z.strictObject({ remove: place }),
  z.strictObject({ empty: place }),
  z.strictObject({ wait: z.union([time, z.enum(['until all is quiet', 'until it is being sent'])]) }),
  z.strictObject({ lucca: z.literal('is slow to take the next upload') }),
  /** What Classeur says of a file at this moment. */
  z.strictObject({ look: place, says: z.enum(sayings) }),
  z.strictObject({ answer: place, with: z.enum(['replace', 'add', 'keep', 'accept', 'ignore']) }),
]);

const endSchema = z.strictObject({
  /** All that Lucca holds, and nothing else. */
  lucca: z.array(z.strictObject({ holds: name, on: name, in: name, inPlaceOf: name.optional() })),
  /** What Classeur says of every file that lies in the root. */
  says: z.record(place, z.enum(sayings)),
  uploads: z.number().int().min(0),
  /** Questions that a person sees, where they are fewer than the files that ask. */
  questions: z.number().int().min(0).optional(),
});

const scenarioSchema = z.strictObject({
  title: name,
  documents: z.record(name, documentSchema).default({}),
  /** Where it cannot be told, and why. */
  cannotBeTold: z
    .strictObject({
      onLinux: name.optional(),
      onMac: name.optional(),
      onWindows: name.optional(),
      inSimulation: name.optional(),
    })
    .default({}),
  steps: z.array(stepSchema).min(1),
  end: endSchema,
});

export type Scenario = z.output<typeof scenarioSchema> & { readonly name: string };
export type Step = Scenario['steps'][number];
export type Save = z.output<typeof saveSchema>;
export type ScannedDocument = z.output<typeof documentSchema>;

/** What became of a scenario, told alike by the disk and by the simulation. */
export interface Told {
  /** `contract on Jean Dupont in Contrats`, sorted. */
  readonly lucca: readonly string[];
  readonly says: Readonly<Record<string, string>>;
  readonly uploads: number;
  readonly questions: number;
  /** Bytes that reached Lucca and are no whole document of the scenario. */
  readonly strange: readonly string[];
}

export function scenarios(): readonly Scenario[] {
  return readdirSync(scenariosFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => scenario(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function scenario(folder: string): Scenario {
  const file = path.join(scenariosFolder, folder, 'scenario.json');
  const read = scenarioSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) throw new Error(`${folder}: ${z.prettifyError(read.error)}`);
  const { documents, steps } = read.data;
  const missing = steps.flatMap((step) => ('save' in step && !(step.save in documents) ? [step.save] : []));
  if (missing.length > 0) throw new Error(`${folder}: no such document: ${missing.join(', ')}`);
  return { ...read.data, name: folder };
}

/** Why this system's disk cannot tell it; null where it can. */
export function whyNotHere({ cannotBeTold }: Scenario): string | null {
  switch (process.platform) {
    case 'win32':
      return cannotBeTold.onWindows ?? null;
    case 'darwin':
      return cannotBeTold.onMac ?? null;
    default:
      return cannotBeTold.onLinux ?? null;
  }
}

export function expectedOf({ end }: Scenario): Told {
  const asks = Object.values(end.says).filter((said) => said.startsWith('asks')).length;
  return {
    lucca: end.lucca.map((one) => standing(one.holds, one.on, one.in, one.inPlaceOf)).sort(),
    says: end.says,
    uploads: end.uploads,
    questions: end.questions ?? asks,
    strange: [],
  };
}

export function standing(document: string, on: string, inside: string, inPlaceOf?: string): string {
  return `${document} on ${on} in ${inside}${inPlaceOf === undefined ? '' : `, in place of ${inPlaceOf}`}`;
}

/** What Classeur says of a document, in the words of the data. */
export function saying(document: { readonly state: string; readonly reason?: string }): string {
  switch (document.state) {
    case 'attention':
      return `asks: ${document.reason ?? ''}`;
    case 'waiting':
      return `waits: ${document.reason ?? ''}`;
    case 'ignored':
      return `left out: ${document.reason ?? ''}`;
    default:
      return document.state;
  }
}
