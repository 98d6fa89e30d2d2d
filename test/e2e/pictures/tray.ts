/**
 * Pictures of the panel with the icon on it, in each of its states, light and dark: `live/panel-dark-working.png`, …
 * The real shell and the real tray, around an agent that plays the states: a real one passes most of them too quickly.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import type { SceneName } from '../../support/scenes.ts';
import { buildFakeApp, openFakeShell } from '../support/fake-shell.ts';
import { until } from '../support/office.ts';
import { dressPanel, panelPicture, undressPanel } from '../support/panel.ts';

/** Names of pictures, and a scene that wears the face. */
const states = {
  starting: 'starting',
  working: 'working',
  filed: 'filed',
  attention: 'attention',
  trouble: 'root-missing',
  offline: 'offline',
  paused: 'paused',
  'signed-out': 'signed-out',
  'standing-by': 'standing-by',
} as const satisfies Readonly<Record<string, SceneName>>;

/** Wide enough for the window's task, the icon and the clock. */
const width = 360;

/** `folder`: where they are laid. */
export async function playTray(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const shell = await openFakeShell(await buildFakeApp(), {
    language: 'fr',
    env: { XDG_CURRENT_DESKTOP: 'XFCE' },
  });
  try {
    for (const look of ['light', 'dark'] as const) {
      await dressPanel(look, { bare: false });
      await shell.electron.evaluate(({ nativeTheme }, theme) => {
        nativeTheme.themeSource = theme;
      }, look);
      let before = '';
      for (const [name, scene] of Object.entries(states)) {
        await shell.play(scene);
        let picture = panelPicture(width);
        // The panel is as it was until the icon has changed; then it is taken when it has come to rest.
        await until(async () => {
          const last = bytesOf(picture);
          await new Promise((resolve) => setTimeout(resolve, 150));
          picture = panelPicture(width);
          return bytesOf(picture) === last && last !== before;
        }, `the panel shows ${name}`);
        before = bytesOf(picture);
        await writeFile(join(folder, `panel-${look}-${name}.png`), PNG.sync.write(picture));
      }
    }
  } finally {
    await shell.close();
    await undressPanel();
  }
}

const bytesOf = ({ data }: PNG): string => data.toString('base64');
