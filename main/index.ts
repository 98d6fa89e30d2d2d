/** Electron entry: the shell around the agent, nothing else. */
import { runApp } from './electron/app.ts';
import { openWork } from './electron/open-work.ts';

runApp(openWork);
