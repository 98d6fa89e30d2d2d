import { describe, it } from 'vitest';
import type { SetupStep } from '../../main/shared/setup-contract.ts';
import { connectFailures } from '../../main/shared/setup-contract.ts';
import type { Language } from '../../main/shared/settings.ts';
import {
  amelie,
  fakeSetup,
  folderReport,
  givenEverything,
  kindsReport,
  places,
  previewReport,
} from '../support/fake-setup.ts';
import type { FakeSetup } from '../support/fake-setup.ts';
import { act, cleanEach, expect, findings, fireEvent, openWindow, waitFor } from './support/window.tsx';
import type { Seen } from './support/window.tsx';

cleanEach();
const problem = { kind: 'settings-missing', path: '', message: '' } as const;

async function open(setup: FakeSetup, language: Language = 'fr', more = {}): Promise<Seen> {
  const seen = await openWindow('starting', { language, problem, setup: setup.session, ...more });
  await seen.findByRole('heading', { level: 1 });
  return seen;
}

const asked = (setup: FakeSetup, what: string): readonly unknown[] =>
  setup.asked.filter((one) => one.what === what).map((one) => one.with);
const continues = (seen: Seen): HTMLButtonElement => seen.getByText('Continuer') as HTMLButtonElement;

describe('every step', () => {
  const steps: readonly SetupStep[] = ['connect', 'folder', 'kinds', 'preview', 'start'];

  it.each(steps)('%s: begins at its title, and axe finds nothing, in French and English', async (step) => {
    for (const language of ['fr', 'en'] as const) {
      const seen = await open(fakeSetup(step), language);
      await waitFor(() => expect(document.activeElement?.tagName).toBe('H1'));
      await waitFor(() => expect(seen.container.querySelector('[aria-current=step]')).not.toBeNull());
      expect(await findings()).toEqual([]);
      seen.unmount();
    }
  });

  it('finished ones can be gone back to, with what they came to; later ones cannot be jumped to', async () => {
    const setup = fakeSetup('kinds');
    const seen = await open(setup);
    expect(seen.text()).toContain('412 collaborateurs');
    expect(seen.queryByRole('button', { name: /Aperçu/ })).toBeNull();
    act(() => seen.getByRole('button', { name: /Connexion/ }).click());
    await seen.findByRole('heading', { name: 'Relier Classeur à Lucca' });
    expect(asked(setup, 'setup.go')).toEqual([{ step: 'connect' }]);
  });

  it('without a first run in the program, says what is missing as before', async () => {
    const seen = await openWindow('starting', { problem });
    await seen.findByText('Classeur n’est pas encore réglé');
  });
});

