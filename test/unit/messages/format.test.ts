import { describe, expect, it } from 'vitest';
import { languages } from '../../../main/shared/languages.ts';
import { loadWords } from '../../../main/shared/messages/format.ts';
import { catalogues, wordsIn } from '../../support/words.ts';

const fr = wordsIn('fr');
const en = wordsIn('en');
const at = (day: number, hour: number, minute = 0): number =>
  new Date(2026, 10, day, hour, minute, 1).getTime();

/** Any kind of space, as one: which one is the system's own choice. */
const spaced = (text: string): string => text.replace(/\s/g, ' ');

describe('words', () => {
  it('counts as the language does: in French none and one are alike', () => {
    expect(spaced(fr.say('status.working', { n: 0 }))).toBe('0 document en cours');
    expect(spaced(fr.say('status.working', { n: 2 }))).toBe('2 documents en cours');
    expect(en.say('status.working', { n: 0 })).toBe('0 documents under way');
    expect(spaced(fr.say('history.count', { n: 12_418 }))).toBe('12 418 reçus');
  });

  it('says sizes in the unit of the whole', () => {
    expect(spaced(fr.size(0))).toBe('0 o');
    expect(spaced(fr.size(999_600))).toBe('1 Mo');
    expect(spaced(fr.size(248_000))).toBe('248 ko');
    expect(spaced(fr.sizeOf(1_426_000, 2_300_000))).toBe('1,4 sur 2,3 Mo');
    expect(spaced(fr.sizeOf(9_000_000, 2_300_000))).toBe('2,3 sur 2,3 Mo');
    expect(en.size(2_300_000)).toBe('2.3 MB');
  });

  it('says time left no more exactly than it is known', () => {
    expect(spaced(fr.duration(0))).toBe('5 s');
    expect(spaced(fr.duration(31))).toBe('35 s');
    expect(spaced(fr.duration(70))).toBe('1 min');
    expect(spaced(fr.duration(3_600))).toBe('1 h');
    expect(spaced(fr.duration(4_800))).toBe('1 h 20 min');
  });

  it('says when by the calendar, not by twenty-four hours', () => {
    expect(fr.when(at(24, 0, 5), at(24, 23))).toBe('00:05');
    expect(spaced(fr.when(at(23, 23, 50), at(24, 0, 10)))).toBe('hier à 23:50');
    expect(fr.when(at(22, 12), at(24, 12))).toBe('22 novembre 2026');
    expect(en.moment(at(24, 10, 43))).toBe('24 November 2026 at 10:43:01');
  });

  it('hands the parts to be marked to the view', () => {
    const parts = fr.rich('ask.filled.detail', { name: 'Zoé' }, (_tag, text) => ({ strong: text }));
    expect(parts).toContainEqual({ strong: 'Zoé' });
    expect(fr.rich('ask.incomplete.detail', {}, () => null)).toHaveLength(1);
  });

  it('takes what it is given for text, never for a message', () => {
    expect(fr.say('ask.who.is', { name: '{n, plural, other {x}} <b>' })).toBe(
      'C’est {n, plural, other {x}} <b>',
    );
  });

  it.each(languages)('%s: is loaded when it is asked for', async (language) => {
    const words = await loadWords(language);
    expect(words.language).toBe(language);
    expect(words.locale.startsWith(language)).toBe(true);
    expect(words.say('nav.today')).toBe(catalogues[language]['nav.today']);
  });

  it('writes dates, times and figures as each country does', () => {
    const moment = at(24, 10, 43);
    expect(wordsIn('de').moment(moment)).toBe('24. November 2026 um 10:43:01');
    expect(wordsIn('es').moment(moment)).toBe('24 de noviembre de 2026 a las 10:43:01');
    expect(wordsIn('it').moment(moment)).toBe('24 novembre 2026 alle 10:43:01');
    expect(wordsIn('nl').moment(moment)).toBe('24 november 2026 om 10:43:01');
    expect(wordsIn('pt').moment(moment)).toBe('24 de novembro de 2026 às 10:43:01');
    for (const language of languages) expect(wordsIn(language).time(moment)).toBe('10:43');
    expect(spaced(wordsIn('de').sizeOf(1_426_000, 2_300_000))).toBe('1,4 von 2,3 MB');
    expect(spaced(wordsIn('pt').say('history.count', { n: 12_418 }))).toBe('12 418 comprovativos');
  });

  it('compiles nothing', () => {
    const real = globalThis.Function;
    globalThis.Function = (() => {
      throw new Error('compiled');
    }) as unknown as FunctionConstructor;
    try {
      expect(wordsIn('en').say('status.questions', { n: 3 })).toBe('3 questions for you');
    } finally {
      globalThis.Function = real;
    }
  });
});
