/** Settings that are played: the draft is really parsed, what it would change is said beforehand. */
import type { SettingsEditor } from '../../main/electron/settings/editor.ts';
import type { RouteFinding } from '../../main/shared/notices-contract.ts';
import type { EffectReport, SaveResult, SettingsView } from '../../main/shared/settings-contract.ts';
import { lockedPlaces, withPolicy } from '../../main/shared/policy-merge.ts';
import { parseSettings } from '../../main/shared/settings.ts';
import type { Settings } from '../../main/shared/settings.ts';
import type { FieldPlace, PreviewLine } from '../../main/shared/setup-contract.ts';

export interface FakeEditor {
  readonly editor: SettingsEditor;
  /** Every draft that an effect was asked for, and every one that was saved. */
  readonly asked: readonly {
    readonly what: 'effect' | 'save';
    readonly draft: Settings;
    readonly key: string | null;
  }[];
  effect(next: EffectReport | Promise<EffectReport>): void;
  saves(next: SaveResult): void;
  /** What Lucca's fields say against routes of every draft from now on. */
  faults(next: readonly RouteFinding[]): void;
  progress(done: number, total: number): void;
}

const field = (
  key: string,
  name: string,
  section: string,
  multiple: boolean,
  more: Partial<FieldPlace> = {},
): FieldPlace => ({
  id: key,
  field: key,
  file: null,
  name,
  section,
  multiple,
  readOnly: false,
  others: [],
  usual: {},
  ...more,
});

export const editorPlaces: readonly FieldPlace[] = [
  field('e_Contrats', 'Contrat de travail', 'Contrat', true),
  field('e_Avenants', 'Avenant au contrat', 'Contrat', true),
  field('e_RIB', 'RIB', 'Paie', false),
  field('e_Visite-medicale', 'Visite médicale – attestation', 'Santé', true, {
    id: 'e_Visite-medicale/e_Attestation',
    file: 'e_Attestation',
    others: [{ field: 'e_Date-de-la-visite', name: 'Date de la visite', isDate: true }],
    usual: { 'e_Date-de-la-visite': '{date}' },
  }),
  field('e_Piece-identite', 'Pièce d’identité', 'État civil', false),
  field('e_Diplomes', 'Diplôme', 'Formation', true),
];

export const calmEffect: Extract<EffectReport, { ok: true }> = {
  ok: true,
  folders: {
    known: 96,
    unknown: { count: 3, first: ['DURAND Michel', 'Intérimaires', 'LEROY'] },
    ambiguous: { count: 1, first: ['ROUSSEAU A'] },
  },
  documents: 1_284,
  groups: { again: 0, file: 12, settle: 0, ask: 3, aside: 0, gone: 0 },
  seconds: 34,
};

const line = (at: number): PreviewLine => ({
  id: `d_effect_${String(at)}`,
  fileName: `Attestation ${String(at + 1)}.pdf`,
  folder: 'ROUSSEAU Amélie (004217)/Attestations',
  owner: 'ROUSSEAU Amélie (004217)',
  person: 'Amélie Rousseau',
  targetName: 'Visite médicale – attestation',
  reason: null,
  size: 240_000,
});

/** What an organisation may decide: some of each section. */
export const policyOf = (settings: Settings): Readonly<Record<string, unknown>> => ({
  language: settings.language ?? 'fr',
  tenant: { url: settings.tenant.url, requestsPerMinute: 40 },
  root: settings.root,
  employeeFolder: settings.employeeFolder,
  folders: { create: 'never' },
  routes: settings.routes,
  afterFiling: 'keep',
  ignore: ['*.bak'],
  app: { openAtLogin: true, notifications: true },
});

/** `policy`: what the organisation has set, laid over the settings as it is in earnest. */
export function fakeEditor(
  written: Settings,
  view: Partial<SettingsView> = {},
  policy: Readonly<Record<string, unknown>> = {},
): FakeEditor {
  const judge = (draft: Settings) => parseSettings(withPolicy(draft, policy));
  const decided = judge(written);
  if (!decided.ok) throw new Error(`${decided.problem.path} ${decided.problem.message}`);
  const { settings } = decided;
  const { begun: first = null, ...withoutBegun } = view;
  const asked: { what: 'effect' | 'save'; draft: Settings; key: string | null }[] = [];
  let effect: EffectReport | Promise<EffectReport> = calmEffect;
  let saved: SaveResult = { ok: true };
  let faults: RouteFinding[] = [];
  let begun: Settings | null = first;
  let tell: (done: number, total: number) => void = () => undefined;
  return {
    asked,
    effect: (next) => {
      effect = next;
    },
    saves: (next) => {
      saved = next;
    },
    faults: (next) => {
      faults = [...next];
    },
    progress: (done, total) => tell(done, total),
    editor: {
      renewed: new Promise(() => undefined),
      onProgress: (listener) => {
        tell = listener;
      },
      close: () => undefined,
      'settings.get': () => ({
        settings,
        locked: [...lockedPlaces(policy)],
        places: [...editorPlaces],
        patterns: [
          { pattern: settings.employeeFolder, example: 'ROUSSEAU Amélie (004217)' },
          { pattern: '{lastName} {firstName}', example: 'ROUSSEAU Amélie' },
          { pattern: '{employeeNumber}', example: '004217' },
        ],
        unrouted: [{ name: 'Entretiens', documents: 14 }],
        version: '0.1.0',
        requests: 214,
        begun,
        ...withoutBegun,
      }),
      'settings.check': ({ draft }) => {
        const result = judge(draft);
        return { wrong: result.ok ? null : result.problem.path, routes: result.ok ? faults : [] };
      },
      'settings.effect': ({ draft, key }) => {
        if (draft === null) return { ok: false, why: 'stopped' };
        asked.push({ what: 'effect', draft, key });
        return effect;
      },
      'settings.lines': ({ group, offset, limit }) => {
        const total = calmEffect.groups[group];
        return Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, at) =>
          line(offset + at),
        );
      },
      'settings.begin': ({ draft }) => {
        begun = draft;
        return { ok: true };
      },
      'settings.save': ({ draft, key }) => {
        asked.push({ what: 'save', draft, key });
        return saved;
      },
    },
  };
}
