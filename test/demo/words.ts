/** What the demonstration says, in French and English. */
import type { AttentionReason } from '../../main/shared/reasons.ts';
import type { Way } from '../support/writers/index.ts';

export type Language = 'fr' | 'en';

/** From the environment, as every Unix program: the first of these that is set. */
export function languageOf(env: NodeJS.ProcessEnv): Language {
  const said = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return said.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

export interface Words {
  readonly title: string;
  readonly lucca: (company: string, people: number) => string;
  readonly folders: string;
  readonly agent: string;
  readonly app: string;
  readonly terminal: string;
  readonly because: (reason: string) => string;
  readonly appFailed: (why: string) => string;
  readonly notBuilt: string;
  readonly notStarted: (why: string) => string;
  readonly saved: string;
  readonly filed: string;
  readonly asks: string;
  readonly took: (seconds: number) => string;
  readonly size: (bytes: number) => string;
  readonly pages: (count: number) => string;
  readonly ways: Readonly<Record<Way, string>>;
  readonly reasons: Partial<Readonly<Record<AttentionReason, string>>>;
  readonly question: string;
  readonly picture: string;
  readonly waitingFor: (filed: number, questions: number) => string;
  readonly tableTitle: string;
  readonly columns: readonly [string, string, string, string, string];
  readonly identical: string;
  readonly different: string;
  readonly missing: string;
  readonly doubled: string;
  readonly misplaced: string;
  readonly questionsTitle: string;
  readonly notAsked: string;
  readonly requests: (requests: number, uploads: number, refused: number, seconds: number) => string;
  readonly perfect: (filed: number, questions: number) => string;
  readonly imperfect: (count: number) => string;
  readonly stays: string;
  readonly screen: (path: string) => string;
}

const sizeIn = (language: Language) => (bytes: number) =>
  (bytes / 1_000).toLocaleString(language, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 });

const french: Words = {
  size: sizeIn('fr'),
  title: 'Classeur · une matinée au bureau',
  lucca: (company, people) => `${company}, ${people} collaborateurs fictifs (émulateur de Lucca)`,
  folders: 'Dossiers',
  agent: 'Agent',
  app: 'l’application : icône près de l’horloge, fenêtre, clé dans le trousseau du système',
  terminal: 'en terminal, sans fenêtre',
  because: (reason) => `parce que : ${reason}`,
  appFailed: (why) => `L’application n’a pas démarré (${why}). La même matinée continue en terminal.`,
  notBuilt: 'Rien à lancer : faites d’abord « npm run build ».',
  notStarted: (why) => `L’agent n’a pas démarré : ${why}`,
  saved: 'scanné',
  filed: 'classé',
  asks: 'question',
  took: (seconds) => `${seconds.toLocaleString('fr', { maximumFractionDigits: 1 })} s après`,
  pages: (count) => (count > 1 ? `${count} pages` : '1 page'),
  ways: {
    whole: 'd’un coup',
    grown: 'par morceaux',
    reopened: 'fermé et rouvert à chaque morceau',
    'page-by-page': 'réécrit après chaque page',
    'empty-first': 'vide d’abord',
    preallocated: 'taille réservée, puis rempli',
    'temp-rename': 'nom provisoire, puis renommé',
    copy: 'copié par l’explorateur',
  },
  reasons: {
    'employee-unknown': 'personne ne correspond à ce dossier',
    'employee-ambiguous': 'le nom et le matricule désignent deux personnes',
    'employee-left': 'cette personne est partie depuis longtemps',
    'field-filled': 'il y a déjà un document dans ce champ',
    incomplete: 'la fin du scan manque',
  },
  question: 'ce document demande une réponse',
  picture: 'Photo',
  waitingFor: (filed, questions) => `encore ${filed} à classer, ${questions} question(s) à venir`,
  tableTitle: 'Ce que Lucca tient maintenant, et pour qui',
  columns: ['Personne', 'Champ', 'Fichier', 'Taille', 'Octets'],
  identical: 'identiques ✓',
  different: 'DIFFÉRENTS',
  missing: 'MANQUE',
  doubled: 'EN DOUBLE',
  misplaced: 'CHEZ LA MAUVAISE PERSONNE',
  questionsTitle: 'À regarder : rien n’en est parti',
  notAsked: 'N’A PAS ÉTÉ DEMANDÉ',
  requests: (requests, uploads, refused, seconds) =>
    `${requests} requêtes, dont ${uploads} envois ; ${refused} refus de Lucca (429) ; ${seconds} s.`,
  perfect: (filed, questions) =>
    `${filed} documents classés une fois, chez la bonne personne, octet pour octet ; ${questions} questions posées.`,
  imperfect: (count) => `${count} ligne(s) ci-dessus ne sont pas comme elles devraient être.`,
  screen: (path) => `L’écran qui n’est pas affiché, en image : ${path}`,
  stays: 'Tout reste ouvert pour que vous puissiez regarder. Ctrl-C termine et efface le dossier provisoire.',
};

