/** What the terminal program says to people. `{name}` is replaced by a value. */
import { firstKnown } from '../shared/languages.ts';
import type { Language } from '../shared/languages.ts';

export type TextValues = Readonly<Record<string, string | number>>;

const fr = {
  'wrong.command': 'commande inconnue : {command}. « classeur --help » les montre toutes.',
  'wrong.no-command': 'il manque une commande. « classeur --help » les montre toutes.',
  'wrong.option': 'option inconnue : {option}',
  'wrong.option-of': '{option} n’est pas une option de « {command} »',
  'wrong.no-value': '{option} ne prend pas de valeur',
  'wrong.needs-value': '{option} attend une valeur',
  'wrong.number': '{option} : « {value} » n’est pas un nombre attendu',
  'wrong.word': '« {word} » est de trop après « {command} »',
  'wrong.missing': '« {command} » demande {option}',
  'wrong.together': '{one} et {other} ne vont pas ensemble',
  'wrong.wait-once': '--wait ne va qu’avec --once',
  'wrong.no-id': '« answer » demande l’identifiant d’au moins un document',
  'wrong.no-answer':
    '« answer » demande une réponse : --employee, --target, --replace, --add, --keep, --accept ou --ignore',
  'wrong.always': '--always ne va qu’avec --employee',
  'wrong.secret': 'attendu « secret set » ou « secret clear », et non « {word} »',

  'refused.data-network':
    'le dossier de données est sur un serveur : choisissez un dossier de cette machine avec --data.',
  'refused.data-not-a-folder':
    'le dossier de données n’est pas un dossier : choisissez-en un autre avec --data.',
  'refused.data-not-writable':
    'le dossier de données ne peut pas être écrit : donnez-en le droit à ce compte, ou choisissez-en un autre avec --data.',
  'refused.in-use':
    'un agent travaille déjà sur ce dossier de données : arrêtez-le d’abord, ou choisissez un autre dossier avec --data.',
  'refused.settings-missing':
    'il n’y a pas de settings.json dans le dossier de données : créez-le (docs/settings).',
  'refused.settings-invalid': 'settings.json : {path} : {message}',
  'refused.settings-unreadable': 'settings.json ne peut pas être lu : {code}',
  'refused.policy-invalid':
    'les règles de votre organisation ({file}) sont à corriger : {path} : {message}. Rien ne démarre sans elles.',
  'refused.policy-unsafe':
    'les règles de votre organisation ({file}) ne sont pas sûres : d’autres que root peuvent modifier {place}. Corrigez-le : sudo chown root "{place}" && sudo chmod go-w "{place}"',
  'refused.policy-unreadable':
    'les règles de votre organisation ({file}) ne peuvent pas être lues par ce compte : donnez à tous le droit de lire ce fichier et d’ouvrir son dossier.',
  'refused.key-missing': 'il n’y a pas de clé : « classeur secret set », ou {names} dans l’environnement.',
  'refused.keychain':
    'le trousseau ne répond pas ({code}) : déverrouillez-le, ou passez la clé par l’environnement.',
  'refused.root-missing':
    'le dossier des collaborateurs (root) est introuvable : vérifiez le lecteur ou settings.json.',
  'refused.root-data-folder':
    'le dossier des collaborateurs (root) et celui de Classeur (--data) sont l’un dans l’autre : il en faut deux à part.',
  'refused.root-unreadable': 'le dossier des collaborateurs (root) ne peut pas être lu par ce compte.',
  'refused.root-empty':
    'le dossier des collaborateurs (root) est vide alors que des documents y étaient connus : vérifiez le lecteur.',
  'refused.cloud-root':
    'un autre agent travaille sur ce dossier partagé par un service en ligne : un seul y est possible.',
  'refused.ledger-newer':
    'le registre vient d’une version plus récente de Classeur : mettez ce programme à jour.',
  'refused.ledger-damaged': 'le registre est abîmé : lancez « classeur run », qui en refait un.',
  'refused.ledger-unwritable':
    'le registre ne peut pas être écrit : vérifiez la place et les droits du dossier de données.',
  'refused.ledger-busy': 'le registre est occupé par un autre programme : réessayez.',
  'refused.record': 'le fichier de --record ne peut pas être écrit ({code}).',
  'refused.unknown-id': '{id} : document inconnu',
  'refused.not-asking': '{id} : ce document ne demande rien',
  'refused.answer-does-not-fit': '{id} : cette réponse ne va pas avec la question',
  'refused.unknown-employee': '{id} : ce collaborateur n’est pas dans l’annuaire',
  'refused.unknown-target': '{id} : ce champ n’est pas dans settings.json ni dans Lucca',
  'refused.single-valued': '{id} : ce champ ne garde qu’un document',
  'refused.no-secret-given': 'aucune clé n’a été lue sur l’entrée standard.',
  'refused.secret-form': 'ce qui a été lu n’est pas une clé : elle tient sur une ligne, sans espace.',
  'refused.secrets-form':
    'il faut deux mots : la clé d’API, puis le secret du client, séparés par un espace ou un retour à la ligne.',
  'refused.key-refused': 'Lucca refuse la clé.',
  'refused.not-reached': 'Lucca n’a pas pu être lue ({code}) : réessayez plus tard.',
  'refused.not-permitted': 'la clé n’a pas le droit de lire cela dans Lucca ({code}).',
  'refused.bug': 'erreur du programme ({code})',

  'run.working': 'Classeur travaille. Ctrl+C pour arrêter.',
  'run.elsewhere': 'Un autre poste classe les scans de ce dossier : {host}.',
  'policy.sets': 'Votre organisation a fixé ces réglages ({file}) : {settings}',
  'policy.hosts': 'Votre organisation autorise aussi ces adresses de Lucca ({file}) : {hosts}',
  'policy.nothing': 'Les règles de votre organisation ({file}) ne fixent aucun réglage.',
  'check.would-file': 'serait classé',
  'check.is-filed': 'est déjà classé',
  'check.not-settled': 'n’est pas encore entièrement écrit',
  'summary.counts': '{filed} classés, {pending} en cours, {attention} à regarder, {ignored} laissés de côté',
  'summary.counts.check':
    '{ready} seraient classés, {filed} le sont, {attention} à regarder, {ignored} laissés de côté',
  'summary.requests': '{requests} requêtes en {seconds} s',
  'status.running': 'Un agent travaille sur ce dossier de données.',
  'status.not-running': 'Aucun agent ne travaille sur ce dossier de données.',
  'line.until': 'reprise à {time}',
  'line.ids': 'répondre : classeur answer {id} {options}',
  'history.none': 'Aucun reçu.',
  'answer.taken': '{n} réponse(s) prise(s) en compte.',
  'answer.posted': '{n} réponse(s) transmise(s) à l’agent.',
  'retry.taken': 'Les documents en attente seront repris au prochain passage.',
  'retry.posted': 'L’agent reprend les documents en attente.',
  'folders.made': 'créé : {path}',
  'folders.would-make': 'serait créé : {path}',
  'folders.outdated':
    'peut être renommé : {path} → {wouldBe} (la personne est reconnue sous les deux noms, rien n’est classé deux fois)',
  'folders.count': '{made} dossiers de collaborateurs',
  'folders.unnamed':
    '{n} collaborateurs n’ont pas de dossier : son nom serait aussi celui d’un autre, ou serait vide.',
  'fields.none': 'La clé ne voit aucun champ qui puisse garder un fichier.',
  'fields.single': 'unique',
  'fields.multiple': 'multiple',
  'doctor.topic.root-read': 'Le dossier des collaborateurs se lit :',
  'doctor.topic.root-written': 'Le dossier des collaborateurs s’écrit :',
  'doctor.topic.root-on-cloud-drive': 'Il est dans un service en ligne, un seul agent peut y travailler :',
  'doctor.topic.requests-a-minute': 'Requêtes par minute :',
  'doctor.topic.tenant-reached': 'Lucca répond :',
  'doctor.topic.directory-read': 'La clé voit les collaborateurs :',
  'doctor.topic.former-employees-shown': 'La clé voit les anciens collaborateurs :',
  'doctor.topic.definitions-read': 'La clé voit la définition des champs :',
  'doctor.topic.test-employee-shown': 'La clé voit le collaborateur d’essai :',
  'doctor.topic.record-read': 'La clé lit les fiches :',
  'doctor.topic.target-shown': 'Le champ se voit sur une fiche :',
  'doctor.topic.target-defined': 'Le champ est défini dans Lucca :',
  'doctor.topic.route-served': 'La règle mène à un champ qui prend des fichiers :',
  'route.field-unknown': 'Lucca ne montre pas ce champ',
  'route.part-unknown': 'le champ n’a pas ce sous-champ (« file »)',
  'route.part-needed': 'le champ a des sous-champs : dites lequel dans « file »',
  'route.no-file': 'ni pièce jointe ni fichier : il ne peut pas en contenir',
  'route.read-only': 'la clé ne peut pas y écrire',
  'route.kind-differs': 'Lucca dit l’inverse de « multiple »',
  'route.kind-unknown': 'rien ne dit s’il prend une ou plusieurs valeurs : dites-le dans « multiple »',
  'doctor.topic.target-kind': 'Le champ est de la sorte attendue :',
  'doctor.topic.target-rows': 'Les lignes qui étaient là restent :',
  'doctor.topic.upload': 'La clé peut envoyer un fichier :',
  'doctor.topic.write': 'La clé peut écrire sur une fiche :',
  'doctor.topic.api-write':
    'L’API 2024-11-01 écrit les champs personnalisés (la documentation de Lucca ne montre que leur lecture) :',
  'doctor.topic.api-picture': 'L’API 2024-11-01 écrit les photos :',
  'doctor.topic.api-file-ids':
    'Un fichier envoyé par l’API 2024-11-01 peut être rattaché par l’ancienne (« mixed ») :',
  'doctor.topic.api-read-back':
    'Lucca donne de quoi relire les fichiers classés (« readBack » ; seule l’API 2024-11-01 en donne le lien) :',
  'doctor.topic.api-etags':
    'Lucca dit par ETag ce qui n’a pas changé (« etags » ; seule l’API 2024-11-01 en parle, sans dire comment) :',
  'doctor.ok': 'oui',
  'doctor.no': 'NON',
  'doctor.assumed': 'supposé',
  'doctor.unknown': 'inconnu',
  'forget.done':
    'Oublié : {documents} documents, {receipts} reçus, {lines} lignes de journal, {logLines} lignes de log.',
  'forget.unreached': 'Non atteint : {what}',
  'forget.unreached.lucca': 'la fiche dans Lucca',
  'forget.unreached.tree': 'les fichiers des dossiers : déplacez-les, ou ils seront vus comme nouveaux',
  'forget.unreached.backups': 'les sauvegardes et la corbeille',
  'forget.unreached.records': 'les enregistrements faits avec --record',
  'forget.unreached.journals': '{n} journaux que ce compte ne peut pas écrire',
  'secret.set': 'La clé est dans le trousseau.',
  'secret.cleared': 'La clé n’est plus dans le trousseau.',
} as const;