describe('the connection', () => {
  async function tried(setup: FakeSetup): Promise<Seen> {
    const seen = await open(setup);
    fireEvent.input(seen.getByLabelText('Adresse de Lucca'), { target: { value: 'ateliers.ilucca.net' } });
    fireEvent.input(seen.getByLabelText('Clé d’accès'), { target: { value: 'the-key' } });
    act(() => seen.getByText('Tester').click());
    return seen;
  }

  it('says who is visible and what the key may not do; the key is gone from the page', async () => {
    const setup = fakeSetup();
    const seen = await tried(setup);
    await seen.findByText(/Connecté\s: 412 collaborateurs visibles/);
    expect(seen.text()).toContain(
      'Cette clé peut lire « Rémunération » et « Sanctions », sans rien y ajouter.',
    );
    expect(seen.text()).toContain('Aucun ancien collaborateur n’est visible.');
    expect(asked(setup, 'setup.connect')).toEqual([{ url: 'ateliers.ilucca.net', key: 'the-key' }]);
    expect((seen.getByLabelText('Clé d’accès') as HTMLInputElement).value).toBe('');
    expect((seen.getByLabelText('Adresse de Lucca') as HTMLInputElement).value).toBe(
      'https://ateliers.ilucca.net',
    );
    await waitFor(() => expect(document.activeElement).toBe(continues(seen)));
    expect(await findings()).toEqual([]);
  });

  it.each(connectFailures)('%s: says so in words, and goes to the field at fault', async (why) => {
    const setup = fakeSetup();
    setup.answer('setup.connect', { ok: false, why });
    const seen = await tried(setup);
    await waitFor(() => expect(seen.container.querySelector('.result small')).not.toBeNull());
    expect(continues(seen).disabled).toBe(true);
    expect(document.activeElement?.tagName).toBe('INPUT');
    expect(document.activeElement?.getAttribute('aria-invalid')).toBe('true');
    // What was typed may be mended.
    expect((seen.getByLabelText('Clé d’accès') as HTMLInputElement).value).toBe('the-key');
  });

  it('what is changed after a test has to be tested again', async () => {
    const seen = await tried(fakeSetup());
    await waitFor(() => expect(continues(seen).disabled).toBe(false));
    fireEvent.input(seen.getByLabelText('Adresse de Lucca'), { target: { value: 'autre.ilucca.net' } });
    await waitFor(() => expect(continues(seen).disabled).toBe(true));
  });

  it('shows the key only when asked', async () => {
    const seen = await open(fakeSetup());
    const key = seen.getByLabelText('Clé d’accès') as HTMLInputElement;
    expect(key.type).toBe('password');
    act(() => seen.getByTitle('Montrer la clé').click());
    await waitFor(() => expect(key.type).toBe('text'));
  });

  it('tries a key that is kept by itself, without taking the focus', async () => {
    const setup = fakeSetup('connect', true);
    const seen = await open(setup);
    await seen.findByText(/Connecté/);
    expect(asked(setup, 'setup.connect')).toEqual([{ url: '', key: null }]);
    expect(document.activeElement?.tagName).toBe('H1');
  });

  it('has a request ready for who has no key', async () => {
    const seen = await open(fakeSetup());
    act(() => seen.getByText('Copier une demande').click());
    await waitFor(() => expect(seen.client.desktop[0]).toContain('copy Bonjour'));
  });
});

describe('another way to Lucca', () => {
  it('is taken where the administrator gave an OAuth client, and can be left again', async () => {
    const setup = fakeSetup();
    const seen = await open(setup);
    act(() => seen.getByText('Se connecter par un client OAuth').click());
    const secret = await seen.findByLabelText('Clé d’accès et secret du client');
    expect(await findings()).toEqual([]);
    const type = (label: string, value: string): void =>
      void fireEvent.input(seen.getByLabelText(new RegExp(`^${label}`)), { target: { value } });
    type('Adresse de Lucca', 'ateliers.ilucca.net');
    fireEvent.input(secret, { target: { value: 'the-key the-secret' } });
    // Without its name and its address nothing leaves.
    act(() => seen.getByText('Tester').click());
    expect(asked(setup, 'setup.connect')).toEqual([]);
    type('Identifiant du client', 'the-client');
    type('Adresse des jetons', 'https://accounts.world.luccasoftware.com/connect/token');
    act(() => seen.getByText('Tester').click());
    await waitFor(() =>
      expect(asked(setup, 'setup.connect')).toEqual([
        {
          url: 'ateliers.ilucca.net',
          key: 'the-key the-secret',
          way: {
            api: 'mixed',
            clientId: 'the-client',
            tokenUrl: 'https://accounts.world.luccasoftware.com/connect/token',
          },
        },
      ]),
    );
    act(() => seen.getByText('Se connecter par une clé seule').click());
    await seen.findByLabelText('Clé d’accès');
    expect(seen.queryByLabelText(/^Identifiant du client/)).toBeNull();
  });
});

