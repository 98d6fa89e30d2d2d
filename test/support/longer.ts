/**
 * A language that nobody speaks: every text 40 % longer, its words too, to see whether the layouts hold. Made where it
 * is needed and never shipped; a catalogue takes its place while the window is built.
 */
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { printAST } from '@formatjs/icu-messageformat-parser/printer.js';

/** The printer's types name the same elements a second time. */
const print = printAST as unknown as (elements: readonly MessageFormatElement[]) => string;

const share = 1.4;

/** `Folder` becomes `Foolder…`: vowels are drawn out, or the last letter of a word that has none. */
function longerWord(word: string): string {
  const wanted = Math.ceil(word.length * share);
  let text = word;
  for (let at = 0; text.length < wanted; at += 2) {
    const rest = text.slice(at).search(/[aeiouyàâéèêëîïôûü]/i);
    if (rest === -1) return text.padEnd(wanted, text.at(-1));
    at += rest;
    text = text.slice(0, at + 1) + text.slice(at);
  }
  return text;
}

const longerText = (text: string): string => text.replace(/\p{L}{2,}/gu, longerWord);

/** A message of the catalogue, its placeholders and plurals as they were. */
export function longer(message: string): string {
  const stretch = (elements: readonly MessageFormatElement[]): MessageFormatElement[] =>
    elements.map((element) => {
      switch (element.type) {
        case TYPE.literal:
          return { ...element, value: longerText(element.value) };
        case TYPE.tag:
          return { ...element, children: stretch(element.children) };
        case TYPE.plural:
        case TYPE.select: {
          const options = Object.entries(element.options).map(([form, option]) => [
            form,
            { ...option, value: stretch(option.value) },
          ]);
          return { ...element, options: Object.fromEntries(options) as typeof element.options };
        }
        default:
          return element;
      }
    });
  return print(stretch(parse(message)));
}

/** For Vite: builds the window with longer texts in place of that language's. */
export function longerTexts(language: string) {
  return {
    name: 'longer-texts',
    enforce: 'pre' as const,
    transform: (code: string, id: string): string | null => {
      if (!id.endsWith(`/messages/${language}.json`)) return null;
      const texts = Object.entries(JSON.parse(code) as Readonly<Record<string, string>>);
      return JSON.stringify(Object.fromEntries(texts.map(([key, text]) => [key, longer(text)])));
    },
  };
}
