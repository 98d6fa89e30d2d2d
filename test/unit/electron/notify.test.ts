import { describe, expect, it } from 'vitest';
import { decide } from '../../../main/electron/notify/decide.ts';
import type { Situation, Told } from '../../../main/electron/notify/decide.ts';
import en from '../../../main/shared/messages/en.json';
import fr from '../../../main/shared/messages/fr.json';
import { scenes } from '../../support/scenes.ts';
import { placeholdersOf } from '../messages/placeholders.ts';

const nothing: Told = { questions: new Set(), keyRefused: false, firstFiled: true };
const calm: Situation = { status: scenes.filed.status, questions: [], watched: false };
const asks = (...questions: string[]): Situation => ({
  ...calm,
  status: { ...scenes.filed.status, questions: questions.length },
  questions,
});

describe('telling a person', () => {
  it('is done once for each new question, and opens that very one', () => {
    const first = decide(nothing, asks('q1'));
    expect(first.toast).toMatchObject({ opens: { view: 'attention', id: 'q1' }, needsPerson: true });
    expect(decide(first.told, asks('q1')).toast).toBeNull();
    expect(decide(first.told, asks('q1', 'q2')).toast?.opens.id).toBe('q2');
  });

  it('gathers several into one that opens them all', () => {
    const { toast } = decide(nothing, asks('q1', 'q2', 'q3'));
    expect(toast?.values).toEqual({ n: 3 });
    expect(toast?.opens).toEqual({ view: 'attention', id: null });
  });

  it('is done again for a question that went and came back', () => {
    const asked = decide(nothing, asks('q1')).told;
    const gone = decide(asked, asks()).told;
    expect(decide(gone, asks('q1')).toast).not.toBeNull();
  });

  it('is not done for who is looking, nor later for what they have seen', () => {
    const seen = decide(nothing, { ...asks('q1'), watched: true });
    expect(seen.toast).toBeNull();
    expect(decide(seen.told, asks('q1')).toast).toBeNull();
  });

  it('is done once when the key is refused, and again after it had been good', () => {
    const refused: Situation = { ...calm, status: scenes['signed-out'].status };
    const first = decide(nothing, refused);
    expect(first.toast).toMatchObject({ title: 'toast.key.title', needsPerson: true });
    expect(decide(first.told, refused).toast).toBeNull();
    const mended = decide(first.told, calm).told;
    expect(decide(mended, refused).toast).not.toBeNull();
  });

  it('is done for the first document ever, not for those of other days', () => {
    const first = decide({ ...nothing, firstFiled: false }, calm);
    expect(first.toast).toMatchObject({ title: 'toast.first.title', needsPerson: false });
    expect(decide(first.told, calm).toast).toBeNull();
    expect(decide(nothing, calm).toast).toBeNull();
  });

  it('is not done for what heals itself', () => {
    for (const name of ['offline', 'throttled', 'paused', 'standing-by', 'watcher-down'] as const)
      expect(decide(nothing, { ...calm, status: scenes[name].status }).toast, name).toBeNull();
  });

  it('waits for the first look: yesterday’s questions are not news one by one', () => {
    const starting: Situation = { ...asks('q1'), status: scenes.starting.status };
    expect(decide(nothing, starting)).toEqual({ toast: null, told: nothing });
  });

  it('names nobody and no file: the texts have no place for a name', () => {
    for (const catalogue of [fr, en])
      for (const [key, text] of Object.entries(catalogue))
        if (key.startsWith('toast.'))
          expect(
            placeholdersOf(text).filter((name) => !name.startsWith('n:')),
            key,
          ).toEqual([]);
  });
});
