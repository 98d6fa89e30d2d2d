/**
 * The real shell and the real window around a fake agent, for pictures of states that a real one passes through too
 * quickly. Scenes are changed from outside through `globalThis.classeurScenes`.
 */
import { runApp } from '../../main/electron/app.ts';
import { beginEarly } from '../../main/electron/early.ts';
import type { OpenWork } from '../../main/electron/work.ts';
import { fakeAgent } from './fake-agent.ts';
import { fakeSettings } from './fake-client.ts';
import { sampleDocument } from './sample-preview.ts';

const silent = { info: () => undefined, warn: () => undefined };
const agent = fakeAgent('starting');
Object.assign(globalThis, { classeurScenes: agent });
const language = process.argv.includes('--lang=en') ? 'en' : 'fr';
const problem = process.argv.includes('--unset');

const early = beginEarly();
const openWork: OpenWork = () =>
  Promise.resolve(
    problem
      ? {
          ok: false,
          problem: {
            kind: 'settings',
            path: 'routes[0].target.field',
            message: 'expected a field key that begins with e_',
          },
        }
      : {
          ok: true,
          work: {
            agent,
            settings: { ...fakeSettings(), language },
            log: silent,
            keepKey: () => Promise.resolve(true),
            readDocument: sampleDocument,
            close: () => agent.stop(),
          },
        },
  );
if (early !== null) runApp(openWork, null, early);
