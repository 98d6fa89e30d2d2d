/**
 * Situations that the window must be able to show, as data: an invented company on an invented day.
 * Used by the fake agent, and so by the window's tests, its gallery, and the pictures.
 */
import { answersByReason } from '../../main/shared/reasons.ts';
import type { RouteProblem } from '../../main/core/route/route-problems.ts';
import type { TargetKey } from '../../main/core/model.ts';
import type { RenamableFolder } from '../../main/shared/notices-contract.ts';
import type { AttentionReason, DocumentState } from '../../main/shared/reasons.ts';
import type {
  DocumentPage,
  DocumentView,
  Person,
  Question,
  StatusSnapshot,
} from '../../main/shared/status.ts';

/** The day of all scenes: a Tuesday, at 10:42:40 in Paris. */
export const sceneNow = new Date(2026, 10, 24, 10, 42, 40).getTime();

const clock = (time: string): string => {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return new Date(2026, 10, 24, hours, minutes, seconds).toISOString();
};

const staff: readonly (readonly [id: number, name: string, number: string, department: string])[] = [
  [417, 'Amélie Rousseau', '004217', 'Comptabilité'],
  [103, 'Alain Rousseau', '001032', 'Atelier'],
  [361, 'Anaïs Rousselot', '003611', 'Ventes'],
  [512, 'Thomas Girard', '005120', 'Logistique'],
  [233, 'Mehdi Haddad', '002330', 'Atelier'],
  [188, 'Fatou Diallo', '001881', 'Ventes'],
  [274, 'Claire Moreau', '002741', 'Direction'],
  [305, 'Jean-Baptiste Le Goff', '003050', 'Études'],
  [329, 'Inès Lefèvre', '003297', 'Accueil'],
  [340, 'Lucas Fontaine', '003402', 'Études'],
  [355, 'Nathalie Dubois', '003558', 'Comptabilité'],
  [368, 'Olivier Marchand', '003684', 'Atelier'],
  [377, 'Aïcha Belkacem', '003770', 'Qualité'],
  [381, 'Sophie Nguyen', '003812', 'Ventes'],
  [392, 'Karim Benali', '003925', 'Logistique'],
  [398, 'Solène Kervella', '003987', 'Accueil'],
  [404, 'Paul Tessier', '004044', 'Études'],
  [409, 'Léa Garnier', '004096', 'Ventes'],
  [415, 'Hélène Caron', '004152', 'Qualité'],
];

export const people: readonly Person[] = staff.map(([id, name, number, department]) => ({
  id,
  name,
  detail: `${number}\u00a0· ${department}`,
}));

export const targets = [
  { target: 'e_Contrats', name: 'Contrat de travail', multiple: true },
  { target: 'e_Avenants', name: 'Avenant au contrat', multiple: true },
  { target: 'e_RIB', name: 'RIB', multiple: false },
  { target: 'e_Visite-medicale/e_Attestation', name: 'Visite médicale – attestation', multiple: true },
  { target: 'e_Piece-identite', name: 'Pièce d’identité', multiple: false },
  { target: 'e_Diplomes', name: 'Diplôme', multiple: true },
  { target: 'picture', name: 'picture', multiple: false },
] as const;
type TargetName = (typeof targets)[number]['name'];

const kinds: Readonly<Record<TargetName, { readonly folder: string; readonly file: string }>> = {
  'Contrat de travail': { folder: 'Contrats', file: 'contrat-de-travail.pdf' },
  'Avenant au contrat': { folder: 'Contrats', file: 'avenant_2026-11.pdf' },
  RIB: { folder: 'RIB', file: 'RIB nov. 2026.pdf' },
  'Visite médicale – attestation': { folder: 'Visites médicales', file: 'visite-medicale_2026-11-20.pdf' },
  'Pièce d’identité': { folder: 'Identité', file: 'carte-identite.jpg' },
  Diplôme: { folder: 'Diplômes', file: 'diplome_licence.pdf' },
  picture: { folder: 'Photo', file: 'portrait.jpg' },
};

export const personNamed = (name: string): Person => {
  const found = people.find((person) => person.name === name);
  if (found === undefined) throw new Error(`No one is called ${name}`);
  return found;
};

const employeeFolder = (name: string): string => {
  const row = staff.find((candidate) => candidate[1] === name);
  const [first = '', ...last] = name.split(' ');
  return `${last.join(' ').toUpperCase()} ${first} (${row?.[2] ?? '000000'})`;
};

