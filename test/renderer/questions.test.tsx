import { describe, it } from 'vitest';
import { languages } from '../../main/shared/languages.ts';
import { wordsIn } from '../support/words.ts';
import { answersByReason, attentionReasons } from '../../main/shared/reasons.ts';
import {
  aboutOf,
  kindOfQuestion,
  requestOf,
  sentenceOf,
  titleOf,
} from '../../renderer/src/questions/question-words.ts';
import { choicesOf } from '../../renderer/src/questions/question-choices.ts';
import { allQuestions, rivalQuestion, scenes, whoQuestion } from '../support/scenes.ts';
import type { Question } from '../../main/shared/status.ts';
import { act, cleanEach, expect, findings, fireEvent, openWindow, waitFor } from './support/window.tsx';
import type { Seen } from './support/window.tsx';

cleanEach();

async function ask(question: Question, width = 960): Promise<Seen> {
  const status = {
    ...scenes.filed.status,
    questions: 1,
    counts: { ...scenes.filed.status.counts, attention: 1 },
  };
  const seen = await openWindow({ ...scenes.filed, status, questions: [question] }, { width });
  act(() => seen.client.send('navigate', { view: 'attention', id: null }));
  await waitFor(() => expect(seen.container.querySelector('.card')).not.toBeNull());
  return seen;
}

const byReason = (reason: string): Question => allQuestions.find((question) => question.reason === reason)!;
const answers = (seen: Seen) =>
  seen.agent.asked.filter(({ what }) => what === 'answer').map((asked) => asked.with);

describe('the words of a question', () => {
  it.each(attentionReasons)(
    '%s has its title, its sentence and every answer, in every language',
    (reason) => {
      const question = byReason(reason);
      for (const language of languages) {
        const words = wordsIn(language);
        expect(titleOf(question, words)).not.toBe('');
        expect(sentenceOf(question, words).length).toBeGreaterThan(0);
        expect(aboutOf(question, words)).not.toBe('');
        const offered = choicesOf(question, words, null).flatMap(({ act: does }) =>
          does.do === 'answer' ? [does.answer.kind] : [],
        );
        const byCard: readonly string[] = { who: ['employee'], target: ['target'], choices: [] }[
          kindOfQuestion(question)
        ];
        expect([...offered, ...byCard].sort()).toEqual([...question.answers].sort());
      }
    },
  );

  it('offers only the answers that the agent takes', () => {
    const words = wordsIn('fr');
    const single = { ...byReason('field-filled'), answers: ['replace', 'keep'] as const };
    expect(choicesOf({ ...single, answers: [...single.answers] }, words, null).map(({ id }) => id)).toEqual([
      'replace',
      'keep',
    ]);
    expect(answersByReason['field-filled']).toContain('add');
  });

  it('puts no answer that sends something first', () => {
    for (const question of allQuestions)
      for (const choice of choicesOf(question, wordsIn('fr'), null))
        if (choice.first) expect(choice.act.do, choice.id).not.toBe('answer');
  });

  it('writes to the administrator without a person or a file', () => {
    const letter = requestOf(byReason('not-permitted'), 'x.ilucca.net', wordsIn('fr'));
    expect(letter).toContain('e_Visite-medicale/e_Attestation');
    expect(letter).not.toMatch(/Fatou|Diallo|\.pdf/);
  });
});

describe('a copy in Lucca that differs', () => {
  it('is not told as a file that has changed', async () => {
    const { text } = await ask(allQuestions.find(({ id }) => id === 'q_differs')!);
    expect(text()).toContain('La copie dans Lucca est différente');
    expect(text()).toContain('Votre fichier, lui, n’a pas changé.');
    expect(text()).not.toContain('a changé depuis');
    expect(text()).toContain('Envoyer à nouveau');
  });
});

describe('every question', () => {
  it.each(allQuestions.map((question) => [question.reason, question] as const))(
    '%s: axe finds nothing, and each of its buttons does what it says',
    async (_reason, question) => {
      const seen = await ask(question);
      expect(await findings()).toEqual([]);
      const count = seen.container.querySelectorAll('.choice').length;
      seen.unmount();
      for (let index = 0; index < count; index += 1) {
        const again = await ask(question);
        const before = again.container.querySelectorAll('.choice');
        const wanted = choicesOf(question, wordsIn('fr'), null)[index]!;
        act(() => (before[index] as HTMLElement).click());
        if (wanted.act.do === 'answer') {
          const { answer } = wanted.act;
          await waitFor(() =>
            expect(answers(again)).toEqual([{ ids: question.documents.map(({ id }) => id), answer }]),
          );
        } else if (wanted.act.do === 'search-person') {
          await waitFor(() => expect((document.activeElement as HTMLInputElement).type).toBe('search'));
        } else {
          await waitFor(() => expect(again.client.desktop).toHaveLength(1));
        }
        again.unmount();
      }
    },
  );
});

