/** Settings that are changed in the window: a draft, what it would do, and the way back. */
import { describe, it } from 'vitest';
import type { EffectReport } from '../../main/shared/settings-contract.ts';
import { languages } from '../../main/shared/languages.ts';
import { withoutPolicy } from '../../main/shared/policy-merge.ts';
import { settingsFileOf } from '../../main/shared/settings-file.ts';
import type { Settings } from '../../main/shared/settings.ts';
import { fakeSettings } from '../support/fake-client.ts';
import type { FakeClientOptions } from '../support/fake-client.ts';
import { calmEffect, fakeEditor } from '../support/fake-editor.ts';
import type { FakeEditor } from '../support/fake-editor.ts';
import { act, cleanEach, expect, findings, fireEvent, openWindow, waitFor } from './support/window.tsx';
import type { Seen } from './support/window.tsx';

cleanEach();

type Section = 'connection' | 'folder' | 'kinds' | 'app' | 'about';

interface Open extends Seen {
  readonly editor: FakeEditor;
  readonly last: (what: 'effect' | 'save') => Settings | undefined;
}

async function openSettings(
  section: Section,
  more: FakeClientOptions & {
    readonly width?: number;
    readonly settings?: Settings;
    readonly policy?: Readonly<Record<string, unknown>>;
  } = {},
): Promise<Open> {
  const editor = more.editor ?? fakeEditor(more.settings ?? fakeSettings(), {}, more.policy);
  const seen = await openWindow('filed', { ...more, editor });
  act(() => seen.client.send('navigate', { view: 'settings', id: section }));
  await waitFor(() => expect(seen.container.querySelector('.set')).not.toBeNull());
  return { ...seen, editor, last: (what) => editor.asked.findLast((one) => one.what === what)?.draft };
}

const turn = (node: HTMLElement): void => act(() => node.click());
const choose = (node: HTMLElement, value: string): void =>
  act(() => void fireEvent.change(node, { target: { value } }));
const type = (node: HTMLElement, value: string): void =>
  act(() => void fireEvent.input(node, { target: { value } }));