/** A document of somebody, in some state; the rest follows. */
export function documentOf(
  name: string | null,
  target: TargetName | null,
  state: DocumentState,
  more: Partial<DocumentView> & { readonly id: string; readonly time?: string },
): DocumentView {
  const { time = '10:38', ...rest } = more;
  const kind = target === null ? { folder: 'Divers', file: 'numérisation 12.pdf' } : kinds[target];
  return {
    state,
    reason: null,
    until: null,
    person: name === null ? null : personNamed(name),
    target: targets.find((candidate) => candidate.name === target)?.target ?? null,
    targetName: target ?? '',
    fileName: kind.file,
    folder: name === null ? `ROUSSEAU A/${kind.folder}` : `${employeeFolder(name)}/${kind.folder}`,
    size: 248_000,
    sentBytes: null,
    at: clock(time),
    seenAt: clock(time),
    filedAt: state === 'filed' ? clock(time) : null,
    ...rest,
  };
}

export const filedDocuments: readonly DocumentView[] = (
  [
    ['Claire Moreau', 'RIB', '10:38'],
    ['Jean-Baptiste Le Goff', 'Avenant au contrat', '10:37'],
    ['Inès Lefèvre', 'Visite médicale – attestation', '10:21'],
    ['Lucas Fontaine', 'Diplôme', '09:58'],
    ['Nathalie Dubois', 'Contrat de travail', '09:41'],
    ['Olivier Marchand', 'Pièce d’identité', '09:40'],
    ['Aïcha Belkacem', 'Visite médicale – attestation', '09:36'],
    ['Sophie Nguyen', 'RIB', '09:12'],
    ['Paul Tessier', 'picture', '09:05'],
    ['Amélie Rousseau', 'Visite médicale – attestation', '08:58'],
    ['Karim Benali', 'Contrat de travail', '08:51'],
    ['Léa Garnier', 'Avenant au contrat', '08:47'],
    ['Thomas Girard', 'RIB', '08:40'],
    ['Mehdi Haddad', 'Visite médicale – attestation', '08:31'],
  ] as const
).map(([name, target, time], index) =>
  documentOf(name, target, 'filed', { id: `d_filed_${String(index)}`, time }),
);

const settlingDocument = documentOf('Thomas Girard', 'Contrat de travail', 'settling', {
  id: 'd_settling',
  time: '10:42:31',
  size: 640_000,
});
const uploadingDocument = documentOf('Amélie Rousseau', 'Visite médicale – attestation', 'uploading', {
  id: 'd_uploading',
  time: '10:41:16',
  size: 2_300_000,
  sentBytes: 1_426_000,
});
export const movingDocuments: readonly DocumentView[] = [
  settlingDocument,
  uploadingDocument,
  documentOf('Mehdi Haddad', 'Pièce d’identité', 'uploading', {
    id: 'd_uploading_2',
    time: '10:41:40',
    size: 1_100_000,
    sentBytes: 198_000,
  }),
  documentOf('Solène Kervella', 'Avenant au contrat', 'attaching', { id: 'd_attaching', time: '10:41:02' }),
  documentOf('Hélène Caron', 'Diplôme', 'ready', { id: 'd_ready', time: '10:42:02' }),
  documentOf('Fatou Diallo', 'RIB', 'waiting', {
    id: 'd_waiting',
    time: '10:14',
    reason: 'throttled',
    until: clock('10:43'),
  }),
  documentOf('Paul Tessier', 'Avenant au contrat', 'waiting', {
    id: 'd_locked',
    time: '10:39',
    reason: 'locked',
    until: clock('10:44'),
  }),
];

const waitingFor = (reason: 'offline' | 'signed-out' | null): readonly DocumentView[] =>
  (
    [
      ['Thomas Girard', 'Contrat de travail', '10:31'],
      ['Amélie Rousseau', 'Visite médicale – attestation', '10:26'],
      ['Fatou Diallo', 'RIB', '10:14'],
    ] as const
  ).map(([name, target, time], index) =>
    documentOf(name, target, reason === null ? 'ready' : 'waiting', {
      id: `d_waits_${String(index)}`,
      time,
      reason,
    }),
  );

function asks(
  reason: AttentionReason,
  documents: readonly DocumentView[],
  more: Partial<Question> = {},
): Question {
  return {
    id: `q_${reason}`,
    reason,
    documents: documents.map((document) => ({ ...document, state: 'attention', reason })),
    answers: [...answersByReason[reason]],
    differs: false,
    guesses: [],
    other: null,
    ...more,
  };
}

