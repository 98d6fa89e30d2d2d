/** Entry of the window. */
import { render } from 'preact';
import { App } from './app.tsx';
import { AppProvider } from './state/context.tsx';
import { openStore } from './state/store.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/window.css';
import './styles/lists.css';
import './styles/questions.css';
import './styles/page.css';
import './styles/settings.css';
import './styles/setup.css';
import './styles/overlays.css';

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no place for the app');
const store = await openStore(window.classeur);
document.documentElement.lang = store.get().info.language;
document.documentElement.dataset['platform'] = store.get().info.platform;
// What stood there until now.
root.replaceChildren();
render(
  <AppProvider store={store}>
    <App />
  </AppProvider>,
  root,
);