describe('the folder', () => {
  const typed = (seen: Seen, value: string): void => {
    fireEvent.input(seen.getByLabelText('Dossier des collaborateurs'), { target: { value } });
  };

  it('reads what is typed, and shows every folder that it does not know', async () => {
    const setup = fakeSetup('folder');
    const seen = await open(setup);
    typed(seen, '/srv/rh/Salariés');
    await seen.findByText(/96 dossiers reconnus/, { selector: '.bold' });
    expect(asked(setup, 'setup.read-folder')).toEqual([{ path: '/srv/rh/Salariés', pattern: null }]);
    for (const words of ['3 inconnus', 'DURAND Michel', 'Intérimaires', '1 ambigu', 'ROUSSEAU A'])
      expect(seen.text()).toContain(words);
    expect(seen.text()).toContain('Amélie Rousseau ou Alain Rousseau ?');
    const spoken = seen.getAllByRole('status').map((one) => one.textContent);
    expect(spoken).toContain('96 dossiers reconnus, 3 inconnus et 1 ambigu');
    expect(await findings()).toEqual([]);
  });

  it('takes the folder of the dialogue', async () => {
    const setup = fakeSetup('folder');
    const seen = await open(setup, 'fr', { chosenFolder: '/srv/autre' });
    act(() => seen.getByText('Choisir…').click());
    await waitFor(() =>
      expect(asked(setup, 'setup.read-folder')).toEqual([{ path: '/srv/autre', pattern: null }]),
    );
  });

  it('of two answers the one to the last question counts', async () => {
    const setup = fakeSetup('folder');
    const seen = await open(setup);
    let late: (report: typeof folderReport) => void = () => undefined;
    setup.answer(
      'setup.read-folder',
      new Promise((resolve) => {
        late = resolve;
      }),
    );
    const form = seen.container.querySelector('form');
    typed(seen, '/slow');
    fireEvent.submit(form!);
    setup.answer('setup.read-folder', { ok: false, why: 'missing' });
    typed(seen, '/gone');
    fireEvent.submit(form!);
    await seen.findByText(/Ce dossier n’existe pas/);
    late(folderReport);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(seen.text()).toContain('Ce dossier n’existe pas');
    expect(seen.text()).not.toContain('96 dossiers');
  });

  it('answers who a folder is: a search, a person, a button that names them', async () => {
    const setup = fakeSetup('folder');
    const seen = await open(setup);
    typed(seen, '/srv');
    const [who] = await seen.findAllByText('Qui est-ce ?');
    act(() => who?.click());
    const search = await seen.findByRole('searchbox');
    expect(document.activeElement).toBe(search);
    fireEvent.input(search, { target: { value: 'amé' } });
    act(() => seen.getByText('Choisir une personne').click());
    expect(asked(setup, 'setup.who')).toEqual([]);
    const radio = await seen.findByRole('radio');
    act(() => radio.click());
    setup.answer('setup.who', {
      ...folderReport,
      unknown: { count: 2, first: folderReport.unknown.first.slice(1) },
    });
    act(() => seen.getByText('C’est Amélie Rousseau').click());
    await seen.findByText('2 inconnus');
    // The next doubt is one key away.
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Intérimaires'));
    expect(asked(setup, 'setup.who')).toEqual([{ folder: 'DURAND Michel', employeeId: amelie.id }]);
  });

  it('is answered with a number where there are guesses, and left with Esc', async () => {
    const setup = fakeSetup('folder');
    const seen = await open(setup);
    typed(seen, '/srv');
    const which = await seen.findByRole('button', { name: /^Choisir ?ROUSSEAU A/ });
    act(() => which.click());
    await waitFor(() => expect((document.activeElement as HTMLInputElement | null)?.type).toBe('radio'));
    seen.press('2');
    await seen.findByText('C’est Alain Rousseau');
    seen.press('Escape');
    await waitFor(() => expect(document.activeElement).toBe(which));
    expect(asked(setup, 'setup.who')).toEqual([]);
  });

  it('says what would be created before it creates it', async () => {
    const setup = fakeSetup('folder');
    const seen = await open(setup);
    typed(seen, '/srv');
    act(() => void seen.findByText('Créer les 316 dossiers absents').then((button) => button.click()));
    const title = await seen.findByText('Créer 316 dossiers');
    await waitFor(() => expect(document.activeElement).toBe(title));
    expect(seen.text()).toContain('comme « Arnaud Irène (00158) »');
    expect(asked(setup, 'setup.make-folders')).toEqual([]);
    expect(await findings()).toEqual([]);
    act(() => seen.getByLabelText('Diplôme').click());
    act(() => seen.getByText('Créer les 316 dossiers').click());
    await seen.findByText(/316 dossiers créés/);
    expect(asked(setup, 'setup.make-folders')).toEqual([{ drawers: ['Contrats', 'Diplôme'] }]);
  });

  it('goes nowhere while nobody is recognised', async () => {
    const setup = fakeSetup('folder');
    setup.answer('setup.read-folder', { ...folderReport, matched: { count: 0, first: [] } });
    const seen = await open(setup);
    typed(seen, '/srv');
    await seen.findByText('Il faut au moins un dossier reconnu.');
    expect(continues(seen).disabled).toBe(true);
  });
});

