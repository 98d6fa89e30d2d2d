/** One document for each question that Classeur may ask: what Lucca must be like, what is saved when, and who asks. */
import { chmod, mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AttentionReason } from '../../../main/shared/reasons.ts';
import type { Company, Employee } from '../../lucca/model.ts';
import { makeDocument } from '../documents/index.ts';
import { drawers, folderOf, type Drawer } from './folders.ts';
import { planned } from './plan.ts';

/** What the tenant must be before the agent starts. */
export type Prelude =
  /** A document that nobody here knows stands there already. */
  | { readonly kind: 'holds'; readonly employeeId: number; readonly field: string }
  /** The key has no right on this section of the HR file. */
  | { readonly kind: 'right'; readonly section: string; readonly right: 'read' | 'none' }
  /** The emulator behaves so. */
  | { readonly kind: 'switch'; readonly name: string; readonly setting: string };

/** When a file is saved: before the agent's first look, while it runs, or once all before it is filed. */
export type Moment = 'before-start' | 'running' | 'after-filing';

export interface Step {
  readonly when: Moment;
  readonly path: string;
  readonly content: {
    readonly bytes: Uint8Array;
    /** Without any right, for its owner too. */
    readonly unreadable?: boolean;
    /** So many bytes of nothing behind the first line: size without use of the disk. */
    readonly hole?: number;
  };
}

export interface Trouble {
  readonly reason: AttentionReason;
  /** The document that asks. */
  readonly path: string;
  /** Other documents of the story that are filed on the way. */
  readonly filed: readonly string[];
  readonly lucca: readonly Prelude[];
  readonly steps: readonly Step[];
  /** It changes the tenant or the target for everybody: not to be played with the others. */
  readonly alone: boolean;
  /** The superuser can read all files: `unreadable` is not reached as root. */
  readonly needsOrdinaryUser: boolean;
}

/** Routes that some of the stories need beside the usual ones. */
export const troubleRoutes: readonly unknown[] = [
  { match: 'Ancien champ/**', target: { field: 'e_Champ-disparu', multiple: false } },
  { match: 'Sanctions/**', target: { field: 'e_Sanctions', multiple: true } },
  {
    // A date that is none: Lucca refuses the value, whatever the file.
    match: 'Convocations/**',
    target: {
      field: 'e_Visite-medicale',
      file: 'e_Convocation',
      multiple: true,
      values: { 'e_Date-de-la-visite': 'bientôt' },
    },
  },
];

const tooLarge = 101 * 1_048_576;