const english: Words = {
  size: sizeIn('en'),
  title: 'Classeur · a morning at the office',
  lucca: (company, people) => `${company}, ${people} fictional employees (emulated Lucca)`,
  folders: 'Folders',
  agent: 'Agent',
  app: 'the app: tray icon, window, key in the system keychain',
  terminal: 'in the terminal, no window',
  because: (reason) => `because: ${reason}`,
  appFailed: (why) => `The app did not start (${why}). The same morning goes on in the terminal.`,
  notBuilt: 'Nothing to run yet: “npm run build” first.',
  notStarted: (why) => `The agent did not start: ${why}`,
  saved: 'scanned',
  filed: 'filed',
  asks: 'question',
  took: (seconds) => `${seconds.toLocaleString('en', { maximumFractionDigits: 1 })} s later`,
  pages: (count) => (count > 1 ? `${count} pages` : '1 page'),
  ways: {
    whole: 'at a stroke',
    grown: 'in pieces',
    reopened: 'closed and reopened between pieces',
    'page-by-page': 'rewritten after each page',
    'empty-first': 'empty at first',
    preallocated: 'space reserved, then filled',
    'temp-rename': 'temporary name, then renamed',
    copy: 'copied by the file explorer',
  },
  reasons: {
    'employee-unknown': 'nobody fits this folder',
    'employee-ambiguous': 'the name and the number are two people’s',
    'employee-left': 'this person left long ago',
    'field-filled': 'there is a document in this field already',
    incomplete: 'the end of the scan is missing',
  },
  question: 'this document asks for an answer',
  picture: 'Picture',
  waitingFor: (filed, questions) => `${filed} still to file, ${questions} question(s) to come`,
  tableTitle: 'What Lucca holds now, and for whom',
  columns: ['Person', 'Field', 'File', 'Size', 'Bytes'],
  identical: 'identical ✓',
  different: 'DIFFERENT',
  missing: 'MISSING',
  doubled: 'TWICE',
  misplaced: 'ON THE WRONG PERSON',
  questionsTitle: 'To look at: nothing of these was sent',
  notAsked: 'WAS NOT ASKED',
  requests: (requests, uploads, refused, seconds) =>
    `${requests} requests, ${uploads} of them uploads; ${refused} refused by Lucca (429); ${seconds} s.`,
  perfect: (filed, questions) =>
    `${filed} documents filed once, on the right person, byte for byte; ${questions} questions asked.`,
  imperfect: (count) => `${count} line(s) above are not as they should be.`,
  screen: (path) => `A picture of the display that is not shown: ${path}`,
  stays: 'Everything stays open for a look. Ctrl-C ends it and removes the temporary folder.',
};

export const words: Readonly<Record<Language, Words>> = { fr: french, en: english };
