import { describe, expect, it } from 'vitest';
import { faceOf, faces } from '../../../main/shared/face.ts';
import { languages } from '../../../main/shared/languages.ts';
import { wordsIn } from '../../support/words.ts';
import { statusWords } from '../../../main/shared/messages/status-words.ts';
import { agentStates } from '../../../main/shared/reasons.ts';
import type { StatusSnapshot } from '../../../main/shared/status.ts';
import { troubles } from '../../../main/shared/troubles.ts';
import { sceneNow, scenes } from '../../support/scenes.ts';

const calm = scenes.filed.status;
const given = (change: Partial<StatusSnapshot>): StatusSnapshot => ({ ...calm, ...change });
const fr = wordsIn('fr');
const said = (change: Partial<StatusSnapshot>, form: 'full' | 'short' = 'full') => {
  const { title, detail } = statusWords(given(change), fr, form, sceneNow);
  return [title, detail].map((text) => text.replace(/\s/g, ' '));
};

describe('the face', () => {
  it('is green only when nothing waits, asks, works or is amiss', () => {
    expect(faceOf(calm)).toBe('filed');
    expect(faceOf(given({ pending: 1 }))).toBe('working');
    expect(faceOf(given({ questions: 1 }))).toBe('attention');
    expect(faceOf(given({ counts: { ...calm.counts, attention: 1 } }))).toBe('attention');
    for (const agent of agentStates)
      if (agent !== 'idle') expect(faceOf(given({ agent })), agent).not.toBe('filed');
    for (const trouble of troubles)
      if (!['watcher-down', 'trash-missing', 'throttled'].includes(trouble))
        expect(faceOf(given({ trouble })), trouble).not.toBe('filed');
  });

  it('shows that nothing leaves before it shows that somebody is asked', () => {
    expect(faceOf(given({ agent: 'offline', questions: 2 }))).toBe('offline');
    expect(faceOf(given({ agent: 'paused', questions: 2 }))).toBe('paused');
    expect(faceOf(given({ agent: 'paused', trouble: 'key-refused' }))).toBe('signed-out');
    expect(faceOf(given({ agent: 'working', questions: 2 }))).toBe('attention');
  });

  it('has one for every state, and words for each in every language', () => {
    const met = new Set<string>();
    for (const language of languages)
      for (const agent of agentStates)
        for (const trouble of [null, ...troubles])
          for (const questions of [0, 2])
            for (const form of ['full', 'short'] as const) {
              const words = statusWords(
                given({ agent, trouble, questions }),
                wordsIn(language),
                form,
                sceneNow,
              );
              met.add(words.face);
              expect(words.title).not.toBe('');
              expect(words.detail).not.toBe('');
            }
    expect([...met].sort()).toEqual([...faces].sort());
  });
});

describe('the state in words', () => {
  it('says how much is left while it works', () => {
    const working = { agent: 'working', pending: 4, secondsLeft: 70, bytesPerSecond: 1_200_000 } as const;
    expect(said(working)).toEqual(['4 documents en cours', 'Encore 1 min environ · 1,2 Mo/s']);
    expect(said(working, 'short')).toEqual(['4 en cours', 'Encore 1 min environ']);
  });

  it('says what waits and what asks behind a hollow sign', () => {
    expect(said({ agent: 'offline', pending: 3, questions: 1 })).toEqual([
      'Hors ligne',
      '3 documents attendent · 1 question',
    ]);
    expect(said({ agent: 'offline', questions: 1 })).toEqual(['Hors ligne', '1 question']);
  });

  it('says when what only waits is taken up again', () => {
    const until = new Date(2026, 10, 24, 10, 44).toISOString();
    const counts = { ...calm.counts, waiting: 1 };
    expect(said({ pending: 1, counts, until })).toEqual(['1 document attend', 'Reprise à 10:44']);
    expect(said({ agent: 'working', trouble: 'throttled', pending: 1, counts, until })[1]).toBe(
      'Lucca demande de patienter · reprise à 10:44',
    );
  });

  it('names the day of a pause as the person chose it', () => {
    const today = new Date(2026, 10, 24, 14).toISOString();
    const tomorrow = new Date(2026, 10, 25, 6).toISOString();
    expect(said({ agent: 'paused', pausedUntil: today })[0]).toBe('En pause jusqu’à 14:00');
    expect(said({ agent: 'paused', pausedUntil: tomorrow })[0]).toBe('En pause jusqu’à demain');
    expect(said({ agent: 'paused', pausedUntil: null })[0]).toBe('En pause');
    expect(said({ agent: 'paused', pausedUntil: today, pending: 5 }, 'short')).toEqual([
      'En pause',
      'Jusqu’à 14:00 · 5 en attente',
    ]);
  });
});