describe('kinds of document', () => {
  const select = (seen: Seen, name: string): HTMLSelectElement =>
    seen.getByLabelText(`Champ pour ${name}`) as HTMLSelectElement;
  const choose = (at: HTMLSelectElement, value: string): void => {
    fireEvent.change(at, { target: { value } });
  };

  it('join a sub-folder with a field, and ask for the day where there is one', async () => {
    const setup = fakeSetup('kinds');
    const seen = await open(setup);
    await seen.findByLabelText('Champ pour Divers');
    choose(select(seen, 'Divers'), 'e_Visite/e_Attestation');
    const day = await seen.findByLabelText(/^Date de la visite/);
    expect((day as HTMLSelectElement).value).toBe('{date}');
    choose(day as HTMLSelectElement, '');
    await waitFor(() =>
      expect(asked(setup, 'setup.choose').at(-1)).toEqual({
        id: 'divers',
        choice: {
          to: 'field',
          field: 'e_Visite',
          file: 'e_Attestation',
          multiple: true,
          values: {},
          whenFilled: 'ask',
        },
      }),
    );
    expect(seen.text()).toContain('2 types reliés');
    expect(await findings()).toEqual([]);
  });

  it('ask what to do with one that is there already, and leave aside what is not to be filed', async () => {
    const setup = fakeSetup('kinds');
    const seen = await open(setup);
    choose((await seen.findByLabelText(/^S’il y en a déjà un/)) as HTMLSelectElement, 'skip');
    choose(select(seen, 'Divers'), 'nothing');
    await seen.findByText(/1 type relié, 1 laissé de côté/);
    expect(seen.text()).toContain('Ces 27 documents resteront de côté.');
    expect(asked(setup, 'setup.choose')).toMatchObject([
      { id: 'rib', choice: { whenFilled: 'skip' } },
      { id: 'divers', choice: { to: 'nothing' } },
    ]);
  });

  it('offer no field that the key may not write', async () => {
    const seen = await open(fakeSetup('kinds'));
    await seen.findByLabelText('Champ pour RIB');
    const offered = [...select(seen, 'RIB').options].map((option) => option.value);
    expect(offered).toEqual(['e_RIB', 'e_Visite/e_Attestation', 'picture', 'later', 'nothing']);
    expect(places.some((place) => place.readOnly)).toBe(true);
  });

  it('tell of a field that Lucca does not show any more, until another is chosen', async () => {
    const setup = fakeSetup('kinds');
    const lost = { to: 'field', field: 'e_Disparu', file: null, multiple: true, values: {} } as const;
    const rows = kindsReport.rows.map((row) =>
      row.id === 'divers'
        ? { ...row, choice: { ...lost, whenFilled: 'ask' as const }, fault: 'field-unknown' as const }
        : row,
    );
    setup.answer('setup.kinds', { ...kindsReport, rows });
    const seen = await open(setup);
    await seen.findByText(/^Lucca ne montre pas ce champ/);
    expect(select(seen, 'Divers').selectedOptions[0]?.textContent).toBe('e_Disparu');
    expect(await findings()).toEqual([]);
    choose(select(seen, 'Divers'), 'e_RIB');
    await waitFor(() => expect(seen.queryByText(/^Lucca ne montre pas ce champ/)).toBeNull());
  });

  it('take a code where the list may not be read, once it looks like one', async () => {
    const setup = fakeSetup('kinds');
    setup.answer('setup.kinds', { ...kindsReport, places: null });
    const seen = await open(setup);
    await seen.findByLabelText('Champ pour Divers');
    choose(select(seen, 'Divers'), 'typed');
    const [, code] = await seen.findAllByLabelText('Code du champ');
    fireEvent.input(code!, { target: { value: 'Divers' } });
    expect(asked(setup, 'setup.choose')).toEqual([]);
    fireEvent.input(code!, { target: { value: 'e_Divers' } });
    await waitFor(() =>
      expect(asked(setup, 'setup.choose')).toMatchObject([
        { id: 'divers', choice: { field: 'e_Divers', file: null, multiple: true } },
      ]),
    );
    expect(await findings()).toEqual([]);
  });

  it('need at least one that is filed', async () => {
    const setup = fakeSetup('kinds');
    const seen = await open(setup);
    await seen.findByLabelText('Champ pour RIB');
    choose(select(seen, 'RIB'), 'later');
    await seen.findByText('Reliez au moins un type.');
    expect(continues(seen).disabled).toBe(true);
  });

  it('without any sub-folder, offer to create them', async () => {
    const setup = fakeSetup('kinds');
    setup.answer('setup.kinds', { ...kindsReport, rows: [] });
    const seen = await open(setup);
    act(() => void seen.findByText('Créer les sous-dossiers').then((button) => button.click()));
    await seen.findByText('Créer 316 dossiers');
  });
});

