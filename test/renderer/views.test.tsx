import { describe, it, vi } from 'vitest';
import type { SceneName } from '../support/scenes.ts';
import { scenes } from '../support/scenes.ts';
import { act, cleanEach, expect, findings, openWindow, waitFor } from './support/window.tsx';

cleanEach();
const names = Object.keys(scenes) as SceneName[];
const views = ['today', 'attention', 'history', 'settings'] as const;

describe('every state of the agent', () => {
  it.each(names)('%s: says itself once in the head, and axe finds nothing', async (scene) => {
    const { container } = await openWindow(scene);
    expect(container.querySelectorAll('h1')).toHaveLength(1);
    expect(container.querySelectorAll('[role=status]').length).toBeGreaterThanOrEqual(1);
    expect(await findings()).toEqual([]);
  });

  it.each(views)('%s: axe finds nothing, wide, folded, narrow, in French and English', async (view) => {
    for (const [width, language] of [
      [960, 'fr'],
      [720, 'en'],
      [400, 'fr'],
    ] as const) {
      const seen = await openWindow('attention', { width, language });
      act(() => seen.client.send('navigate', { view, id: null }));
      await waitFor(() => expect(seen.container.querySelector('.bones')).toBeNull());
      expect(await findings(), `${view} ${String(width)}`).toEqual([]);
      seen.unmount();
    }
  });
});

describe('the head of the window', () => {
  it('speaks when the state changes, and not when only counts do', async () => {
    const { agent, getAllByRole, text } = await openWindow('working');
    const spoken = (): string =>
      getAllByRole('status')
        .map((node) => node.textContent)
        .join('');
    const first = spoken();
    act(() => agent.change({ pending: 3, progress: 0.6, secondsLeft: 20 }));
    await waitFor(() => expect(text()).toContain('3 en cours'));
    expect(spoken()).toBe(first);
    act(() => agent.play('filed'));
    await waitFor(() => expect(spoken()).toBe('Tout est classé'));
  });

  it('never lets an older status replace a newer one', async () => {
    const { client, text } = await openWindow('filed');
    act(() => client.send('status.changed', { ...scenes.working.status, revision: 50 }));
    act(() => client.send('status.changed', { ...scenes.offline.status, revision: 49 }));
    await waitFor(() => expect(text()).toContain('7 en cours'));
    expect(text()).not.toContain('Hors ligne');
  });
});

describe('what was left aside', () => {
  it.each([960, 400])('is taken back from its own page (%s px)', async (width) => {
    const { agent, client, findByText, findByRole, text } = await openWindow('attention', { width });
    act(() => client.send('navigate', { view: 'attention', id: null }));
    const group = await findByText('Laissés de côté');
    (group.closest('.group')?.nextElementSibling?.querySelectorAll('a,button')[1] as HTMLElement).click();
    const back = await findByRole('button', { name: 'Reprendre ce document' });
    expect(text()).toContain('Léa Garnier');
    expect(await findings()).toEqual([]);
    back.click();
    await waitFor(() => expect(agent.asked).toEqual([{ what: 'retry', with: ['d_ignored_2'] }]));
    await waitFor(() => expect(document.title).toContain('Aujourd’hui'));
  });

  it('cannot be taken back where a rule left it out', async () => {
    const { client, findByText, queryByRole, container } = await openWindow('attention');
    act(() => client.send('navigate', { view: 'attention', id: null }));
    const group = await findByText('Laissés de côté');
    (group.closest('.group')?.nextElementSibling?.querySelectorAll('a,button')[0] as HTMLElement).click();
    await waitFor(() => expect(container.querySelector('.page')).not.toBeNull());
    expect(queryByRole('button', { name: 'Reprendre ce document' })).toBeNull();
  });
});