const one = (name: string, target: TargetName, id: string, more: Partial<DocumentView> = {}): DocumentView =>
  documentOf(name, target, 'attention', { id, time: '10:12', ...more });

const unknownDocuments = ['visite-medicale_2026-11-20.pdf', 'RIB.pdf', 'contrat signé.pdf'].map(
  (fileName, index) =>
    documentOf(
      null,
      index === 0 ? 'Visite médicale – attestation' : index === 1 ? 'RIB' : 'Contrat de travail',
      'attention',
      {
        id: `d_who_${String(index)}`,
        fileName,
        time: '10:12',
      },
    ),
);

export const whoQuestion = asks('employee-ambiguous', unknownDocuments, {
  guesses: [personNamed('Amélie Rousseau'), personNamed('Alain Rousseau'), personNamed('Anaïs Rousselot')],
});
export const filledQuestion = asks('field-filled', [one('Karim Benali', 'RIB', 'd_filled')], {
  answers: ['replace', 'keep'],
  other: {
    person: personNamed('Karim Benali'),
    filedAt: '2023-03-03T09:00:00.000Z',
    fileName: 'RIB_Benali_2023.pdf',
  },
});
export const incompleteQuestion = asks('incomplete', [
  one('Solène Kervella', 'Contrat de travail', 'd_incomplete', {
    fileName: 'contrat_kervella.pdf',
    size: 640_000,
  }),
]);

/** One question of every reason. */
export const allQuestions: readonly Question[] = [
  whoQuestion,
  filledQuestion,
  incompleteQuestion,
  asks('employee-unknown', [
    documentOf(null, 'RIB', 'attention', { id: 'd_unknown', folder: 'Inconnu/RIB', fileName: 'a.pdf' }),
  ]),
  asks('employee-left', [one('Léa Garnier', 'Contrat de travail', 'd_left')]),
  asks('no-route', [
    documentOf('Hélène Caron', null, 'attention', {
      id: 'd_no_route',
      folder: `${employeeFolder('Hélène Caron')}/Divers`,
      fileName: 'attestation mutuelle.pdf',
    }),
  ]),
  asks('changed-after-filing', [one('Lucas Fontaine', 'Diplôme', 'd_changed')], {
    other: {
      person: personNamed('Lucas Fontaine'),
      filedAt: clock('09:58'),
      fileName: 'diplome_licence.pdf',
    },
  }),
  asks('changed-after-filing', [one('Nathalie Dubois', 'Contrat de travail', 'd_differs')], {
    id: 'q_differs',
    differs: true,
  }),
  asks('duplicate-elsewhere', [one('Inès Lefèvre', 'Diplôme', 'd_duplicate')], {
    other: { person: personNamed('Sophie Nguyen'), filedAt: clock('09:12'), fileName: 'diplome.pdf' },
  }),
  asks('maybe-filed', [one('Olivier Marchand', 'Pièce d’identité', 'd_maybe')]),
  asks('type-refused', [one('Paul Tessier', 'Contrat de travail', 'd_type', { fileName: 'contrat.pages' })]),
  asks('too-large', [
    one('Claire Moreau', 'Diplôme', 'd_large', { size: 148_000_000, fileName: 'these.pdf' }),
  ]),
  asks('empty', [one('Thomas Girard', 'RIB', 'd_empty', { size: 0, fileName: 'scan.pdf' })]),
  asks('unreadable', [one('Aïcha Belkacem', 'RIB', 'd_unreadable', { fileName: 'rib.tif' })]),
  asks('field-unknown', [one('Sophie Nguyen', 'Diplôme', 'd_field')]),
  asks('not-permitted', [one('Fatou Diallo', 'Visite médicale – attestation', 'd_permit')]),
  asks('rejected', [one('Mehdi Haddad', 'Avenant au contrat', 'd_rejected')]),
  asks('rows-lost', [one('Nathalie Dubois', 'Contrat de travail', 'd_rows')]),
];

/** Two scans for the one place of a single-valued field. */
export const rivalQuestion = asks(
  'field-filled',
  [
    one('Karim Benali', 'RIB', 'd_rival_1', { fileName: 'RIB ancien compte.pdf' }),
    one('Karim Benali', 'RIB', 'd_rival_2', { fileName: 'RIB nouveau compte.pdf', size: 312_000 }),
  ],
  { id: 'q_rivals', answers: ['replace', 'keep'] },
);