describe('who is this?', () => {
  it('opens with nobody picked, not for always, and cannot be answered yet', async () => {
    const { container, getByRole } = await ask(whoQuestion);
    expect(container.querySelectorAll('input:checked')).toHaveLength(0);
    expect((getByRole('button', { name: 'Choisir une personne' }) as HTMLButtonElement).disabled).toBe(true);
  });

  it('is answered with the keyboard alone: a figure picks, Enter files, for this folder', async () => {
    const seen = await ask(whoQuestion);
    seen.press('2');
    await waitFor(() => expect(seen.getByRole('button', { name: 'C’est Alain Rousseau' })).toBeDefined());
    fireEvent.click(seen.getByLabelText(/Toujours pour ce dossier/));
    fireEvent.submit(seen.container.querySelector('form')!);
    await waitFor(() =>
      expect(answers(seen)).toEqual([
        {
          ids: ['d_who_0', 'd_who_1', 'd_who_2'],
          answer: { kind: 'employee', employeeId: 103, always: true },
        },
      ]),
    );
  });

  it('finds anybody in the directory, and a figure typed in the search is only typed', async () => {
    const seen = await ask(whoQuestion);
    const field = seen.getByRole('searchbox');
    fireEvent.input(field, { target: { value: 'diallo' } });
    await waitFor(() =>
      expect(seen.container.querySelector('.guess__name')?.textContent).toBe('Fatou Diallo'),
    );
    fireEvent.keyDown(field, { key: '1' });
    expect(seen.container.querySelectorAll('input:checked')).toHaveLength(0);
    fireEvent.submit(seen.container.querySelector('form')!);
    await waitFor(() =>
      expect(answers(seen)).toMatchObject([{ answer: { kind: 'employee', employeeId: 188, always: false } }]),
    );
  });

  it('keeps whoever was picked in sight when the search moves on', async () => {
    const seen = await ask(whoQuestion);
    seen.press('1');
    fireEvent.input(seen.getByRole('searchbox'), { target: { value: 'karim' } });
    await waitFor(() => expect(seen.text()).toContain('Karim Benali'));
    expect(seen.container.querySelector('.guess:has(input:checked) .guess__name')?.textContent ?? '').toBe(
      'Amélie Rousseau',
    );
    expect(seen.getByRole('button', { name: 'C’est Amélie Rousseau' })).toBeDefined();
  });

  it('says when nobody is found', async () => {
    const seen = await ask(whoQuestion);
    fireEvent.input(seen.getByRole('searchbox'), { target: { value: 'zzz' } });
    await waitFor(() => expect(seen.text()).toContain('Personne de ce nom'));
  });
});

describe('answering', () => {
  it('moves to the next question, with the focus on its title', async () => {
    const seen = await openWindow('attention');
    act(() => seen.client.send('navigate', { view: 'attention', id: 'q_field-filled' }));
    await waitFor(() => expect(seen.container.querySelector('.card h3')?.textContent).toContain('RIB'));
    seen.press('2');
    await waitFor(() =>
      expect(answers(seen)).toMatchObject([{ ids: ['d_filled'], answer: { kind: 'keep' } }]),
    );
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Ce scan semble inachevé'));
  });

  it('of the last question leaves the focus where it says that none is left', async () => {
    const seen = await ask(byReason('incomplete'));
    seen.press('2');
    await waitFor(() => expect(seen.text()).toContain('Aucune question'));
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Aucune question'));
  });

  it('can wait: "later" brings the next, and answers nothing', async () => {
    const seen = await openWindow('attention');
    act(() => seen.client.send('navigate', { view: 'attention', id: null }));
    await waitFor(() => expect(seen.container.querySelector('.card')).not.toBeNull());
    seen.getByText('Plus tard').click();
    await waitFor(() => expect(seen.container.querySelector('.card h3')?.textContent).toContain('RIB'));
    expect(answers(seen)).toEqual([]);
  });

  it('that came too late says so, and shows where the question stands', async () => {
    const seen = await ask(byReason('incomplete'));
    seen.agent.refuseNext();
    seen.press('2');
    await waitFor(() => expect(seen.text()).toContain('La question a changé entre-temps'));
  });

  it('happens once, however often the key is pressed', async () => {
    const seen = await ask(byReason('incomplete'));
    seen.press('2');
    seen.press('2');
    seen.press('2');
    await waitFor(() => expect(seen.container.querySelector('.card')).toBeNull());
    expect(answers(seen)).toHaveLength(1);
  });

  it('of two scans for one place sends the one that was picked, and nothing before', async () => {
    const seen = await ask(rivalQuestion);
    const [replace] = [...seen.container.querySelectorAll<HTMLElement>('.choice')];
    act(() => replace!.click());
    expect(answers(seen)).toEqual([]);
    seen.press('2');
    await waitFor(() => expect(seen.text()).toContain('Remplacer par RIB nouveau compte.pdf'));
    act(() => seen.container.querySelector<HTMLElement>('.choice')!.click());
    await waitFor(() => expect(answers(seen)).toEqual([{ ids: ['d_rival_2'], answer: { kind: 'replace' } }]));
  });

  it('works in one pane too, where the other questions stand shut below', async () => {
    const seen = await openWindow('attention', { width: 400 });
    act(() => seen.client.send('navigate', { view: 'attention', id: null }));
    await waitFor(() => expect(seen.container.querySelectorAll('.card--shut')).toHaveLength(2));
    act(() => seen.container.querySelectorAll<HTMLElement>('.card--shut')[1]!.click());
    await waitFor(() =>
      expect(seen.container.querySelector('.card h3')?.textContent).toBe('Ce scan semble inachevé'),
    );
  });
});
