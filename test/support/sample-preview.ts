/** What lies in the tree of the fake app: a document of the kind that the name says, so that its first page shows. */
import type { DocumentBytes } from '../../main/shared/ipc-contract.ts';
import { makeDocument } from './documents/index.ts';
import type { PaperKind } from './documents/index.ts';

const kinds: readonly (readonly [RegExp, PaperKind])[] = [
  [/rib/i, 'bank-details'],
  [/contrat|cdi|cdd/i, 'contract'],
  [/visite|aptitude/i, 'medical-certificate'],
  [/dipl/i, 'diploma'],
  [/identit/i, 'identity-card'],
];

export function sampleDocument(path: string): Promise<DocumentBytes> {
  const kind = kinds.find(([name]) => name.test(path))?.[1] ?? 'contract';
  const name = path.slice(path.lastIndexOf('/') + 1);
  const subject = { lastName: 'Rousseau', firstName: 'Amélie', employeeNumber: '004217' };
  const format = /\.jpe?g$/i.test(name) ? 'jpeg' : /visite/i.test(name) ? 'scan' : 'pdf';
  const { bytes } = makeDocument({ kind, subject, format, seed: name, pages: 3, dotsPerInch: 100 });
  return Promise.resolve({ kind: 'bytes', bytes: new Uint8Array(bytes) });
}
