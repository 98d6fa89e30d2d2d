/** What is printed on the paper: the words of French HR documents about people who do not exist. */
import type { Dice } from './random.ts';

export interface Subject {
  readonly firstName: string;
  readonly lastName: string;
  readonly employeeNumber: string;
  readonly company?: string;
}

export const paperKinds = [
  'medical-certificate',
  'contract',
  'bank-details',
  'diploma',
  'identity-card',
  'letter',
] as const;
export type PaperKind = (typeof paperKinds)[number];

/** One page of paper. */
export interface Sheet {
  readonly issuer: readonly string[];
  readonly title: string;
  readonly reference: string;
  readonly paragraphs: readonly string[];
  readonly signedBy: string | null;
}

const towns = ['Nantes', 'Lille', 'Rennes', 'Lyon', 'Angers', 'Tours'] as const;
const streets = [
  'rue des Tilleuls',
  'avenue du Général-Clerc',
  'quai de la Fosse',
  'place du Marché',
] as const;
const jobs = [
  'chargé d’études',
  'technicienne de maintenance',
  'comptable',
  'responsable logistique',
] as const;
const clauses = [
  'Le salarié s’engage à respecter l’horaire collectif affiché dans l’établissement et à signaler sans délai toute absence.',
  'La rémunération est versée le dernier jour ouvré du mois par virement sur le compte dont le salarié remet le relevé.',
  'Les congés payés s’acquièrent à raison de deux jours et demi par mois de travail effectif.',
  'Chaque partie peut mettre fin au contrat en observant le préavis prévu par la convention collective.',
  'Les outils confiés restent la propriété de l’employeur et sont rendus le dernier jour.',
  'Le salarié reconnaît avoir reçu la notice d’information sur le traitement de ses données personnelles.',
] as const;

/** `2026-11-02` as it is printed in France. */
function printed(date: string): string {
  return date.split('-').reverse().join('/');
}

function address(dice: Dice): string {
  return `${dice.between(1, 180)} ${dice.pick(streets)}, 44${dice.digits(3)} ${dice.pick(towns)}`;
}

function firstSheet(kind: PaperKind, subject: Subject, date: string, dice: Dice): Sheet {
  const name = `${subject.firstName} ${subject.lastName}`;
  const company = subject.company ?? 'Ateliers Brévanne';
  const day = printed(date);
  const reference = `Réf. ${dice.digits(4)}-${dice.digits(6)}`;
  switch (kind) {
    case 'medical-certificate':
      return {
        issuer: ['SERVICE DE SANTÉ AU TRAVAIL', 'Centre de l’Estuaire', address(dice), 'Exemplaire fictif'],
        title: 'ATTESTATION DE SUIVI',
        reference,
        paragraphs: [
          `Salarié : ${name}`,
          `Matricule : ${subject.employeeNumber}`,
          `Employeur : ${company}`,
          `Date de la visite : ${day}`,
          'Je soussigné, docteur en médecine du travail, atteste avoir reçu la personne désignée ci-dessus dans le cadre du suivi individuel de son état de santé.',
          `Prochaine visite au plus tard dans ${dice.between(2, 5)} ans.`,
        ],
        signedBy: 'Docteur Solène Kervadec',
      };
    case 'contract':
      return {
        issuer: [
          company.toUpperCase(),
          address(dice),
          `SIRET ${dice.digits(3)} ${dice.digits(3)} ${dice.digits(3)} 00${dice.digits(3)}`,
        ],
        title: 'CONTRAT DE TRAVAIL',
        reference,
        paragraphs: [
          `Entre la société ${company} et ${name}, matricule ${subject.employeeNumber}, il est convenu ce qui suit.`,
          `Article 1. Engagement. ${name} est engagé à compter du ${day} en qualité de ${dice.pick(jobs)}.`,
          `Article 2. Rémunération. Le salaire mensuel brut est de ${dice.between(2, 4)} ${dice.digits(3)},00 euros.`,
          `Article 3. ${dice.pick(clauses)}`,
        ],
        signedBy: 'Pour la société, la direction',
      };
    case 'bank-details':
      return {
        issuer: ['BANQUE DU LITTORAL', 'Agence des Remparts', address(dice)],
        title: 'RELEVÉ D’IDENTITÉ BANCAIRE',
        reference,
        paragraphs: [
          `Titulaire du compte : ${name}`,
          // A country code that no bank has: nobody can be paid by mistake.
          `IBAN : XX${dice.digits(2)} ${dice.digits(4)} ${dice.digits(4)} ${dice.digits(4)} ${dice.digits(4)} ${dice.digits(4)} ${dice.digits(3)}`,
          'BIC : LITOXXPP',
          `Domiciliation : Agence des Remparts. Édité le ${day}.`,
          'Ce relevé est destiné à être remis, sur leur demande, à vos créanciers ou débiteurs.',
        ],
        signedBy: null,
      };
    case 'diploma':
      return {
        issuer: ['ACADÉMIE DU PONANT', 'Institut des métiers'],
        title: 'DIPLÔME',
        reference,
        paragraphs: [
          `Le jury délibérant le ${day} confère à`,
          name,
          `le brevet professionnel, spécialité ${dice.pick(['gestion', 'mécanique', 'logistique', 'laboratoire'])}, avec mention.`,
        ],
        signedBy: 'Le président du jury',
      };
    case 'identity-card':
      return {
        issuer: ['SPÉCIMEN'],
        title: 'CARTE D’IDENTITÉ',
        reference: `N° ${dice.digits(9)}`,
        paragraphs: [
          `Nom : ${subject.lastName}`,
          `Prénom : ${subject.firstName}`,
          `Né(e) le : ${printed(`19${dice.between(60, 99)}-0${dice.between(1, 9)}-1${dice.between(0, 9)}`)} à ${dice.pick(towns)}`,
          `Délivrée le ${day}`,
        ],
        signedBy: null,
      };
    case 'letter':
      return {
        issuer: [company, address(dice)],
        title: 'NOTE',
        reference,
        paragraphs: [
          `À l’attention de ${name} (${subject.employeeNumber}), le ${day}.`,
          dice.pick(clauses),
          dice.pick(clauses),
        ],
        signedBy: 'Le service des ressources humaines',
      };
  }
}

/** The pages of one document: the first says what it is, the others go on. */
export function sheetsOf(
  kind: PaperKind,
  subject: Subject,
  pages: number,
  date: string,
  dice: Dice,
): readonly Sheet[] {
  const first = firstSheet(kind, subject, date, dice);
  const rest = Array.from({ length: Math.max(0, pages - 1) }, (_, index) => ({
    issuer: first.issuer.slice(0, 1),
    title: `${first.title} (suite)`,
    reference: `${first.reference} – page ${index + 2} sur ${pages}`,
    paragraphs: [
      `${subject.firstName} ${subject.lastName}, matricule ${subject.employeeNumber}`,
      ...Array.from(
        { length: dice.between(2, 5) },
        (_unused, n) => `Article ${index * 4 + n + 4}. ${dice.pick(clauses)}`,
      ),
    ],
    signedBy: index === pages - 2 ? first.signedBy : null,
  }));
  return [first, ...rest];
}
