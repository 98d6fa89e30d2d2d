/** The languages that there are words for. Free of schemas: the window and the first bundle of the app read it too. */
export const languages = ['fr', 'en', 'de', 'es', 'it', 'nl', 'pt'] as const;
export type Language = (typeof languages)[number];

/** As each calls itself: whoever looks for their own must be able to read it. */
export const languageNames: Readonly<Record<Language, string>> = {
  fr: 'Français',
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  it: 'Italiano',
  nl: 'Nederlands',
  pt: 'Português',
};

/** Where no other is known. */
export const lastLanguage: Language = 'fr';

export const isLanguage = (text: string): text is Language => (languages as readonly string[]).includes(text);

/** The first of a system's languages (`de-CH`, `pt_BR.UTF-8`) that there are words for; French where there is none. */
export function firstKnown(preferred: readonly string[]): Language {
  return preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? lastLanguage;
}
