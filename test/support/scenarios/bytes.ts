/** The documents of a scenario as real bytes. */
import { makeDocument } from '../documents/index.ts';
import { sha256 } from '../tree/index.ts';
import type { Scenario } from './data.ts';

export interface RealDocument {
  readonly name: string;
  /** The whole file after each page; the last is the document. */
  readonly states: readonly Buffer[];
  readonly whole: boolean;
}

export function realDocuments({ name: scenario, documents }: Scenario): ReadonlyMap<string, RealDocument> {
  return new Map(
    Object.entries(documents).map(([name, { format, pages, without }]) => {
      const { growth } = makeDocument({
        kind: 'contract',
        subject: { firstName: 'Jean', lastName: 'Dupont', employeeNumber: '00001' },
        format,
        seed: `${scenario} ${name}`,
        pages,
        dotsPerInch: 40,
      });
      const states = without === undefined ? growth : growth.slice(-1).map(withoutEnd);
      return [name, { name, states, whole: without === undefined }];
    }),
  );
}

/** A PDF loses its table and its trailer, as if the program had never closed it; other kinds their last tenth. */
function withoutEnd(bytes: Buffer): Buffer {
  const trailer = bytes.lastIndexOf('xref\n', bytes.lastIndexOf('startxref') - 1);
  return bytes.subarray(0, trailer > 0 ? trailer : Math.floor(bytes.length * 0.9));
}

/** By hash, what may leave: a whole document, or what a scanner left of it after a page. */
export function namesOfWhole(documents: ReadonlyMap<string, RealDocument>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { name, states, whole } of documents.values())
    states.forEach((state, index) => {
      const last = index === states.length - 1;
      if (whole) names.set(sha256(state), last ? name : `${name} up to page ${index + 1}`);
    });
  return names;
}
