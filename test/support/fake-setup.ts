/** A first run that is played: what each call gives is said beforehand, what was asked is remembered. */
import type { SetupSession } from '../../main/electron/setup/session.ts';
import type { CallOutput } from '../../main/shared/ipc-contract.ts';
import type { SetupStep } from '../../main/shared/setup-contract.ts';

type SetupCall = Extract<keyof SetupSession, `setup.${string}`>;
type Answers = { [K in SetupCall]: CallOutput<K> };

export interface FakeSetup {
  readonly session: SetupSession;
  readonly asked: readonly { readonly what: SetupCall; readonly with: unknown }[];
  /** From now on a call gives this. */
  answer<K extends SetupCall>(what: K, answer: Answers[K] | Promise<Answers[K]>): void;
  progress(done: number, total: number): void;
}

const person = (id: number, name: string) => ({ id, name, detail: `0000${String(id)} · Atelier` });
export const amelie = person(1, 'Amélie Rousseau');
export const alain = person(2, 'Alain Rousseau');
const folder = (name: string, guesses = [] as (typeof amelie)[]) => ({
  folder: name,
  person: null,
  guesses,
  answered: false,
});
const none = { count: 0, first: [] };

export const folderReport: Extract<Answers['setup.read-folder'], { ok: true }> = {
  ok: true,
  root: '/srv/rh/Salariés',
  pattern: '{lastName} {firstName} ({employeeNumber})',
  patterns: [{ pattern: '{lastName} {firstName} ({employeeNumber})', example: 'Rousseau Amélie (00001)' }],
  found: true,
  matched: { count: 96, first: [{ ...folder('ROUSSEAU Amélie (00001)'), person: amelie }] },
  unknown: { count: 3, first: [folder('DURAND Michel'), folder('Intérimaires'), folder('LEROY')] },
  ambiguous: { count: 1, first: [folder('ROUSSEAU A', [amelie, alain])] },
  left: none,
  missing: 316,
  cloud: false,
  writable: true,
};

export const places: NonNullable<Extract<Answers['setup.kinds'], { ok: true }>['places']> = [
  {
    id: 'e_RIB',
    field: 'e_RIB',
    file: null,
    name: 'RIB',
    section: 'Paie',
    multiple: false,
    readOnly: false,
    others: [],
    usual: {},
  },
  {
    id: 'e_Visite/e_Attestation',
    field: 'e_Visite',
    file: 'e_Attestation',
    name: 'Visite médicale – Attestation',
    section: 'Santé',
    multiple: true,
    readOnly: false,
    others: [{ field: 'e_Date', name: 'Date de la visite', isDate: true }],
    usual: { e_Date: '{date}' },
  },
  {
    id: 'e_Paie',
    field: 'e_Paie',
    file: null,
    name: 'Bulletins de paie',
    section: 'Paie',
    multiple: true,
    readOnly: true,
    others: [],
    usual: {},
  },
];

export const kindsReport: Extract<Answers['setup.kinds'], { ok: true }> = {
  ok: true,
  places,
  given: null,
  rows: [
    {
      id: 'rib',
      name: 'RIB',
      documents: 301,
      choice: {
        to: 'field',
        field: 'e_RIB',
        file: null,
        multiple: false,
        values: {},
        whenFilled: 'ask',
      },
      check: false,
      fault: null,
    },
    { id: 'divers', name: 'Divers', documents: 27, choice: { to: 'later' }, check: false, fault: null },
  ],
};

export const givenKinds = [
  { match: 'RIB/**', place: 'e_RIB' },
  { match: 'Visites médicales/**', place: 'e_Visite/e_Attestation' },
  { match: 'Photo/*', place: 'picture' },
];

export const previewReport: Extract<Answers['setup.preview'], { ok: true }> = {
  ok: true,
  documents: 1_284,
  people: 96,
  seconds: 1_980,
  groups: { file: 1_271, there: 9, ask: 4, settle: 0, wait: 0, aside: 27 },
  unknownFolders: 3,
  ambiguousFolders: 1,
  replaces: false,
};

/** All that an organisation may decide of a first run. */
export const givenEverything: readonly string[] = [
  'tenant.url',
  'root',
  'employeeFolder',
  'routes',
  'app.openAtLogin',
  'app.tray',
  'app.notifications',
];

/** `locked`: what the organisation has decided of it; the answers are those that it would give. */
export function fakeSetup(
  step: SetupStep = 'connect',
  keyKept = false,
  locked: readonly string[] = [],
): FakeSetup {
  const asked: { what: SetupCall; with: unknown }[] = [];
  let tell = (_done: number, _total: number): void => undefined;
  let view: Answers['setup.get'] = {
    step,
    reached: step,
    url: step === 'connect' && !locked.includes('tenant.url') ? '' : 'https://ateliers.ilucca.net',
    otherWay: { api: 'mixed', clientId: '', tokenUrl: '' },
    locked: [...locked],
    keyKept: keyKept || step !== 'connect',
    root: (step === 'connect' || step === 'folder') && !locked.includes('root') ? '' : folderReport.root,
    app: { openAtLogin: true, tray: true, notifications: true },
    results: { employees: 412, folders: 96, kinds: 4, toFile: 1_271, seconds: 1_980 },
  };
  const answers: { [K in SetupCall]: Answers[K] | Promise<Answers[K]> } = {
    'setup.get': view,
    'setup.go': view,
    'setup.connect': {
      ok: true,
      url: 'https://ateliers.ilucca.net',
      employees: 412,
      findings: [
        { what: 'fields', n: 7 },
        { what: 'read-only', names: ['Rémunération', 'Sanctions'] },
        { what: 'former-hidden' },
      ],
    },
    'setup.read-folder': folderReport,
    'setup.people': [amelie],
    'setup.who': folderReport,
    'setup.plan-folders': {
      folders: 316,
      example: 'Arnaud Irène (00158)',
      unnamed: 2,
      bare: false,
      drawers: [
        { name: 'Contrats', there: true },
        { name: 'Diplôme', there: false },
      ],
    },
    'setup.make-folders': { made: 316, failed: 0, report: { ...folderReport, missing: 0 } },
    'setup.kinds': locked.includes('routes')
      ? { ...kindsReport, rows: [], given: [...givenKinds] }
      : kindsReport,
    'setup.choose': { ok: true },
    'setup.preview': previewReport,
    'setup.lines': [
      {
        id: 'd_1',
        fileName: 'contrat.pdf',
        folder: 'ROUSSEAU Amélie (00001)/Contrats',
        owner: 'ROUSSEAU Amélie (00001)',
        person: 'Amélie Rousseau',
        targetName: 'Contrats',
        reason: null,
        size: 1_000,
      },
    ],
    'setup.switch': { ok: true },
    'setup.finish': { ok: true },
  };
  const call =
    <K extends SetupCall>(what: K) =>
    (input: unknown): Promise<Answers[K]> => {
      asked.push({ what, with: input });
      return Promise.resolve(answers[what] as Answers[K]);
    };
  const calls = Object.fromEntries(
    (Object.keys(answers) as SetupCall[]).map((what) => [what, call(what)]),
  ) as unknown as SetupSession;
  return {
    session: {
      ...calls,
      'setup.get': () => view,
      'setup.go': (input) => {
        asked.push({ what: 'setup.go', with: input });
        view = { ...view, step: input.step };
        return view;
      },
      finished: new Promise(() => undefined),
      onProgress: (listener) => {
        tell = listener;
      },
      close: () => undefined,
    },
    asked,
    answer: (what, answer) => {
      Object.assign(answers, { [what]: answer });
    },
    progress: (done, total) => tell(done, total),
  };
}
