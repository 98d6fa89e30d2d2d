/** The morning that is played: who scans what, how, and what must become of it. */
import { randomUUID } from 'node:crypto';
import type { AttentionReason } from '../../main/shared/reasons.ts';
import type { Company, Employee } from '../lucca/index.ts';
import { makeDocument, type Format } from '../support/documents/index.ts';
import { drawers, folderOf, planned, targets, type Drawer } from '../support/tree/index.ts';
import type { Way } from '../support/writers/index.ts';

export interface Scan {
  /** Below the root, with `/`. */
  readonly path: string;
  /** As it is told in the story. */
  readonly who: string;
  readonly drawer: Drawer;
  readonly how: Way;
  readonly pages: number;
  /** The file after each page; the last is what remains. */
  readonly states: readonly Uint8Array[];
  readonly must:
    | {
        readonly end: 'filed';
        readonly employeeId: number;
        readonly field: string;
        readonly subField: string | null;
      }
    | { readonly end: 'asks'; readonly reason: AttentionReason };
}

/** A document that Lucca holds before the morning begins. */
export interface There {
  readonly employeeId: number;
  readonly field: string;
  readonly bytes: Buffer;
}

export interface Morning {
  readonly scans: readonly Scan[];
  readonly there: readonly There[];
}

type Named = Pick<Employee, 'firstName' | 'lastName' | 'employeeNumber'>;

/** Fineness of the scans: readable in the window's preview, and quick to make. */
const dotsPerInch = 75;

/** The whole morning, in the order of saving. The seed makes it another one each time. */
export function officeMorning(company: Company, today: string, seed: string = randomUUID()): Morning {
  const byPart = (part: string): Employee => {
    const found = company.employees.find(({ id }) => id === company.cast[part]);
    if (found === undefined) throw new Error(`Nobody plays ${part}.`);
    return found;
  };
  const nameOf = ({ firstName, lastName, employeeNumber }: Named) =>
    `${firstName} ${lastName} (${employeeNumber})`;

  const filed = (part: string, drawer: Drawer, format: Format, how: Way, name: string, pages = 1): Scan => {
    const employee = byPart(part);
    const document = planned({
      employee,
      drawer,
      format,
      seed: `${seed} ${name}`,
      pages,
      date: today,
      name,
      dotsPerInch,
    });
    const { field, subField } = targets[drawer];
    return {
      path: document.path,
      who: nameOf(employee),
      drawer,
      how,
      pages,
      states: document.make().growth,
      must: { end: 'filed', employeeId: employee.id, field, subField },
    };
  };

  const asks = (reason: AttentionReason, employee: Named, drawer: Drawer, name: string, cut = 0): Scan => {
    const { bytes } = makeDocument({
      kind: 'bank-details',
      subject: employee,
      format: 'scan',
      seed: `${seed} ${name}`,
      date: today,
      dotsPerInch,
    });
    return {
      path: `${folderOf(employee)}/${drawers[drawer]}/${name}.pdf`,
      who: nameOf(employee),
      drawer,
      how: 'grown',
      pages: 1,
      states: [bytes.subarray(0, bytes.length - cut)],
      must: { end: 'asks', reason },
    };
  };

  const filled = byPart('extra2');
  const compact = today.replaceAll('-', '');
  return {
    scans: [
      filed('first', 'visits', 'scan', 'page-by-page', `${today} attestation`, 3),
      // The scanner stops before the end: it must be noticed early, as it takes longest to be sure.
      asks('incomplete', byPart('extra1'), 'contracts', `SKM_C250i${compact}09120`, 2_000),
      filed('accents', 'bank', 'jpeg', 'temp-rename', 'RIB Noémie'),
      filed('hyphens', 'contracts', 'scan', 'grown', `contrat signé ${today}`, 4),
      filed('sharedNumberNantes', 'bank', 'scan', 'preallocated', 'rib'),
      filed('sharedNumberLyon', 'bank', 'scan', 'reopened', 'rib', 2),
      asks(
        'employee-unknown',
        { firstName: 'Jeanne', lastName: 'Durand', employeeNumber: '00812' },
        'bank',
        'rib',
      ),
      filed('homonymA', 'contracts', 'docx', 'temp-rename', `Avenant Martin ${today}`),
      filed('homonymB', 'visits', 'pdf', 'grown', `visite ${today}`, 2),
      asks('field-filled', filled, 'bank', 'nouveau rib'),
      filed('ligature', 'diploma', 'tiff', 'grown', 'diplôme', 2),
      filed('apostrophe', 'identity', 'jpeg', 'copy', 'carte d’identité'),
      asks('employee-left', byPart('oldLeaver'), 'contracts', 'solde'),
      asks(
        'employee-ambiguous',
        { ...byPart('first'), employeeNumber: byPart('accents').employeeNumber },
        'bank',
        'rib',
      ),
      filed('foreign', 'picture', 'jpeg', 'copy', 'photo'),
      filed('particle', 'contracts', 'scan', 'page-by-page', `CDI ${today}`, 2),
      filed('recentLeaver', 'contracts', 'pdf', 'empty-first', `certificat de travail ${today}`),
    ],
    there: [
      {
        employeeId: filled.id,
        field: 'e_RIB',
        bytes: makeDocument({ kind: 'bank-details', subject: filled, format: 'pdf', seed: `${seed} before` })
          .bytes,
      },
    ],
  };
}