const ignoredDocuments: readonly DocumentView[] = [
  documentOf('Paul Tessier', 'RIB', 'ignored', { id: 'd_ignored_1', reason: 'duplicate' }),
  documentOf('Léa Garnier', 'Contrat de travail', 'ignored', { id: 'd_ignored_2', reason: 'skipped' }),
];

const calm: StatusSnapshot = {
  revision: 1,
  agent: 'idle',
  trouble: null,
  counts: {
    seen: 0,
    settling: 0,
    ready: 0,
    uploading: 0,
    uploaded: 0,
    attaching: 0,
    filed: 12_418,
    waiting: 0,
    attention: 0,
    ignored: 2,
  },
  questions: 0,
  pending: 0,
  progress: null,
  secondsLeft: null,
  bytesPerSecond: null,
  filedToday: 14,
  lastScanAt: clock('10:42'),
  until: null,
  pausedUntil: null,
  worksElsewhere: null,
  root: '/srv/rh/Salariés',
  tenantHost: 'ateliers-exemple.ilucca.net',
  requests: 231,
  throttled: 0,
  orphans: 0,
};

export interface Scene {
  readonly status: StatusSnapshot;
  readonly moving: readonly DocumentView[];
  readonly filed: readonly DocumentView[];
  readonly questions: readonly Question[];
  readonly ignored: readonly DocumentView[];
  /** Receipts in the history: made up as they are asked for. */
  readonly receipts: number;
  /** Folders that are called as their person was before. */
  readonly renamable?: readonly RenamableFolder[];
  /** Routes that Lucca's fields speak against. */
  readonly faults?: readonly RouteProblem[];
}

const scene = (status: Partial<StatusSnapshot>, more: Partial<Omit<Scene, 'status'>> = {}): Scene => ({
  status: { ...calm, ...status },
  moving: [],
  filed: filedDocuments,
  questions: [],
  ignored: [],
  receipts: 12_418,
  ...more,
});

const waits = (
  agent: StatusSnapshot['agent'],
  trouble: StatusSnapshot['trouble'],
  reason: 'offline' | 'signed-out' | null,
  more: Partial<StatusSnapshot> = {},
): Scene =>
  scene(
    { agent, trouble, pending: 3, counts: { ...calm.counts, waiting: 3 }, filedToday: 6, ...more },
    { moving: waitingFor(reason), filed: filedDocuments.slice(3, 9) },
  );

const renamableFolders: readonly RenamableFolder[] = [
  [274, 'Moreau Claire (002741)', 'Fontaine-Moreau Claire (002741)', 'Claire Fontaine-Moreau'],
  [188, 'Diallo Fatou (001881)', 'Diallo Fatou (004410)', 'Fatou Diallo'],
  [361, 'Rousselot Anais (003611)', 'Lambert Anaïs (003611)', 'Anaïs Lambert'],
].map(([id, folder, wouldBe, name]) => ({
  folder: String(folder),
  wouldBe: String(wouldBe),
  person: { id: Number(id), name: String(name), detail: '' },
}));

