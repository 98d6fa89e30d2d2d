/**
 * The window in any state, in a browser: `?scene=working&view=today&id=…&lang=en&theme=dark`, `?setup=kinds`; with
 * `&policed` as an organisation has set it.
 * Try `npx vite -c test/renderer/gallery/vite.config.ts`; with `LONGER=en` before it, English texts are 40 % longer.
 */
import { firstKnown } from '../../../main/shared/languages.ts';
import { setupStep } from '../../../main/shared/setup-contract.ts';
import { fakeAgent } from '../../support/fake-agent.ts';
import { fakeClient, fakeSettings } from '../../support/fake-client.ts';
import { fakeEditor, policyOf } from '../../support/fake-editor.ts';
import { fakeSetup, givenEverything } from '../../support/fake-setup.ts';
import { scenes } from '../../support/scenes.ts';
import type { SceneName } from '../../support/scenes.ts';

const query = new URLSearchParams(location.search);
const isScene = (name: string | null): name is SceneName => name !== null && name in scenes;
const wanted = query.get('scene');
const agent = fakeAgent(isScene(wanted) ? wanted : 'working');
const step = setupStep.safeParse(query.get('setup')).data;
const policed = query.has('policed');
const client = fakeClient(agent, {
  editor: fakeEditor(fakeSettings(), {}, policed ? policyOf(fakeSettings()) : {}),
  language: firstKnown([query.get('lang') ?? '']),
  ...(step === undefined
    ? {}
    : {
        problem: { kind: 'settings-missing', path: '', message: '' } as const,
        setup: fakeSetup(step, false, policed ? givenEverything : []).session,
      }),
  ...(query.has('problem')
    ? {
        problem: {
          kind: 'settings',
          path: 'routes[0].target.field',
          message: 'expected a field key that begins with e_',
        },
      }
    : {}),
});
Object.assign(window, { classeur: client, agent });
const theme = query.get('theme');
if (theme !== null) document.documentElement.dataset['theme'] = theme;
// Not awaited: what is built has the catalogues in this very file, and the window waits for one of them.
void import('../../../renderer/src/main.tsx').then(() => {
  const view = query.get('view');
  if (view !== null) client.send('navigate', { view, id: query.get('id') });
});
