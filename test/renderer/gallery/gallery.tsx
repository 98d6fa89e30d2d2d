/**
 * The window in any state, in a browser: `?scene=working&view=today&id=…&lang=en&theme=dark`.
 * Try `npx vite -c test/renderer/gallery/vite.config.ts`.
 */
import { fakeAgent } from '../../support/fake-agent.ts';
import { fakeClient } from '../../support/fake-client.ts';
import { scenes } from '../../support/scenes.ts';
import type { SceneName } from '../../support/scenes.ts';

const query = new URLSearchParams(location.search);
const isScene = (name: string | null): name is SceneName => name !== null && name in scenes;
const wanted = query.get('scene');
const agent = fakeAgent(isScene(wanted) ? wanted : 'working');
const client = fakeClient(agent, {
  language: query.get('lang') === 'en' ? 'en' : 'fr',
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
await import('../../../renderer/src/main.tsx');
const view = query.get('view');
if (view !== null) {
  client.send('navigate', { view, id: query.get('id') });
}
