import { describe, it } from 'vitest';
import { act, cleanEach, expect, findings, openWindow, waitFor } from './support/window.tsx';

cleanEach();

describe('a folder that is called as its person was before', () => {
  it('offers the other name in words, and takes it or keeps the old one by a press', async () => {
    const { agent, findByText, getByText, queryByText, text } = await openWindow('former-names');
    await findByText('3 dossiers à renommer ?');
    expect(text()).toContain(
      'D’après Lucca, le dossier Moreau Claire (002741) (Claire Fontaine-Moreau) devrait maintenant s’appeler Fontaine-Moreau Claire (002741).',
    );
    expect(await findings()).toEqual([]);
    getByText('Renommer').click();
    await waitFor(() => expect(text()).toContain('Diallo Fatou (001881)'));
    getByText('Garder ce nom').click();
    await waitFor(() => expect(text()).toContain('Lambert Anaïs (003611)'));
    expect(queryByText('Tout renommer')).toBeNull();
    getByText('Renommer').click();
    await waitFor(() => expect(queryByText(/à renommer/)).toBeNull());
    expect(agent.asked).toEqual([
      { what: 'rename-folder', with: 'Moreau Claire (002741)' },
      { what: 'keep-folder-name', with: 'Diallo Fatou (001881)' },
      { what: 'rename-folder', with: 'Rousselot Anais (003611)' },
    ]);
    // Whoever pressed the last button stands in the list.
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Documents du jour');
  });

  it('renames all of them by one press, and stops where one cannot be', async () => {
    const { agent, findByText, getByText, queryByText, getAllByText } = await openWindow('former-names');
    const all = await findByText('Tout renommer');
    agent.refuseNext();
    all.click();
    await waitFor(() => expect(getAllByText(/est ouvert ou en cours d’envoi/)).toHaveLength(2));
    expect(agent.asked).toHaveLength(1);
    getByText('Tout renommer').click();
    await waitFor(() => expect(queryByText(/à renommer/)).toBeNull());
    expect(agent.asked).toHaveLength(4);
  });

  it('comes and goes with what Lucca says', async () => {
    const { agent, queryByText, findByText } = await openWindow('filed');
    expect(queryByText('Un dossier à renommer ?')).toBeNull();
    act(() => agent.play('former-name'));
    await findByText('Un dossier à renommer ?');
    act(() => agent.play('filed'));
    await waitFor(() => expect(queryByText(/à renommer/)).toBeNull());
  });
});

describe('a route that Lucca’s fields speak against', () => {
  it('is told in Today, and leads to its place in the settings', async () => {
    const { findByText, getByText, text, container } = await openWindow('routes-faulty');
    await findByText('2 types de documents ne peuvent pas être classés');
    expect(text()).toContain(
      'RIB – Lucca ne montre pas ce champ : il n’existe pas, ou la clé ne le voit pas.',
    );
    expect(text()).toContain('Diplômes – La clé n’a pas le droit d’écrire dans ce champ.');
    expect(await findings()).toEqual([]);
    getByText('Voir les réglages').click();
    await waitFor(() => expect(container.querySelectorAll('.match__row').length).toBeGreaterThan(5));
  });
});
