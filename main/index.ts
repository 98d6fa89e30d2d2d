/** Electron entry: the shell around the agent, nothing else. */
import { beginEarly } from './electron/early.ts';

const early = beginEarly();
if (early !== null)
  early.ready
    .then(() => import('./electron/late.ts'))
    .then(({ openSetup, openWork, runApp }) => runApp(openWork, openSetup, early))
    // A program that cannot be read whole must not stay as an icon.
    .catch((error: unknown) =>
      process.nextTick(() => {
        throw error;
      }),
    );
