/** The terminal program with all its commands, read at once. */
export * from './commands/with-lucca.ts';
export { start } from './glance.ts';
