/**
 * First run: what the names of folders and fields mean, as far as HR offices call one thing by several names.
 * Each name becomes a set of notions; two names are alike as far as they share them.
 */
import { fold } from './match/fold.ts';

/** Several names of one thing. The longest is looked for first; written folded, in the singular. */
const sameThing: readonly (readonly string[])[] = [
  ['rib', 'iban', 'releve identite bancaire', 'coordonnee bancaire', 'bank detail', 'bank account', 'banque'],
  ['contrat', 'contrat travail', 'cdi', 'cdd', 'contract', 'employment contract', 'work contract'],
  ['avenant', 'amendment'],
  [
    'piece identite',
    'carte identite',
    'carte nationale identite',
    'cni',
    'passeport',
    'identite',
    'papier identite',
    'identity card',
    'id card',
    'passport',
    'identity',
  ],
  [
    'visite medicale',
    'medecine travail',
    'suivi medical',
    'medical',
    'aptitude',
    'fiche aptitude',
    'occupational health',
    'medical visit',
    'medical check',
  ],
  ['diplome', 'titre etude', 'diploma', 'degree'],
  ['formation', 'habilitation', 'training'],
  ['sanction', 'disciplinaire', 'sanction disciplinaire', 'avertissement', 'disciplinary', 'warning'],
  [
    'bulletin paie',
    'fiche paie',
    'bulletin salaire',
    'fiche salaire',
    'bulletin',
    'paie',
    'payslip',
    'pay slip',
  ],
  ['permis', 'permis conduire', 'driving licence', 'driving license'],
  ['mutuelle', 'complementaire sante', 'prevoyance', 'health insurance'],
  ['carte vitale', 'securite sociale', 'attestation securite sociale', 'social security'],
  ['justificatif domicile', 'domicile', 'adresse', 'proof address', 'address'],
  ['arret travail', 'arret maladie', 'maladie', 'absence', 'sick leave', 'sick note'],
  ['entretien', 'entretien annuel', 'entretien professionnel', 'evaluation', 'appraisal', 'review'],
  ['cv', 'curriculum vitae', 'candidature', 'resume', 'application'],
  ['titre sejour', 'carte sejour', 'autorisation travail', 'residence permit', 'work permit'],
  ['rqth', 'handicap', 'disability'],
  ['depart', 'solde tout compte', 'certificat travail', 'rupture', 'demission', 'leaving', 'resignation'],
  ['photo', 'portrait', 'picture', 'photograph'],
  ['note frais', 'frais', 'expense'],
  ['materiel', 'equipement', 'equipment'],
];

const phrases = sameThing
  .flatMap((names, thing) => names.map((name) => ({ words: name.split(' '), notion: `#${String(thing)}` })))
  .sort((a, b) => b.words.length - a.words.length);

/** Words that say nothing of what a document is. */
const empty = new Set(
  'a au aux d de des du et en l la le les un une of the and for pour mes nos document dossier fichier scan piece doc file copie copy'.split(
    ' ',
  ),
);

export const pictureNotion = `#${String(sameThing.findIndex((names) => names.includes('photo')))}`;

/** The notions in a name: `Coordonnées bancaires` and `RIB` have the same one. */
export function notionsOf(name: string): ReadonlySet<string> {
  const all = fold(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !/^\d+$/.test(word))
    .map(singular);
  // "pièce" says nothing alone, and much in "pièce d'identité".
  const words = all.filter((word) => !empty.has(word) || word === 'piece');
  const found = new Set<string>();
  for (let at = 0; at < words.length;) {
    const phrase = phrases.find((one) => one.words.every((word, index) => words[at + index] === word));
    if (phrase !== undefined) {
      found.add(phrase.notion);
      at += phrase.words.length;
      continue;
    }
    const word = words[at] ?? '';
    if (!empty.has(word)) found.add(word);
    at += 1;
  }
  return found;
}

/** `contrats`, `travaux`: close enough to tell one thing from another. */
function singular(word: string): string {
  if (word.length <= 3) return word;
  if (word.endsWith('eaux')) return word.slice(0, -1);
  if (word.endsWith('ies') && word.length > 5) return `${word.slice(0, -3)}y`;
  return /(?:ss|us|is)$/.test(word) ? word : word.replace(/[sx]$/, '');
}

/** From 0, nothing in common, to 1, the same. */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  const shared = [...a].filter((notion) => b.has(notion)).length;
  return (2 * shared) / (a.size + b.size);
}