describe('today', () => {
  it('shows each upload’s own progress as it comes', async () => {
    const { agent, getByLabelText, text } = await openWindow('working');
    expect(text()).toContain('1,4 sur 2,3 Mo');
    act(() => agent.progress('d_uploading', 2_000_000, 2_300_000));
    await waitFor(() => expect(text()).toContain('2 sur 2,3 Mo'));
    const bar = getByLabelText('Amélie Rousseau, Visite médicale – attestation') as HTMLProgressElement;
    expect(bar.value).toBe(87);
  });

  it('says why something waits, and when it goes on', async () => {
    const { text } = await openWindow('working');
    expect(text()).toContain('Reprise à 10:43RIB · Lucca demande de patienter');
    expect(text()).toContain('ouvert dans un autre logiciel');
  });

  it('has an act for every state that needs one', async () => {
    const paused = await openWindow('paused');
    paused.getAllByText('Reprendre')[0]?.click();
    await waitFor(() => expect(paused.agent.asked.map(({ what }) => what)).toEqual(['resume']));
    paused.unmount();
    const offline = await openWindow('offline');
    offline.getByText('Réessayer maintenant').click();
    await waitFor(() => expect(offline.agent.asked.map(({ what }) => what)).toEqual(['sync-now']));
  });

  it('takes a new key, keeps nothing of it, and says so when it could not be kept', async () => {
    const { getByText, getByLabelText, findByText, client, agent, container } =
      await openWindow('signed-out');
    act(() => getByText('Saisir la clé').click());
    const field = container.querySelector<HTMLInputElement>('input[type=password]');
    expect(document.activeElement).toBe(field);
    expect(getByLabelText(/Nouvelle clé/)).toBe(field);
    field!.value = 'a-new-key';
    act(() => getByText('Enregistrer la clé').click());
    await waitFor(() => expect(container.querySelector('input[type=password]')).toBeNull());
    expect(client.desktop).toEqual(['key of 9']);
    expect(agent.asked).toEqual([{ what: 'world-changed', with: 'secret' }]);
    expect(document.documentElement.outerHTML).not.toContain('a-new-key');
    await findByText('Lucca a refusé la clé');
  });

  it('keeps the page of a document while others come above it', async () => {
    const { agent, container, getByRole } = await openWindow('filed');
    await waitFor(() => expect(container.querySelector('.pane--main h2')?.textContent).toBe('Claire Moreau'));
    act(() => agent.play({ ...scenes.filed, moving: scenes.working.moving }));
    await waitFor(() => expect(container.querySelectorAll('.row--move').length).toBeGreaterThan(3));
    expect(getByRole('heading', { level: 2, name: 'Claire Moreau' })).toBeDefined();
  });
});

describe('a narrow window', () => {
  it('opens a document over the list, and Esc goes back to the very row', async () => {
    const { container, getByText, findByText, press } = await openWindow('filed', { width: 400 });
    getByText('Inès Lefèvre').click();
    await findByText('Confirmé par Lucca');
    await waitFor(() => expect(document.activeElement?.tagName).toBe('H1'));
    expect(container.querySelector('.tabs')).toBeNull();
    press('Escape');
    await waitFor(() => expect(document.activeElement?.getAttribute('data-row')).toBe('d_filed_2'));
  });

  it('closes a popover with Esc when there is nothing to go back from', async () => {
    const popover = await openWindow('filed', { width: 400, frame: 'popover' });
    popover.press('Escape');
    await waitFor(() => expect(popover.client.desktop).toEqual(['hide']));
    popover.unmount();
    const window = await openWindow('filed', { width: 400 });
    window.press('Escape');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(window.client.desktop).toEqual([]);
  });
});

describe('the list', () => {
  it('is walked with the arrows, and what is reached is shown beside it', async () => {
    const { container, press, findByRole } = await openWindow('filed');
    const rows = [...container.querySelectorAll<HTMLElement>('[data-row]')];
    rows[0]?.focus();
    press('ArrowDown');
    press('ArrowDown');
    expect(document.activeElement).toBe(rows[2]);
    await findByRole('heading', { level: 2, name: 'Inès Lefèvre' });
    press('End');
    expect(document.activeElement).toBe(rows.at(-1));
    press('Home');
    expect(document.activeElement).toBe(rows[0]);
  });
});

