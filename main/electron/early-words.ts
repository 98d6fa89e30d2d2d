/**
 * The few words that show before the rest of the program is read. Taken one by one, each by its name: the bundler then
 * leaves the rest of the catalogues out of the first bundle.
 */
import type { Language } from '../shared/languages.ts';
import * as de from '../shared/messages/de.json';
import * as en from '../shared/messages/en.json';
import * as es from '../shared/messages/es.json';
import * as fr from '../shared/messages/fr.json';
import * as it from '../shared/messages/it.json';
import * as nl from '../shared/messages/nl.json';
import * as pt from '../shared/messages/pt.json';

export interface EarlyWords {
  readonly open: string;
  readonly quit: string;
  readonly tooltip: string;
}

const starting = (tooltip: string, state: string): string => tooltip.replace('{state}', state);

export const earlyWords: Readonly<Record<Language, EarlyWords>> = {
  fr: {
    open: fr['tray.open'],
    quit: fr['tray.quit'],
    tooltip: starting(fr['tray.tooltip'], fr['status.starting']),
  },
  en: {
    open: en['tray.open'],
    quit: en['tray.quit'],
    tooltip: starting(en['tray.tooltip'], en['status.starting']),
  },
  de: {
    open: de['tray.open'],
    quit: de['tray.quit'],
    tooltip: starting(de['tray.tooltip'], de['status.starting']),
  },
  es: {
    open: es['tray.open'],
    quit: es['tray.quit'],
    tooltip: starting(es['tray.tooltip'], es['status.starting']),
  },
  it: {
    open: it['tray.open'],
    quit: it['tray.quit'],
    tooltip: starting(it['tray.tooltip'], it['status.starting']),
  },
  nl: {
    open: nl['tray.open'],
    quit: nl['tray.quit'],
    tooltip: starting(nl['tray.tooltip'], nl['status.starting']),
  },
  pt: {
    open: pt['tray.open'],
    quit: pt['tray.quit'],
    tooltip: starting(pt['tray.tooltip'], pt['status.starting']),
  },
};
