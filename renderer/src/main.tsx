/** Entry of the window. */
import { render } from 'preact';
import { App } from './app.tsx';
import { AppProvider } from './state/context.tsx';
import { openStore } from './state/store.ts';
import type { Kept } from './state/store.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/window.css';
import './styles/lists.css';
import './styles/questions.css';
import './styles/page.css';
import './styles/settings.css';
import './styles/setup.css';
import './styles/overlays.css';

const root = placeForTheApp();
// What stood there until now.
let clear = (): void => root.replaceChildren();

/** Under other settings all that was known is old; where the person is stays. */
async function begin(kept?: Kept): Promise<void> {
  const store = await openStore(window.classeur, kept);
  document.documentElement.lang = store.get().info.language;
  document.documentElement.dataset['platform'] = store.get().info.platform;
  clear();
  clear = () => undefined;
  const renewed = store.get().renewed;
  render(
    <AppProvider store={store} key={renewed}>
      <App />
    </AppProvider>,
    root,
  );
  const stop = window.classeur.on('app.renewed', () => {
    stop();
    store.close();
    void begin({ place: store.get().place, renewed: renewed + 1 });
  });
}
await begin();

function placeForTheApp(): HTMLElement {
  const found = document.getElementById('app');
  if (found === null) throw new Error('The page has no place for the app');
  return found;
}