/** One story for each reason. They touch different people, so that all but those `alone` can be played at once. */
export function troubleDocuments(company: Company): readonly Trouble[] {
  const byPart = (part: string): Employee => {
    const found = company.employees.find(({ id }) => id === company.cast[part]);
    if (found === undefined) throw new Error(`Nobody plays ${part}.`);
    return found;
  };
  const extra = (number: number) => byPart(`extra${number}`);
  const pdf = (employee: Employee, seed: string): Buffer =>
    makeDocument({ kind: 'letter', subject: employee, format: 'pdf', seed }).bytes;
  const at = (employee: Employee, drawer: Drawer, name: string) =>
    `${folderOf(employee)}/${drawers[drawer]}/${name}`;
  const story = (
    reason: AttentionReason,
    steps: readonly Step[],
    more: Partial<Omit<Trouble, 'reason' | 'steps'>> = {},
  ): Trouble => ({
    reason,
    steps,
    path: steps.at(-1)?.path ?? '',
    filed: [],
    lucca: [],
    alone: false,
    needsOrdinaryUser: false,
    ...more,
  });
  const one = (reason: AttentionReason, where: string, bytes: Uint8Array, more: Partial<Trouble> = {}) =>
    story(reason, [{ when: 'running', path: where, content: { bytes } }], more);

  const jean = byPart('first');
  const changed = at(extra(3), 'bank', 'rib.pdf');
  const twice = pdf(extra(4), 'twice');
  const rows = extra(16);
  return [
    one('employee-unknown', `Inconnu Paul (99999)/${drawers.bank}/rib.pdf`, pdf(jean, 'unknown')),
    // His name, her number.
    one(
      'employee-ambiguous',
      `${folderOf({ ...jean, employeeNumber: byPart('accents').employeeNumber })}/${drawers.bank}/rib.pdf`,
      pdf(jean, 'ambiguous'),
    ),
    one('employee-left', at(byPart('oldLeaver'), 'bank', 'rib.pdf'), pdf(byPart('oldLeaver'), 'left')),
    one('no-route', `${folderOf(extra(1))}/Divers/note.pdf`, pdf(extra(1), 'no route')),
    one('field-filled', at(extra(2), 'bank', 'rib.pdf'), pdf(extra(2), 'filled'), {
      lucca: [{ kind: 'holds', employeeId: extra(2).id, field: 'e_RIB' }],
    }),
    story(
      'changed-after-filing',
      [
        { when: 'before-start', path: changed, content: { bytes: pdf(extra(3), 'first version') } },
        { when: 'after-filing', path: changed, content: { bytes: pdf(extra(3), 'second version') } },
      ],
      { filed: [changed] },
    ),
    story(
      'duplicate-elsewhere',
      [
        { when: 'before-start', path: at(extra(4), 'contracts', 'contrat.pdf'), content: { bytes: twice } },
        { when: 'after-filing', path: at(extra(5), 'contracts', 'contrat.pdf'), content: { bytes: twice } },
      ],
      { filed: [at(extra(4), 'contracts', 'contrat.pdf')] },
    ),
    story(
      'maybe-filed',
      [
        {
          when: 'before-start',
          path: at(extra(6), 'contracts', 'contrat.pdf'),
          content: { bytes: pdf(extra(6), 'maybe') },
        },
      ],
      { lucca: [{ kind: 'holds', employeeId: extra(6).id, field: 'e_Contrats' }] },
    ),
    one('incomplete', at(extra(7), 'contracts', 'scan.pdf'), pdf(extra(7), 'cut').subarray(0, -700)),
    one(
      'type-refused',
      at(extra(8), 'contracts', 'visionneuse.exe'),
      Buffer.from('MZ\u0090\u0000not a program'),
    ),
    story('too-large', [
      {
        when: 'running',
        path: at(extra(9), 'contracts', 'archives.pdf'),
        content: { bytes: pdf(extra(9), 'large'), hole: tooLarge },
      },
    ]),
    one('empty', at(extra(10), 'contracts', 'vide.pdf'), Buffer.alloc(0)),
    story(
      'unreadable',
      [
        {
          when: 'running',
          path: at(extra(11), 'contracts', 'prive.pdf'),
          content: { bytes: pdf(extra(11), 'private'), unreadable: true },
        },
      ],
      { needsOrdinaryUser: true },
    ),
    one('field-unknown', `${folderOf(extra(12))}/Ancien champ/fiche.pdf`, pdf(extra(12), 'no field')),
    one('not-permitted', `${folderOf(extra(13))}/Sanctions/lettre.pdf`, pdf(extra(13), 'no right'), {
      // Hidden, the field would be unknown to the key before anything is sent.
      lucca: [{ kind: 'right', section: 'Discipline', right: 'read' }],
    }),
    one('rejected', `${folderOf(extra(14))}/Convocations/convocation.pdf`, pdf(extra(14), 'rejected')),
    story(
      'rows-lost',
      ['un', 'deux', 'trois'].map((name, n) => ({
        when: n === 0 ? ('before-start' as const) : ('after-filing' as const),
        path: at(rows, 'contracts', `${name}.pdf`),
        content: {
          bytes: planned({ employee: rows, drawer: 'contracts', format: 'pdf', seed: name }).make().bytes,
        },
      })),
      {
        filed: [at(rows, 'contracts', 'un.pdf')],
        lucca: [{ kind: 'switch', name: 'multiValueMode', setting: 'replace' }],
        alone: true,
      },
    ),
  ];
}

/** Length of what stands before the first object of our PDFs. */
const firstLines = 15;

/** Saves the file of a step, with its folder. */
export async function play(root: string, { path: below, content }: Step): Promise<void> {
  const to = path.join(root, below);
  await mkdir(path.dirname(to), { recursive: true });
  if (content.hole === undefined) {
    await writeFile(to, content.bytes);
  } else {
    const file = await open(to, 'w');
    try {
      const head = firstLines;
      await file.write(content.bytes, 0, head, 0);
      await file.write(content.bytes, head, content.bytes.length - head, head + content.hole);
    } finally {
      await file.close();
    }
  }
  if (content.unreadable === true) await chmod(to, 0);
}
