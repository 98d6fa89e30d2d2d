/**
 * The commands that need the agent's own text, or ask Lucca something: nine tenths of the program, which is read for
 * them alone (scripts/build.mjs).
 */
export { answer } from './answer.ts';
export { check } from './check.ts';
export { doctor } from './doctor.ts';
export { fields } from './fields.ts';
export { folders } from './folders.ts';
export { retry } from './retry.ts';
export { run } from './run.ts';