describe('the preview', () => {
  it('counts, and opens each line to its documents', async () => {
    const setup = fakeSetup('preview');
    const seen = await open(setup);
    await seen.findByText(/Seront classés/);
    const text = seen.text().replace(/\s/g, ' ');
    for (const words of [
      '1 284 documents',
      '96 collaborateurs',
      '≈ 33 min',
      '3 dossiers inconnus, 1 dossier ambigu',
    ])
      expect(text.replace(/(\d)(documents|collaborateurs)/g, '$1 $2')).toContain(words);
    act(() => seen.getByRole('button', { name: /Seront classés/ }).click());
    await seen.findByText('contrat.pdf');
    expect(await findings()).toEqual([]);
  });

  it('shows how far it is', async () => {
    const setup = fakeSetup('preview');
    setup.answer('setup.preview', new Promise(() => undefined));
    const seen = await open(setup);
    await waitFor(() => {
      act(() => seen.client.send('setup.progress', { done: 312, total: 1_284 }));
      expect(seen.text()).toContain('312 sur 1 284');
    });
    expect(continues(seen).disabled).toBe(true);
    expect(await findings()).toEqual([]);
  });

  it('says what is in the way, and tries again', async () => {
    const setup = fakeSetup('preview');
    setup.answer('setup.preview', { ok: false, why: 'offline' });
    const seen = await open(setup);
    await seen.findByText(/Lucca ne répond pas/);
    setup.answer('setup.preview', previewReport);
    act(() => seen.getByText('Réessayer').click());
    await seen.findByText(/Seront classés/);
  });

  it('never promises that nothing is replaced where a person has said so', async () => {
    const setup = fakeSetup('preview');
    setup.answer('setup.preview', { ...previewReport, replaces: true });
    const seen = await open(setup);
    await seen.findByText(/vous avez choisi de remplacer/);
    expect(seen.text()).not.toContain('Rien ne sera remplacé');
  });
});

describe('the start', () => {
  it('has three switches, and starts once', async () => {
    const setup = fakeSetup('start');
    setup.answer('setup.finish', new Promise(() => undefined));
    const seen = await open(setup);
    const switches = seen.getAllByRole('switch') as HTMLInputElement[];
    expect(switches.map((one) => one.checked)).toEqual([true, true, true]);
    act(() => switches[1]?.click());
    await waitFor(() =>
      expect(asked(setup, 'setup.switch')).toEqual([{ openAtLogin: true, tray: false, notifications: true }]),
    );
    const start = seen.getAllByText('Démarrer').at(-1) as HTMLButtonElement;
    act(() => start.click());
    await waitFor(() => expect(start.disabled).toBe(true));
    act(() => start.click());
    expect(asked(setup, 'setup.finish')).toHaveLength(1);
  });

  it('says when the settings could not be written', async () => {
    const setup = fakeSetup('start');
    setup.answer('setup.finish', { ok: false });
    const seen = await open(setup);
    act(() => seen.getAllByText('Démarrer').at(-1)?.click());
    await seen.findByText(/Les réglages n’ont pas pu être enregistrés/);
  });
});

