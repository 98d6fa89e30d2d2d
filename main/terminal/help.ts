/** `--help`, in one screen, and one command's own. */
import type { CommandName } from './arguments.ts';
import type { TerminalLanguage } from './texts.ts';

type Lines = Readonly<Record<CommandName, readonly [usage: string, does: string]>>;

const fr: Lines = {
  run: [
    'run [--once [--wait SECONDES]]',
    'l’agent, jusqu’à son arrêt ; --once : jusqu’à ce que tout soit fait',
  ],
  check: ['check', 'ce qui se passerait pour chaque fichier, et pourquoi ; n’écrit rien'],
  status: ['status', 'ce que dit le registre'],
  history: ['history [--csv]', 'les reçus, du plus récent au plus ancien'],
  retry: ['retry [ID …]', 'reprend ce qui attend'],
  answer: [
    'answer ID … (--employee ID [--always] | --target CHAMP | --replace | --add | --keep | --accept | --ignore)',
    'répond à une question',
  ],
  folders: ['folders [--dry-run]', 'crée les dossiers de collaborateurs qui manquent'],
  fields: ['fields', 'les champs de Lucca qui peuvent garder un fichier'],
  doctor: [
    'doctor [--employee ID]',
    'ce que la clé peut et ne peut pas ; --employee : envoie aussi un fichier d’essai',
  ],
  forget: ['forget --employee ID', 'efface une personne du registre, des reçus, des journaux et des logs'],
  secret: [
    'secret set | secret clear',
    'range la clé lue sur l’entrée standard dans le trousseau, ou l’en retire',
  ],
};

const en: Lines = {
  run: ['run [--once [--wait SECONDS]]', 'the agent, until stopped; --once: until all is done'],
  check: ['check', 'what would happen to each file, and why; writes nothing'],
  status: ['status', 'what stands in the ledger'],
  history: ['history [--csv]', 'the receipts, newest first'],
  retry: ['retry [ID …]', 'takes up what waits'],
  answer: [
    'answer ID … (--employee ID [--always] | --target FIELD | --replace | --add | --keep | --accept | --ignore)',
    'answers a question',
  ],
  folders: ['folders [--dry-run]', 'makes the employee folders that are missing'],
  fields: ['fields', 'the fields of Lucca that can hold a file'],
  doctor: [
    'doctor [--employee ID]',
    'what the key may and may not do; --employee: also files a test document, onto an empty field of a test employee',
  ],
  forget: ['forget --employee ID', 'erases a person from ledger, receipts, journals and logs'],
  secret: [
    'secret set | secret clear',
    'puts the key read from standard input into the keychain, or takes it out',
  ],
};

const common: Readonly<Record<TerminalLanguage, readonly string[]>> = {
  fr: [
    '--data DOSSIER    dossier de données',
    '--json            un objet JSON par ligne',
    '--record FICHIER  ce qui passe sur le réseau, sans rien de personnel',
    '--help, --version',
    '',
    'Fin : 0 fait · 1 ne peut pas démarrer · 2 des documents demandent · 3 des documents attendent · 4 clé refusée',
  ],
  en: [
    '--data DIR        data folder',
    '--json            one JSON object a line',
    '--record FILE     what goes over the wire, with nothing personal in it',
    '--help, --version',
    '',
    'Exit: 0 done · 1 cannot run · 2 documents ask · 3 documents wait · 4 the key was refused',
  ],
};

export function helpText(language: TerminalLanguage, of: CommandName | null): string {
  const lines = language === 'fr' ? fr : en;
  const names = of === null ? (Object.keys(lines) as CommandName[]) : [of];
  return [
    ...names.flatMap((name) => [`classeur ${lines[name][0]}`, `    ${lines[name][1]}`]),
    '',
    ...common[language],
  ].join('\n');
}
