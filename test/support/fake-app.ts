/**
 * The real shell and the real window around a fake agent, for pictures of states that a real one passes through too
 * quickly. Scenes are changed from outside through `globalThis.classeurScenes`.
 */
import { runApp } from '../../main/electron/app.ts';
import { beginEarly } from '../../main/electron/early.ts';
import type { OpenWork } from '../../main/electron/work.ts';
import { firstKnown } from '../../main/shared/languages.ts';
import { setupStep } from '../../main/shared/setup-contract.ts';
import { fakeAgent } from './fake-agent.ts';
import { fakeSettings } from './fake-client.ts';
import { fakeEditor, policyOf } from './fake-editor.ts';
import { fakeSetup, givenEverything } from './fake-setup.ts';
import { sampleDocument } from './sample-preview.ts';

const silent = { info: () => undefined, warn: () => undefined };
const agent = fakeAgent('starting');
Object.assign(globalThis, { classeurScenes: agent });
const valueOf = (name: string): string =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '';
const language = firstKnown([valueOf('lang')]);
/** A step of the first run to begin at. */
const step = setupStep.safeParse(valueOf('setup')).data;
/** As an organisation has set it. */
const policed = process.argv.includes('--policed');
const settings = { ...fakeSettings(), language };
const nothingYet = { kind: 'settings-missing', path: '', message: '' } as const;
const wrongField = {
  kind: 'settings',
  path: 'routes[0].target.field',
  message: 'expected a field key that begins with e_',
} as const;
const problem = step !== undefined ? nothingYet : process.argv.includes('--unset') ? wrongField : null;

const early = beginEarly();
const openWork: OpenWork = () =>
  Promise.resolve(
    problem !== null
      ? { ok: false, problem }
      : {
          ok: true,
          work: {
            agent,
            settings,
            log: silent,
            editor: fakeEditor(settings, {}, policed ? policyOf(settings) : {}).editor,
            keepKey: () => Promise.resolve(true),
            readDocument: sampleDocument,
            close: () => agent.stop(),
          },
        },
  );
if (early !== null)
  runApp(
    openWork,
    step === undefined ? null : () => fakeSetup(step, false, policed ? givenEverything : []).session,
    early,
  );
