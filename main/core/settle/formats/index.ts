/** Is this a whole document? Pure over bytes; the files adapter reads, this decides. */
export { checkWhole } from './check-whole.ts';
export type { Wholeness } from './check-whole.ts';
export { endMark, extensionOf, hasEndMark, kindOf } from './kind.ts';
export type { DocumentKind } from './kind.ts';
export type { ByteReader } from './byte-reader.ts';