describe('settings in the window', () => {
  it('keeps still until something is changed, and then offers to save or to go back', async () => {
    const { queryByText, getByRole, getByText, last } = await openSettings('app');
    expect(queryByText('Enregistrer')).toBeNull();
    const tray = getByRole('switch', { name: 'Icône près de l’horloge' });
    turn(tray);
    await waitFor(() => expect(getByText('Enregistrer').closest('button')).toHaveProperty('disabled', false));
    expect(getByText(/en relançant Classeur/)).toBeTruthy();
    turn(getByText('Annuler les changements'));
    await waitFor(() => expect(queryByText('Enregistrer')).toBeNull());
    expect(tray).toHaveProperty('checked', true);
    // What changes nothing of the tree starts no look at it.
    expect(last('effect')).toBeUndefined();
  });

  it('says what a change would do before it can be saved, and saves just that', async () => {
    const { editor, getByLabelText, getByText, text, last } = await openSettings('folder');
    let tell: (report: EffectReport) => void = () => undefined;
    editor.effect(new Promise((resolve) => (tell = resolve)));
    choose(getByLabelText('Nom des dossiers'), '{lastName} {firstName}');
    await waitFor(() => expect(last('effect')?.employeeFolder).toBe('{lastName} {firstName}'), {
      timeout: 3_000,
    });
    expect(getByText('Enregistrer').closest('button')).toHaveProperty('disabled', true);
    expect(text()).toContain('Rien n’est envoyé');
    act(() => tell(calmEffect));
    await waitFor(() => expect(text()).toContain('96 dossiers reconnus · 3 inconnus · 1 ambigu'));
    expect(text()).toContain('rien ne sera renvoyé');
    expect(text()).toContain('« DURAND Michel »');
    turn(getByText('Seraient classés'));
    await waitFor(() => expect(text()).toContain('Attestation 1.pdf'));
    turn(getByText('Enregistrer'));
    await waitFor(() => expect(last('save')).toMatchObject({ employeeFolder: '{lastName} {firstName}' }));
    expect(last('save')).toEqual({ ...fakeSettings(), employeeFolder: '{lastName} {firstName}' });
  });

  it.each([960, 400])(
    'gives each part a name of its own, those that come later too (%i px)',
    async (width) => {
      const { container, getByLabelText, getByRole } = await openSettings('connection', { width });
      choose(getByLabelText('Génération'), '2024-11-01');
      const newer = { name: 'Laisser Lucca dire ce qui n’a pas changé' };
      await waitFor(() => expect(getByRole('switch', newer)).toHaveProperty('checked', false));
      const ids = [...container.querySelectorAll('[id]')].map(({ id }) => id);
      expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
      expect(await findings()).toEqual([]);
    },
  );

  it('shows plainly what would be sent a second time', async () => {
    const { editor, getByLabelText, text } = await openSettings('folder');
    editor.effect({ ...calmEffect, groups: { ...calmEffect.groups, again: 2 } });
    choose(getByLabelText('Nom des dossiers'), '{employeeNumber}');
    await waitFor(() => expect(text()).toContain('Seraient envoyés une seconde fois'), { timeout: 3_000 });
    expect(text()).not.toContain('rien ne sera renvoyé');
  });

  it('can be saved while Lucca does not answer, and says that nothing could be shown', async () => {
    const { editor, getByLabelText, getByText, text } = await openSettings('folder');
    editor.effect({ ok: false, why: 'offline' });
    choose(getByLabelText('Nom des dossiers'), '{employeeNumber}');
    await waitFor(() => expect(text()).toContain('Lucca ne répond pas.'), { timeout: 3_000 });
    expect(getByText('Enregistrer quand même').closest('button')).toHaveProperty('disabled', false);
  });

  it('says beside a kind what Lucca’s fields have against it, and lets it be saved all the same', async () => {
    const { editor, getByLabelText, getByText, container } = await openSettings('kinds');
    editor.faults([{ route: 0, why: 'no-file' }]);
    choose(getByLabelText('Champ pour Contrats'), 'e_Avenants');
    await waitFor(() => expect(container.querySelectorAll('.match__fault')).toHaveLength(1));
    expect(container.querySelector('[data-route="Contrats/**"] .match__fault')?.textContent).toBe(
      'Dans Lucca, ce champ ne peut pas contenir de fichier.',
    );
    expect(await findings()).toEqual([]);
    await waitFor(
      () => expect(getByText('Enregistrer').closest('button')).toHaveProperty('disabled', false),
      {
        timeout: 3_000,
      },
    );
    editor.faults([]);
    choose(getByLabelText('Champ pour Contrats'), 'e_Contrats');
    await waitFor(() => expect(container.querySelector('.match__fault')).toBeNull());
  });

  it('says what is wrong beside the very field, and cannot be saved then', async () => {
    const { getByLabelText, getByText, text, container } = await openSettings('connection');
    type(getByLabelText('Adresse de Lucca'), 'https://example.com');
    await waitFor(() => expect(text()).toContain('Cette adresse n’est pas celle d’un Lucca'), {
      timeout: 3_000,
    });
    expect(container.querySelector('[aria-invalid=true]')).not.toBeNull();
    expect(getByText('Enregistrer').closest('button')).toHaveProperty('disabled', true);
    expect(getByLabelText('Clé pour cette adresse')).toBeTruthy();
  });

  it('sends the key for another address along with it, and shows it nowhere', async () => {
    const { editor, getByLabelText, getByText, container } = await openSettings('connection');
    type(getByLabelText('Adresse de Lucca'), 'https://autre.ilucca.net');
    type(getByLabelText('Clé pour cette adresse'), 'la-nouvelle-clé');
    await waitFor(
      () => expect(editor.asked.at(-1)).toMatchObject({ what: 'effect', key: 'la-nouvelle-clé' }),
      {
        timeout: 3_000,
      },
    );
    await waitFor(() => expect(getByText('Enregistrer').closest('button')).toHaveProperty('disabled', false));
    turn(getByText('Enregistrer'));
    await waitFor(() => expect(editor.asked.at(-1)).toMatchObject({ what: 'save', key: 'la-nouvelle-clé' }));
    expect(container.innerHTML).not.toContain('la-nouvelle-clé');
  });

  it('gives a sub-folder that asks each time its field with one choice', async () => {
    const { getByLabelText, getAllByText, last, text } = await openSettings('kinds');
    expect(text()).toContain('Entretiens');
    expect(text()).toContain('ces 14 documents');
    choose(getByLabelText('Champ pour Entretiens'), 'e_Diplomes');
    await waitFor(() => expect(last('effect')?.routes.at(-1)).toMatchObject({ match: 'Entretiens/**' }), {
      timeout: 3_000,
    });
    expect(last('effect')?.routes.at(-1)).toEqual({
      match: 'Entretiens/**',
      target: { field: 'e_Diplomes', multiple: true, rows: 'append' },
      whenFilled: 'ask',
    });
    expect(getAllByText('Entretiens')).toHaveLength(1);
  });

  it('changes the order in which kinds are tried, takes one away, and says when none is left', async () => {
    const [contracts, visits] = fakeSettings().routes;
    if (contracts === undefined || visits === undefined) throw new Error('no routes');
    const settings = { ...fakeSettings(), routes: [contracts, visits] };
    const { getAllByText, getByText, last, text } = await openSettings('kinds', { settings });
    turn(getByText('Plus de choix pour Visites médicales'));
    turn(getByText('Essayer avant'));
    await waitFor(
      () =>
        expect(last('effect')?.routes.map(({ match }) => match)).toEqual([
          'Visites médicales/**',
          'Contrats/**',
        ]),
      { timeout: 3_000 },
    );
    turn(getByText('Retirer'));
    turn(getByText('Plus de choix pour Contrats'));
    turn(getAllByText('Retirer')[0] ?? document.body);
    await waitFor(() => expect(text()).toContain('Il faut au moins un type de document.'), {
      timeout: 3_000,
    });
    expect(getByText('Enregistrer').closest('button')).toHaveProperty('disabled', true);
  });

  it('reads a date from the name, or leaves it empty, as chosen', async () => {
    const { getByLabelText, queryByText, last } = await openSettings('kinds');
    choose(getByLabelText('Date de la visite :'), '{today}');
    const visits = () => last('effect')?.routes.find(({ match }) => match.startsWith('Visites'))?.target;
    await waitFor(() => expect(visits()).toMatchObject({ values: { 'e_Date-de-la-visite': '{today}' } }), {
      timeout: 3_000,
    });
    choose(getByLabelText('Date de la visite :'), '');
    // As it was: there is nothing to save any more.
    await waitFor(() => expect(queryByText('Enregistrer')).toBeNull());
  });

  it('keeps what was not saved while the window shows something else', async () => {
    const { client, getByRole, getByText, container } = await openSettings('app');
    turn(getByRole('switch', { name: 'Notifications' }));
    await waitFor(() => expect(getByText('Enregistrer')).toBeTruthy());
    act(() => client.send('navigate', { view: 'today', id: null }));
    await waitFor(() => expect(container.querySelector('.save')).toBeNull());
    act(() => client.send('navigate', { view: 'settings', id: 'app' }));
    await waitFor(() => expect(getByText('Enregistrer')).toBeTruthy());
    expect(getByRole('switch', { name: 'Notifications' })).toHaveProperty('checked', false);
  });

  it('offers again what was begun in a window that is gone, and lets it go', async () => {
    const first = await openSettings('app');
    turn(first.getByRole('switch', { name: 'Notifications' }));
    await first.findByText('Enregistrer');
    const { editor } = first;
    first.unmount();

    const again = await openSettings('app', { editor });
    await again.findByText('Vous aviez commencé à modifier les réglages');
    expect(again.queryByText('Enregistrer')).toBeNull();
    expect(again.getByRole('switch', { name: 'Notifications' })).toHaveProperty('checked', true);
    expect(await findings()).toEqual([]);
    turn(again.getByText('Reprendre'));
    await again.findByText('Enregistrer');
    expect(again.getByRole('switch', { name: 'Notifications' })).toHaveProperty('checked', false);
    expect(again.queryByText('Vous aviez commencé à modifier les réglages')).toBeNull();
    again.unmount();

    const last = await openSettings('app', { editor });
    turn(await last.findByText('Abandonner'));
    await waitFor(() => expect(last.queryByText('Vous aviez commencé à modifier les réglages')).toBeNull());
    last.unmount();
    const fresh = await openSettings('app', { editor });
    await waitFor(() => expect(fresh.container.querySelector('.set')).not.toBeNull());
    expect(fresh.queryByText('Vous aviez commencé à modifier les réglages')).toBeNull();
  });

  it('says that somebody else was quicker, and keeps the draft', async () => {
    const { editor, getByRole, getByText, text } = await openSettings('app');
    editor.saves({ ok: false, why: 'changed' });
    turn(getByRole('switch', { name: 'Notifications' }));
    await waitFor(() => expect(getByText('Enregistrer').closest('button')).toHaveProperty('disabled', false));
    turn(getByText('Enregistrer'));
    await waitFor(() => expect(text()).toContain('Quelqu’un d’autre vient de modifier ces réglages'));
    expect(getByRole('switch', { name: 'Notifications' })).toHaveProperty('checked', false);
  });

  it('steps numbers by buttons and by hand, never past their ends', async () => {
    const { getByLabelText, getByText, last } = await openSettings('connection', {
      settings: { ...fakeSettings(), tenant: { ...fakeSettings().tenant, requestsPerMinute: 49 } },
    });
    const more = getByText('Plus : Demandes par minute').closest('button');
    if (more === null) throw new Error('no button');
    turn(more);
    await waitFor(() => expect(more).toHaveProperty('disabled', true));
    const field = getByLabelText('Demandes par minute') as HTMLInputElement;
    expect(field.value).toBe('50');
    type(field, '700');
    act(() => void fireEvent.blur(field));
    expect(field.value).toBe('50');
    type(field, '20');
    turn(getByText('Enregistrer'));
    await waitFor(() => expect(last('save')?.tenant.requestsPerMinute).toBe(20));
  });

  it.each([
    ['connection', 960],
    ['folder', 960],
    ['kinds', 960],
    ['app', 720],
    ['about', 960],
    ['kinds', 400],
  ] as const)('%s at %i: axe finds nothing, changed or not', async (section, width) => {
    const { getAllByRole, getByText, container } = await openSettings(section, { width });
    expect(await findings()).toEqual([]);
    const [open] = [...container.querySelectorAll<HTMLElement>('[aria-controls]')];
    if (open !== undefined) turn(open);
    const field = container.querySelector('select') ?? getAllByRole('button')[0];
    if (section === 'about' || field == null) return;
    const other = field instanceof HTMLSelectElement ? otherThan(field) : '';
    choose(field, other);
    await waitFor(() => expect(getByText(/^Enregistrer/)).toBeTruthy(), { timeout: 3_000 });
    expect(await findings()).toEqual([]);
  });
});

