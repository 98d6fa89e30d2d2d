/** Takes the pictures of every screen: builds and packs the app, then drives it on a desktop with a panel. */
import { onDesktop, prepareDesktopApp } from './desktop-app.mjs';
import { say } from './process.mjs';

const ready = await prepareDesktopApp();
if ('trouble' in ready) {
  say(ready.trouble);
  process.exit(1);
}
const script = [process.execPath, '--import', 'tsx', 'test/e2e/screenshots.ts', ...process.argv.slice(2)];
process.exit(await onDesktop(['--panel', '--size', '1600x1000', '--', ...script], ready.env));
