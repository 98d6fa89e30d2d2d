/** The rest of the program: a bundle of its own, read once the icon is in the tray (`early.ts`). */
export { runApp } from './app.ts';
export { openWork } from './open-work.ts';
export { openSetup } from './setup/session.ts';
