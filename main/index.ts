/** Electron entry: the shell around the agent, nothing else. */
import { runApp } from './electron/app.ts';
import { openWork } from './electron/open-work.ts';
import { openSetup } from './electron/setup/session.ts';

runApp(openWork, openSetup);
