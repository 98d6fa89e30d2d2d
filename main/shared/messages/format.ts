/**
 * Words and figures in the reader's language. Texts by key from the catalogues, ICU inside them, the rest by `Intl`.
 * Runs in the main process, the window and the terminal; compiles no code, so a strict policy does not mind it.
 */
import { createIntl, createIntlCache } from '@formatjs/intl';
import type { Language } from '../languages.ts';
import type fr from './fr.json';

export type MessageKey = keyof typeof fr;
/** All texts of one language. */
export type Catalogue = Readonly<Record<MessageKey, string>>;
export type MessageValues = Readonly<Record<string, string | number>>;

/** Each is a file of its own in the window, and code not yet run elsewhere: only the one in use costs anything. */
const catalogues: Readonly<Record<Language, () => Promise<{ readonly default: Catalogue }>>> = {
  fr: () => import('./fr.json'),
  en: () => import('./en.json'),
  de: () => import('./de.json'),
  es: () => import('./es.json'),
  it: () => import('./it.json'),
  nl: () => import('./nl.json'),
  pt: () => import('./pt.json'),
};
/** 24-hour times and day before month: the offices this is for are European, whatever they speak. */
const locales: Readonly<Record<Language, string>> = {
  fr: 'fr-FR',
  en: 'en-GB',
  de: 'de-DE',
  es: 'es-ES',
  it: 'it-IT',
  nl: 'nl-NL',
  pt: 'pt-PT',
};

/** Everything that turns facts into text. Times go in as ISO 8601 or milliseconds, sizes as bytes. */
export interface Words {
  readonly language: Language;
  readonly locale: string;
  say(key: MessageKey, values?: MessageValues): string;
  /** Like `say`, with its `<b>` parts handed to `mark` for the view to dress. */
  rich<Node>(
    key: MessageKey,
    values: MessageValues,
    mark: (tag: 'b', text: string) => Node,
  ): readonly (string | Node)[];
  number(value: number): string;
  percent(share: number): string;
  /** `2,3 Mo`: decimal steps, as the systems' own file managers round them. */
  size(bytes: number): string;
  /** `1,4 sur 2,3 Mo`: both in the unit of the whole. */
  sizeOf(sent: number, whole: number): string;
  speed(bytesPerSecond: number): string;
  /** `10:43`. */
  time(at: string | number): string;
  /** `10:43:01`. */
  timeExact(at: string | number): string;
  /** `24 novembre 2026`. */
  date(at: string | number): string;
  /** `24/11/2026`. */
  dateShort(at: string | number): string;
  /** `24 novembre 2026 à 10:43:01`. */
  moment(at: string | number): string;
  /** `10:43` today, `hier à 10:43`, else the date. `now` in milliseconds. */
  when(at: string | number, now: number): string;
  /** Time left, said as roughly as it is known: `30 s`, `3 min`, `1 h 20 min`. */
  duration(seconds: number): string;
}

const sizeUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

function unitOf(bytes: number): { readonly unit: (typeof sizeUnits)[number]; readonly divisor: number } {
  let step = 0;
  // 999 500 bytes would be rounded to "1 000 Ko".
  for (let rest = bytes; rest >= 999.5 && step < 3; rest /= 1_000) step += 1;
  return { unit: sizeUnits[step] ?? 'byte', divisor: 1_000 ** step };
}

const startOfDay = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);

/** The words of one language, its catalogue read now. */
export async function loadWords(language: Language): Promise<Words> {
  return wordsOf(language, (await catalogues[language]()).default);
}

/** Makes words of a catalogue. */
export function wordsOf(language: Language, catalogue: Catalogue): Words {
  const locale = locales[language];
  const intl = createIntl({ locale, messages: catalogue, onError: fail }, createIntlCache());
  const clock = once(() => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }));
  const clockExact = once(
    () => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  );
  const calendar = once(
    () => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' }),
  );
  const calendarShort = once(
    () => new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: 'numeric' }),
  );
  const percent = once(() => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }));
  const number = once(() => new Intl.NumberFormat(locale));

  const figure = (value: number, digits: number): string =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  const digitsFor = (value: number): number => (value < 10 ? 1 : 0);

  const words: Words = {
    language,
    locale,
    say: (key, values) => intl.formatMessage({ id: key }, values),
    rich: (key, values, mark) => {
      // The library's own types know React's nodes alone.
      const format = intl.formatMessage as (descriptor: { id: string }, values: object) => unknown;
      const parts = format(
        { id: key },
        { ...values, b: (chunks: readonly string[]) => mark('b', chunks.join('')) },
      );
      return (Array.isArray(parts) ? parts : [parts]) as readonly (string | ReturnType<typeof mark>)[];
    },
    number: (value) => number().format(value),
    percent: (share) => percent().format(share),
    size: (bytes) => {
      const { unit, divisor } = unitOf(bytes);
      const value = bytes / divisor;
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit,
        unitDisplay: 'short',
        maximumFractionDigits: unit === 'byte' ? 0 : digitsFor(value),
      }).format(value);
    },
    sizeOf: (sent, whole) => {
      const { divisor } = unitOf(whole);
      const digits = digitsFor(whole / divisor);
      return words.say('size.of', {
        sent: figure(Math.min(sent, whole) / divisor, divisor === 1 ? 0 : digits),
        whole: words.size(whole),
      });
    },
    speed: (bytesPerSecond) => words.say('size.speed', { size: words.size(bytesPerSecond) }),
    time: (at) => clock().format(new Date(at)),
    timeExact: (at) => clockExact().format(new Date(at)),
    date: (at) => calendar().format(new Date(at)),
    dateShort: (at) => calendarShort().format(new Date(at)),
    moment: (at) => words.say('time.moment', { date: words.date(at), time: words.timeExact(at) }),
    when: (at, now) => {
      const day = startOfDay(new Date(at).getTime());
      const time = words.time(at);
      if (day === startOfDay(now)) return time;
      // Noon of the day before stays in it when the clocks change.
      if (day === startOfDay(startOfDay(now) - 43_200_000)) return words.say('time.yesterday', { time });
      return words.date(at);
    },
    duration: (seconds) => {
      if (seconds < 55) return words.say('duration.seconds', { n: Math.max(5, Math.ceil(seconds / 5) * 5) });
      const minutes = Math.max(1, Math.round(seconds / 60));
      if (minutes < 60) return words.say('duration.minutes', { n: minutes });
      return words.say('duration.hours', { h: Math.floor(minutes / 60), m: minutes % 60 });
    },
  };
  return words;
}

/** Each formatter takes milliseconds to make: a command that says two words makes none. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** A missing key or value is a bug of ours; the catalogues' test keeps it out of what is shipped. */
function fail(error: unknown): never {
  throw error;
}