export type TextKey = keyof typeof fr;

const en: Readonly<Record<TextKey, string>> = {
  'wrong.command': 'unknown command: {command}. "classeur --help" shows them all.',
  'wrong.no-command': 'a command is missing. "classeur --help" shows them all.',
  'wrong.option': 'unknown option: {option}',
  'wrong.option-of': '{option} is not an option of "{command}"',
  'wrong.no-value': '{option} takes no value',
  'wrong.needs-value': '{option} needs a value',
  'wrong.number': '{option}: "{value}" is not a number as expected',
  'wrong.word': '"{word}" is too much after "{command}"',
  'wrong.missing': '"{command}" needs {option}',
  'wrong.together': '{one} and {other} do not go together',
  'wrong.wait-once': '--wait goes with --once only',
  'wrong.no-id': '"answer" needs the id of at least one document',
  'wrong.no-answer':
    '"answer" needs an answer: --employee, --target, --replace, --add, --keep, --accept or --ignore',
  'wrong.always': '--always goes with --employee only',
  'wrong.secret': 'expected "secret set" or "secret clear", not "{word}"',

  'refused.data-network': 'the data folder is on a server: choose one of this machine with --data.',
  'refused.data-not-a-folder': 'the data folder is not a folder: choose another with --data.',
  'refused.data-not-writable':
    'the data folder cannot be written: give this account the right, or choose another with --data.',
  'refused.in-use':
    'an agent is running on this data folder already: stop it first, or choose another folder with --data.',
  'refused.settings-missing': 'there is no settings.json in the data folder: write one (docs/settings).',
  'refused.settings-invalid': 'settings.json: {path}: {message}',
  'refused.settings-unreadable': 'settings.json cannot be read: {code}',
  'refused.policy-invalid':
    'your organisation’s policy ({file}) must be put right: {path}: {message}. Nothing starts without it.',
  'refused.policy-unsafe':
    'your organisation’s policy ({file}) is not safe: others than root may change {place}. Put it right: sudo chown root "{place}" && sudo chmod go-w "{place}"',
  'refused.policy-unreadable':
    'your organisation’s policy ({file}) cannot be read by this account: let everybody read the file and open its folder.',
  'refused.key-missing': 'there is no key: "classeur secret set", or {names} in the environment.',
  'refused.keychain':
    'the keychain does not answer ({code}): unlock it, or hand the key over by environment.',
  'refused.root-missing':
    'the employees’ folder (root) is not there: look at the drive, or at settings.json.',
  'refused.root-data-folder':
    'the employees’ folder (root) and the data folder (--data) lie in one another: they must be two apart.',
  'refused.root-unreadable': 'the employees’ folder (root) cannot be read by this account.',
  'refused.root-empty':
    'the employees’ folder (root) is empty, though documents were known in it: look at the drive.',
  'refused.cloud-root': 'another agent works on this folder of a cloud drive: only one can.',
  'refused.ledger-newer': 'the ledger is of a later version of Classeur: update this program.',
  'refused.ledger-damaged': 'the ledger is damaged: "classeur run" makes a new one.',
  'refused.ledger-unwritable': 'the ledger cannot be written: look at the data folder’s space and rights.',
  'refused.ledger-busy': 'another program is busy with the ledger: try again.',
  'refused.record': 'the file of --record cannot be written ({code}).',
  'refused.unknown-id': '{id}: unknown document',
  'refused.not-asking': '{id}: this document asks nothing',
  'refused.answer-does-not-fit': '{id}: this answer does not fit the question',
  'refused.unknown-employee': '{id}: this employee is not in the directory',
  'refused.unknown-target': '{id}: this field is neither in settings.json nor in Lucca',
  'refused.single-valued': '{id}: this field holds one document only',
  'refused.no-secret-given': 'no key was read from standard input.',
  'refused.secret-form': 'what was read is no key: it is one line, without blanks.',
  'refused.secrets-form':
    'two words are needed: the API key, then the client’s secret, with a blank or a line end between them.',
  'refused.key-refused': 'Lucca refuses the key.',
  'refused.not-reached': 'Lucca could not be read ({code}): try again later.',
  'refused.not-permitted': 'the key may not read this in Lucca ({code}).',
  'refused.bug': 'an error of the program ({code})',

  'run.working': 'Classeur is working. Ctrl+C stops it.',
  'run.elsewhere': 'Another computer files the scans of this folder: {host}.',
  'policy.sets': 'Your organisation has set these settings ({file}): {settings}',
  'policy.hosts': 'Your organisation also allows these hosts of Lucca ({file}): {hosts}',
  'policy.nothing': 'Your organisation’s policy ({file}) sets no setting.',
  'check.would-file': 'would be filed',
  'check.is-filed': 'is filed already',
  'check.not-settled': 'is not wholly written yet',
  'summary.counts': '{filed} filed, {pending} under way, {attention} to look at, {ignored} left out',
  'summary.counts.check': '{ready} would be filed, {filed} are, {attention} to look at, {ignored} left out',
  'summary.requests': '{requests} requests in {seconds} s',
  'status.running': 'An agent is running on this data folder.',
  'status.not-running': 'No agent is running on this data folder.',
  'line.until': 'again at {time}',
  'line.ids': 'answer: classeur answer {id} {options}',
  'history.none': 'No receipts.',
  'answer.taken': '{n} answer(s) taken.',
  'answer.posted': '{n} answer(s) handed to the agent.',
  'retry.taken': 'What waits will be taken up at the next run.',
  'retry.posted': 'The agent takes up what waits.',
  'folders.made': 'made: {path}',
  'folders.would-make': 'would be made: {path}',
  'folders.outdated':
    'may be renamed: {path} → {wouldBe} (the person is known by both, nothing is filed twice)',
  'folders.count': '{made} employee folders',
  'folders.unnamed': '{n} employees have no folder: its name would be another’s too, or empty.',
  'fields.none': 'The key sees no field that can hold a file.',
  'fields.single': 'single',
  'fields.multiple': 'multiple',
  'doctor.topic.root-read': 'The employees’ folder can be read:',
  'doctor.topic.root-written': 'The employees’ folder can be written:',
  'doctor.topic.root-on-cloud-drive': 'It is on a cloud drive, where one agent alone may work:',
  'doctor.topic.requests-a-minute': 'Requests a minute:',
  'doctor.topic.tenant-reached': 'Lucca answers:',
  'doctor.topic.directory-read': 'The key sees employees:',
  'doctor.topic.former-employees-shown': 'The key sees former employees:',
  'doctor.topic.definitions-read': 'The key sees the definitions of fields:',
  'doctor.topic.test-employee-shown': 'The key sees the test employee:',
  'doctor.topic.record-read': 'The key reads records:',
  'doctor.topic.target-shown': 'The field shows on a record:',
  'doctor.topic.target-defined': 'The field is defined in Lucca:',
  'doctor.topic.route-served': 'The route leads to a field that takes files:',
  'route.field-unknown': 'Lucca shows no such field',
  'route.part-unknown': 'the field has no such sub-field ("file")',
  'route.part-needed': 'the field has sub-fields: name one in "file"',
  'route.no-file': 'it is no attachment and cannot hold a file',
  'route.read-only': 'the key may not write it',
  'route.kind-differs': 'Lucca says the contrary of "multiple"',
  'route.kind-unknown': 'nothing says whether it takes one value or several: say so in "multiple"',
  'doctor.topic.target-kind': 'The field is of the kind expected:',
  'doctor.topic.target-rows': 'Rows that were there stay:',
  'doctor.topic.upload': 'The key may upload a file:',
  'doctor.topic.write': 'The key may write to a record:',
  'doctor.topic.api-write':
    'The 2024-11-01 API writes custom fields (Lucca’s documentation shows only how to read them):',
  'doctor.topic.api-picture': 'The 2024-11-01 API writes pictures:',
  'doctor.topic.api-file-ids': 'A file sent by the 2024-11-01 API may be attached by the old one ("mixed"):',
  'doctor.topic.api-read-back':
    'Lucca gives filed files back to be compared ("readBack"; the 2024-11-01 API alone links to them):',
  'doctor.topic.api-etags':
    'Lucca tells by ETag what has not changed ("etags"; the 2024-11-01 API alone speaks of it, and not how):',
  'doctor.ok': 'yes',
  'doctor.no': 'NO',
  'doctor.assumed': 'assumed',
  'doctor.unknown': 'unknown',
  'forget.done':
    'Forgotten: {documents} documents, {receipts} receipts, {lines} journal lines, {logLines} log lines.',
  'forget.unreached': 'Not reached: {what}',
  'forget.unreached.lucca': 'the record in Lucca',
  'forget.unreached.tree': 'the files in the folders: move them, or they are seen as new',
  'forget.unreached.backups': 'backups and the recycle bin',
  'forget.unreached.records': 'recordings made with --record',
  'forget.unreached.journals': '{n} journals that this account cannot write',
  'secret.set': 'The key is in the keychain.',
  'secret.cleared': 'The key is no longer in the keychain.',
};

/** For administrators, who read one of the two: whatever else is spoken, the terminal speaks English. */
export type TerminalLanguage = Extract<Language, 'fr' | 'en'>;

export const texts: Readonly<Record<TerminalLanguage, Readonly<Record<TextKey, string>>>> = { fr, en };

export type Say = (key: TextKey, values?: TextValues) => string;

export function sayIn(language: TerminalLanguage): Say {
  return (key, values = {}) =>
    texts[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The settings' language, else the system's, else French; English where that is neither. */
export function languageOf(chosen: Language | undefined, locale: string): TerminalLanguage {
  return (chosen ?? firstKnown([locale])) === 'fr' ? 'fr' : 'en';
}