const otherThan = (field: HTMLSelectElement): string =>
  [...field.options].map(({ value }) => value).find((value) => value !== field.value && value !== 'other') ??
  '';

describe('what the organisation has set', () => {
  const sentence = 'Défini par votre organisation';
  /** Every setting that the window shows, decided. */
  const everything = {
    language: 'nl',
    tenant: {
      url: 'https://ateliers-exemple.ilucca.net',
      api: 'mixed',
      jpegAs: 'image/jpeg',
      etags: true,
      requestsPerMinute: 25,
      oauth: { clientId: 'classeur', tokenUrl: 'https://accounts.world.luccasoftware.com/connect/token' },
    },
    root: '/srv/rh/Salariés',
    employeeFolder: '{lastName} {firstName}',
    folders: { create: 'auto' },
    leavers: { fileForDays: 30 },
    routes: [{ match: 'RIB/*', target: { field: 'e_RIB', multiple: false } }],
    settle: { quietSeconds: 20, incompleteSeconds: 200 },
    rescanMinutes: 15,
    afterFiling: 'archive',
    receipts: { keepDays: 365 },
    readBack: true,
    ignore: ['*.bak'],
    app: { openAtLogin: true, tray: false, notifications: true },
  };
  const rows = { connection: 7, folder: 9, kinds: 1, app: 6 } as const;
  const named = (seen: Seen, name: string): HTMLInputElement => seen.getByLabelText(name) as HTMLInputElement;
  /** What a reader says after the name of a control. */
  const described = (control: Element): string =>
    (control.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' ');

  it.each(Object.keys(rows) as (keyof typeof rows)[])(
    '%s: each setting shows a lock and says so, nothing of it can be changed, axe finds nothing',
    async (section) => {
      const seen = await openSettings(section, { policy: everything });
      const notes = [...seen.container.querySelectorAll('.lock, .note b')].filter((note) =>
        note.textContent.includes(sentence),
      );
      expect(notes).toHaveLength(rows[section]);
      for (const note of notes) expect(note.closest('.lock, .note')?.querySelector('svg.i')).not.toBeNull();
      expect(seen.container.querySelector('.settings select')).toBeNull();
      for (const control of seen.container.querySelectorAll('.settings :is(input, textarea)')) {
        const { type: kind } = control as HTMLInputElement;
        if (kind === 'checkbox') expect(control.getAttribute('aria-readonly')).toBe('true');
        else expect(control).toHaveProperty('readOnly', true);
        expect(described(control)).toContain(sentence);
        if (kind === 'checkbox') turn(control as HTMLElement);
        else type(control as HTMLElement, 'autre');
      }
      expect(seen.queryByText('Enregistrer')).toBeNull();
      expect(await findings()).toEqual([]);
    },
  );

  it('shows what is set, in the words that it would be chosen by', async () => {
    const folder = await openSettings('folder', { policy: everything });
    expect(named(folder, 'Nom des dossiers').value).toBe('Nom Prénom');
    expect(folder.queryByText('Changer…')).toBeNull();
    expect(folder.getByText('Ouvrir le dossier')).toBeTruthy();
    folder.unmount();
    const app = await openSettings('app', { policy: everything });
    expect(named(app, 'Langue').value).toBe('Nederlands');
    expect(named(app, 'Icône près de l’horloge').checked).toBe(false);
    app.unmount();
    const kinds = await openSettings('kinds', { policy: everything });
    expect(kinds.text()).toContain('Votre organisation a choisi où va chaque type de document');
    expect(kinds.text()).not.toContain('Entretiens');
    expect(kinds.queryByText('Ajouter un sous-dossier')).toBeNull();
  });

  it('leaves the rest to be changed: what is saved is what was changed, and none of what is locked', async () => {
    const policy = { language: 'fr', app: { notifications: false } };
    const seen = await openSettings('app', { policy });
    expect(seen.getAllByText(sentence)).toHaveLength(2);
    turn(named(seen, 'Notifications'));
    expect(named(seen, 'Notifications').checked).toBe(false);
    turn(named(seen, 'Icône près de l’horloge'));
    await waitFor(() =>
      expect(seen.getByText('Enregistrer').closest('button')).toHaveProperty('disabled', false),
    );
    turn(seen.getByText('Enregistrer'));
    await waitFor(() => expect(seen.last('save')).toBeDefined());
    const draft = seen.last('save') as Settings;
    expect(draft).toMatchObject({ language: 'fr', app: { notifications: false, tray: false } });
    expect(withoutPolicy(settingsFileOf(draft, {}), {}, policy)).toMatchObject({ app: { tray: false } });
    expect(JSON.stringify(withoutPolicy(settingsFileOf(draft, {}), {}, policy))).not.toMatch(
      /language|notifications/,
    );
  });

  it('keeps the wait for an unfinished document as it is set, where only the quiet is changed', async () => {
    const seen = await openSettings('folder', { policy: { settle: { incompleteSeconds: 100 } } });
    turn(seen.getByRole('button', { name: /^Plus\s: Attendre la fin du scan$/ }));
    await waitFor(() => expect(seen.getByText('Enregistrer')).toBeTruthy());
    turn(seen.getByText('Enregistrer'));
    await waitFor(() =>
      expect(seen.last('save')?.settle).toEqual({ quietSeconds: 11, incompleteSeconds: 100 }),
    );
  });

  it('says so in every language', async () => {
    const said = new Set<string>();
    for (const language of languages) {
      const seen = await openSettings('app', { language, policy: { readBack: true } });
      said.add(seen.container.querySelector('.lock')?.textContent ?? '');
      seen.unmount();
    }
    expect(said.size).toBe(languages.length);
    expect(said).not.toContain('');
  });
});
