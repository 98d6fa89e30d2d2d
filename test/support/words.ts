/** The words of any language at once: tests need not wait for a catalogue. */
import type { Language } from '../../main/shared/languages.ts';
import { wordsOf } from '../../main/shared/messages/format.ts';
import type { Catalogue, Words } from '../../main/shared/messages/format.ts';
import de from '../../main/shared/messages/de.json';
import en from '../../main/shared/messages/en.json';
import es from '../../main/shared/messages/es.json';
import fr from '../../main/shared/messages/fr.json';
import it from '../../main/shared/messages/it.json';
import nl from '../../main/shared/messages/nl.json';
import pt from '../../main/shared/messages/pt.json';

export const catalogues: Readonly<Record<Language, Catalogue>> = { fr, en, de, es, it, nl, pt };

export const wordsIn = (language: Language): Words => wordsOf(language, catalogues[language]);