describe('what the organisation has decided', () => {
  const given = (step: SetupStep): FakeSetup => fakeSetup(step, false, givenEverything);
  const sentence = 'Défini par votre organisation';

  it.each(['connect', 'folder', 'kinds', 'preview', 'start'] as const)(
    '%s: axe finds nothing, in French and English',
    async (step) => {
      for (const language of ['fr', 'en'] as const) {
        const seen = await open(given(step), language);
        await waitFor(() => expect(seen.container.querySelector('[aria-current=step]')).not.toBeNull());
        expect(await findings()).toEqual([]);
        seen.unmount();
      }
    },
  );

  it('connect: shows the address with a lock, and asks for the key alone', async () => {
    const setup = given('connect');
    const seen = await open(setup);
    const address = seen.getByLabelText(/Adresse de Lucca/) as HTMLInputElement;
    expect(address).toMatchObject({ readOnly: true, value: 'https://ateliers.ilucca.net' });
    expect(document.getElementById(address.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      sentence,
    );
    expect(seen.text()).toContain('Votre organisation a déjà donné l’adresse.');
    fireEvent.input(seen.getByLabelText('Clé d’accès'), { target: { value: 'the-key' } });
    act(() => seen.getByText('Tester').click());
    await seen.findByText(/Connecté\s: 412 collaborateurs visibles/);
    await waitFor(() => expect(continues(seen).disabled).toBe(false));
  });

  it('that cannot be used is told in place of everything else, with its file and what mends it', async () => {
    const message = '/etc/classeur/policy.json: settings.rot: is not a known setting';
    const seen = await openWindow('starting', { problem: { kind: 'policy', path: '', message } });
    await seen.findByText('Les règles de votre organisation sont à corriger');
    expect(seen.text()).toContain(message);
    act(() => seen.getByText('Copier').click());
    await seen.findByText('Copié');
    expect(seen.client.desktop).toContain(`copy ${message}`);
    expect(await findings()).toEqual([]);
  });

  it('connect: offers no other way to Lucca where that is decided', async () => {
    const seen = await open(fakeSetup('connect', false, ['tenant.api']));
    expect(seen.queryByText('Se connecter par un client OAuth')).toBeNull();
    seen.unmount();
    const free = await open(fakeSetup('connect'));
    expect(free.container.querySelectorAll('.setup__form .setup__alt')).toHaveLength(1);
  });

  it('folder: reads the one that is given, and offers no other', async () => {
    const setup = given('folder');
    const seen = await open(setup);
    await waitFor(() => expect(seen.text()).toContain('96 dossiers'));
    expect(asked(setup, 'setup.read-folder')).toEqual([{ path: folderReport.root, pattern: null }]);
    expect(seen.queryByText('Changer…')).toBeNull();
    expect(seen.container.querySelector('select')).toBeNull();
    expect(seen.getAllByText(sentence)).toHaveLength(2);
    expect(continues(seen).disabled).toBe(false);
  });

  it('kinds: says where each goes, asks nothing and lets one go on', async () => {
    const setup = given('kinds');
    const seen = await open(setup);
    await seen.findByText('Visite médicale – Attestation');
    expect(seen.text()).toContain('il n’y a rien à faire ici');
    expect(seen.container.querySelector('select')).toBeNull();
    expect(seen.getByText(sentence)).toBeTruthy();
    act(() => continues(seen).click());
    await waitFor(() => expect(asked(setup, 'setup.go')).toEqual([{ step: 'preview' }]));
  });

  it('kinds: leaves out no sub-folder for good where that is decided', async () => {
    const seen = await open(fakeSetup('kinds', false, ['ignore']));
    const options = [...(await seen.findByLabelText('Champ pour Divers')).querySelectorAll('option')];
    expect(options.map(({ value }) => value)).toContain('later');
    expect(options.map(({ value }) => value)).not.toContain('nothing');
  });

  it('start: switches stand as they are decided, and cannot be turned', async () => {
    const setup = given('start');
    const seen = await open(setup);
    const switches = seen.getAllByRole('switch') as HTMLInputElement[];
    expect(switches).toHaveLength(3);
    for (const one of switches) {
      expect(one.getAttribute('aria-readonly')).toBe('true');
      act(() => one.click());
      expect(one.checked).toBe(true);
    }
    expect(asked(setup, 'setup.switch')).toEqual([]);
  });
});