describe('a pause', () => {
  it('is chosen by keyboard alone, and Esc gives the focus back', async () => {
    const { getByRole, queryByRole, press, agent } = await openWindow('working');
    const button = getByRole('button', { name: 'Mettre en pause' });
    act(() => button.click());
    await waitFor(() => expect(document.activeElement?.textContent).toContain('1'));
    press('ArrowDown');
    expect(document.activeElement?.textContent).toBe('Jusqu’à demain');
    press('Escape');
    await waitFor(() => expect(queryByRole('menu')).toBeNull());
    expect(document.activeElement).toBe(button);
    act(() => button.click());
    await waitFor(() => expect(queryByRole('menu')).not.toBeNull());
    act(() => (document.activeElement as HTMLElement).click());
    await waitFor(() => expect(agent.asked.map(({ what }) => what)).toEqual(['pause']));
  });
});

describe('the history', () => {
  it('draws only what is seen of very many receipts, and says how many there are', async () => {
    const { client, container, text } = await openWindow({ ...scenes.filed, receipts: 100_000 });
    act(() => client.send('navigate', { view: 'history', id: null }));
    await waitFor(() => expect(text()).toContain('100 000 reçus'));
    expect(container.querySelectorAll('.virtual > li').length).toBeLessThan(60);
    expect(container.querySelector('.virtual > li')?.getAttribute('aria-setsize')).toBe('100000');
  });

  it('asks for the page where a pull through all of it ends, not for all that it passed', async () => {
    const { client, container, text } = await openWindow({ ...scenes.filed, receipts: 100_000 });
    act(() => client.send('navigate', { view: 'history', id: null }));
    await waitFor(() => expect(text()).toContain('100 000 reçus'));
    const asked = vi.spyOn(client, 'call');
    const scroller = container.querySelector('.virtual')?.closest('.scroll') as HTMLElement;
    const { fireEvent } = await import('@testing-library/preact');
    // Frames come faster than pages.
    for (let top = 0; top <= 4_000_000; top += 40_000) {
      scroller.scrollTop = top;
      fireEvent.scroll(scroller);
      if (top % 400_000 === 0) await Promise.resolve();
    }
    await waitFor(() => expect(container.querySelector('.virtual > li [data-row]')).not.toBeNull());
    expect(Number(container.querySelector('.virtual > li')?.getAttribute('aria-posinset'))).toBeGreaterThan(
      79_000,
    );
    expect(asked.mock.calls.filter(([name]) => name === 'history.search').length).toBeLessThan(50);
  });

  it('finds whatever the case and accents, underlines it, and says when there is nothing', async () => {
    const { client, container, getByRole, text } = await openWindow('filed');
    const { fireEvent } = await import('@testing-library/preact');
    act(() => client.send('navigate', { view: 'history', id: null }));
    await waitFor(() => expect(container.querySelectorAll('.virtual > li').length).toBeGreaterThan(5));
    const field = getByRole('searchbox');
    fireEvent.input(field, { target: { value: 'AMELIE' } });
    await waitFor(() => expect(container.querySelector('mark')?.textContent).toBe('Amélie'));
    fireEvent.input(field, { target: { value: 'zzz' } });
    await waitFor(() => expect(text()).toContain('Rien ne correspond'));
    fireEvent.keyDown(field, { key: 'Escape' });
    await waitFor(() => expect(text()).toContain('12 418 reçus'));
  });

  it('is reached by Ctrl F from anywhere, with the focus in its search', async () => {
    const { press } = await openWindow('working');
    press('f', { ctrlKey: true });
    await waitFor(() => expect((document.activeElement as HTMLInputElement).type).toBe('search'));
  });

  it('copies a receipt with all that proves it', async () => {
    const { client, getByRole, findByRole } = await openWindow('filed');
    await findByRole('region', { name: 'Reçu' });
    getByRole('button', { name: 'Copier' }).click();
    await waitFor(() => expect(client.desktop).toHaveLength(1));
    for (const part of ['Claire Moreau', '7c1e52b9-', '3f9a51c0', 'RIB nov. 2026.pdf'])
      expect(client.desktop[0]).toContain(part);
  });
});

describe('without an agent', () => {
  it('says which setting is wrong and where its file is', async () => {
    const problem = { kind: 'settings', path: 'routes[0].target.field', message: 'expected e_…' } as const;
    const { client, getByText, text } = await openWindow('filed', { problem });
    expect(text()).toContain('routes[0].target.field');
    expect(await findings()).toEqual([]);
    getByText('Ouvrir son dossier').click();
    await waitFor(() => expect(client.desktop).toEqual(['data']));
  });
});