export const scenes = {
  filed: scene({}),
  first: scene(
    { filedToday: 0, counts: { ...calm.counts, filed: 0, ignored: 0 } },
    { filed: [], receipts: 0 },
  ),
  working: scene(
    {
      agent: 'working',
      pending: 7,
      counts: { ...calm.counts, waiting: 2, uploading: 2, settling: 1, attaching: 1, ready: 1 },
      progress: 0.46,
      secondsLeft: 70,
      bytesPerSecond: 1_200_000,
    },
    { moving: movingDocuments },
  ),
  attention: scene(
    {
      agent: 'working',
      questions: 3,
      counts: { ...calm.counts, attention: 5, uploading: 2 },
      pending: 2,
      progress: 0.71,
      secondsLeft: 30,
    },
    {
      moving: movingDocuments.slice(1, 3),
      questions: [whoQuestion, filledQuestion, incompleteQuestion],
      ignored: ignoredDocuments,
    },
  ),
  'all-questions': scene(
    { questions: allQuestions.length, counts: { ...calm.counts, attention: allQuestions.length + 2 } },
    { questions: allQuestions, ignored: ignoredDocuments },
  ),
  rivals: scene({ questions: 1, counts: { ...calm.counts, attention: 2 } }, { questions: [rivalQuestion] }),
  offline: waits('offline', 'offline', 'offline'),
  paused: waits('paused', null, null, { pausedUntil: clock('14:00') }),
  'signed-out': waits('signed-out', 'key-refused', 'signed-out'),
  'key-missing': waits('signed-out', 'key-missing', 'signed-out'),
  'keychain-locked': waits('signed-out', 'keychain-locked', 'signed-out'),
  'standing-by': scene(
    { agent: 'standing-by', worksElsewhere: 'PC-RH-02', filedToday: 3 },
    { filed: filedDocuments.slice(5, 8) },
  ),
  starting: scene(
    { agent: 'starting', lastScanAt: null, filedToday: 0 },
    { filed: [], moving: [], receipts: 0 },
  ),
  'root-missing': waits('idle', 'root-missing', null),
  'root-empty': waits('idle', 'root-empty', null),
  'ledger-unwritable': waits('idle', 'ledger-unwritable', null),
  throttled: scene(
    {
      agent: 'working',
      trouble: 'throttled',
      pending: 7,
      counts: { ...calm.counts, waiting: 2, ready: 5 },
      progress: 0.2,
      until: clock('10:43'),
    },
    { moving: movingDocuments },
  ),
  'folder-unreadable': scene({ trouble: 'folder-unreadable' }),
  'watcher-down': scene({ trouble: 'watcher-down' }),
  'former-name': scene({}, { renamable: renamableFolders.slice(0, 1) }),
  'former-names': scene({}, { renamable: renamableFolders }),
  'routes-faulty': scene(
    {},
    {
      faults: [
        { route: 2, target: 'e_RIB' as TargetKey, why: 'field-unknown' },
        { route: 4, target: 'e_Diplomes' as TargetKey, why: 'read-only' },
      ],
    },
  ),
  'rows-lost': scene(
    { trouble: 'rows-lost', questions: 1, counts: { ...calm.counts, attention: 1 } },
    { questions: allQuestions.filter(({ reason }) => reason === 'rows-lost') },
  ),
} as const satisfies Readonly<Record<string, Scene>>;
export type SceneName = keyof typeof scenes;

const guid = (seed: number): string =>
  `${(0x7c1e52b8 + seed).toString(16).slice(0, 8)}-0d4f-4b6e-9a63-${(0x51f0c2d9e7aa + seed).toString(16).padStart(12, '0')}`;

/** The page of any document of a scene. */
export function pageOf(document: DocumentView, question: Question | null): DocumentPage {
  const seen =
    new Date(document.filedAt ?? document.seenAt).getTime() - (document.filedAt === null ? 0 : 105_000);
  const life = (
    [
      ['seen', 0],
      ['settling', 0],
      ['ready', 15_000],
      ['uploading', 16_000],
      ['uploaded', 102_000],
      ['attaching', 103_000],
      ['filed', 105_000],
    ] as const
  ).map(([state, after]) => ({ state, reason: null, at: new Date(seen + after).toISOString() }));
  const reached: Readonly<Record<DocumentState, number>> = {
    seen: 1,
    settling: 2,
    ready: 3,
    uploading: 4,
    uploaded: 5,
    attaching: 6,
    filed: 7,
    waiting: 3,
    attention: 3,
    ignored: 3,
  };
  return {
    document,
    life: life.slice(0, reached[document.state]),
    question,
    receipt: document.state === 'filed' ? receiptOf(document, 1) : null,
  };
}

/** The receipt of a filed document. */
export function receiptOf(document: DocumentView, seed: number) {
  return {
    documentId: document.id,
    person: document.person,
    target: document.target ?? '',
    targetName: document.targetName,
    fileName: document.fileName,
    folder: document.folder,
    size: document.size,
    sha256: `3f9a51c0${'0123456789abcdef'.repeat(3)}b27e04d8`,
    fileId: guid(seed),
    filedAt: document.filedAt ?? document.at,
    proof: 'answer' as const,
    replacedFileId: null,
  };
}

/** Receipt number `index` of a long history, newest first: every working day has some. */
export function historyDocument(index: number): DocumentView {
  const filed = filedDocuments[index % filedDocuments.length];
  if (filed === undefined) throw new Error('There are no filed documents');
  const at = new Date(sceneNow - index * 2_700_000).toISOString();
  return index < filedDocuments.length
    ? filed
    : { ...filed, id: `d_past_${String(index)}`, at, filedAt: at, seenAt: at };
}
