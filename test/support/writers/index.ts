export { isWay, save, ways } from './save.ts';
export type { SaveOptions, Way } from './save.ts';
export { startWriter } from './writer.ts';
export type { Writer, WriterJob } from './writer.ts';
